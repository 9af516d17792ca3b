"""Drawings: which are taken, and how large they are; which could run, load or blow up something."""

from __future__ import annotations

import time

import pytest

from tests.made_pictures import PLAIN_SVG, SVG_HEAD, svg
from wiki.pictures.found import BadPicture
from wiki.pictures.look import look_at


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="300" height="200"', (300, 200)),
        ('width="300px" height="2in"', (300, 192)),
        ('width="10mm" viewBox="0 0 1 2"', (38, 76)),
        ('height="50" viewBox="0,0,100,50"', (100, 50)),
        ('width="100%" height="100%" viewBox="0 0 640 480"', (640, 480)),
        ("", (512, 512)),
        ('width="-5" height="1e99" viewBox="a b c d"', (512, 512)),
        ('width="999999999" height="1"', (20_000, 1)),
    ],
)
def test_the_size(attributes: str, size: tuple[int, int]) -> None:
    found = look_at(svg("", attributes), "a.svg")
    assert (found.mime, found.width, found.height) == ("image/svg+xml", *size)


def test_the_title_is_told() -> None:
    assert look_at(PLAIN_SVG.encode(), "a.svg").metadata == {"Title": "Two boxes"}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + PLAIN_SVG.encode(),
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by hand -->\n' + PLAIN_SVG.encode(),
        svg('<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="stroke:url(\'#a\')"/>'),
        svg('<use xlink:href="#a"/>'),
        svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
        svg('<style>rect { fill: red }</style><rect transform="rotate(45)"/>'),
        svg('<i:label xmlns:i="urn:editor" i:file="C:\\a(1).svg"/>'),
        svg('<rect><animate attributeName="width" from="0" to="9" dur="1s"/></rect>'),
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect/></s:svg>',
    ],
)  # fmt: skip
def test_harmless_drawings_are_taken(content: bytes) -> None:
    assert look_at(content, "a.svg").mime == "image/svg+xml"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{LAUGHS}]>{SVG_HEAD}><text>&l9;</text></svg>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (svg("<script>alert(1)</script>"), "svg-script"),
        (svg("<SCRIPT/>"), "svg-script"),
        (svg('<x:script xmlns:x="http://www.w3.org/2000/svg"/>'), "svg-script"),
        (svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'), "svg-script"),
        (svg('<metadata><b xmlns="http://www.w3.org/1999/xhtml"/></metadata>'), "svg-script"),
        (svg("", 'onload="alert(1)"'), "svg-script"),
        (svg('<rect OnClick="alert(1)"/>'), "svg-script"),
        (svg('<a><set attributeName="xlink:href" to="javascript:alert(1)"/></a>'), "svg-script"),
        (svg('<set attributeName=" onclick" to="alert(1)"/>'), "svg-script"),
        (svg('<a href="javascript:alert(1)"/>'), "svg-external"),
        (svg('<image xlink:href="http://example.org/a.png"/>'), "svg-external"),
        (svg('<image href="//example.org/a.png"/>'), "svg-external"),
        (svg('<use href="data:image/svg+xml;base64,PHN2Zz4="/>'), "svg-external"),
        (svg('<rect fill="url(https://example.org/#a)"/>'), "svg-external"),
        (svg('<rect style="fill: URL( &quot;a.svg#b&quot; )"/>'), "svg-external"),
        (svg("<style>@import 'https://example.org/a.css';</style>"), "svg-external"),
        (svg("<style><![CDATA[rect { fill: u\\72l(a) }]]></style>"), "svg-external"),
        (svg("", 'xml:base="https://example.org/"'), "svg-external"),
        (b'<?xml-stylesheet href="a.css"?>' + svg(""), "svg-instruction"),
        (BOMB.encode(), "svg-doctype"),
        (f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{PLAIN_SVG}'.encode(), "svg-doctype"),
        (BOMB.encode("utf-16"), "svg-encoding"),
        (PLAIN_SVG.encode()[:-9], "file-broken"),
        (svg("<g>" * 300 + "</g>" * 300), "svg-too-deep"),
        (svg("<g/>" * 100_001), "svg-too-deep"),
        (svg(" " * 5_000_000), "file-too-large"),
        (b"<svg><rect/></svg>", "filetype-banned"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", "uploadscripted"),
    ],
)
def test_what_is_refused(content: bytes, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(BadPicture) as refused:
        look_at(content, "a.svg")
    assert refused.value.code == code
    assert time.monotonic() - started < 5
