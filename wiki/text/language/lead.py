"""What an article says of itself in a line: the first sentence of its lead, and its first picture."""

from wiki.text.language.prose import prose_paragraphs
from wiki.text.language.sentences import sentences
from wiki.text.language.shorten import shorten
from wiki.text.links import Links
from wiki.text.parts.rows import PageText
from wiki.text.wikitext.prose import running_text

LONGEST = 255  # characters of a description
OPENING = 420  # of the sentences that a card shows
PICTURES = (".jpg", ".jpeg", ".png", ".svg", ".gif", ".webp")


def opening(body: str, most: int, longest: int = OPENING, *, model: str = "markdown") -> str:
    """The first sentences of a body's first paragraph, plain, cut at a word; "" without running text.

    At most `longest` characters. Linear. `model`: the content model that the body is written in.
    """
    words = next(prose_paragraphs(running_text(body) if model == "wikitext" else body), "")
    return shorten(" ".join(sentences(words, most)), longest)


def description(page: PageText, links: Links) -> str:
    """The first sentence of the lead, at most 255 characters, cut at a word; "" for a redirect."""
    return "" if links.leads_on else opening(page.sections[0].body, 1, LONGEST, model=page.model)


def first_picture(links: Links) -> str:
    """The name (without prefix) of the first picture in the infobox, else in the article; "" without any."""
    names = (title.name for title in links.files)
    return next((name for name in names if name.lower().endswith(PICTURES)), "")
