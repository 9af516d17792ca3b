"""Every single attack where texts are rendered: as words, heading, link, title, summary, key and value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from tests.factories import make_page
from tests.web.hostile.attacks import as_key, as_title, every_attack, packed
from wiki.permissions import Editor

AT_ONCE = 130  # attacks on one page: drawn well within the limit, in every place of it
# How else the pages are opened, in turn: each kind of view sees its share of the attacks.
VIEWS = (
    "/edit/{}", "/history/{}", "/edit/{}?part=infobox", "/authorship/{}", "/wiki/Special:PageInfo/{}",
    f"/asof/{datetime.now(UTC):%Y-%m-%d}/{{}}",
    "/wiki/Special:Neighbourhood/{}", "/move/{}", "/wiki/Special:CiteThisPage/{}",
    "/since/{}", "/wiki/{}?printable=yes",
)  # fmt: skip


def pages_of_attacks(editor: Editor) -> dict[str, int]:
    """The titles of the pages that hold them, with how many each holds."""
    attacks, titles = every_attack(), dict[str, int]()
    for start in range(0, len(attacks), AT_ONCE):
        some = attacks[start : start + AT_ONCE]
        keys = "\n".join(f"{as_key(attack)}: {attack}" for attack in some)
        words = "\n\n".join(
            f"## {attack}\n\n{attack}\n\n[[{as_title(attack) or 'X'}|{attack}]]" for attack in some
        )
        title = f"Attacks {start}"
        titles[title] = len(some)
        make_page(title, f"```infobox {some[0]}\n{keys}\n```\n{words}", editor=editor)
    return titles


def pages_called_by_attacks(editor: Editor) -> int:
    """How many pages were made whose titles are attacks, and whose summaries hold all of them."""
    made = set()
    for run in packed(every_attack()):
        for some in packed(list(filter(None, map(as_title, run))), 200):
            if (title := as_title(" ".join(some))) and title not in made:
                break
        else:
            title = f"Page {len(made)}"
        made.add(title)
        make_page(title, "Words.", editor=editor, summary=" ".join(run)[:500])
    return len(made)


def other_views(titles: Iterable[str]) -> Iterator[str]:
    """An address for each, of one of the views."""
    for number, title in enumerate(titles):
        yield VIEWS[number % len(VIEWS)].format(title.replace(" ", "_"))
