"""Special:Import: a small export comes in by a form, looked through first, then brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.dumps.accounts import UnknownAccount, account_of
from wiki.dumps.uploaded import MOST_BYTES, MOST_REVISIONS, Brought, import_upload
from wiki.editing.files.file_bytes import BadFile, forget, keep, taken_up
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, Refused, may_import
from wiki.web.files.upload_form import path_of, token_of
from wiki.web.frame.errors import refused
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof

NAME_MAX = 100
PREFIX_MAX = 30
ACCOUNTS_MAX = 5000
SHOWN = 500  # pages, and lines of what is not as in the file


class ImportForm(forms.Form):
    """The file, or (`kept`) what stands for one that was looked through."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "An export of MediaWiki or of this wiki: XML, also packed (gz, bz2, xz, zst)."
        ),
    )
    from_wiki = forms.CharField(
        label=gettext_lazy("Wiki that the names are from"),
        required=False,
        max_length=PREFIX_MAX,
        widget=forms.TextInput({"spellcheck": "false"}),
        help_text=gettext_lazy(
            "With “old” here, edits of Alice are shown as those of “old>Alice”, whom nobody takes for an "
            "account of this wiki."
        ),
    )
    accounts = forms.CharField(
        label=gettext_lazy("Names that are accounts here"),
        required=False,
        max_length=ACCOUNTS_MAX,
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One on each line: “Alice = Alice B.” makes the edits of Alice in the file those of the account "
            "Alice B. here."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.TextInput({"spellcheck": "true"}),
        help_text=gettext_lazy("It stands in the log."),
    )
    name = forms.CharField(required=False, max_length=NAME_MAX, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean_accounts(self) -> dict[str, tuple[int, str]]:
        """Names in the file, and the accounts that their edits are those of."""
        try:
            return dict(
                account_of(line) for line in self.cleaned_data["accounts"].splitlines() if line.strip()
            )
        except UnknownAccount as error:
            raise forms.ValidationError(str(error)) from None


@never_cache
def import_view(request: HttpRequest, rest: str) -> HttpResponse:
    viewer = visitor(request)
    try:
        may_import(viewer)
        return steps(request, viewer)
    except Refused as error:
        return refused(request, error)


def steps(request: HttpRequest, viewer: Editor) -> HttpResponse:
    """The file is asked for, looked through, brought in. Raises a Refused where the viewer may no more."""
    if "import" in request.POST and (proof := first_proof(request)):
        return proof
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return screen(request, form)
    said = form.cleaned_data
    if "import" not in request.POST:
        return looked_through(request, form, viewer)
    try:
        path = path_of(said["kept"], viewer)
        content = taken_up(path, said["name"])
    except BadFile:
        words = _(
            "It is not kept any more: it was brought in meanwhile, or waited for too long. Choose it again."
        )
        form.add_error("file", words)
        return screen(request, form)
    done = import_upload(
        content, said["name"], editor=viewer, comment=said["reason"], prefix=said["from_wiki"],
        accounts=said["accounts"],
    )  # fmt: skip
    forget(path)
    return screen(request, ImportForm(), brought=done, carried_out=True)


def looked_through(request: HttpRequest, form: ImportForm, viewer: Editor) -> HttpResponse:
    """What the file would bring; it is kept meanwhile, so that it need not be sent again."""
    file, said = form.cleaned_data["file"], form.cleaned_data
    if not isinstance(file, UploadedFile):
        form.add_error("file", _("Choose a file first."))
        return screen(request, form)
    if (file.size or 0) > min(settings.UPLOAD_MAX_BYTES, MOST_BYTES):
        form.add_error("file", _("The file is too large."))
        return screen(request, form)
    content, name = file.read(), (file.name or "")[:NAME_MAX]
    whose = {"prefix": said["from_wiki"], "accounts": said["accounts"]}
    brought = import_upload(content, name, editor=viewer, dry_run=True, **whose)
    if brought.broken or not brought.new:
        return screen(request, form, brought=brought)
    kept = token_of(keep(content, "xml")[0], viewer)
    again = ImportForm({**request.POST.dict(), "name": name, "kept": kept})
    return screen(request, again, brought=brought, ready=True, accounts=said["accounts"].items())


def screen(
    request: HttpRequest, form: ImportForm, *, brought: Brought | None = None, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {
        "heading": _("Import pages"), "action": "special", "form": form,
        "megabytes": min(settings.UPLOAD_MAX_BYTES, MOST_BYTES) // 1_000_000, "most": MOST_REVISIONS,
        "brought": brought, **more,
    }  # fmt: skip
    if brought is not None:
        report = brought.report
        context["pages"], context["lines"] = brought.pages[:SHOWN], report.lines[:SHOWN]
        context["more_pages"] = len(brought.pages) - len(context["pages"])
        context["more_lines"] = len(report.lines) + report.unsaid - len(context["lines"])
    wrong = (form.is_bound and form.errors) or (brought is not None and brought.broken)
    return render(request, "moderation/import.html", context, status=400 if wrong else 200)
