"""Accounts: signing up is logged too."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.limits import count
from wiki.editing.log import write_log
from wiki.editing.patterns import refuse_title
from wiki.models import (
    Address,
    Block,
    FieldCheck,
    FileVersion,
    FilterHit,
    LogEntry,
    Notice,
    Page,
    ProtectedTitle,
    Report,
    Revision,
    RevisionTag,
    Suggestion,
    SuggestionComment,
    User,
    UserNote,
)
from wiki.models.parts import MODELS
from wiki.moderation.rights import make_groups
from wiki.permissions import Editor, Refused, blocks_on, may_create_account, refuse_to_create
from wiki.text.lookalikes import skeleton
from wiki.text.titles import Title

# What keeps beside an account the name that it has, as `author` and `author_text`; looks at addresses, which
# stay as they were written, left out.
SIGNED: tuple[tuple[type[Model], str], ...] = (
    (Revision, "author"),
    (FileVersion, "author"),
    (LogEntry, "user"),
    (FieldCheck, "user"),
    (ProtectedTitle, "user"),
    (Block, "by"),
    (FilterHit, "user"),
    (Suggestion, "author"),
    (Suggestion, "decider"),
    (SuggestionComment, "author"),
    (Report, "reporter"),
    (Report, "about"),
    (Report, "decided_by"),
    (UserNote, "about"),
    (UserNote, "by"),
    (UserNote, "struck_by"),
)


class NameTaken(Exception):
    """An account of this name exists."""


class NameLikeAnother(NameTaken):
    """An account has a name that could be taken for this one; `other` is it."""

    def __init__(self, name: str, other: str) -> None:
        super().__init__(name)
        self.other = other


def first_admin(name: str, password: str) -> User | None:
    """Make a superuser with this name and password if the wiki has none; only the password's hash is kept.

    The groups that give rights are made too, where they are missing.
    """
    with transaction.atomic():
        make_groups()
        if User.objects.filter(is_superuser=True).exists():
            return None
        return User.objects.create_superuser(name, password=password)


def log_sign_up(user: User, *, by: Editor | None = None) -> None:
    """Note in the log that an account was created: by its owner, or for him by an administrator."""
    write_log("newusers", "create", Title(2, user.username), editor=by or Editor(user))


def admit(name: str, *, editor: Editor) -> None:
    """Raise Refused, BadEdit, NameTaken or NameLikeAnother unless the editor may make an account of this name
    now. To be called in the transaction that makes it: what then fails is not counted.
    """
    may_create_account(editor)
    check_name_free(name)
    refuse_title(Title(2, name), editor)
    refuse_to_create(editor)
    count("createaccount", editor)


def create_account(
    name: str, password: str, *, email: str = "", editor: Editor, adopting: bool = False
) -> User:
    """Make an account that can log in, and note it in the log. Raises what `admit` raises.

    `name` and `password` have been validated by the form. `adopting`: it takes over what the editor did under
    a temporary account.
    """
    try:
        with transaction.atomic():
            admit(name, editor=editor)
            user = User.objects.create_user(name, email=email, password=password)
            log_sign_up(user)
            if adopting and editor.temporary and _may_be_adopted(editor.temporary):
                adopt(editor.temporary, user)
    except IntegrityError:
        raise NameTaken(name) from None
    return user


def check_name_free(name: str, *, but: User | None = None) -> None:
    """Raise NameTaken if an account (other than `but`) has this name, NameLikeAnother if one has a name that
    looks the same; one query.
    """
    others = User.objects.filter(Q(username=name) | Q(skeleton=skeleton(name), skeleton__gt=""))
    if but is not None:
        others = others.exclude(pk=but.pk)
    found = list(others.values_list("username", flat=True)[:2])
    if name in found:
        raise NameTaken(name)
    if found:
        raise NameLikeAnother(name, found[0])


def sign(user: User, old: str, *, account: User, name: str) -> None:
    """Whatever the user did under the name `old` stands under the account and this name from now on (which
    may be the user's own). What is written in texts stays. A fixed number of statements, in the caller's
    transaction.
    """
    theirs = Revision.objects.filter(author=user)
    Page.objects.filter(pk__in=theirs.values("page")).update(version=F("version") + 1)
    RevisionTag.objects.filter(revision__in=theirs.values("pk")).update(author_text=name)
    for model, by in SIGNED:
        model._default_manager.filter(**{by: user}).update(**{by: account, f"{by}_text": name})
    Revision.objects.filter(accepter=old).update(accepter=name)


class CannotAdopt(Refused):
    """These edits are not to be taken over."""

    code = "cantadopt"


def _may_be_adopted(held: User) -> bool:
    """Whether it is a temporary account that lasts and that nobody has blocked."""
    lasts = held.temporary_until is not None and held.temporary_until > timezone.now()
    return lasts and held.is_active and not blocks_on(Editor(temporary=held))


@transaction.atomic
def adopt(temporary: User, account: User) -> LogEntry:
    """What was done under a temporary account stands under the account from now on, which the log says; the
    temporary account ends. Texts stay as they are, signatures in them too. A fixed number of statements.

    To be offered to who holds the cookie of the temporary account. Raises CannotAdopt where it is blocked or
    none, or was taken over before.
    """
    held = User.objects.select_for_update().get(pk=temporary.pk)
    if not _may_be_adopted(held):
        raise CannotAdopt(_("The edits of “%(name)s” cannot be taken over.") % {"name": held.username})
    revisions = Revision.objects.filter(author=held)
    pages = list(revisions.order_by("page").values_list("page_id", flat=True).distinct())
    for model in (Page, *MODELS.values()):  # by the page, which the versions' index begins with
        versions = model.history.filter(history_user=held)
        versions.filter(**{"id__in" if model is Page else "page__in": pages}).update(history_user=account)
    sign(held, held.username, account=account, name=account.username)
    Address.objects.filter(account=held).update(account=account)
    Notice.objects.filter(user=held).update(user=account)
    User.objects.filter(pk=held.pk).update(temporary_until=timezone.now())
    return write_log("newusers", "adopt", Title(2, held.username), editor=Editor(account))
