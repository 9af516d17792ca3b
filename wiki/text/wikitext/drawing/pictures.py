"""Pictures: `[[File:X.jpg|thumb|left|caption]]` and galleries."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from wiki.text.markup.serialize import inner_html
from wiki.text.markup.targets import Targets
from wiki.text.wikitext.spans import outside, spans

from xml.etree.ElementTree import Element  # isort: skip

_WORDS = {
    "thumb": "thumb thumbnail mini miniatur miniatura miniature miniatuur vignette мини миниатюра мініатюра "
    "pienoiskuva pienois thumbnails miniatyr miniaturadeimagen تصغير مصغر サムネイル 缩略图 縮圖 அங்குட்டை",
    "frame": "frame framed enframed marco gerahmt rahmen cadre encadré обрамить kehystetty",
    "frameless": "frameless sinmarco rahmenlos sans_cadre безрамки kehyksetön",
    "border": "border borde rand bordure граница reunus",
    "left": "left links izquierda izda gauche слева ліворуч sinistra vasen vänster يسار 左",
    "right": "right rechts derecha dcha droite справа праворуч destra oikea höger يمين 右",
    "center": "center centre zentriert centrado centro centré центр keskellä centrerad مركز 中央 居中",
    "none": "none ohne no ninguna néant без sans tyhjä بلا",
}
_KNOWN = {word.replace("_", " "): name for name, words in _WORDS.items() for word in words.split()}
_TAG = re.compile(r"<[^<>]*+>")
_FIGCAPTION = "\ue000caption\ue000"


def parts(source: str) -> list[str]:
    """The parts between the bars of a picture's source, leaving alone those in links and templates."""
    found: list[str] = []
    at = 0
    for start, end in outside(source, spans(source, links=True)):
        bar = source.find("|", start, end)
        while bar >= 0:
            found.append(source[at:bar])
            at = bar + 1
            bar = source.find("|", at, end)
    return [*found, source[at:]]


def picture(name: str, options: list[str], targets: Targets, draw: Callable[[str], str]) -> tuple[str, bool]:
    """The HTML of a picture, and whether it is a block; `draw` makes HTML of its caption."""
    words = [_KNOWN.get(one.strip().casefold(), one) for one in options]
    element = targets.picture(name, words)
    caption = element.find("figcaption")
    holder = Element("div")
    holder.append(element)
    if caption is None:
        link = element.find("a")
        if link is not None and link.get("title") and "alt=" not in "".join(words):
            link.set("title", _TAG.sub("", draw(link.get("title", ""))))
        return inner_html(holder).strip(), False
    written, caption.text = caption.text or "", _FIGCAPTION
    return inner_html(holder).replace(_FIGCAPTION, draw(written)), True


def gallery(
    inside: str, file_name: Callable[[str], str], targets: Targets, draw: Callable[[str], str]
) -> str:
    """The pictures of a gallery, one a line."""
    out: list[str] = []
    for line in inside.split("\n"):
        target, _, rest = line.strip().partition("|")
        name = file_name(target.strip()) if target.strip() else ""
        if name:
            caption = [one for one in parts(rest) if not one.strip().startswith(("alt=", "link="))]
            out.append(picture(name, ["thumb", "none", "|".join(caption)], targets, draw)[0])
        elif line.strip():
            out.append(f'<span class="wikitext"><code>{escape(line.strip())}</code></span>')
    return "\n".join(out)
