"""Which of the pages that a text links to exist, redirect, or link back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, OuterRef, Q, Value

from wiki.models import Link, Page
from wiki.text.titles import Title

AT_ONCE = 10_000  # titles in one statement


@dataclass(frozen=True, slots=True)
class Target:
    """A page that is linked to, as it stands now."""

    redirect: bool
    links_back: bool


def targets(titles: Iterable[Title], *, back_to: Title | None = None) -> dict[Title, Target]:
    """The existing pages among `titles`, in one query; missing ones are left out.

    With `back_to` each also says whether it links to that page. Special pages are not looked up.
    """
    wanted = [title for title in dict.fromkeys(titles) if title.namespace >= 0]
    found: dict[Title, Target] = {}
    for start in range(0, len(wanted), AT_ONCE):
        by_namespace: dict[int, list[str]] = {}
        for title in wanted[start : start + AT_ONCE]:
            by_namespace.setdefault(title.namespace, []).append(title.name)
        match = Q()
        for namespace, names in by_namespace.items():
            match |= Q(namespace=namespace, title__in=names)
        back: Exists | Value = Value(False, BooleanField())
        if back_to is not None:
            link = Link.objects.filter(
                page=OuterRef("pk"), valid_to=None, namespace=back_to.namespace, title=back_to.name
            )
            back = Exists(link)
        rows = Page.objects.filter(match, deleted=False).annotate(back=back)
        for namespace, name, redirect, links_back in rows.values_list(
            "namespace", "title", "redirect", "back"
        ):
            found[Title(namespace, name)] = Target(redirect, links_back)
    return found
