"""Templates that nearly every MediaWiki has, drawn simply where the wiki has none that can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wiki.text.titles import Title
from wiki.text.wikitext.drawing.strips import Strips

TEMPLATE = 10
_SILENT = frozenset(
    {
        *(
            "short description",
            "good article",
            "featured article",
            "italic title",
            "coord missing",
            "clear",
            "-",
        ),
        *(
            "refbegin",
            "refend",
            "div col",
            "div col begin",
            "div col end",
            "colbegin",
            "colend",
            "portal bar",
        ),
        *("authority control", "toc limit", "toclimit", "featured list", "engvarb", "eastern name order"),
    }
)
_SILENT_BEGINNINGS = ("use ", "pp-", "pp ", "r from ", "r to ")
_PLAIN = {
    **dict.fromkeys(("nowrap", "small", "smaller", "big", "abbr", "nobold", "noitalic"), "1"),
    **dict.fromkeys(("flag", "flagu", "flaglist", "flagcountry", "ipa", "linktext", "sup", "sub"), "1"),
    "lang": "2",
}
_RANGES = {**{word: word for word in ("–", "-", "+", "and", "or", "to", "by")}, "x": "×", "*": "×"}
Arguments = Mapping[str, str]


def builtin(title: Title, arguments: Arguments, strips: Strips) -> str | None:
    """Wikitext for a well-known template that the wiki does not have, or cannot draw; None for any other."""
    if title.namespace != TEMPLATE:
        return None
    name = title.name.casefold()
    if name in _SILENT or name.startswith(_SILENT_BEGINNINGS):
        return ""
    if name in _PLAIN:
        return arguments.get(_PLAIN[name], "")
    if name.startswith("lang-"):
        return arguments.get("1", "")
    if name.startswith("cite ") or name == "citation":
        return _citation(arguments)
    made = _MADE.get(name)
    return made(arguments) if made is not None else None


def _said(arguments: Arguments, *names: str) -> str:
    return next((arguments[name].strip() for name in names if arguments.get(name, "").strip()), "")


def _citation(arguments: Arguments) -> str:
    """Author (date). “Title”. Work, publisher. Pages."""
    author = _said(arguments, "author", "author1", "last", "last1", "authors")
    first = _said(arguments, "first", "first1") if author == _said(arguments, "last", "last1") else ""
    date = _said(arguments, "date", "year")
    title = _said(arguments, "title", "chapter") or _said(arguments, "url")
    url = _said(arguments, "url", "archive-url", "archiveurl")
    shown = f"[{url} {title}]" if url and title and not set(url) & set(" []<>\x7f") else f"“{title}”"
    work = _said(arguments, "work", "website", "journal", "newspaper", "magazine", "encyclopedia")
    pages = _said(arguments, "pages", "page")
    parts = [
        f"{author}{f', {first}' if first else ''}{f' ({date})' if date else ''}" if author else "",
        shown,
        f"''{work}''" if work else "",
        _said(arguments, "publisher"),
        f"p. {pages}" if pages else "",
        "" if author else date,
        f"[https://doi.org/{_said(arguments, 'doi')} doi]"
        if _said(arguments, "doi").startswith("10.")
        else "",
        f"ISBN {_said(arguments, 'isbn')}" if _said(arguments, "isbn") else "",
    ]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _hatnote(words: str) -> Callable[[Arguments], str]:
    def made(arguments: Arguments) -> str:
        pages = [arguments[str(n)].strip() for n in range(1, 20) if arguments.get(str(n), "").strip()]
        return f"\n:{words} {', '.join(f'[[:{page}]]' for page in pages)}\n" if pages else ""

    return made


def _about(arguments: Arguments) -> str:
    said = [arguments.get(str(n), "").strip() for n in range(1, 12)]
    others = [
        f" For {use or 'other uses'}, see [[:{page}]]."
        for use, page in zip(said[1::2], said[2::2], strict=False)
        if page
    ]
    first = f" This article is about {said[0]}." if said[0] else ""
    return f"\n:{(first + ''.join(others)).strip()}\n" if first or others else ""


def _redirect(arguments: Arguments) -> str:
    name, other = _said(arguments, "1"), _said(arguments, "3", "2")
    return f"\n:“{name}” redirects here. For other uses, see [[:{other or f'{name} (disambiguation)'}]].\n"


def _as_of(arguments: Arguments) -> str:
    word = "as of" if _said(arguments, "lc") else "As of"
    return _said(arguments, "alt") or f"{word} {_said(arguments, '1')}"


def _pictures(arguments: Arguments) -> str:
    """Several pictures in one frame: each in a frame of its own."""
    found = []
    for n in range(1, 11):
        if name := _said(arguments, f"image{n}"):
            caption = _said(arguments, f"caption{n}") or (_said(arguments, "footer") if n == 1 else "")
            found.append(f"[[File:{name.removeprefix('File:')}|thumb|{caption}]]")
    return "\n".join(found)


def _list(arguments: Arguments) -> str:
    items = [arguments[str(n)].strip() for n in range(1, 200) if arguments.get(str(n), "").strip()]
    if len(items) == 1 and items[0].startswith("*"):
        return f"\n{items[0]}\n"
    return "".join(f"\n* {item}" for item in items) + "\n"


def _convert(arguments: Arguments) -> str:
    """The first measure, a range too: `{{convert|10|to|17|m|ft}}`."""
    number, *more = (_said(arguments, str(n)) for n in range(1, 5))
    if more[0] in _RANGES and more[1]:
        between = more[0] if more[0] in "–-+" else f" {_RANGES[more[0]]} "
        number, more = f"{number}{between}{more[1]}", more[2:]
    return f"{number}\xa0{more[0]}" if more[0] else number


def _address(arguments: Arguments) -> str:
    url = _said(arguments, "1")
    url = url if "://" in url else f"https://{url}"
    label = _said(arguments, "2")
    return f"[{url} {label}]" if label else url


_MADE: dict[str, Callable[[Arguments], str]] = {
    "about": _about,
    "as of": _as_of,
    "multiple image": _pictures,
    "redirect": _redirect,
    "distinguish": _hatnote("Not to be confused with"),
    "main": _hatnote("Main article:"),
    "main article": _hatnote("Main article:"),
    "see also": _hatnote("See also:"),
    "further": _hatnote("Further information:"),
    "further information": _hatnote("Further information:"),
    "reflist": lambda said: (
        f'\n<references group="{_said(said, "group").replace(chr(34), "")}"/>\n{_said(said, "refs")}'
    ),
    "references": lambda _: "\n<references/>\n",
    "notelist": lambda _: '\n<references group="lower-alpha"/>\n',
    "efn": lambda said: f'<ref group="lower-alpha">{_said(said, "1")}</ref>',
    "plainlist": _list,
    "flatlist": _list,
    "hlist": _list,
    "ubl": _list,
    "unbulleted list": _list,
    "plain list": _list,
    "convert": _convert,
    "cvt": _convert,
    "url": _address,
    "!": lambda _: "|",
    "'": lambda _: "'",
    **dict.fromkeys(("citation needed", "cn", "fact"), lambda _: "<sup>[citation needed]</sup>"),
    "n/a": lambda _: "—",
    "br": lambda _: "<br>",
}
