"""Lists of edits, deeds, pages and accounts."""
