"""Wikitext drawn as HTML: templates put in, then the tree of mwparserfromhell as elements, then lines."""
