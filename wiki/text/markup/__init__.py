"""Markdown with wiki links, as elements. Python-Markdown does the common parts."""
