"""What drawing a wikitext page needs besides its text: how its wiki names things, and its templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from wiki.text.titles import Title
from wiki.text.wikitext.links import read_redirect
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.uses import templates

MOST_TEMPLATES = 500
MOST_CHARACTERS = 2_000_000
_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Given:
    """The site's names, and the source of each template that there is."""

    site: Site = DEFAULT
    templates: Mapping[Title, str] = field(default_factory=dict)

    def source(self, title: Title) -> str | None:
        """The source of a template, past one redirect; None if there is none."""
        source = self.templates.get(title)
        redirect = read_redirect(source, self.site) if source and "#" in source[:20] else None
        if redirect is not None and redirect.title is not None:
            return self.templates.get(redirect.title)
        return source


def gather(
    text: str, fetch: Callable[[Iterable[Title]], Mapping[Title, str]], site: Site = DEFAULT
) -> Mapping[Title, str]:
    """The templates that a text uses, and those that they use, asked for in a few rounds: `fetch` gives the
    sources of those that there are. Bounded in number and length.
    """
    found: dict[Title, str] = {}
    asked: set[Title] = set()
    wanted = {one.title: None for one in templates(text, site)}
    size = 0
    for _ in range(_ROUNDS):
        new = [title for title in wanted if title not in asked][: MOST_TEMPLATES - len(asked)]
        if not new:
            break
        asked.update(new)
        wanted = {}
        for title, source in fetch(new).items():
            size += len(source)
            if size > MOST_CHARACTERS:
                return found
            found[title] = source
            redirect = read_redirect(source, site)
            if redirect is not None and redirect.title is not None:
                wanted[redirect.title] = None
            wanted |= {one.title: None for one in templates(source, site)}
    return found
