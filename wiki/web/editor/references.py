"""For the dialog that cites a source: a reference as one line, and the notes that a page has."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.models import Page
from wiki.reading.page import find_page
from wiki.reading.source import model_of_page, open_page
from wiki.text.citing.notes import notes_of
from wiki.text.citing.references import FIELDS, InvalidReference, note_name, written_reference
from wiki.text.content import WIKITEXT
from wiki.text.source import read
from wiki.text.wikitext.uses import notes as notes_of_wikitext
from wiki.web.addresses.addresses import title_in_address

MOST = 500  # notes that are told
SHOWN = 200  # characters of a note


@require_safe
def reference(request: HttpRequest) -> JsonResponse:
    """The reference that the query tells of, and a name for it; 400 with the field where that makes none."""
    told = {name: request.GET.get(name, "") for names in FIELDS.values() for name in names}
    try:
        text = written_reference(request.GET.get("kind", ""), told, request.GET.get("model", ""))
    except InvalidReference as error:
        return JsonResponse({"field": error.field, "message": _(error.message)}, status=400)
    return JsonResponse({"text": text, "name": note_name(told)}, json_dumps_params={"ensure_ascii": False})


@require_safe
def notes(request: HttpRequest, title: str) -> JsonResponse:
    """The notes that the page defines now: those of other sections can be used in the one that is edited."""
    page = find_page(title_in_address(title))
    found = defined_in(page)[:MOST] if page else []
    return JsonResponse([{"name": name, "text": said[:SHOWN]} for name, said in found], safe=False)


def defined_in(page: Page) -> list[tuple[str, str]]:
    """Names and words of the notes."""
    text = open_page(page).text
    if model_of_page(page) == WIKITEXT:
        named = (note for note in notes_of_wikitext(text) if note.name and note.text)
        return [(note.name, " ".join(note.text.split())) for note in named]
    return [(note.name, note.said) for note in notes_of(read(text))]
