"""What an edit takes away beside words: sources, the ends of links to sections, pages' only links, facts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from wiki.editing.derived import links_of
from wiki.editing.fields.field_rules import unsourced
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import Plan
from wiki.models import Link, Page, Row
from wiki.models.links import STANDING, TO_SECTION
from wiki.models.page import ARTICLES
from wiki.text.citing.sources import find_sources, references_in
from wiki.text.fields.facts import shown_values
from wiki.text.sections import plain_title
from wiki.text.titles import Title

MOST = 1000  # links that went, and anchors that went, looked at
TOLD = 20  # pages that are named for one effect
LINKS = ("link", "see_also")
NO_ORPHANS = (2, 6, 14)  # users, files and categories are not found by links
EVERYTHING = frozenset({"source", "link", "heading", "field"})
_SOURCE = re.compile(r"\[\^[^\]\[\s]{1,100}\]|(?:https?://|mailto:)[^\s<>\"\[\]{}|\\^`]+")
_LINK = re.compile(r"\[\[([^\]|\[]{1,300})")
_FENCE = re.compile(r"^[^\S\n]*(?:```|~~~|<!--)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A section's name that led somewhere and will not; `pages` link to it."""

    name: str
    pages: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A field that will say something else, or nothing; `unsourced` if its source stays what it was."""

    key: str
    old: str
    new: str
    unsourced: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edit takes away. Nothing of it is forbidden."""

    sources: tuple[str, ...] = ()
    broken: tuple[BrokenLink, ...] = ()
    orphans: tuple[Title, ...] = ()
    facts: tuple[FactChange, ...] = ()
    bare: tuple[str, ...] = ()  # keys of values that are new, and lack the source that a template wants

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.sources or self.broken or self.orphans or self.facts or self.bare)

    @property
    def weighs(self) -> bool:
        """Whether it is worth a question: all but facts that had no source, or were given another one."""
        told = self.sources or self.broken or self.orphans or self.bare
        return bool(told) or any(fact.unsourced for fact in self.facts)

    @property
    def key(self) -> str:
        """Names what weighs, so that one is not asked twice about the same."""
        facts = tuple(fact for fact in self.facts if fact.unsourced)
        told = repr((self.sources, self.broken, self.orphans, facts, self.bare)).encode()
        return hashlib.sha1(told, usedforsecurity=False).hexdigest()[:16]


def losses(edit: Edit) -> frozenset[str]:
    """What the edit may take away, by a look at the lines that differ: "source", "link", "heading", "field".

    No query and no plan: most edits take nothing of the kind away, and are not looked at further.
    """
    was, now = _lines(edit.base), _lines(edit.mine)
    gone, new = "\n".join(was - now), "\n".join(now - was)
    found = {"source", "link"} if _FENCE.search(new) else set()
    if set(_SOURCE.findall(gone)) - set(_SOURCE.findall(new)):
        found.add("source")
    if set(_LINK.findall(gone)) - set(_LINK.findall(new)) or _of(edit.base, "link") - _of(edit.mine, "link"):
        found.add("link")
    if _of(edit.base, "section") - _of(edit.mine, "section"):
        found.add("heading")
    if _of(edit.base, "field") - _of(edit.mine, "field"):
        found |= {"field", "source", "link"}
    return frozenset(found)


def _lines(rows: Sequence[Row]) -> set[str]:
    """The different lines of the sections' text."""
    return {line for row in rows if row.kind == "section" for line in row.text.split("\n")}


def _of(rows: Sequence[Row], kind: str) -> set[str]:
    """What the rows of a kind are told apart by: headings, links, fields with their values."""
    return {(row.head if kind == "section" else row.text).strip() for row in rows if row.kind == kind}


def impact_of(plan: Plan, page: Page, lost: frozenset[str] = EVERYTHING) -> Impact:
    """What the page loses by this plan, looking for what may be `lost`; at most two queries."""
    return Impact(
        tuple(_sources_gone(plan)) if "source" in lost else (),
        _broken(plan, page) if "heading" in lost else (),
        _orphans(_unlinked(plan, page.name), page) if "link" in lost else (),
        tuple(_facts(plan)) if "field" in lost else (),
        tuple(text.key for text, _rule in unsourced(plan, page.name)) if "field" in lost else (),
    )


def _unlinked(plan: Plan, own: Title) -> set[Title]:
    """The pages that the page links to and will not."""
    was, now = links_of(plan.parsed_before, own), links_of(plan.parsed, own, plan.links)
    gone = {Title(namespace, name) for kind, namespace, name, _ in was if kind in LINKS}
    return gone - {Title(namespace, name) for kind, namespace, name, _ in now if kind in LINKS} - {own}


# ---- Sources ----------------------------------------------------------------------------------------------


def _sources_gone(plan: Plan) -> Iterator[str]:
    was, now = find_sources(_prose(plan.before)), find_sources(_prose(plan.rows))
    in_fields, still = _field_addresses(plan.before), _field_addresses(plan.rows)
    lost: set[str] = set(was.addresses | in_fields) - now.addresses - still
    for name, said in was.notes.items():
        if said in now.notes.values():
            continue
        if name not in now.notes:
            yield said
            lost = {address for address in lost if address not in said}
    yield from sorted(lost)


def _prose(rows: Iterable[Row]) -> str:
    """All text but the infobox's."""
    return "".join(f"\n\n{row.head}{row.text}" for row in rows if row.kind != "field")


def _field_addresses(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(
        name for row in rows if row.kind == "field" for name in references_in(row.text) if name[0] != "^"
    )


# ---- Links to sections ------------------------------------------------------------------------------------


def _broken(plan: Plan, page: Page) -> tuple[BrokenLink, ...]:
    lost = _anchors(plan.before)
    for anchor in (*_anchors(plan.rows), *page.withheld_anchors.split("\n")):
        lost.pop(anchor, None)
    if not lost:
        return ()
    spellings = {
        spelling: anchor for anchor in list(lost)[:MOST] for spelling in (anchor, anchor.replace("_", " "))
    }
    links = Link.objects.filter(
        TO_SECTION, namespace=page.namespace, title=page.title, extra__in=spellings, page__deleted=False
    ).exclude(page=page)
    found: dict[str, dict[Title, None]] = {}
    for extra, namespace, title in links.values_list("extra", "page__namespace", "page__title").order_by(
        "pk"
    )[:MOST]:
        found.setdefault(lost[spellings[extra]], {})[Title(namespace, title)] = None
    for fragment in plan.links.own_fragments:
        if fragment in spellings:
            found.setdefault(lost[spellings[fragment]], {})[page.name] = None
    return tuple(BrokenLink(name, tuple(pages)[:TOLD]) for name, pages in found.items())


def _anchors(rows: Iterable[Row]) -> dict[str, str]:
    """Every anchor that leads to a section, with the section's heading."""
    found: dict[str, str] = {}
    for row in rows:
        if row.kind == "section" and row.anchor:
            name = plain_title(row.heading[1])
            found |= dict.fromkeys(filter(None, (row.anchor, *row.former_anchors.split("\n"))), name)
    return found


# ---- Pages that nothing else leads to ---------------------------------------------------------------------


def _orphans(gone: set[Title], page: Page) -> tuple[Title, ...]:
    """Those of the pages whose last link from another page this was."""
    wanted = Q(pk=None)
    by_namespace: dict[int, list[str]] = {}
    for title in sorted(gone, key=lambda title: title.full)[:MOST]:
        if not title.is_talk and title.namespace not in NO_ORPHANS:
            by_namespace.setdefault(title.namespace, []).append(title.name)
    if not by_namespace:
        return ()
    for namespace, names in by_namespace.items():
        wanted |= Q(namespace=namespace, title__in=names)
    others = Link.objects.filter(
        STANDING, namespace=OuterRef("namespace"), title=OuterRef("title"), kind__in=LINKS
    ).exclude(page=OuterRef("pk"))
    lonely = Page.objects.filter(ARTICLES, wanted).exclude(Exists(others.exclude(page=page.pk)))
    found = lonely.order_by("namespace", "title").values_list("namespace", "title")[:TOLD]
    return tuple(Title(*pair) for pair in found)


# ---- Facts ------------------------------------------------------------------------------------------------


def _facts(plan: Plan) -> Iterator[FactChange]:
    now = {row.id: row for row in plan.rows if row.kind == "field" and row.head == "field"}
    for row in plan.before:
        if row.kind != "field" or row.head != "field":
            continue
        old, other = row.field, now.get(row.id)
        value = other.field.value if other else ""
        was, says = " · ".join(shown_values(old.value, old.model)), " · ".join(shown_values(value, row.model))
        if was and was != says:
            sources = references_in(old.value)
            yield FactChange(old.key, was, says, bool(sources) and not references_in(value) - sources)
