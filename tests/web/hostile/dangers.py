"""What in a page could run, or fetch something from elsewhere; as parsers of browsers read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
NEVER = {
    "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "foreignObject",
    "animate", "set", "animateTransform", "handler", "math", "marquee", "noscript",
}  # fmt: skip
ADDRESSES = (
    *("href", "src", "action", "formaction", "poster", "background", "cite", "data", "ping"),
    "{http://www.w3.org/1999/xlink}href",
)
SAFE = ("/", "#", "?", "http://", "https://", "mailto:")  # how an address may begin
OWN = ("/", "#", "?")
SCHEME = re.compile(r"[\x00-\x20]*[a-z][\w+.-]*:|[\x00-\x20]*[/\\]{2}")


def dangers(html: str, *, relative: bool = False) -> Iterator[str]:
    """What could run, or fetch something from elsewhere. `relative`: addresses may be so, as at the desk."""
    return dangers_in(html5lib.parse(html), relative=relative)


def dangers_in(tree: Element, *, relative: bool = False) -> Iterator[str]:
    """The same of what was read already, as XHTML perhaps."""
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        if tag in NEVER:
            yield f"<{tag}> {attributes}"
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
            yield "a script in the page"
        if tag == "script" and "src" not in attributes and not is_json("".join(element.itertext())):
            yield "a script whose data end too early"
        if tag == "meta" and "http-equiv" in attributes:
            yield f"meta {attributes}"
        for name, value in attributes.items():
            plain = "".join(value.split()).lower()
            if name.lower().startswith("on") or name in ("style", "srcdoc"):
                yield f"<{tag} {name}={value[:80]}>"
            sheet = tag == "link" and attributes.get("rel") == "stylesheet"
            fetched = (name != "href" and tag != "a") or sheet
            known = plain.startswith(OWN if fetched else SAFE) or (relative and not SCHEME.match(plain))
            if name in ADDRESSES and plain and not known:
                yield f"<{tag} {name}={value[:80]}>"
            if name in ADDRESSES and fetched and plain.startswith("//"):
                yield f"<{tag} {name}={value[:80]}> is another host's"
            if name == "srcset" and any(not one.strip().startswith("/") for one in value.split(", ")):
                yield f"<{tag} srcset={value[:80]}>"


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
