"""`kill -9` in the middle of an import: run again, it leaves the very rows that it would have left."""

import random

from tests.dumps.exports import export, page, revision
from tests.dumps.killed import Imports

BOX = (
    "{{Infobox town\n| name = A\n| people = %s\n}}\nLead of [[Beta]] and [[Page %s]].\n\n== Past ==\nOld %s."
)


def history(many: int, first: int) -> list[str]:
    return [
        revision(
            BOX % (n % 7, n % 5, "words " * (n % 11)) + "\n\n== Sights ==\n[[Category:Towns]]" * (n % 3 > 0),
            id_=first + n,
            time=f"2010-01-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00Z",
        )
        for n in range(many)
    ]


def test_an_import_that_was_killed_again_and_again_is_as_one_that_was_not(tmp_path):
    pages = [page(*history(6, 1000 * n), title=f"Page {n}") for n in range(1, 9)]
    pages.insert(4, page(*history(450, 100_000), title="Long"))  # in three transactions
    item = (
        "<logitem><id>%d</id><timestamp>2011-01-02T03:04:05Z</timestamp><contributor><ip>192.0.2.1</ip>"
        "</contributor><type>move</type><action>move</action><logtitle>Long</logtitle><params>p</params></logitem>"
    )
    file = tmp_path / "old.xml"
    file.write_bytes(export("".join(pages) + "".join(item % n for n in range(1, 300))))
    imports = Imports(tmp_path, [str(file)])
    assert imports.total == 6 * 8 + 450 + 299
    trial = imports.killed(random.Random(6), times=2)
    assert 0 < trial.at[0] <= trial.at[1]
    assert trial.at[0] < imports.total, "the first kill came in its midst"
    assert trial.differing == []
