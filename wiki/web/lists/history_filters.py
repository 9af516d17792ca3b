"""What a history is narrowed to: until a day, to a tag, to what is hidden."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from wiki.models import TAG_MAX
from wiki.permissions import Editor, sees_hidden
from wiki.reading.history import Sieve
from wiki.web.addresses.moments import BadMoment, read_moment


class Filters:
    """The filters that an address names, and how they stand in the addresses of the other screens."""

    def __init__(self, query: QueryDict, viewer: Editor) -> None:
        self.date = query.get("date", "").strip()
        self.tag = read_tag(query)
        self.may_ask_hidden = sees_hidden(viewer, suppressed=False)
        self.hidden = self.may_ask_hidden and query.get("hidden") == "1"

    @property
    def sieve(self) -> Sieve:
        """400 for what is no date."""
        try:
            until = read_moment(self.date) if self.date else None
        except BadMoment as error:
            raise BadRequest(error.message) from None
        return Sieve(until, self.tag, self.hidden)

    @property
    def kept(self) -> dict[str, str | int]:
        named = {"date": self.date, "tagfilter": self.tag, "hidden": "1" if self.hidden else ""}
        return {name: value for name, value in named.items() if value}


def read_tag(query: QueryDict) -> str:
    """The tag that a list is narrowed to (MediaWiki's `tagfilter`), if any; 400 for one that none can be."""
    tag = query.get("tagfilter", "").strip()
    if len(tag) > TAG_MAX or "\0" in tag:
        raise BadRequest(_("“%(tag)s” can be no tag.") % {"tag": tag[:TAG_MAX].replace("\0", "")})
    return tag
