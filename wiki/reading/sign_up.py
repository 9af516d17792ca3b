"""What is asked of who signs up."""

from __future__ import annotations

import secrets

from wiki.models import SignUpQuestion


def any_question() -> SignUpQuestion | None:
    """One of the questions that are asked, at random; None if there are none. One query."""
    questions = list(SignUpQuestion.objects.filter(asked=True))
    return secrets.choice(questions) if questions else None


def find_question(question_id: int) -> SignUpQuestion | None:
    """The question of this number, if it is still asked; one query."""
    return SignUpQuestion.objects.filter(pk=question_id, asked=True).first()
