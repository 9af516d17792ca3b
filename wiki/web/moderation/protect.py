"""Protecting: a page, one of its parts, or a title that no page has; each a form for the same deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import LogEntry, Page
from wiki.moderation.protect import FILE, BadProtection, protect_page, protect_part, protect_title
from wiki.moderation.reasons import PROTECT_REASONS, SPANS
from wiki.permissions import LEVELS, PART, Editor, Rule, level_name, may_protect, protected_title, rule_level
from wiki.reading.page import find_page
from wiki.reading.showing.protected_parts import PartLine, part_lines
from wiki.text.titles import WITH_SUBPAGES, Title
from wiki.web.moderation.moderation import done, door, posted, screen
from wiki.web.moderation.moderation_forms import EXISTING, OTHER, ReasonForm, chosen_end

Rules = Mapping[str, Rule]
LABELS = {
    "edit": gettext_lazy("Who may edit"),
    "move": gettext_lazy("Who may move"),
    "upload": gettext_lazy("Who may upload new versions"),
    "create": gettext_lazy("Who may create it"),
}


class Asked(NamedTuple):
    """What the form asks of one action: who, for how long, until when else."""

    action: str
    level: forms.BoundField
    span: forms.BoundField
    until: forms.BoundField


class ProtectForm(ReasonForm):
    """Who may do each of the actions, and for how long; begins with the rules that hold now."""

    reasons = PROTECT_REASONS

    cascade = forms.BooleanField(
        label=gettext_lazy("Protect the subpages too, also those to come"),
        required=False,
        help_text=gettext_lazy("Only for what administrators alone may edit."),
    )

    def __init__(
        self, rules: Rules, actions: tuple[str, ...], data: Any = None, *, cascade: bool = False
    ) -> None:
        self.rules, self.actions = rules, actions
        super().__init__(data)
        if cascade:
            self.fields["cascade"].initial = bool(rules.get("edit", {}).get("cascade"))
        else:
            del self.fields["cascade"]
        for action in actions:
            self._ask(action)

    def _ask(self, action: str) -> None:
        level, ends = rule_level(self.rules.get(action)), self.ends_now(action)
        levels = [one for one in LEVELS if one != "review" or action == "edit"]
        spans: list[tuple[str, Any]] = list(SPANS.items())
        if ends:
            when = _("as now, until %(when)s") % {"when": f"{ends:%Y-%m-%d %H:%M}"}
            spans.insert(0, (EXISTING, when))
        self.fields[action] = forms.ChoiceField(
            label=LABELS[action],
            required=False,
            choices=[(one, level_name(one)) for one in levels],
            initial=level,
        )
        self.fields[f"{action}_span"] = forms.ChoiceField(
            label=_("For how long"),
            required=False,
            choices=[*spans, (OTHER, _("another time, given below"))],
            initial=EXISTING if ends else "infinite",
        )
        self.fields[f"{action}_until"] = forms.CharField(
            label=_("Another time"),
            required=False,
            max_length=60,
            widget=forms.TextInput({"autocomplete": "off", "placeholder": "10 days, 2026-12-31"}),
        )

    @property
    def is_protected(self) -> bool:
        """Whether a rule about one of the actions is in force."""
        return any(rule_level(self.rules.get(action)) for action in self.actions)

    def ends_now(self, action: str) -> datetime | None:
        """When the rule that holds now ends, if it does."""
        rule = self.rules.get(action)
        known = rule.get("expiry") if rule and rule_level(rule) else None
        return datetime.fromisoformat(known) if known else None

    def clean(self) -> dict[str, Any]:
        self.ends: dict[str, datetime | None] = {}
        said = self.cleaned_data
        for action in self.actions:
            span, until = said.get(f"{action}_span", ""), said.get(f"{action}_until", "")
            try:
                self.ends[action] = (
                    chosen_end(span, until, self.ends_now(action)) if said.get(action) else None
                )
            except forms.ValidationError as error:
                self.add_error(f"{action}_until", error)
        return said

    @property
    def levels(self) -> dict[str, str]:
        return {action: self.cleaned_data[action] for action in self.actions}

    @property
    def asked(self) -> list[Asked]:
        return [Asked(one, self[one], self[f"{one}_span"], self[f"{one}_until"]) for one in self.actions]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields that are not about one action."""
        return [self[name] for name in ("cascade", "choice", "more") if name in self.fields]

    def refuse(self, error: BadProtection) -> None:
        """Tell a refusal at the input that it names."""
        name = f"{self.actions[0]}_until" if error.field == "until" else error.field
        self.add_error(name if name in self.fields else None, error.message)


def protect(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page, part = find_page(title, viewer=viewer), request.GET.get("part", "")
    if page is None:
        return title_form(request, title, viewer)
    return part_form(request, page, part, viewer) if part else page_form(request, page, viewer)


def page_form(request: HttpRequest, page: Page, viewer: Editor) -> HttpResponse:
    title = page.name
    actions = ("edit", "move", "upload") if title.namespace == FILE else ("edit", "move")
    cascade = title.namespace in WITH_SUBPAGES
    form = ProtectForm(page.protection, actions, posted(request), cascade=cascade)
    if form.is_valid():
        try:
            wider = bool(form.cleaned_data.get("cascade"))
            entry = protect_page(
                page, form.levels, editor=viewer, expiry=form.ends, cascade=wider, reason=form.reason
            )
        except BadProtection as error:
            form.refuse(error)
        else:
            return answer(title, entry)
    heading = _("Protect “%(title)s”") % {"title": title.full}
    return screen(request, "protect", title, form, page=page, heading=heading, parts=part_lines(page))


def part_form(request: HttpRequest, page: Page, part: str, viewer: Editor) -> HttpResponse:
    title, line = page.name, next((one for one in part_lines(page) if one.part == part), None)
    if line is None:
        message = _("“%(title)s” has no such section or fact (any more).")
        raise Http404(message % {"title": title.full})
    rule = page.protection.get(PART + part)
    form = ProtectForm({"edit": rule} if rule else {}, ("edit",), posted(request))
    if form.is_valid():
        try:
            entry = protect_part(
                page, part, form.levels["edit"], editor=viewer, expiry=form.ends["edit"], reason=form.reason
            )
        except BadProtection as error:
            form.refuse(error)
        else:
            return answer(title, entry)
    heading = _("Protect “%(title)s”: %(part)s") % {"title": title.full, "part": part_words(line)}
    return screen(request, "protect", title, form, page=page, heading=heading, part=line)


def part_words(line: PartLine) -> str:
    """What a part is called."""
    if line.part == "infobox":
        return _("the infobox")
    return (
        _("Infobox › %(name)s") if line.is_fact else _("§ %(name)s") if line.name else _("the beginning")
    ) % {"name": line.name}


def title_form(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    known = protected_title(title)
    ends = known.expiry.isoformat() if known and known.expiry else None
    rules: Rules = {"create": {"level": known.level, "expiry": ends}} if known else {}
    form = ProtectForm(rules, ("create",), posted(request))
    if form.is_valid():
        try:
            entry = protect_title(
                title, form.levels["create"], editor=viewer, expiry=form.ends["create"], reason=form.reason
            )
        except BadProtection as error:
            form.refuse(error)
        else:
            return answer(title, entry)
    heading = _("Protect the title “%(title)s”") % {"title": title.full}
    return screen(request, "protect", title, form, page=None, heading=heading)


def answer(title: Title, entry: LogEntry | None) -> HttpResponse:
    code = "unprotected" if entry and entry.action == "unprotect" else "protected"
    return done(title, code if entry else "nochange")


protect_view = door("protect", may_protect, protect)
