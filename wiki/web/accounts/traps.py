"""What keeps programs from signing up: a field that people do not see, a time that people need, a question.

No other server is asked. Which question was asked, and when, is signed and goes with the form.
"""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import SignUpQuestion
from wiki.reading.sign_up import any_question, find_question

SALT = "wiki.sign-up"
LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600


def stamp(asked: SignUpQuestion | None, moment: float) -> str:
    """What a form carries: when it was opened, and the question on it."""
    return signing.dumps([moment, asked.pk if asked else 0], salt=SALT)


def read_stamp(text: str) -> tuple[float, int] | None:
    """The moment and the question's number of a stamp; None for one that is not ours or too old."""
    try:
        moment, number = signing.loads(text, salt=SALT, max_age=MOST_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return float(moment), int(number)


class TimedForm(forms.Form):
    """The fields that catch programs without asking anything."""

    website = forms.CharField(required=False)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        given = read_stamp(str(self.data.get("stamp", ""))) if self.is_bound else None
        self.opened = given[0] if given else None
        self.number = given[1] if given else 0

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field has to stay empty: it is a trap for programs."))
        return ""

    def clean_stamp(self) -> str:
        if self.opened is None:
            raise forms.ValidationError(_("This form was open for too long. Send it once more."))
        if time.time() - self.opened < LEAST_SECONDS:
            raise forms.ValidationError(_("That was faster than people type. Send it once more."))
        return str(self.cleaned_data["stamp"])


class TrapForm(TimedForm):
    """Programs are asked a question too; mixed into the form that makes an account."""

    answer = forms.CharField(
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("So that programs do not sign up."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = find_question(self.number) if self.number else None
        if self.asked is None:
            self.ask_another()
        self.fields["answer"].label = self.asked.question if self.asked else ""

    def ask_another(self) -> None:
        """Another question, or the only one again; the time that was spent on the form counts on."""
        self.asked = any_question()
        self.fields["answer"].label = self.asked.question if self.asked else ""
        self.fresh_stamp = stamp(self.asked, self.opened or time.time())

    @property
    def stamp_now(self) -> str:
        """The stamp that the form carries when it is shown again."""
        return getattr(self, "fresh_stamp", "") or str(self.data.get("stamp", ""))

    def clean_answer(self) -> str:
        said = str(self.cleaned_data["answer"])
        if self.asked is not None and not self.asked.is_answer(said):
            self.ask_another()
            raise forms.ValidationError(_("That is not the answer. Here is another question, or the same."))
        return said
