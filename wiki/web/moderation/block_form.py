"""The form of a block: whom, where, from what, until when, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import Block, Page, Section
from wiki.moderation.block import Terms
from wiki.moderation.reasons import BLOCK_REASONS, BLOCK_SPANS
from wiki.text.titles import NAMESPACES, InvalidTitle, parse_title
from wiki.web.moderation.moderation_forms import EXISTING, OTHER, ReasonForm, chosen_end

MOST_PLACES = 50
WHERE = (("all", gettext_lazy("everywhere")), ("part", gettext_lazy("only at the places below")))
TICKS = ("no_creation", "no_email", "no_talk", "autoblock", "hard", "oneself")


class BlockForm(ReasonForm):
    """Begins with the block that stands, if one does."""

    reasons = BLOCK_REASONS

    target = forms.CharField(
        label=gettext_lazy("User name, IP address or range"),
        max_length=255,
        widget=forms.TextInput({"autocapitalize": "words", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say who is to be blocked.")},
        help_text=gettext_lazy("A range of addresses is written like 192.0.2.0/24."),
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Where"), choices=WHERE, widget=forms.RadioSelect, initial="all"
    )
    pages = forms.CharField(
        label=gettext_lazy("Pages and sections"),
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line; a section is written like Rome#History."),
    )
    namespaces = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Namespaces"),
        required=False,
        coerce=int,
        widget=forms.SelectMultiple({"size": 5}),
    )
    span = forms.ChoiceField(label=gettext_lazy("For how long"))
    until = forms.CharField(
        label=gettext_lazy("Another time"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": "5 days", "spellcheck": "false"}),
        help_text=gettext_lazy("A span in English, such as “5 days”, or a time (UTC): 2026-12-31 18:00."),
    )
    no_creation = forms.BooleanField(
        label=gettext_lazy("No accounts can be created"), required=False, initial=True
    )
    no_email = forms.BooleanField(label=gettext_lazy("No mail to other users"), required=False)
    no_talk = forms.BooleanField(label=gettext_lazy("Not the own discussion page either"), required=False)
    autoblock = forms.BooleanField(
        label=gettext_lazy("Of an account: the addresses it used lately or tries from too, for 24 hours"),
        required=False,
        initial=True,
    )
    hard = forms.BooleanField(
        label=gettext_lazy("Of an address: registered users from there too"), required=False
    )
    oneself = forms.BooleanField(label=gettext_lazy("Yes, block myself"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("target", "where", "pages", "namespaces", "span", "until", "choice", "more")

    def __init__(self, block: Block | None, *args: Any, asks_oneself: bool = False, **options: Any) -> None:
        self.block = block
        options["initial"] = {**options.get("initial", {}), **(initial(block) if block else {})}
        super().__init__(*args, **options)
        spans: list[tuple[str, Any]] = list(BLOCK_SPANS.items())
        if block and block.expiry:
            until = block.expiry.astimezone(UTC)
            spans.insert(0, (EXISTING, _("as now, until %(when)s") % {"when": f"{until:%Y-%m-%d %H:%M}"}))
        self.fields["span"].choices = [*spans, (OTHER, _("another time, given below"))]  # type: ignore[attr-defined]
        offered = [(number, name or _("(articles)")) for number, name in NAMESPACES.items() if number >= 0]
        self.fields["namespaces"].choices = offered  # type: ignore[attr-defined]
        if not asks_oneself:
            del self.fields["oneself"]
        self.ends: datetime | None = None
        self.places: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [self[name] for name in TICKS if name in self.fields and name != "oneself"]

    def clean_pages(self) -> str:
        """Each line as the number of a page or section; told which is not there."""
        text = str(self.cleaned_data["pages"])
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_PLACES:
            raise forms.ValidationError(_("At most %(n)d places.") % {"n": MOST_PLACES})
        found = [place(line) for line in lines]
        self.places = (
            tuple(number for kind, number in found if kind == "page"),
            tuple(number for kind, number in found if kind == "section"),
        )
        return text

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        try:
            present = self.block.expiry if self.block else None
            self.ends = chosen_end(said.get("span", ""), said.get("until", ""), present)
        except forms.ValidationError as error:
            self.add_error("until", error)
        if said.get("where") == "part" and "pages" in said and not (said["pages"] or said.get("namespaces")):
            self.add_error("pages", _("Name a page, a section or a namespace where the block holds."))
        return said

    @property
    def terms(self) -> Terms:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        sitewide = said["where"] == "all"
        pages, sections = ((), ()) if sitewide else self.places
        return Terms(
            self.ends, self.reason, sitewide, pages, sections, () if sitewide else tuple(said["namespaces"]),
            said["no_creation"], said["no_email"], said["no_talk"], said["autoblock"], said["hard"],
            duration={EXISTING: "", OTHER: said["until"]}.get(said["span"], said["span"]),
        )  # fmt: skip


def place(line: str) -> tuple[str, int]:
    """The page or section that a line names. Raises ValidationError."""
    name, mark, anchor = line.partition("#")
    try:
        title = parse_title(name)
    except InvalidTitle as error:
        raise forms.ValidationError(error.message) from None
    page = Page.objects.filter(namespace=title.namespace, title=title.name, deleted=False).first()
    if page is None:
        raise forms.ValidationError(_("There is no page “%(title)s”.") % {"title": title.full})
    if not mark:
        return "page", page.pk
    wanted = anchor.strip().replace(" ", "_")
    section = Section.objects.filter(page=page, deleted=False, anchor=wanted).first()
    if section is None:
        words = {"name": anchor.strip(), "title": title.full}
        raise forms.ValidationError(_("“%(title)s” has no section “%(name)s”.") % words)
    return "section", section.pk


def initial(block: Block) -> dict[str, Any]:
    """How the form shows a block that stands."""
    pages = Page.objects.filter(pk__in=block.part("pages")).order_by("pk")
    sections = Section.objects.filter(pk__in=block.part("sections")).select_related("page").order_by("pk")
    lines = [page.name.full for page in pages]
    lines += [f"{section.page.name.full}#{section.anchor}" for section in sections]
    ticks = {name: getattr(block, name) for name in TICKS if name != "oneself"}
    return {
        "target": block.name,
        "where": "all" if block.sitewide else "part",
        "pages": "\n".join(lines),
        "namespaces": block.part("namespaces"),
        "span": EXISTING if block.expiry else "infinite",
        "more": block.reason,
        "seen": block.rev,
        **ticks,
    }
