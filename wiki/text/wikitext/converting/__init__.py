"""Drawn wikitext as Markdown."""
