"""What is asked of who signs up, against programs that do."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def check_answers(text: str) -> None:
    """Raise ValidationError unless there is an answer."""
    if not text.strip():
        raise ValidationError(_("Give at least one answer."))


class SignUpQuestion(models.Model):
    """A question that people of the wiki's subject can answer. One of all, at random, is asked."""

    question = models.CharField(_("question"), max_length=255)
    answers = models.TextField(
        _("answers"),
        validators=[check_answers],
        help_text=_("Each on a line of its own. Case and blanks make no difference."),
    )
    asked = models.BooleanField(_("is asked"), default=True)

    class Meta:
        verbose_name = _("question at sign-up")
        verbose_name_plural = _("questions at sign-up")

    def __str__(self) -> str:
        return self.question

    def is_answer(self, said: str) -> bool:
        """Whether this is one of the answers."""
        return plain(said) in {plain(line) for line in self.answers.splitlines()} - {""}


def plain(text: str) -> str:
    """An answer without the differences that do not matter."""
    return " ".join(text.casefold().split())
