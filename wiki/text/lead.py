"""What an article says of itself in a line: the first sentence of its lead, and its first picture."""

from wiki.text.links import Links
from wiki.text.prose import prose_paragraphs
from wiki.text.rows import PageText
from wiki.text.sentences import sentences
from wiki.text.shorten import shorten

LONGEST = 255  # characters of a description
PICTURES = (".jpg", ".jpeg", ".png", ".svg", ".gif", ".webp")


def lead_sentences(page: PageText, most: int) -> str:
    """The first sentences of the lead's first paragraph, plain; "" if there is no running text. Linear."""
    words = next(prose_paragraphs(page.sections[0].body), "")
    return " ".join(sentences(words, most))


def description(page: PageText, links: Links) -> str:
    """The first sentence of the lead, at most 255 characters, cut at a word; "" for a redirect."""
    return "" if links.redirect else shorten(lead_sentences(page, 1), LONGEST)


def first_picture(links: Links) -> str:
    """The name (without prefix) of the first picture in the infobox, else in the article; "" without any."""
    names = (title.name for title in links.files)
    return next((name for name in names if name.lower().endswith(PICTURES)), "")
