"""Wikitext, the second content model: read into the same parts as Markdown, written back to the byte."""
