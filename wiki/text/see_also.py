"""See also sections: a list of links, read item by item."""

import re

from wiki.text.parts.lines import BLANKS, content, is_blank, split_lines
from wiki.text.parts.rows import LinkText
from wiki.text.titles import InvalidTitle, parse_target
from wiki.text.wikilink import link_source, parse_link

_ITEM = re.compile(r"[-*+][ \t]+(?=[^ \t\r\n])")
_RULE = re.compile(r"(?:-[ \t]*){3,}+$|(?:\*[ \t]*){3,}+$")
_LINK = re.compile(r"\[\[([^\[\]]+)\]\]")
_CATEGORY = r"\[\[[ \t]*(?i:category)[ \t]*:[^\[\]]*\]\]"
_DEFAULT_SORT = r"\{\{(?i:defaultsort)[:|][^{}]*\}\}"
_COMMENT = r"<!--(?:(?!-->).)*+-->"
_AFTER_LIST = re.compile(rf"(?:[ \t]*(?:{_CATEGORY}|{_DEFAULT_SORT}|{_COMMENT}))*+[ \t]*")


def is_see_also(title: str) -> bool:
    """Whether a section of this title may hold see-also links."""
    return " ".join(title.split()).casefold() == "see also"


def read_see_also(body: str) -> tuple[tuple[LinkText, ...], str] | None:
    """The links of a See also section and the text after them; None if it is an ordinary section.

    The body may be list items at column 0 and blank lines, then only lines of categories, comments and
    default sort keys. Sources of the links and the tail give the body back.
    """
    links: list[LinkText] = []
    start = offset = row_end = 0
    after_list = False
    for line in split_lines(body):
        written = content(line)
        if not is_blank(line):
            if _AFTER_LIST.fullmatch(written):
                after_list = True
            elif after_list or not _ITEM.match(written) or _RULE.match(written):
                return None
            else:
                row_end = offset + len(written)
                links.append(read_item(body[start:row_end], written))
                start = row_end
        offset += len(line)
    return tuple(links), body[row_end:]


def read_item(source: str, line: str) -> LinkText:
    """The link that a list item holds: `- [[Target|label]] note` or `- Plain title`."""
    text = _ITEM.sub("", line, count=1).rstrip(BLANKS)
    found = _LINK.match(text)
    if found and (link := parse_link(found[1])) and link.kind == "page":
        target, _, label = found[1].partition("|")
        return LinkText(source, target.strip(), label.strip(), text[found.end() :])
    try:
        parse_target(text)
    except InvalidTitle:
        return LinkText(source, note=text)
    return LinkText(source, text)


def item_source(target: str, label: str = "", note: str = "", *, before: str = "\n") -> str:
    """The source of a see-also row that links to `target`; `before` separates it from the row before."""
    gap = " " if note and note[:1].isalnum() else ""
    return f"{before}- {link_source(target, label)}{gap}{note}" if target else f"{before}- {note}"
