"""Who is told of a suggestion: those who watch what it changes, and its author."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from wiki.models import Notice, Suggestion, User, Watch
from wiki.models.watch import lasting
from wiki.permissions import Editor


def tell_watchers(suggestion: Suggestion) -> None:
    """Those who are told of changes of the page or of the parts that it would change; not its author. At most
    two statements.
    """
    page = suggestion.page
    if not page.watched:
        return
    subject = page.name.subject
    about = Q(kind="page")
    for kind in ("section", "field"):
        about |= Q(kind=kind, part__in=[id_ for part, id_ in suggestion.parts if part == kind])
    moment = timezone.now()
    watches = Watch.objects.filter(about, lasting(moment), namespace=subject.namespace, title=subject.name)
    users = User.objects.filter(pk__in=watches.filter(notify=True).values("user"), is_active=True)
    told = users.exclude(pk=suggestion.author_id or 0).values_list("pk", flat=True)
    Notice.objects.bulk_create(
        [Notice(user_id=id_, kind="proposed", suggestion=suggestion, created=moment) for id_ in told],
        ignore_conflicts=True,
    )


def tell_author(suggestion: Suggestion, kind: str, editor: Editor) -> None:
    """The author's account, if there is one and it is not the editor: what was decided."""
    _tell({suggestion.author_id}, suggestion, kind, editor)


def tell_answered(suggestion: Suggestion, editor: Editor) -> None:
    """Every account that takes part in the talk about it: the author, and who commented before."""
    said = suggestion.comments.values_list("author_id", flat=True).distinct()
    _tell({suggestion.author_id, *said}, suggestion, "answered", editor)


def _tell(accounts: set[int | None], suggestion: Suggestion, kind: str, editor: Editor) -> None:
    own = editor.author.pk if editor.author else None
    Notice.objects.bulk_create(
        Notice(user_id=id_, kind=kind, suggestion=suggestion, actor=editor.author, created=timezone.now())
        for id_ in accounts
        if id_ is not None and id_ != own
    )
