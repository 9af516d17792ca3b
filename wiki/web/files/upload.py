"""A picture that was pasted or dropped into a text comes in. For scripts: a form in, JSON out."""

from __future__ import annotations

from itertools import count

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wiki.editing.errors import BadEdit
from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import Stored, store_file
from wiki.permissions import Editor, Refused
from wiki.text.addresses import wiki_path
from wiki.web.frame.visitor import visitor

TRIES = 20  # names that are tried: the one that was asked for, then “… (2)” and so on


@never_cache
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """`file`, and the `name` it is wanted under. No file is ever replaced: it gets another name instead."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return refused(400, "nofile", _("No file came with the form."))
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        words = {"most": settings.UPLOAD_MAX_BYTES // 1_000_000}
        return refused(413, "file-too-large", _("The file has more than %(most)d MB.") % words)
    name = request.POST.get("name") or file.name or ""
    try:
        stored = store_under_a_free_name(name, file.read(), visitor(request))
    except Refused as refusal:
        return refused(refusal.status, refusal.code, refusal.message)
    except (BadFile, BadEdit) as error:
        return refused(400, error.code, error.message)
    answer = {"title": stored.title.full, "name": stored.title.name, "url": wiki_path(stored.title.key)}
    return JsonResponse(answer, status=201 if stored.version else 200)


def store_under_a_free_name(name: str, content: bytes, editor: Editor) -> Stored:
    """Raises what `store_file` does; a name whose file has these very bytes is as good as a free one."""
    stem, dot, ending = name.rpartition(".")
    for number in count(1):
        tried = f"{stem} ({number}){dot}{ending}" if number > 1 else name
        try:
            return store_file(tried, content, editor=editor, replace=False)
        except BadFile as error:
            if error.code != "fileexists" or number == TRIES:
                raise
    raise AssertionError


def refused(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": code, "message": message}, status=status)
