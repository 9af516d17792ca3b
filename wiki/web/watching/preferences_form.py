"""The form of Special:Preferences: every choice of an account, checked before any is kept."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.models import Preferences, User
from wiki.models.watch import PERIODS
from wiki.text.talk.signatures import LONGEST, InvalidSignature, check_signature
from wiki.web.frame.times import zones
from wiki.web.watching.watch import period_choices
from wiki.web.watching.watchlist import WHOLE_DAYS

LOOKS = {
    "text": [("small", _("Small")), ("", _("Standard")), ("large", _("Large"))],
    "width": [("", _("Standard")), ("wide", _("Wide"))],
    "colour": [("", _("Automatic")), ("light", _("Light")), ("dark", _("Dark"))],
}
MAIL = [("", _("None")), ("each", _("At once")), ("daily", _("Once a day")), ("weekly", _("Once a week"))]
# The fields in their groups: anchor, heading, names.
GROUPS = (
    ("account", _("Account"), ()),
    ("appearance", _("Appearance"), ("text", "width", "colour")),
    ("language", _("Language and time"), ("language", "zone")),
    (
        "editing",
        _("Editing"),
        ("minor", "preview_first", "ask_summary", "ask_impact", "watch_edited", "watch_created"),
    ),
    ("signature", _("Signature"), ("signature",)),
    ("watchlist", _("Watchlist"), ("watch_days", "watch_period", "hide_own", "hide_bots", "hide_minor")),
    ("told", _("Notifications"), ("notify_parts", "notify_pages", "subscribe", "mail")),
)


def tick(label: Any) -> forms.BooleanField:
    """A box that may stay empty."""
    return forms.BooleanField(label=label, required=False)


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=choices, required=False, **options)


class PreferencesForm(forms.Form):
    """All of an account's choices."""

    text = choice(_("Size of text"), LOOKS["text"])
    width = choice(_("Width"), LOOKS["width"])
    colour = choice(_("Colour"), LOOKS["colour"])
    language = choice(
        _("Language of the wiki’s own words"), [("", _("That of the browser")), *settings.LANGUAGES]
    )
    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "placeholder": "UTC", "autocomplete": "off"}),
        help_text=_("A name such as Europe/Berlin. Left empty, times are UTC."),
    )
    minor = tick(_("Mark my edits as minor unless I say otherwise"))
    preview_first = tick(_("Show a preview when I begin to edit"))
    ask_summary = tick(_("Ask me once if I leave the summary empty"))
    ask_impact = tick(_("Ask me before I publish what takes sources, facts or links to sections away"))
    watch_edited = tick(_("Watch the pages that I edit"))
    watch_created = tick(_("Watch the pages that I create"))
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        help_text=_(
            "What ~~~ becomes: one line with a link to your user page or talk page, and no other markup than "
            "wiki links and emphasis. Left empty, your name with both links."
        ),
    )
    watch_days = forms.TypedChoiceField(
        label=_("Days that the watchlist shows"), coerce=int, choices=[(day, str(day)) for day in WHOLE_DAYS]
    )
    watch_period = choice(_("How long I watch, unless I say otherwise"), period_choices)
    hide_own = tick(_("Hide my edits in the watchlist"))
    hide_bots = tick(_("Hide edits of bots in the watchlist"))
    hide_minor = tick(_("Hide minor edits in the watchlist"))
    notify_parts = tick(_("Tell me when a section, fact or category that I watch changes"))
    notify_pages = tick(_("Tell me when a page that I watch changes"))
    subscribe = tick(_("Subscribe me to the topics of talk pages that I comment in"))
    mail = choice(
        _("By e-mail as well"),
        MAIL,
        help_text=_("Needs a confirmed address. Every mail has a link that ends it."),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial=asdict(user.chosen))
        self.user = user
        self.fields["signature"].widget.attrs["maxlength"] = str(LONGEST)

    @property
    def groups(self) -> list[tuple[str, Any, list[Any]]]:
        """The fields as the page shows them."""
        return [(anchor, heading, [self[name] for name in names]) for anchor, heading, names in GROUPS]

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip().replace(" ", "_")
        if zone in ("", "UTC"):
            return ""
        known = {name.casefold(): name for name in zones()}.get(zone.casefold())
        if known is None:
            raise forms.ValidationError(
                _("There is no time zone of this name; try one such as Europe/Berlin.")
            )
        return known

    def clean_signature(self) -> str:
        try:
            return check_signature(self.cleaned_data["signature"], author=self.user.username)
        except InvalidSignature as error:
            raise forms.ValidationError(error.message) from None

    def clean_watch_period(self) -> str:
        period = str(self.cleaned_data["watch_period"])
        if period and period not in PERIODS:
            raise forms.ValidationError(_("There is no such period."))
        return period

    @property
    def chosen(self) -> Preferences:
        """What was chosen, once it was found valid."""
        names = {field.name for field in fields(Preferences)}
        return Preferences(**{name: value for name, value in self.cleaned_data.items() if name in names})
