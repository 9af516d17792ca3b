"""Special:ExportMyData and Special:VanishAccount: taking what is one's own along, and leaving."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, cast

from django import forms
from django.contrib.auth import logout
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.models import User
from wiki.moderation.rights import BadRights
from wiki.moderation.vanish import vanish
from wiki.reading.own_data import Record, own_data
from wiki.web.frame.errors import too_many
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import proved
from wiki.web.lists.lists import show

IN_MEMORY = 5_000_000  # bytes of an archive; a larger one lies in a temporary file
WAIT = 60  # seconds between two archives for an account


@never_cache
@proved
def export_view(request: HttpRequest, rest: str) -> HttpResponse:
    user = visitor(request).user
    assert user is not None  # noqa: S101  # what `proved` says
    if request.method != "POST":
        return show(request, "accounts/export.html", _("Download your data"))
    if not cache.add(f"export:{user.pk}", 1, WAIT):
        return too_many(request, WAIT)
    return cast("HttpResponse", archive(user))


def archive(user: User) -> FileResponse:
    """A ZIP file with one JSON file for each part."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, records in own_data(user).items():
            with packed.open(f"{name}.json", "w") as part:
                write_records(part, records)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="my-data.zip", content_type="application/zip")


def write_records(part: IO[bytes], records: Iterable[Record]) -> None:
    """A JSON list, a record a line, written as it is read."""
    between = b"[\n"
    for record in records:
        line = json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False)
        part.write(between + line.encode())
        between = b",\n"
    part.write(b"\n]\n" if between != b"[\n" else b"[]\n")


class VanishForm(forms.Form):
    """The account's name, typed: nobody gives an account up by one click."""

    name = forms.CharField(
        label=gettext_lazy("Your user name, to confirm it"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: object, *, user: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.user = user

    def clean_name(self) -> str:
        if self.cleaned_data["name"] != self.user.username:
            raise forms.ValidationError(_("That is not your user name."))
        return self.user.username


@never_cache
@proved
def vanish_view(request: HttpRequest, rest: str) -> HttpResponse:
    editor = visitor(request)
    assert editor.user is not None  # noqa: S101  # what `proved` says
    form = VanishForm(request.POST if request.method == "POST" else None, user=editor.user)
    if form.is_valid():
        try:
            vanish(editor=editor)
        except BadRights as error:
            form.add_error(None, error.message)
        else:
            logout(request)
            answer = HttpResponseRedirect(reverse("main_page"), status=303)
            return leave_notice(answer, "vanished")
    context = {"form": form, "heading": _("Give up your account"), "action": "account"}
    return render(request, "accounts/vanish.html", context, status=400 if form.errors else 200)
