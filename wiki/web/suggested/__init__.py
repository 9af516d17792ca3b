"""Suggested edits: sent from the edit form, and decided."""
