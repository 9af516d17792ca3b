"""What an editor may be about to write in an infobox: keys of similar articles, and values of a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import F

from wiki.models import Fact, Link, Page, StatedValue
from wiki.models.links import MEMBERSHIP
from wiki.reading.facts.facts import keys_in_use
from wiki.reading.facts.field_rules import rules_in
from wiki.text.content import content_model
from wiki.text.fields.facts import fold_fact
from wiki.text.titles import Title

MOST = 10
SIMILAR = 100  # articles of the same categories that are looked at
CATEGORIES = 5
ROWS = 2000  # rows that are read of them


def offered_keys(typed: str, title: Title, *, but: Sequence[str] = ()) -> tuple[str, ...]:
    """At most MOST keys that have what was typed, without those in `but`: first those of the page's
    templates, then the ones that most articles of its categories have, then the ones most in use. At most
    6 queries.
    """
    wanted, taken = fold_fact(typed), {fold_fact(key) for key in but}
    found = Counter[str]()
    written: dict[str, str] = {}
    categories = _categories(title)
    facts = Fact.objects.filter(page__in=_similar(title, categories), valid_to=None)
    for key in facts.order_by("page", "pk").values_list("key", flat=True)[:ROWS]:
        found[fold_fact(key)] += 1
        written.setdefault(fold_fact(key), key)
    near = [rule.key for rule in rules_in(categories).values()] if title.namespace == 0 else []
    near += [written[folded] for folded, _ in found.most_common()]
    return _chosen([*near, *(one.key for one in keys_in_use())], wanted, taken)


def offered_values(key: str, typed: str, title: Title) -> tuple[str, ...]:
    """At most MOST values as articles write them under this key, with what was typed in them: first those of
    articles of the page's categories. At most 4 queries.
    """
    folded, wanted = fold_fact(key), fold_fact(typed)
    if not folded:
        return ()
    stated = StatedValue.objects.filter(folded_key=folded, fact__valid_to=None).exclude(folded="")
    near = Counter(
        _written(stated.filter(page__in=_similar(title, _categories(title))).order_by("pk")[:ROWS])
    )
    begun = stated.filter(folded__startswith=wanted) if wanted else stated
    others = _written(begun.order_by("folded", "pk")[: MOST * MOST])
    return _chosen([*(value for value, _ in near.most_common()), *others], wanted, set())


def _categories(title: Title) -> list[str]:
    """The first categories of the page; one query."""
    own = Link.objects.filter(
        MEMBERSHIP, page__namespace=title.namespace, page__title=title.name, page__deleted=False
    )
    return list(own.order_by("pk").values_list("title", flat=True)[:CATEGORIES])


def _similar(title: Title, categories: Sequence[str]) -> list[int]:
    """Articles that are in one of the page's categories too, but not the page itself; one query."""
    if not categories:
        return []
    members = Link.objects.filter(MEMBERSHIP, title__in=categories, page__namespace=0, page__deleted=False)
    itself = Page.objects.filter(namespace=title.namespace, title=title.name).values("pk")
    found = members.exclude(page__in=itself).order_by("title", "member", "sort", "page")
    return list(dict.fromkeys(found.values_list("page_id", flat=True)[:SIMILAR]))


def _written(stated: Iterable[StatedValue]) -> list[str]:
    """Each stated value as its article writes it."""
    found = []
    model = F("page__latest__content_model")
    for row in stated.select_related("fact").annotate(model=model):  # type: ignore[attr-defined]
        several = content_model(row.model).values.split(row.fact.value)
        found += [one for one in several if fold_fact(one) == row.folded]
    return found


def _chosen(offers: Iterable[str], wanted: str, taken: set[str]) -> tuple[str, ...]:
    """The first of the offers, each once; those that begin with what is wanted before those that have it."""
    begun: dict[str, str] = {}
    within: dict[str, str] = {}
    for offer in offers:
        folded = fold_fact(offer)
        if folded in taken or "\n" in offer or not folded or wanted not in folded:
            continue
        (begun if folded.startswith(wanted) else within).setdefault(folded, offer)
    return tuple({**begun, **within}.values())[:MOST]
