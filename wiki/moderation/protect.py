"""Protecting a page, a part of it, or a title that no page has: who may act there, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.derived import keep_html
from wiki.editing.deriving import touch
from wiki.editing.log import write_log
from wiki.editing.save import insert_revision, record_page
from wiki.editing.saving.deadlock import in_transaction
from wiki.models import InfoboxField, LogEntry, Page, ProtectedTitle, Section
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import LEVELS, PART, Editor, may_protect, refuse_blocked, rule_level
from wiki.reading.linking.companions import subpages_of
from wiki.text.comparing.changes import Change
from wiki.text.titles import WITH_SUBPAGES, Title, fold

FILE = 6
Ends = datetime | Mapping[str, datetime | None] | None  # of all actions at once, or of each
Rules = dict[str, dict[str, Any]]


class BadProtection(Exception):
    """The wanted protection cannot be; `message` names what is wrong, `code` is for machines, `field` names
    the input.
    """

    def __init__(self, message: str, *, code: str = "protect-invalidaction", field: str = "") -> None:
        super().__init__(message)
        self.message, self.code, self.field = message, code, field


def protect_page(
    page: Page,
    levels: Mapping[str, str],
    *,
    editor: Editor,
    expiry: Ends = None,
    cascade: bool = False,
    reason: str = "",
) -> LogEntry | None:
    """Set who may do what: `levels` maps "edit", "move" and (of files) "upload" to "" (everyone),
    "autoconfirmed", "review" (editing only) or "sysop". What it does not name is open; parts that are
    protected by themselves stay so.

    With `cascade` what holds for editing and moving holds for the page's subpages too, those that are made
    later among them. Makes a revision that changes only the page, and a log entry; None if nothing changes.
    Raises Refused and BadProtection.
    """
    may_protect(editor)
    for action, level in levels.items():
        _check_rule(page.name, action, level)
    _check_ends(expiry)
    wanted: Rules = {
        action: {"level": level, "expiry": _until(expiry, action)}
        for action, level in sorted(levels.items())
        if level
    }
    if cascade:
        _check_cascade(page.name, wanted)
        wanted["edit"]["cascade"] = True
    return in_transaction(lambda: _set(page, wanted, editor, reason, parts=False))


def protect_part(
    page: Page, part: str, level: str, *, editor: Editor, expiry: datetime | None = None, reason: str = ""
) -> LogEntry | None:
    """Set who may edit one part of the page: "s12" (the section of that id, with its subsections), "f34" (a
    field) or "infobox" (all of it). Everything else is as with `protect_page`.
    """
    may_protect(editor)
    _check_rule(page.name, "edit", level)
    _check_ends(expiry)
    action = PART + part
    wanted: Rules = {action: {"level": level, "expiry": _until(expiry, action)}} if level else {}
    return in_transaction(lambda: _set(page, wanted, editor, reason, parts=True, part=part))


def protect_title(
    title: Title, level: str, *, editor: Editor, expiry: datetime | None = None, reason: str = ""
) -> LogEntry | None:
    """Set who may create a page of this title; "" opens it to everyone. None if nothing changes.

    Raises Refused, and BadProtection where a page has the title.
    """
    may_protect(editor)
    if title.namespace < 0:
        raise BadProtection(_("“%(title)s” is no page.") % {"title": title.full})
    _check_rule(title, "create", level)
    _check_ends(expiry)
    return in_transaction(lambda: _set_title(title, level, editor, expiry, reason))


# ---- Checks -----------------------------------------------------------------------------------------------


def _check_rule(title: Title, action: str, level: str) -> None:
    """Raise BadProtection unless there is such a protection for such a page."""
    fits = action in ("edit", "move", "create") or (action == "upload" and title.namespace == FILE)
    words = {"action": action[:40], "level": level[:40]}
    if not fits:
        message = _("“%(action)s=%(level)s” is no protection of this page.")
        raise BadProtection(message % words, code="protect-invalidaction", field=action)
    if level not in LEVELS or (level == "review" and action != "edit"):
        message = _("“%(action)s=%(level)s” is no protection: there is no such level.")
        raise BadProtection(message % words, code="protect-invalidlevel", field=action)


def _check_ends(expiry: Ends) -> None:
    ends = expiry if isinstance(expiry, Mapping) else {"": expiry}
    for action, end in ends.items():
        if end is not None and end <= timezone.now():
            message = _("A protection cannot end in the past.")
            raise BadProtection(message, code="pastexpiry", field=f"{action}_until" if action else "until")


def _check_cascade(title: Title, wanted: Rules) -> None:
    if title.namespace not in WITH_SUBPAGES:
        message = _("Pages like “%(title)s” have no subpages.")
        raise BadProtection(message % {"title": title.full}, code="cascade", field="cascade")
    if wanted.get("edit", {}).get("level") != "sysop":
        message = _("Only what administrators alone may edit can be protected with its subpages.")
        raise BadProtection(message, code="cascade", field="cascade")


def _check_part(page: Page, part: str) -> None:
    """Raise BadProtection unless the page has this part now."""
    kind, number = part[:1], part[1:]
    id_ = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    living = {
        "s": Section.objects.filter(page=page, pk=id_, deleted=False),
        "f": InfoboxField.objects.filter(page=page, pk=id_, kind="field", deleted=False),
        "i": InfoboxField.objects.filter(page=page, deleted=False),
    }
    if (kind == "i" and part != "infobox") or kind not in living or not living[kind].exists():
        message = _("“%(title)s” has no such section or fact (any more).")
        raise BadProtection(message % {"title": page.name.full}, code="nosuchsection", field="part")


# ---- Writing ----------------------------------------------------------------------------------------------


def _until(expiry: Ends, action: str) -> str | None:
    end = expiry.get(action) if isinstance(expiry, Mapping) else expiry
    return end.isoformat() if end else None


def _set(
    page: Page, wanted: Rules, editor: Editor, reason: str, *, parts: bool, part: str = ""
) -> LogEntry | None:
    """Write the rules of the page itself, or of one part, beside those of the other kind."""
    page = _locked(page, with_subpages=any("cascade" in rule for rule in wanted.values()))
    refuse_blocked(editor, lock=True)
    if page.deleted:
        raise BadProtection(_("This page is deleted."), code="missingtitle-createonly")
    now: Rules = page.protection
    if parts and wanted:
        _check_part(page, part)
    kept = {a: rule for a, rule in now.items() if a.startswith(PART) != parts or (part and a != PART + part)}
    before = {action: rule for action, rule in now.items() if action not in kept}
    latest = page.latest
    if before == wanted or latest is None:
        return None
    after = dict(sorted((kept | wanted).items()))
    change = Change(part="page", id=None, verb="protected", old=_told(now), new=_told(after))
    revision = insert_revision(
        page, editor, sha1=latest.sha1, size=latest.size, summary=reason[:REASON_MAX], changes=[change],
        minor=True,
    )  # fmt: skip
    page.take(revision)
    page.protection, page.rev = after, revision.number
    page.save_without_historical_record()  # type: ignore[attr-defined]
    record_page(page, revision)
    keep_html(page)
    if any(rule.get("cascade") for rule in (*before.values(), *wanted.values())):
        touch.subpages(page.name)
    in_force = any(rule_level(rule) for rule in before.values())
    action = "unprotect" if not wanted else "modify" if in_force else "protect"
    return write_log(
        "protect", action, page.name, editor=editor, page=page, comment=reason,
        timestamp=revision.timestamp, protection=after, **_params(wanted, part),
    )  # fmt: skip


def _locked(page: Page, *, with_subpages: bool) -> Page:
    """The page's row, locked; with those of its subpages: who is saving one of them has been waited for, and
    who comes later sees what is set here.
    """
    ids = [page.pk, *(subpages_of(page.name).values_list("pk", flat=True) if with_subpages else ())]
    rows = {row.pk: row for row in Page.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    return rows[page.pk]


def _set_title(
    title: Title, level: str, editor: Editor, expiry: datetime | None, reason: str
) -> LogEntry | None:
    _hold(title)
    refuse_blocked(editor, lock=True)
    before = ProtectedTitle.objects.filter(namespace=title.namespace, title=title.name).first()
    if (before.level, before.expiry) == (level, expiry) if before else not level:
        return None
    now = timezone.now().replace(microsecond=0)
    if before is not None and not level:
        before.delete()
    if level:
        said = {
            "level": level, "expiry": expiry, "user": editor.user, "user_text": editor.name,
            "reason": reason[:REASON_MAX], "timestamp": now,
        }  # fmt: skip
        ProtectedTitle.objects.update_or_create(namespace=title.namespace, title=title.name, defaults=said)
    lasts = before is not None and (before.expiry is None or before.expiry > now)
    action = "unprotect" if not level else "modify" if lasts else "protect"
    wanted: Rules = {"create": {"level": level, "expiry": _until(expiry, "create")}} if level else {}
    return write_log(
        "protect", action, title, editor=editor, comment=reason, timestamp=now, protection=wanted,
        **_params(wanted),
    )  # fmt: skip


def _hold(title: Title) -> None:
    """Keep everybody from making a page of this title until the transaction ends.

    Whoever was quicker is waited for. Raises BadProtection if there is a page.
    """
    page = Page(namespace=title.namespace, title=title.name, folded_title=fold(title.name))
    try:
        with transaction.atomic():
            page.save_without_historical_record()  # type: ignore[attr-defined]
    except IntegrityError:
        message = _("There is a page “%(title)s”: protect the page itself.")
        raise BadProtection(
            message % {"title": title.full}, code="create-titleexists", field="create"
        ) from None
    Page.objects.filter(pk=page.pk)._raw_delete("default")  # noqa: SLF001  # nothing can refer to it yet


# ---- Telling ----------------------------------------------------------------------------------------------


def _told(protection: Mapping[str, Mapping[str, Any]]) -> str:
    """Protection as the change line tells it: "edit=sysop, move=sysop, section 12=review"."""
    return ", ".join(f"{_named(action)}={rule['level']}" for action, rule in sorted(protection.items()))


def _named(action: str) -> str:
    part = action.removeprefix(PART)
    return (
        action if part == action else {"s": f"section {part[1:]}", "f": f"fact {part[1:]}"}.get(part[0], part)
    )


def _params(wanted: Rules, part: str = "") -> dict[str, Any]:
    """What MediaWiki's log says of it, and which part it was."""
    details = [
        {"type": action.partition(":")[0], "level": rule["level"], "expiry": _moment(rule["expiry"])}
        | ({"cascade": True} if rule.get("cascade") else {})
        for action, rule in sorted(wanted.items())
    ]
    described = "\u200e".join(f"[{one['type']}={one['level']}] ({_end(one['expiry'])})" for one in details)
    more = {"part": part} if part else {}
    return {
        "description": described,
        "details": details,
        "cascade": any("cascade" in one for one in details),
        **more,
    }


def _moment(expiry: str | None) -> str:
    return f"{datetime.fromisoformat(expiry):%Y-%m-%dT%H:%M:%SZ}" if expiry else "infinite"


def _end(expiry: str) -> str:
    return "indefinite" if expiry == "infinite" else f"expires {expiry[:16].replace('T', ' ')} (UTC)"
