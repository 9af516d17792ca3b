"""Suggested edits: in lists, and on their own page."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.models import Suggestion
from wiki.reading.compare import PartDiff
from wiki.reading.suggested.suggestions import Said, SuggestionLine
from wiki.templatetags.changes import changes_html
from wiki.templatetags.diffs import COLUMNS, Drawing
from wiki.templatetags.rows import clock, summary_html, user_links
from wiki.text.addresses import wiki_path
from wiki.text.titles import Title

register = template.Library()


@register.filter
def state_words(state: str) -> str:
    """What a state of suggestions is called."""
    words = {
        "open": _("Waiting"),
        "accepted": _("Accepted"),
        "partly": _("Accepted in part"),
        "refused": _("Refused"),
        "withdrawn": _("Withdrawn"),
    }
    return words.get(state, state)


@register.simple_tag
def suggestion_state(line: SuggestionLine) -> SafeString:
    """How it stands, and who decided."""
    if line.open:
        return SafeString(escape(_("Waits for somebody to look at it.")))
    if line.state == "withdrawn" or not line.decider:
        return SafeString(escape(state_words(line.state)))
    words = {
        "accepted": _("Accepted by {name}"),
        "partly": _("Accepted in part by {name}"),
        "refused": _("Refused by {name}"),
    }
    return format_html(words[line.state], name=user_links(line.decider, True))


@register.simple_tag
def suggester(line: SuggestionLine) -> SafeString:
    """Who suggests it."""
    return _user(line.author, line.author_is_account)


@register.simple_tag
def commenter(said: Said) -> SafeString:
    """Who said it."""
    return _user(said.author, said.author_is_account)


def _user(name: str, is_account: bool) -> SafeString:
    if name:
        return user_links(name, is_account)
    return format_html('<span class="history-deleted">{}</span>', _("(username removed)"))


@register.simple_tag
def suggested_changes(line: SuggestionLine) -> SafeString:
    """What it would change, in one line."""
    if line.hidden:
        return format_html('<span class="change history-deleted">{}</span>', _("(change removed)"))
    return changes_html(line.changes)


@register.filter
def summary_words(summary: str, title: Title) -> SafeString:
    """The summary, with its links."""
    return summary_html(summary, title)


@register.simple_tag
def suggestion_row(line: SuggestionLine) -> SafeString:
    """A row of the list: page, change, state, author."""
    title = line.page_title
    page = f'<a class="mw-changeslist-title" href="{wiki_path(title.key)}">{escape(title.full)}</a>'
    look = f'<small>(<a href="/suggestion/{line.id}" rel="nofollow">{escape(_("look at it"))}</a>)</small>'
    said = f' <i class="comment">({summary_html(line.summary, title)})</i>' if line.summary else ""
    kind = (
        f' <small class="mw-tag-markers">{escape(_("held back"))}</small>' if line.kind == "pending" else ""
    )
    state = "" if line.open else f' <small class="state">{suggestion_state(line)}</small>'
    return SafeString(
        f'<li><span class="time">{clock(line.timestamp)}</span><span class="goto">{look}</span>'
        f'<div class="what">{page} {suggested_changes(line)}'
        f'<span class="said">{said}{kind}{state}</span></div>'
        f'<span class="who">{suggester(line)}</span></li>'
    )


@register.simple_tag
def hunk_table(part: PartDiff, place: int) -> SafeString:
    """The lines of one hunk: without numbers, which would be those of the hunk."""
    rows = "".join(Drawing(place, numbered=False).rows(part.lines))
    return SafeString(f'<table class="diff">{COLUMNS}<tbody>{rows}</tbody></table>')


@register.simple_tag
def hunk_stands(hunk: object, waits: bool, state: str) -> SafeString:
    """How one hunk stands to the page as it is now, or whether it was accepted."""
    stands, taken = getattr(hunk, "stands", ""), getattr(hunk, "taken", False)
    words = {
        "there": _("the page says this already"),
        "conflict": _("the page was changed in these words since"),
    }
    if not waits and state == "partly":
        stands, words = "said", {"said": _("accepted") if taken else _("not accepted")}
    if stands not in words:
        return SafeString("")
    return format_html('<span class="hunk-stands {}">{}</span>', stands, words[stands])


@register.filter
def amending(suggestion: Suggestion) -> str:
    """The query of the form in which its author changes it."""
    place = f"{suggestion.place}&" if suggestion.place else ""
    return f"{place}suggestion={suggestion.pk}"
