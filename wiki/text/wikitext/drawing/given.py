"""What drawing a wikitext page needs besides its text: how its wiki names things, and its templates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from wiki.text.titles import Title
from wiki.text.wikitext.links import read_redirect
from wiki.text.wikitext.site import DEFAULT, Site

MOST_TEMPLATES = 500  # that one page is given
MOST_CHARACTERS = 2_000_000  # of their sources


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

    @property
    def sign(self) -> str:
        """Another one for another content: what was drawn with these templates need not be drawn anew."""
        digest = hashlib.sha1(repr(sorted(self.site.namespaces.items())).encode(), usedforsecurity=False)
        for title, source in sorted(self.templates.items(), key=lambda item: item[0].full):
            digest.update(f"{title.full}\0{len(source)}\0{source}".encode())
        return digest.hexdigest()
