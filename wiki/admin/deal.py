"""Dealing with an author at the desk: one form, what it would do shown below it, one button that does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.admin.deeds import levels
from wiki.admin.lists import number
from wiki.admin.moderator import moderator
from wiki.models import Block, Page, Revision
from wiki.models.utc_field import UtcField
from wiki.moderation.block import CannotBlock, Terms, block_target, present_block
from wiki.moderation.deal import REASON_LONGEST, Dealt, Wish, author_called, deal_with_author
from wiki.moderation.reasons import BLOCK_REASONS, BLOCK_SPANS, SPANS, full_reason
from wiki.permissions import Editor, allows, may_block, may_hide, may_protect, may_rollback
from wiki.reading.lists.accounts import find_account
from wiki.reading.visibility import sees_author
from wiki.text.expiry import read_expiry
from wiki.text.names import InvalidName, IpRange, is_ip, is_temporary_name

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHEN = "%Y-%m-%dT%H:%M"
GROUPS = (
    (gettext_lazy("What, and why"), ("since", "choice", "more")),
    (gettext_lazy("The author"), ("block", "span", "no_creation", "autoblock", "hard")),
    (gettext_lazy("What was done"), ("revert", "hide")),
    (gettext_lazy("The pages"), ("level", "protect_span")),
)
NEW, LATELY = timedelta(days=7), timedelta(days=1)
# The fields of each part, and the right it asks for: what somebody may not is not offered.
PARTS = {
    "revert": (may_rollback, ()),
    "hide": (may_hide, ()),
    "block": (may_block, ("span", "no_creation", "autoblock", "hard", "seen")),
    "level": (may_protect, ("protect_span",)),
}


class DealForm(forms.Form):
    since = UtcField(
        label=gettext_lazy("What was done since (UTC)"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=WHEN),
        error_messages={"required": gettext_lazy("Say since when.")},
    )
    block = forms.BooleanField(label=gettext_lazy("Block"), required=False)
    span = forms.ChoiceField(label=gettext_lazy("For how long"), choices=list(BLOCK_SPANS.items()))
    no_creation = forms.BooleanField(
        label=gettext_lazy("No accounts can be created"), required=False, initial=True
    )
    autoblock = forms.BooleanField(
        label=gettext_lazy("The addresses it used lately or tries from too, for 24 hours"),
        required=False,
        initial=True,
    )
    hard = forms.BooleanField(label=gettext_lazy("Registered users from there too"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revert = forms.BooleanField(
        label=gettext_lazy("Take back edits, moves, new pages and files"), required=False, initial=True
    )
    hide = forms.BooleanField(label=gettext_lazy("Hide the texts of what is taken back"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Who may edit them"), choices=levels, required=False)
    protect_span = forms.ChoiceField(
        label=gettext_lazy("Protected for"), choices=list(SPANS.items()), required=False, initial="1 week"
    )
    choice = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Other reason")), *BLOCK_REASONS.items()],
        required=False,
        initial="vandalism",
    )
    more = forms.CharField(
        label=gettext_lazy("Other or additional reason"),
        max_length=REASON_LONGEST // 2,
        required=False,
        widget=forms.TextInput({"spellcheck": "true"}),
    )

    def __init__(self, author: str | IpRange, editor: Editor, *args: Any, **options: Any) -> None:
        self.present, can = present(author)
        super().__init__(*args, **options)
        for part, (may, fields) in PARTS.items():
            if not allows(may, editor) or (part == "block" and not can):
                for name in (part, *fields):
                    del self.fields[name]
        account = isinstance(author, str) and not is_ip(author)
        self.fields.pop("hard" if account else "autoblock", None)
        if self.present and "block" in self.fields:
            self.fields["block"].label = _("Change the block")
            self.fields["seen"].initial = self.present.rev

    @property
    def groups(self) -> list[tuple[StrPromise, list[forms.BoundField]]]:
        """The fields as they stand together."""
        found = ((name, [self[one] for one in names if one in self.fields]) for name, names in GROUPS)
        return [(name, fields) for name, fields in found if fields]

    @property
    def reason(self) -> str:
        return full_reason(BLOCK_REASONS, self.cleaned_data["choice"], self.cleaned_data["more"])

    @property
    def wish(self) -> Wish:
        """What the form asks for, once it is valid."""
        said, now = self.cleaned_data, timezone.now()
        terms = None
        if said.get("block"):
            terms = Terms(
                read_expiry(said["span"], now=now), self.reason, no_creation=said["no_creation"],
                autoblock=said.get("autoblock", False), hard=said.get("hard", False), duration=said["span"],
            )  # fmt: skip
        level = said.get("level", "")
        return Wish(
            said["since"], now + timedelta(seconds=1), self.reason, terms, said.get("seen"),
            said.get("revert", False), said.get("hide", False), level,
            read_expiry(said["protect_span"] or "1 week", now=now) if level else None,
        )  # fmt: skip


def present(author: str | IpRange) -> tuple[Block | None, bool]:
    """The block of the author that stands, and whether he could be blocked at all."""
    name = author.name if isinstance(author, IpRange) else author
    try:
        return present_block(block_target(name)), True
    except CannotBlock:
        return None, False


def deal_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    editor, named = moderator(request), (request.POST.get("author") or request.GET.get("author", "")).strip()
    if not any(allows(may, editor) for may, _fields in PARTS.values()):
        messages.error(request, _("Dealing with an author is for administrators."))
        return HttpResponseRedirect(reverse("admin:index"), status=303)
    try:
        author = author_called(named)
    except InvalidName as error:
        if named:
            raise BadRequest(error.message) from None
        return screen(site, request, "")
    name = author.name if isinstance(author, IpRange) else author
    form = DealForm(author, editor, request.POST or None, initial=beginning(author, request, editor))
    carried_out, done = request.POST.get("deed") == "deal", None
    try:
        if request.method != "POST" or form.is_valid():
            wish = form.wish if form.is_bound else first_wish(form)
            done = deal_with_author(author, wish, editor=editor, preview=not carried_out)
    except CannotBlock as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return screen(site, request, name, form=form, done=done, carried_out=carried_out and done is not None)


def beginning(author: str | IpRange, request: HttpRequest, editor: Editor) -> dict[str, Any]:
    """What the form begins with: of a new account all, else the last day and the edit one came from."""
    now = timezone.now()
    account = find_account(author) if isinstance(author, str) and not is_ip(author) else None
    young = account is not None and now - account.date_joined < NEW
    since = account.date_joined if account and young else now - LATELY
    at = Revision.objects.filter(pk=number(request.GET.get("at", ""))).first()
    if at and isinstance(author, str) and at.author_text == author and sees_author(editor, at):
        since = min(since, at.timestamp)
    endless = account is not None and not is_temporary_name(account.username)
    return {
        "since": since.astimezone(UTC).replace(second=0, microsecond=0),
        "block": present(author)[0] is None,
        "span": "infinite" if endless else "3 months" if account else "3 days",
    }


def first_wish(form: DealForm) -> Wish:
    """What the form would ask for as it is shown first."""
    since: datetime = form.initial["since"]
    revert, hide = ("revert" in form.fields), False
    return Wish(since, timezone.now() + timedelta(seconds=1), revert=revert, hide=hide)


def screen(site: AdminSite, request: HttpRequest, name: str, **more: Any) -> HttpResponse:
    done: Dealt | None = more.get("done")
    form: DealForm | None = more.get("form")
    context = {
        **site.each_context(request), "author": name,
        "title": _("Deal with %(name)s") % {"name": name} if name else _("Deal with an author"),
        **(told(done) if done else {}), **more,
    }  # fmt: skip
    return TemplateResponse(request, "admin/deal.html", context, status=400 if form and form.errors else 200)


def told(done: Dealt) -> dict[str, Any]:
    """What is listed of it: each page with what becomes of it, and the revisions whose text is hidden."""
    pages: dict[int, tuple[Page, list[str]]] = {}

    def note(page: Page, what: str) -> None:
        pages.setdefault(page.pk, (page, []))[1].append(what)

    for page_id, numbers in done.reverted.edits.items():
        words = ngettext("one edit taken back", "%(n)d edits taken back", len(numbers))
        note(done.reverted.pages[page_id], words % {"n": len(numbers)})
    for page in done.reverted.files:
        note(page, _("the file as it was before"))
    for page, rows in done.hidden:
        words = ngettext("the text of one revision hidden", "the texts of %(n)d revisions hidden", len(rows))
        note(page, words % {"n": len(rows)})
    for page in done.protected:
        note(page, _("protected"))
    hidden = [(page, ",".join(str(row.pk) for row in rows)) for page, rows in done.hidden]
    return {"pages": [(page, "; ".join(said)) for page, said in pages.values()], "hidden": hidden}
