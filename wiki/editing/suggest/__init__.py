"""Suggested edits, and edits that wait: kept, amended, talked about, decided."""
