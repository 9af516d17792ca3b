"""What a File: page has beside its text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wiki.editing.files.files import STRIPPED
from wiki.models import Page
from wiki.permissions import allows, hides, may_upload
from wiki.reading.files.files import FILE, file_page
from wiki.reading.lists.lines import BadCursor
from wiki.text.titles import Title
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import whole_number

# What was read from a file is stored under these names.
LABELS = {
    "Description": _("Description"),
    "Title": _("Title"),
    "Artist": _("Artist"),
    "Copyright": _("Copyright"),
    "Camera maker": _("Camera maker"),
    "Camera": _("Camera"),
    "Lens": _("Lens"),
    "Taken": _("Taken"),
    "Exposure (s)": _("Exposure (s)"),
    "Aperture (f)": _("Aperture (f)"),
    "ISO speed": _("ISO speed"),
    "Focal length (mm)": _("Focal length (mm)"),
    "Software": _("Software"),
    "Frames": _("Frames"),
}


def file_parts(request: HttpRequest, title: Title, page: Page | None) -> dict[str, Any]:
    """The file, for its page; nothing for other pages."""
    if title.namespace != FILE:
        return {}
    below, after = whole_number(request.GET, "below"), request.GET.get("usedafter", "")
    viewer = visitor(request)
    try:
        file = file_page(title, viewer=viewer, before=below, used_after=after)
    except BadCursor:
        words = {"name": "usedafter", "value": after[:40]}
        raise BadRequest(_("“%(value)s” is no place in the list (“%(name)s”).") % words) from None
    told = dict(file.metadata)
    stripped = told.pop(STRIPPED, "") != ""
    return {
        "file": file,
        "metadata": [(LABELS.get(name, name), value) for name, value in told.items()],
        "stripped": stripped,
        "hides_versions": hides(viewer),
        "replaces": file.current is not None and allows(may_upload, viewer, page, title, again=True),
    }
