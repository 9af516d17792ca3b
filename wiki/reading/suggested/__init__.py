"""Suggested edits: as lists, one by one, and hunk by hunk."""
