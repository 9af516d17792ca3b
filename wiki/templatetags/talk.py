"""Talk pages: the head of a topic, and the links with which readers answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Literal
from urllib.parse import quote

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.permissions import Editor
from wiki.reading.info.parts import PartInfo
from wiki.reading.page import PageView
from wiki.reading.showing.assemble import SectionView
from wiki.reading.talk.discussions import Concern, Discussion, Kind
from wiki.templatetags.rows import moment
from wiki.templatetags.watching import PartsWatched
from wiki.templatetags.wiki import editable_by
from wiki.text.addresses import quote_fragment
from wiki.text.talk.threads import author_in
from wiki.text.titles import Title, title_url

register = template.Library()

END = re.compile(r'<span class="comment-end" data-comment="([^"]*)"></span>')
NAMED = 3  # who takes part: as many by name


@register.filter
def takes_replies(view: PageView, viewer: Editor) -> bool:
    """Whether the page is a talk page that the viewer may answer on."""
    return view.title.is_talk and view.old is None and editable_by(view.page, viewer)


@register.simple_tag
def comments(section: SectionView, title: Title, replies: object) -> SafeString:
    """The section's HTML; where `replies` is true, with links behind each comment to answer and report it."""
    if replies is not True:
        return SafeString(END.sub("", section.html))
    address = f"/edit/{title_url(title)}?section={section.id}&amp;reply="
    word, label = escape(_("reply")), escape(_("Reply to %(name)s"))
    report, about = escape(_("report")), escape(_("Report the comment by %(name)s"))
    at = f"/wiki/Special:Report/{title_url(title)}?comment=c{section.id}-"

    def link(found: re.Match[str]) -> str:
        id_ = unescape(found[1])
        named = {"name": escape(author_in(id_))}
        return (
            f' <span class="comment-end">[<a class="reply" href="{address}{quote(id_)}" '
            f'rel="nofollow" aria-label="{label % named}">{word}</a> | '
            f'<a href="{at}{quote(id_)}" rel="nofollow" aria-label="{about % named}">{report}</a>]</span>'
        )

    return SafeString(END.sub(link, section.html))


@register.simple_tag
def topic_head(section: SectionView) -> SafeString:
    """How many comments a topic has, who takes part, and the latest; nothing for a topic without comments."""
    topic = section.topic
    if topic is None or topic.latest is None:
        return SafeString("")
    count = ngettext("%(n)d comment", "%(n)d comments", topic.count) % {"n": topic.count}
    people = ngettext("%(n)d person", "%(n)d people", len(topic.people)) % {"n": len(topic.people)}
    names = ", ".join(topic.people[:NAMED]) + (" …" if len(topic.people) > NAMED else "")
    latest = _("latest by %(name)s, %(time)s") % {
        "name": topic.latest.author,
        "time": moment(topic.latest.time),
    }
    anchor = quote_fragment(topic.latest.anchor)
    return SafeString(
        f'<p class="topic-head"><span>{escape(count)}</span> <span>{escape(people)}: {escape(names)}</span> '
        f'<a href="#{anchor}">{escape(latest)}</a></p>'
    )


@register.simple_tag
def subscribe(watched: PartsWatched, section: SectionView) -> SafeString:
    """[subscribe] or [unsubscribe] at the head of a topic, without brackets."""
    known = section.id in watched.sections
    word, other = (_("unsubscribe"), _("subscribe")) if known else (_("subscribe"), _("unsubscribe"))
    label = (_("Unsubscribe from: %(name)s") if known else _("Subscribe to: %(name)s")) % {
        "name": section.title
    }
    deed = "unwatch" if known else "watch"
    return SafeString(
        f'<a class="watch-part" href="/watch?section={section.id}" rel="nofollow" data-deed="{deed}"'
        f' data-other="{escape(other)}" aria-label="{escape(label)}">{escape(word)}</a>'
    )


@register.simple_tag
def topic_about(section: SectionView, concerns: tuple[tuple[int, Concern], ...] | Literal[""]) -> SafeString:
    """How the part stands that a topic is about, with a link to it; nothing for a topic about none."""
    concern = dict(concerns).get(section.id) if concerns else None
    if concern is None:
        return SafeString("")
    name = concern.name if concern.kind == "field" else f"§ {concern.name}"
    if not concern.id:
        words = _("%(name)s is no longer on %(title)s.") % {
            "name": name if concern.name else _("The fact"), "title": concern.title.full,
        }  # fmt: skip
        return SafeString(f'<p class="topic-about">{escape(words)}</p>')
    link = f'<a href="/{concern.kind}/{concern.id}">{escape(name)}</a>'
    page = f'<a href="/wiki/{title_url(concern.title)}">{escape(concern.title.full)}</a>'
    was = f" {escape(_('(was: %(name)s)') % {'name': concern.was})}" if concern.was else ""
    said = f" {escape(_('says now:'))} <q>{escape(concern.said)}</q>" if concern.said else ""
    return SafeString(f'<p class="topic-about">{link} · {page}{was}{said}</p>')


@register.filter
def about_part(
    discussed: Mapping[tuple[Kind, int], Sequence[Discussion]], part: PartInfo
) -> Sequence[Discussion]:
    """The topics about this part, of those about all parts of a page."""
    return () if part.kind == "infobox" else discussed.get((part.kind, part.id), ())
