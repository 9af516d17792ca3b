"""Pieces of a page that are the same for many readers, drawn once and kept.

What a piece shows follows from its arguments and the language alone: nothing else reaches its template. So a
kept piece is never stale: another content is another piece.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from wiki.reading.page import PageView
from wiki.reading.showing.assemble import InfoboxView, SectionView
from wiki.reading.talk.discussions import Concern
from wiki.text.titles import Title

register = template.Library()

KEPT = 4_000_000  # characters, in each process


class Kept:
    """The pieces drawn last, as many as fit."""

    def __init__(self, room: int) -> None:
        self.longest, self.room = room // 10, room
        self.pieces, self.lock = OrderedDict[Hashable, SafeString](), Lock()

    def get(self, key: Hashable) -> SafeString | None:
        with self.lock:
            piece = self.pieces.get(key)
            if piece is not None:
                self.pieces.move_to_end(key)
            return piece

    def keep(self, key: Hashable, piece: SafeString) -> None:
        with self.lock:
            if len(piece) > self.longest or key in self.pieces:
                return
            self.pieces[key] = piece
            self.room -= len(piece)
            while self.room < 0:
                self.room += len(self.pieces.popitem(last=False)[1])


kept = Kept(KEPT)


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str, **given: Any) -> SafeString:
    """Like `include`, but of what is given alone: values that say by themselves whether they are equal."""
    for argument, value in given.items():
        if isinstance(value, Model):  # equal by its key, whatever it holds
            raise TypeError(f"{name}: {argument} is a row of the database, not a value")
    # Times in it are those of the reader's time zone.
    spoken = (get_language(), get_current_timezone_name())
    key = (name, spoken, tuple((type(value), argument, value) for argument, value in given.items()))
    piece = None if settings.DEBUG else kept.get(key)
    if piece is None:
        inside = context.new({**given, "LANGUAGE_CODE": get_language()})
        piece = context.template.engine.get_template(name).render(inside)  # type: ignore[union-attr]
        kept.keep(key, piece)
    return piece


class Article(NamedTuple):
    """What the article itself is drawn from."""

    title: Title
    sections: tuple[SectionView, ...]
    infobox: InfoboxView | None
    source_only: bool
    concerns: tuple[tuple[int, Concern], ...]


@register.filter
def article(view: PageView) -> Article:
    """The part of a page's view that is the same for every reader."""
    return Article(view.title, view.sections, view.infobox, view.source_only, view.concerns)
