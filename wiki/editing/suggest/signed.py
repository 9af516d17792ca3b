"""The names that stand on suggestions, and on edits that somebody else accepted."""

from __future__ import annotations

from wiki.models import Revision, Suggestion, SuggestionComment, User


def sign_suggestions(user: User, old: str, *, account: User, name: str) -> None:
    """What the user suggested, said, decided or accepted under the name `old` stands under the account and
    this name from now on (which may be the user's own); in the caller's transaction.
    """
    Suggestion.objects.filter(author=user).update(author=account, author_text=name)
    Suggestion.objects.filter(decider=user).update(decider=account, decider_text=name)
    SuggestionComment.objects.filter(author=user).update(author=account, author_text=name)
    Revision.objects.filter(accepter=old).update(accepter=name)
