"""MediaWiki exports made up for tests, and the shared ones where they are at hand."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lxml import etree

from wiki.dumps.records import DumpRevision, PageHead, Record
from wiki.text.names import is_ip

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "mwxml"  # beside the checkout, read only
NOT_HERE = f"NO DUMP WAS READ: the shared dumps are not at {FOLDER}"

_SCHEMA = Path(__file__).resolve().parents[1] / "data" / "export-0.11.xsd"
_XML_NAMESPACE = """<schema xmlns="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.w3.org/XML/1998/namespace"><attribute name="lang" type="language" />
<attribute name="space"><simpleType><restriction base="NCName"><enumeration value="default" />
<enumeration value="preserve" /></restriction></simpleType></attribute></schema>"""

SITE = """<siteinfo><sitename>Old</sitename><dbname>old</dbname><base>https://old.example/wiki/Main</base>
<generator>MediaWiki 1.39.1</generator><case>first-letter</case><namespaces>
<namespace key="-1" case="first-letter">Spezial</namespace><namespace key="0" case="first-letter" />
<namespace key="1" case="first-letter">Diskussion</namespace>
<namespace key="14" case="first-letter">Kategorie</namespace></namespaces></siteinfo>"""


def export(body: str, *, schema: str = "0.11", site: str = SITE, head: str = "") -> bytes:
    space = f"http://www.mediawiki.org/xml/export-{schema}/"
    root = f'<mediawiki xmlns="{space}" version="{schema}" xml:lang="en">'
    return f"{head}{root}\n{site}\n{body}\n</mediawiki>\n".encode()


def page(*revisions: str, title: str = "Alpha", id_: int = 1, ns: int = 0, more: str = "") -> str:
    inner = "\n".join(revisions)
    return f"<page><title>{title}</title><ns>{ns}</ns><id>{id_}</id>{more}\n{inner}\n</page>"


def revision(
    text: str = "Hello",
    *,
    id_: int = 1,
    time: str = "2010-01-02T03:04:05Z",
    who: str = "<username>Ann</username><id>7</id>",
    comment: str = "<comment>first</comment>",
    more: str = "",
) -> str:
    return (
        f"<revision><id>{id_}</id><timestamp>{time}</timestamp><contributor>{who}</contributor>{more}"
        f"{comment}<model>wikitext</model><format>text/x-wiki</format>"
        f'<text xml:space="preserve">{text}</text></revision>'
    )


@cache
def schema() -> etree.XMLSchema:
    """MediaWiki's own schema 0.11. What it takes from an address, xml:lang and xml:space, is here."""

    class Here(etree.Resolver):
        def resolve(self, address, _public, context):  # type: ignore[no-untyped-def]
            return self.resolve_string(_XML_NAMESPACE, context) if address.endswith("/xml.xsd") else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(_SCHEMA, parser))


def check_schema(written: bytes) -> None:
    """Raises DocumentInvalid, which names line and element, for an export that is not valid."""
    schema().assertValid(etree.fromstring(written, etree.XMLParser(huge_tree=True)))


def histories(records: Iterable[Record]) -> list[list[tuple[object, ...]]]:
    """The revisions of each page as an export has to give them back, in order."""
    pages: list[list[DumpRevision]] = []
    for one in records:
        if isinstance(one, PageHead):
            pages.append([])
        elif isinstance(one, DumpRevision):
            pages[-1].append(one)
    return [[_said(one) for one in sorted(page, key=lambda one: one.id)] for page in pages]


def _said(one: DumpRevision) -> tuple[object, ...]:
    who, main = one.contributor, one.main
    name = who.name and who.name[0].upper() + who.name[1:]  # user names begin so in every wiki
    model = main.model or "wikitext"  # old schemas do not say
    others = [(slot.role, slot.model, slot.text) for slot in one.others if slot.text]
    ip = who.ip and is_ip(who.name or "")  # old dumps call the software's own names IPs
    return one.timestamp, name, ip, one.comment, one.minor, main.withheld, main.text, model, others


class Endless(io.RawIOBase):
    """A file that begins as it should and then goes on for ever."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self.begin, self.again, self.given = begin, again, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self.begin or self.again * (1 + len(buffer) // len(self.again))
        data, self.begin = data[: len(buffer)], data[len(buffer) :]
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)
