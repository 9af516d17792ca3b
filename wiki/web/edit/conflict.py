"""The conflict page: only the words that two editors disagree about, and the choices that come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from wiki.editing.errors import Choice, Choices, Dispute, EditConflict
from wiki.text.merge import Chunk, Typed
from wiki.web.edit.forms import EditForm, InfoboxForm, lf
from wiki.web.edit.screen import Ways, screen
from wiki.web.edit.wishes import edit_box
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_keep import keep

CONTEXT = 160  # characters of undisputed text around a dispute
PICKS = ("mine", "theirs", "both")


@dataclass(frozen=True)
class Words:
    """One place to settle: what stood there, what each side wrote, and the text around it."""

    name: str  # of its inputs
    before: str
    base: str
    mine: str
    theirs: str
    after: str
    own: str  # other words, as they were typed before


@dataclass(frozen=True)
class Question:
    """One dispute as the page asks it. `words` is empty where the question is whether the part stays."""

    key: str
    seen: int
    where: str
    name: str
    words: tuple[Words, ...]
    mine: str
    theirs: str
    removed_by_me: bool = False
    kind: str = ""  # and id: of the part that it is about
    id: int = 0

    @property
    def kept(self) -> str:
        """What stays if the part is not removed after all."""
        return (self.mine or self.theirs).strip()


def show_conflict(request: HttpRequest, desk: Desk, form: EditForm, conflict: EditConflict) -> HttpResponse:
    heading = _("Edit conflict: %(title)s") % {"title": desk.title.full}
    questions = [question(dispute, dict(form.own_words)) for dispute in conflict.disputes]
    rows = form.rows if isinstance(form, InfoboxForm) else []
    keep(request, desk)
    return screen(
        request, "edit/conflict.html", desk, status=409, heading=heading,
        form=form, box=edit_box(desk, form), questions=questions, rows=rows, again="dispute" in request.POST,
        ways=Ways(save=False, suggest=True) if "wpSuggest" in request.POST else Ways(),
    )  # fmt: skip


def question(dispute: Dispute, own: Mapping[str, str]) -> Question:
    """A dispute in words, with the undisputed text around each place; `own`: what was typed there before."""
    where, name = part_name(dispute)
    words: list[Words] = []
    chunks = dispute.merge.chunks if dispute.merge else ()
    for index, chunk in enumerate(chunks):
        if chunk.kind == "conflict":
            before = "".join(text_of(other) for other in chunks[max(index - 3, 0) : index])
            after = "".join(text_of(other) for other in chunks[index + 1 : index + 4])
            key = f"{dispute.key}-{len(words)}"
            typed = own.get(f"own-{key}", chunk.mine.strip())
            words.append(Words(key, tail(before), chunk.base, chunk.mine, chunk.theirs, head(after), typed))
    removed_by_me = dispute.piece == "removal" and not dispute.mine
    return Question(
        dispute.key, dispute.seen, where, name, tuple(words), dispute.mine, dispute.theirs, removed_by_me,
        dispute.kind, dispute.id,
    )  # fmt: skip


def part_name(dispute: Dispute) -> tuple[str, str]:
    """The kind of part and its name: § Agreement, Infobox › Headquarters."""
    if dispute.piece == "text":
        return "§", _("Several parts")
    if dispute.kind == "field":
        return _("Infobox ›"), dispute.name or _("Caption")
    if dispute.kind == "link":
        return _("See also ›"), dispute.name
    name = dispute.name or _("Beginning")
    return ("§", _("%(name)s, its heading") % {"name": name}) if dispute.piece == "heading" else ("§", name)


def text_of(chunk: Chunk) -> str:
    """What a chunk says where it is not in dispute; a dash where it is."""
    return " … " if chunk.kind == "conflict" else chunk.text


def tail(text: str) -> str:
    """The end of a text, from the beginning of a word."""
    if len(text) <= CONTEXT:
        return text.lstrip("\r\n")
    return "…" + text[-CONTEXT:].partition(" ")[2]


def head(text: str) -> str:
    """The beginning of a text, up to the end of a word."""
    return text.rstrip("\r\n") if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + "…"


def read_choices(data: QueryDict) -> Choices:
    """The choices that a conflict page posted; those left open are missing, and are asked again."""
    choices: dict[str, Choice] = {}
    for entry in data.getlist("dispute"):
        key, _at, seen = entry.partition("@")
        count = data.get(f"count-{key}", "")
        if not (seen.isdigit() and count.isdigit()):
            continue
        picks = [pick(data, f"{key}-{n}") for n in range(min(int(count), 10_000))]
        settled = tuple(words for words in picks if words is not None)
        if len(settled) == len(picks):
            choices[key] = Choice(int(seen), settled)
    return choices


def pick(data: QueryDict, name: str) -> str | Typed | None:
    """One choice: a side, both, or words of one's own (which may be none); None where nothing was chosen."""
    chosen = data.get(f"pick-{name}", "")
    if chosen == "own":
        return Typed(lf(data.get(f"own-{name}", "")))
    return chosen if chosen in PICKS else None
