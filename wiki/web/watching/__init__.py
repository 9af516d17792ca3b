"""Watching, notices and preferences."""
