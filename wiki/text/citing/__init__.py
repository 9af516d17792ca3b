"""Footnotes and references: written, read, checked."""
