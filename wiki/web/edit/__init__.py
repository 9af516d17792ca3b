"""The edit form and what becomes of it."""
