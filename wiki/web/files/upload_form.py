"""What is filled in to upload files: the files themselves, their names, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.editing.files.file_bytes import WAITING
from wiki.editing.files.files import COMMENT_MAX
from wiki.editing.files.licences import LICENCES, description
from wiki.editing.files.offers import Offer
from wiki.permissions import Editor
from wiki.text.file_names import proposed_name, with_ending
from wiki.text.normal import InvalidText, check_text, normalise

SALT = "wiki.upload"


class StripForm(forms.Form):
    """What is asked of every file."""

    strip = forms.BooleanField(
        label=gettext_lazy("Remove metadata"),
        required=False,
        help_text=gettext_lazy(
            "Where and with what a photograph was taken, names, comments, and what hides behind the picture. "
            "It is turned upright first. JPEG, PNG and WebP; other kinds stay as they are."
        ),
    )

    def source_text(self, editor: Editor) -> str:
        """What the page of a new file shall say."""
        return ""

    @property
    def log_comment(self) -> str:
        """What the file's history and the log shall say."""
        return str(self.cleaned_data["comment"])


class VersionForm(StripForm):
    """The next version of a file that is there."""

    comment = forms.CharField(
        label=gettext_lazy("What is different"),
        required=False,
        max_length=COMMENT_MAX,
        widget=forms.TextInput({"id": "wpUploadDescription", "spellcheck": "true", "accesskey": "b"}),
        help_text=gettext_lazy("Everybody can read it in the file history and in the log."),
    )
    field_order = ("comment", "strip")


class UploadForm(StripForm):
    """New files: what the page of each shall say."""

    text = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"id": "wpUploadDescription", "rows": 4, "spellcheck": "true"}),
        help_text=gettext_lazy("What can be seen, where and when. Source text, as in a page."),
    )
    own = forms.BooleanField(label=gettext_lazy("I made this myself"), required=False)
    author = forms.CharField(
        label=gettext_lazy("Author"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Left empty for what you made yourself, it is you."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Where the file comes from: an address, a book, an archive."),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        choices=lambda: [("", _("Choose one")), *((key, one.name) for key, one in LICENCES.items())],
        widget=forms.Select({"id": "wpLicense"}),
        error_messages={"required": gettext_lazy("Say under which licence the file may be used.")},
    )
    field_order = ("text", "own", "author", "source", "licence", "strip")

    def clean_text(self) -> str:
        try:
            return normalise(self.cleaned_data["text"].replace("\r\n", "\n"))
        except InvalidText as error:
            raise forms.ValidationError(error.message) from None

    def clean(self) -> None:
        said = self.cleaned_data
        for name in ("author", "source"):
            try:
                check_text(said.get(name, ""))
            except InvalidText as error:
                self.add_error(name, error.message)
        licence = LICENCES.get(said.get("licence", ""))
        if said.get("source") or "source" in self.errors:
            return
        if licence and licence.needs_source:
            self.add_error("source", _("Say where the source names this licence."))
        elif not said.get("own"):
            self.add_error("source", _("Say where the file comes from, or that you made it yourself."))

    def source_text(self, editor: Editor) -> str:
        said = self.cleaned_data
        kept = {name: said[name] for name in ("own", "author", "source", "licence")}
        return description(said["text"], editor=editor, **kept)

    @property
    def log_comment(self) -> str:
        return " ".join(str(self.cleaned_data["text"]).split())[:COMMENT_MAX]


def posted_offers(request: HttpRequest, editor: Editor, *, name: str = "") -> Iterator[Offer]:
    """The files of a form: those that waited, and those that come with it. `name`: of all of them."""
    agreed, dropped = frozenset(request.POST.getlist("agree")), request.POST.getlist("drop")
    rows = zip(request.POST.getlist("kept"), request.POST.getlist("keptname"), strict=False)
    for token, wanted in rows:
        if token not in dropped:
            yield Offer(name or wanted, aside=path_of(token, editor), agreed=agreed)
    files = request.FILES.getlist("file")
    asked = request.POST.get("wpDestFile", "") if len(files) == 1 else ""
    for file in files:
        known = file.name or ""
        title = name or with_ending(asked, known) or proposed_name(known)
        yield Offer(title, content=file.read(), agreed=agreed, size=file.size or 0)


def token_of(path: str, editor: Editor) -> str:
    """What a form says in place of a file that waits; nobody else can use it."""
    return signing.dumps([path, editor.name], salt=SALT)


def path_of(token: str, editor: Editor) -> str:
    """The path that a token stands for; one that leads nowhere if it is too old, forged or another's."""
    try:
        path, name = signing.loads(token, salt=SALT, max_age=WAITING)
    except (signing.BadSignature, ValueError, TypeError):
        return "?"
    return str(path) if name == editor.name else "?"


def problems_of(form: forms.Form) -> dict[str, Any]:
    """For scripts: the first thing that is wrong with each field."""
    return {
        form[name].id_for_label if name in form.fields else "": errors[0]
        for name, errors in form.errors.items()
    }
