"""The log: one entry a deed, and reading it by type, performer and title, by key."""

from datetime import UTC, datetime

import pytest

from wiki.editing.log import write_log
from wiki.models import LogEntry
from wiki.permissions import Editor
from wiki.reading.lists.lines import BadCursor
from wiki.reading.lists.log import log
from wiki.text.titles import Title

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def write(number: int, editor: Editor, *, type_: str = "delete", title: str = "Rome") -> LogEntry:
    return write_log(
        type_,
        type_,
        Title(0, title),
        editor=editor,
        timestamp=NOON.replace(minute=number),
        comment=str(number),
    )


def comments(**wanted: object) -> list[str]:
    return [entry.comment for entry in log(**wanted)[0]]  # type: ignore[arg-type]


def test_an_entry_says_who_did_what_to_which_page_and_why(carol: Editor) -> None:
    entry = write_log("delete", "revision", Title(12, "Editing"), editor=carol, comment="x" * 600, ids=[1, 2])
    kept = LogEntry.objects.get(pk=entry.pk)
    assert (kept.namespace, kept.title, kept.user, kept.user_text) == (12, "Editing", carol.user, "Carol")
    assert (kept.comment, kept.params, kept.timestamp.microsecond) == ("x" * 500, {"ids": [1, 2]}, 0)


def test_it_is_read_newest_first_and_narrowed(alice: Editor, carol: Editor) -> None:
    write(1, carol)
    write(2, alice, type_="move")
    write(3, carol, title="Paris")
    assert comments() == ["3", "2", "1"]
    assert comments(type_="delete") == ["3", "1"]
    assert comments(user="Alice") == ["2"]
    assert comments(title=Title(0, "Rome")) == ["2", "1"]
    assert comments(type_="move", user="Carol") == []


def test_screens_meet_without_gap_even_within_a_second(carol: Editor) -> None:
    for number in (1, 1, 1, 2, 2):
        write(number, carol)
    first, second = log(limit=2)
    seen = [entry.pk for entry in first]
    while second:
        rows, second = log(limit=2, before=second)
        seen += [entry.pk for entry in rows]
    assert seen == list(LogEntry.objects.order_by("-timestamp", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["yesterday", "2026-05-04|1", "2026-05-04T12:00:00Z|x"])
def test_a_cursor_that_no_list_gave_is_refused(db: None, cursor: str) -> None:
    with pytest.raises(BadCursor):
        log(before=cursor)


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_query(count: int, carol: Editor, django_assert_num_queries: object) -> None:
    for number in range(count):
        write(number, carol)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(log()[0]) == count
