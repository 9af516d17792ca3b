"""Which part of a page the address of an edit form names."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest

from wiki.models import InfoboxField, Section
from wiki.models.prepared import Prepared
from wiki.reading.page import RevisionMissing, find_page, find_revision
from wiki.reading.source import PartMissing, model_of_page
from wiki.reading.talk.comments import words_of
from wiki.reading.visibility import sees_text
from wiki.text.talk.threads import read_comments
from wiki.text.titles import Title
from wiki.web.editor.desk import Answered, Desk, Part
from wiki.web.frame.visitor import visitor

QUOTED = 600  # characters of the comment that is answered
LONGEST = 400  # characters of its id

_SECTIONS = Prepared(
    lambda page, also: (
        Section.objects.filter(Q(deleted=False) | Q(pk=also), page=page)
        .order_by("position")
        .only("pk", "deleted", "level", "title", "anchor", "see_also")
    ),
    1 << 60,
    1 << 59,
)


def desk_for(request: HttpRequest, title: Title) -> Desk:
    """What `?section=`, `?field=`, `?part=`, `?reply=` and `?oldid=` ask for.

    Raises PartMissing or RevisionMissing.
    """
    query = request.GET
    amended = number(query.get("suggestion", ""))
    desk = Desk(
        title, find_page(title, viewer=visitor(request)), visitor(request),
        suggests=bool(amended) or query.get("suggest") == "1", suggestion=amended,
    )  # fmt: skip
    if oldid := query.get("oldid", ""):
        desk = with_old(desk, oldid)
    if query.get("part") == "infobox":
        return replace(desk, part="infobox")
    if query.get("section") == "new":
        return replace(desk, part="new")
    if query.get("part") == "see-also":
        return see_also_desk(desk, query.get("section", ""))
    if "field" in query:
        return field_desk(desk, query["field"]) if desk.page else replace(desk, part="infobox")
    if "reply" in query and desk.page and title.is_talk:
        return reply_desk(desk, query.get("section", ""), request.POST.get("comment") or query["reply"])
    if "section" in query and desk.page:
        return section_desk(desk, query["section"])
    return desk


def number(text: str) -> int:
    """An id in an address; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def with_old(desk: Desk, oldid: str) -> Desk:
    """With an old revision of the page to open. Raises RevisionMissing, for one of another page too."""
    revision = find_revision(number(oldid), viewer=desk.editor)
    if desk.page is None or revision.page_id != desk.page.pk or not sees_text(desk.editor, revision):
        raise RevisionMissing(oldid)
    return desk if revision.number == desk.page.number else replace(desk, old=revision)


def section_desk(desk: Desk, wanted: str) -> Desk:
    """A section by its id, or "lead". A deleted one still names its form. Raises PartMissing."""
    id_, lead = number(wanted), wanted in ("lead", "0")
    sections = _SECTIONS(desk.page.pk, id_) if desk.page else []
    at = next((n for n, one in enumerate(sections) if (not one.level if lead else one.pk == id_)), None)
    if at is None:
        raise PartMissing(f"section {wanted}")
    found = sections[at]
    if not found.level:
        return replace(desk, part="lead", part_id=found.pk)
    count = 0
    for later in sections[at + 1 :]:
        if later.level <= found.level:
            break
        count += 1
    part: Part = "see-also" if found.see_also else "section"
    return replace(
        desk, part=part, part_id=found.pk, name=found.title, anchor=found.anchor, subsections=count
    )


def reply_desk(desk: Desk, wanted: str, comment: str) -> Desk:
    """A reply to a comment of this section, which has to stand there. Raises PartMissing."""
    found = section_desk(desk, wanted)
    body = Section.objects.filter(pk=found.part_id, deleted=False).values_list("body", flat=True).first()
    if body is None:
        raise PartMissing(f"section {wanted}")
    answered = next((one for one in read_comments(body, model_of_page(desk.page)) if one.id == comment), None)
    words = Answered(answered.author, words_of(body, answered, QUOTED)) if answered else None
    return replace(found, part="reply", comment=comment[:LONGEST], answers=words, subsections=0)


def see_also_desk(desk: Desk, wanted: str) -> Desk:
    """The page's list of see-also links; where it has none, a new section for one. Raises PartMissing."""
    if wanted and desk.page:
        return section_desk(desk, wanted)
    lists = (
        Section.objects.filter(page=desk.page, see_also=True, deleted=False)
        if desk.page
        else Section.objects.none()
    )
    first = lists.order_by("position").values_list("pk", flat=True).first()
    return section_desk(desk, str(first)) if first else replace(desk, part="new")


def field_desk(desk: Desk, wanted: str) -> Desk:
    """One field of the infobox. Raises PartMissing."""
    field = InfoboxField.objects.filter(page=desk.page, pk=number(wanted), kind="field").first()
    if field is None:
        raise PartMissing(f"field {wanted}")
    return replace(desk, part="field", part_id=field.pk, name=field.key, anchor=f"field-{field.pk}")
