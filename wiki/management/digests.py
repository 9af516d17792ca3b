"""A mail of notices: what it says, in text and in HTML. What nobody may see stands in no mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.editing.watching.mailing import Batch, unmailed, unsubscribe_token
from wiki.models import Notice
from wiki.permissions import Editor
from wiki.reading.watching.notices import (
    LIVING,
    WITH,
    AnyNotice,
    NoticeLine,
    ReportNotice,
    SuggestionNotice,
    notice_lines,
)
from wiki.text.comparing.telling import plain

ANYBODY = Editor()  # mail is read elsewhere: it says what everybody may see, to administrators too
MOST = 200  # notices in one mail; the rest is counted


def message_of(batch: Batch) -> EmailMultiAlternatives | None:
    """The mail, in the account's language and time zone; None where there is nothing left to say."""
    user, chosen = batch.user, batch.user.chosen
    with (
        translation.override(chosen.language or settings.LANGUAGE_CODE),
        timezone.override(chosen.zone or "UTC"),
    ):
        mine = Notice.objects.filter(unmailed(batch), LIVING).select_related(*WITH)
        found = list(mine.order_by("pk")[: MOST + 1])
        if not found:
            return None
        rows = notice_lines(found[:MOST], user, viewer=ANYBODY)
        end = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(user)])
        words = {
            "name": user.username, "site": settings.SITE_NAME, "url": settings.SITE_URL, "end": end,
            "entries": [entry(row) for row in rows], "more": len(found) > MOST,
            "list": settings.SITE_URL + reverse("special", args=["Notifications"]),
            "preferences": settings.SITE_URL + reverse("special", args=["Preferences"]),
        }  # fmt: skip
        mail = EmailMultiAlternatives(
            settings.EMAIL_SUBJECT_PREFIX + subject(rows),
            render_to_string("mail/notices.txt", words).strip() + "\n",
            to=[user.mail_address],
            headers={
                # Sent twice, it is the same mail: whoever reads it sees it once.
                "Message-ID": f"<notices.{batch.key}@{urlsplit(settings.SITE_URL).hostname}>",
                "List-Unsubscribe": f"<{end}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("mail/notices.html", words), "text/html")
        return mail


def subject(rows: tuple[AnyNotice, ...]) -> str:
    """What the mail is about: the one thing that happened, or how many."""
    if len(rows) == 1:
        return f"{happened(rows[0])} {entry(rows[0])['title']}"
    return ngettext("%(n)d notification", "%(n)d notifications", len(rows)) % {"n": len(rows)}


def happened(row: AnyNotice) -> str:
    """What a notice says, before the name of the page."""
    words = {
        "watched": _("Changed:"),
        "talk": _("A message for you:"),
        "mention": _("You were mentioned:"),
        "reverted": _("Your edit was taken back:"),
        "thanked": _("Thanks for your edit:"),
        "reply": _("A new comment:"),
        "proposed": _("Suggested:"),
        "decided": _("Your suggestion was answered:"),
        "answered": _("A comment on a suggestion:"),
        "reported": _("Your report was decided:"),
    }
    return words[row.kind]


def entry(row: AnyNotice) -> dict[str, Any]:
    """One notice as the templates write it."""
    if isinstance(row, ReportNotice):
        return _report(row)
    return _suggestion(row) if isinstance(row, SuggestionNotice) else _edit(row)


def _suggestion(row: SuggestionNotice) -> dict[str, Any]:
    told = row.suggestion
    said = [_("(change removed)")] if told.hidden else [plain(change) for change in told.changes]
    return {
        "happened": happened(row), "title": told.page_title.full, "told": said,
        "summary": told.answer if row.kind == "decided" else told.summary,
        "who": row.actor or told.author or _("(username removed)"), "when": row.created,
        "link": settings.SITE_URL + reverse("suggestion", args=[told.id]),
    }  # fmt: skip


def _report(row: ReportNotice) -> dict[str, Any]:
    return {
        "happened": happened(row), "title": row.title.full, "told": [row.told], "summary": row.answer,
        "who": settings.SITE_NAME, "when": row.created,
        "link": settings.SITE_URL + reverse("special", args=["Notifications"]),
    }  # fmt: skip


def _edit(row: NoticeLine) -> dict[str, Any]:
    line = row.line
    told = [_("(change removed)")] if line.text_hidden else [plain(change) for change in line.changes]
    told += [_("joined %(name)s") % {"name": f"Category:{name}"} for name in row.joined]
    told += [_("left %(name)s") % {"name": f"Category:{name}"} for name in row.left]
    where = (
        f"/revision/{line.id}"
        if line.parent_id is None or line.text_hidden
        else f"/diff/{line.parent_id}/{line.id}"
    )
    if row.comment:
        told = [row.comment.words]
        where = f"{reverse('read', args=[line.page_title])}#{quote(row.comment.anchor)}"
    return {
        "happened": happened(row), "title": line.page_title.full, "told": told, "summary": line.summary,
        "who": row.actor or line.author or _("(username removed)"), "when": row.created,
        "link": settings.SITE_URL + where,
    }  # fmt: skip
