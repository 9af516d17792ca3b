"""Topics that are about one part of a page: which part they mean, how it stands now, and which there are.

A topic says so in its first line, a link to the part. A section is found by every anchor that it ever had, so
the tie holds when it is renamed; a field is named by its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from wiki.models import InfoboxField, Link, Page, Section
from wiki.models.links import TO_SECTION
from wiki.reading.showing.anchors import anchor_of, had_anchor, known_anchors
from wiki.reading.source import PartMissing
from wiki.text.language.lead import opening
from wiki.text.language.prose import plain_words
from wiki.text.language.shorten import shorten
from wiki.text.sections import anchor, plain_title
from wiki.text.talk.threads import concerning_line, read_concerning
from wiki.text.titles import NAMESPACES, Title

Kind = Literal["section", "field"]
TALK = [number for number in NAMESPACES if number > 0 and number % 2]
MOST = 500  # topics that are looked through
SHOWN = 140  # characters of what a part says now
_FIELD = re.compile(r"field-(\d{1,18})")
_NAMED = re.compile(r"([sf])(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Concern:
    """The part that a topic is about. Without `id` there is no such part any more; `said` is what it says
    now, `was` the name that the topic knows it by, if that is another.
    """

    kind: Kind
    title: Title
    name: str
    id: int = 0
    said: str = ""
    was: str = ""


def concerns(talk: Title, topics: Mapping[int, tuple[Title, str]]) -> tuple[tuple[int, Concern], ...]:
    """How the parts stand that the topics of a talk page are about, by section id of the topic. Where the
    page was moved with its talk page, its old title leads to it. At most two queries; none without topics.
    """
    if not topics:
        return ()
    wanted = {(title, fragment) for title, fragment in topics.values()}
    numbers = [_FIELD.fullmatch(name) for _t, name in wanted]
    fields = _fields({int(number[1]) for number in numbers if number})
    sections = _sections({title for title, _f in wanted} | {talk.subject}, {name for _t, name in wanted})
    found: list[tuple[int, Concern]] = []
    for id_, (title, fragment) in topics.items():
        if match := _FIELD.fullmatch(fragment):
            field = fields.get(int(match[1]))
            known = field if field and field.title in (title, talk.subject) else None
            found.append((id_, known or Concern("field", title, "")))
        else:
            key = anchor_of(fragment)
            known = sections.get((title, key)) or sections.get((talk.subject, key))
            found.append((id_, _called(known, fragment) if known else Concern("section", title, fragment)))
    return tuple(found)


def _called(known: Concern, fragment: str) -> Concern:
    same = anchor(fragment) == anchor(known.name) or fragment == known.name
    return known if same else Concern(known.kind, known.title, known.name, known.id, known.said, fragment)


def _fields(ids: set[int]) -> dict[int, Concern]:
    if not ids:
        return {}
    rows = InfoboxField.objects.select_related("page").filter(
        pk__in=ids, kind="field", deleted=False, page__deleted=False
    )
    return {
        row.pk: Concern("field", row.page.name, row.key, row.pk, shorten(plain_words(row.value), SHOWN))
        for row in rows
    }


def _sections(titles: set[Title], fragments: set[str]) -> dict[tuple[Title, str], Concern]:
    """The living sections of these pages, by page and anchor; their own go before former ones."""
    anchors = {anchor_of(fragment) for fragment in fragments if not _FIELD.fullmatch(fragment)} - {""}
    if not anchors:
        return {}
    named = Q(anchor__in=anchors)
    for one in anchors:
        named |= had_anchor(one)
    pages = Q()
    for title in titles:
        pages |= Q(page__namespace=title.namespace, page__title=title.name)
    rows = Section.objects.select_related("page").filter(
        pages, named, deleted=False, level__gt=0, page__deleted=False
    )
    found: dict[tuple[Title, str], Concern] = {}
    own: dict[tuple[Title, str], Concern] = {}
    for row in rows.order_by("position", "pk"):
        concern = Concern("section", row.page.name, plain_title(row.title), row.pk, opening(row.body, SHOWN))
        own[row.page.name, row.anchor] = concern
        for known in known_anchors(row):
            found.setdefault((row.page.name, known), concern)
    return found | own


# ---- From the part to its topics --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Discussion:
    """A topic about a part, where it stands."""

    title: Title
    id: int
    name: str


def discussions(page: Page) -> dict[tuple[Kind, int], tuple[Discussion, ...]]:
    """The topics about each part of a page: on its own talk page, and on others that link to the part. Two
    queries at most.
    """
    subject = page.name
    linking = Link.objects.filter(TO_SECTION, namespace=subject.namespace, title=subject.name)
    near = Q(page__in=linking.values("page_id"), page__namespace__in=TALK)
    near |= Q(page__namespace=subject.talk.namespace, page__title=subject.talk.name)
    rows = Section.objects.filter(near, level=2, deleted=False, page__deleted=False, body__contains="#")
    topics: list[tuple[Discussion, str]] = []
    for row in rows.select_related("page").order_by("-pk")[:MOST]:
        about = read_concerning(row.body)
        if about and (about[0] == subject or row.page.name == subject.talk):
            topics.append((Discussion(row.page.name, row.pk, plain_title(row.title)), about[1]))
    if not topics:
        return {}
    sections = _sections({subject}, {fragment for _topic, fragment in topics})
    found: dict[tuple[Kind, int], list[Discussion]] = {}
    for topic, fragment in topics:
        if match := _FIELD.fullmatch(fragment):
            found.setdefault(("field", int(match[1])), []).append(topic)
        elif section := sections.get((subject, anchor_of(fragment))):
            found.setdefault(("section", section.id), []).append(topic)
    return {part: tuple(some) for part, some in found.items()}


def concerning(title: Title, about: str) -> str:
    """The line with which a topic on the talk page `title` begins that is about a part of its subject:
    `about` is "s12" for section 12, "f7" for field 7. In the language of the wiki. Raises PartMissing.
    """
    found, subject = _NAMED.fullmatch(about), title.subject
    here = Q(page__namespace=subject.namespace, page__title=subject.name, deleted=False, page__deleted=False)
    if found is None:
        raise PartMissing(about[:40])
    with override(settings.LANGUAGE_CODE):
        word = _("Concerning")
    if found[1] == "f":
        key = (
            InfoboxField.objects.filter(here, pk=found[2], kind="field").values_list("key", flat=True).first()
        )
        if key is None:
            raise PartMissing(about)
        return concerning_line(word, subject, f"field-{int(found[2])}", f"{subject.full}: {_bare(key)}")
    section = Section.objects.filter(here, pk=found[2], level__gt=0).first()
    if section is None:
        raise PartMissing(about)
    name = plain_title(section.title)
    fragment = name if anchor(section.title) == section.anchor and _bare(name) == name else section.anchor
    return concerning_line(word, subject, _bare(fragment), f"{subject.full}#{_bare(fragment)}")


def _bare(text: str) -> str:
    """The text without the signs that end a link."""
    return re.sub(r"[\[\]|\r\n]", "", text)
