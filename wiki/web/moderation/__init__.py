"""Deeds of moderators."""
