"""Special pages: made by the wiki, not written by anybody. Which there are stands in pages.py."""

from wiki.web.special.dispatch import special

__all__ = ["special"]
