"""What moderators fill in: why, who may still edit, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.moderation.reasons import (
    DELETE_REASONS,
    HIDE_REASONS,
    REASON_MAX,
    UNDELETE_REASONS,
    full_reason,
)
from wiki.permissions import Editor, suppresses
from wiki.text.expiry import BadExpiry, read_expiry
from wiki.text.titles import InvalidTitle, Title, parse_title

MORE_MAX = 400  # with a reason from the list in front it stays within what the log keeps
EXISTING, OTHER = "existing", "other"


def read_end(text: str) -> datetime | None:
    """When something ends; None for never. Raises ValidationError."""
    try:
        return read_expiry(text, now=timezone.now())
    except BadExpiry as error:
        if error.code == "pastexpiry":
            raise forms.ValidationError(_("This time is past.")) from None
        message = _("“%(text)s” is no time. Write “1 week”, “infinite” or “2026-12-31 18:00”.")
        raise forms.ValidationError(message % {"text": text.strip()[:60]}) from None


def chosen_end(span: str, until: str, present: datetime | None) -> datetime | None:
    """The same of a span that was chosen from a list, with `until` for OTHER and `present` for EXISTING."""
    if span == EXISTING:
        return present
    if span == OTHER and not until.strip():
        raise forms.ValidationError(_("Say until when."))
    return read_end(until if span == OTHER else span)


class ReasonForm(forms.Form):
    """A reason from the list, own words, or both. `reason` is what the log is told."""

    reasons: dict[str, Promise] = {}

    choice = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    more = forms.CharField(
        label=gettext_lazy("Other or additional reason"),
        required=False,
        max_length=MORE_MAX,
        widget=forms.TextInput({"spellcheck": "true"}),
        help_text=gettext_lazy("Everybody can read it in the log."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [(key, name) for key, name in self.reasons.items()]
        self.fields["choice"].choices = [("", _("Other reason")), *listed]  # type: ignore[attr-defined]

    @property
    def reason(self) -> str:
        return full_reason(self.reasons, self.cleaned_data["choice"], self.cleaned_data["more"])


class DeleteForm(ReasonForm):
    reasons = DELETE_REASONS


class MoveForm(forms.Form):
    """The new title, why, and what goes along. What there is nothing of, or no right for, is not asked."""

    new_title = forms.CharField(
        label=gettext_lazy("New title"),
        max_length=300,
        widget=forms.TextInput({"id": "wpNewTitle", "autocomplete": "off", "spellcheck": "true"}),
        error_messages={"required": gettext_lazy("Say which title the page shall have.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.TextInput({"id": "wpReason", "spellcheck": "true", "accesskey": "b"}),
        help_text=gettext_lazy("Everybody can read it in the log and in the page’s history."),
    )
    move_talk = forms.BooleanField(label=gettext_lazy("Move the discussion page too"), required=False)
    move_subpages = forms.BooleanField(label=gettext_lazy("Move the subpages too"), required=False)
    leave_redirect = forms.BooleanField(label=gettext_lazy("Leave a redirect behind"), required=False)
    mend_redirects = forms.BooleanField(
        label=gettext_lazy("Let redirects that lead here lead to the new title"), required=False
    )

    def __init__(self, offered: dict[str, bool], *args: Any, **options: Any) -> None:
        options["initial"] = {**options.get("initial", {}), **offered}
        super().__init__(*args, **options)
        for name in ("move_talk", "move_subpages", "leave_redirect", "mend_redirects"):
            if name not in offered:
                del self.fields[name]

    @property
    def checks(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [field for field in self.visible_fields() if isinstance(field.field, forms.BooleanField)]

    def clean_new_title(self) -> Title:
        try:
            return parse_title(self.cleaned_data["new_title"])
        except InvalidTitle as error:
            raise forms.ValidationError(error.message) from None

    def wants(self, name: str, *, otherwise: bool) -> bool:
        """Whether a box is ticked; `otherwise` where it was not offered."""
        return bool(self.cleaned_data.get(name, otherwise))


class UndeleteForm(ReasonForm):
    reasons = UNDELETE_REASONS

    page = forms.IntegerField(widget=forms.HiddenInput)


class HidingForm(ReasonForm):
    """For each thing that can be hidden: let be, hide, or show again."""

    reasons = HIDE_REASONS
    things: tuple[str, ...] = ()

    DEEDS = (
        ("", gettext_lazy("as it is")),
        ("hide", gettext_lazy("hide")),
        ("show", gettext_lazy("show again")),
    )
    suppress = forms.ChoiceField(
        label=gettext_lazy("Withhold from administrators too"),
        choices=(
            ("", gettext_lazy("as it is")),
            ("hide", gettext_lazy("withhold what is hidden")),
            ("show", gettext_lazy("show it to administrators again")),
        ),
        required=False,
        help_text=gettext_lazy("It is told in a log that few may read."),
    )

    def __init__(self, *args: Any, viewer: Editor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields((*self.things, "suppress", "choice", "more"))
        if not suppresses(viewer):
            del self.fields["suppress"]

    @property
    def wanted(self) -> dict[str, bool | None]:
        """As the functions that hide take it: True hides, False shows again, None lets be."""
        meant = {"": None, "hide": True, "show": False}
        return {
            name: meant[self.cleaned_data[name]]
            for name in (*self.things, "suppress")
            if name in self.cleaned_data
        }


class LogVisibilityForm(HidingForm):
    """Of entries of the log."""

    things = ("action", "author", "comment")
    action = forms.ChoiceField(
        label=gettext_lazy("What was done to what"), choices=HidingForm.DEEDS, required=False
    )
    author = forms.ChoiceField(label=gettext_lazy("Who did it"), choices=HidingForm.DEEDS, required=False)
    comment = forms.ChoiceField(
        label=gettext_lazy("Reason that was given"), choices=HidingForm.DEEDS, required=False
    )


class VisibilityForm(HidingForm):
    """Of revisions."""

    things = ("text", "author", "summary")
    text = forms.ChoiceField(
        label=gettext_lazy("Text of the revision"), choices=HidingForm.DEEDS, required=False
    )
    author = forms.ChoiceField(
        label=gettext_lazy("Name of the editor"), choices=HidingForm.DEEDS, required=False
    )
    summary = forms.ChoiceField(label=gettext_lazy("Edit summary"), choices=HidingForm.DEEDS, required=False)


class FileVisibilityForm(HidingForm):
    """Of versions of a file."""

    things = ("file", "author", "comment")
    file = forms.ChoiceField(label=gettext_lazy("The file itself"), choices=HidingForm.DEEDS, required=False)
    author = forms.ChoiceField(
        label=gettext_lazy("Name of the uploader"), choices=HidingForm.DEEDS, required=False
    )
    comment = forms.ChoiceField(label=gettext_lazy("Comment"), choices=HidingForm.DEEDS, required=False)
