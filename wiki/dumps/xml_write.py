"""Records written as MediaWiki's export XML, schema 0.11 (mediawiki.org/xml/export-0.11.xsd)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha1
from xml.sax.saxutils import escape, quoteattr

from wiki.dumps.records import Contributor, DumpRevision, PageEnd, PageHead, Record, Site, Slot

SCHEMA = "0.11"
_SPACE = "http://www.mediawiki.org/xml/export-0.11/"
_ROOT = (
    f'<mediawiki xmlns="{_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{_SPACE} http://www.mediawiki.org/xml/export-0.11.xsd" version="{SCHEMA}" '
    "xml:lang={language}>\n"
)
# Characters that XML cannot hold at all; MediaWiki writes the replacement character for them too.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FORMATS = {"wikitext": "text/x-wiki", "markdown": "text/markdown", "json": "application/json",
           "css": "text/css", "javascript": "text/javascript", "Scribunto": "text/plain"}  # fmt: skip


def write_dump(records: Iterable[Record], *, language: str = "en") -> Iterator[str]:
    """The export that these records make, in pieces: a Site, then each page with its revisions in order.

    A text that holds what XML cannot has U+FFFD there, and its own SHA-1 all the same.
    """
    yield _ROOT.format(language=quoteattr(language))
    for record in records:
        if isinstance(record, Site):
            yield _site(record)
        elif isinstance(record, PageHead):
            yield _head(record)
        elif isinstance(record, DumpRevision):
            yield _revision(record)
        elif isinstance(record, PageEnd):
            yield "  </page>\n"
    yield "</mediawiki>\n"


def _said(text: str) -> str:
    # A carriage return that is not written as a reference is read back as a line feed.
    return escape(_IMPOSSIBLE.sub("\ufffd", text), {"\r": "&#13;"})


def _site(site: Site) -> str:
    spaces = "".join(
        f'      <namespace key="{space.number}" case="first-letter"'
        + (f">{_said(space.name)}</namespace>\n" if space.name else " />\n")
        for space in sorted(site.spaces.values(), key=lambda space: space.number)
    )
    return (
        f"  <siteinfo>\n    <sitename>{_said(site.name)}</sitename>\n    <base>{_said(site.base)}</base>\n"
        f"    <generator>{_said(site.generator)}</generator>\n    <case>first-letter</case>\n"
        f"    <namespaces>\n{spaces}    </namespaces>\n  </siteinfo>\n"
    )


def _head(head: PageHead) -> str:
    redirect = f"    <redirect title={quoteattr(head.target)} />\n" if head.redirect else ""
    limits = f"    <restrictions>{_said(head.restrictions)}</restrictions>\n" if head.restrictions else ""
    return (
        f"  <page>\n    <title>{_said(head.title)}</title>\n    <ns>{head.namespace or 0}</ns>\n"
        f"    <id>{head.id}</id>\n{redirect}{limits}"
    )


def _revision(one: DumpRevision) -> str:
    main = one.main
    if one.comment is None:
        comment = '      <comment deleted="deleted" />\n'
    else:
        comment = f"      <comment>{_said(one.comment)}</comment>\n" if one.comment else ""
    if main.text is None:
        text = f'<text bytes="{main.size or 0}" deleted="deleted" />'
        digest = "<sha1/>"
    else:
        source = main.text.encode()
        code = base36(sha1(source, usedforsecurity=False).digest())
        text = f'<text bytes="{len(source)}" sha1="{code}" xml:space="preserve">{_said(main.text)}</text>'
        digest = f"<sha1>{code}</sha1>"
    parent = f"      <parentid>{one.parent}</parentid>\n" if one.parent else ""
    minor = "      <minor/>\n" if one.minor else ""
    model = f"      <model>{_said(main.model)}</model>\n      <format>{_said(main.format)}</format>\n"
    time = f"      <timestamp>{_time(one.timestamp)}</timestamp>\n"
    who = _contributor(one.contributor)
    others = "".join(_content(slot, one.id) for slot in one.others)
    return (
        f"    <revision>\n      <id>{one.id}</id>\n{parent}{time}{who}{minor}{comment}"
        f"      <origin>{one.id}</origin>\n{model}      {text}\n{others}      {digest}\n    </revision>\n"
    )


def _content(slot: Slot, origin: int) -> str:
    source = (slot.text or "").encode()
    code = base36(sha1(source, usedforsecurity=False).digest())
    text = f'<text bytes="{len(source)}" sha1="{code}" xml:space="preserve">{_said(slot.text or "")}</text>'
    return (
        f"      <content>\n        <role>{_said(slot.role)}</role>\n        <origin>{origin}</origin>\n"
        f"        <model>{_said(slot.model)}</model>\n        <format>{_said(slot.format)}</format>\n"
        f"        {text}\n      </content>\n"
    )


def _contributor(who: Contributor) -> str:
    if who.name is None:
        return '      <contributor deleted="deleted" />\n'
    inside = (
        f"<ip>{_said(who.name)}</ip>"
        if who.ip
        else f"<username>{_said(who.name)}</username>\n        <id>{who.account}</id>"
    )
    return f"      <contributor>\n        {inside}\n      </contributor>\n"


def _time(moment: datetime) -> str:
    return f"{moment.year:04}{moment:-%m-%dT%H:%M:%SZ}"


def base36(digest: bytes) -> str:
    """A SHA-1 digest as MediaWiki writes it: 31 digits to the base of 36."""
    number, digits = int.from_bytes(digest, "big"), []
    while number:
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rjust(31, "0")
