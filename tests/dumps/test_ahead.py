"""Steps made in another process come out as they were made, in their order, with their errors."""

import io
import os
import signal
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.dumps.exports import export, page, revision
from wiki.dumps.ahead import AheadLost, Awaited, made_ahead
from wiki.dumps.importer import import_records
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import DumpBroken, read_dump
from wiki.editing.bulk.site_names import keep_site_names
from wiki.models import Fact, Link, Revision, Section, SiteName

pytestmark = pytest.mark.django_db(transaction=True)


class Wait(Awaited):
    """A step to be done before the next is made."""


class Stubborn(Exception):
    """One that cannot be pickled."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def in_order(error=None):
    for number in range(200):
        yield number, os.getpid(), "x" * 10_000
    if error is not None:
        raise error


def test_steps_come_in_their_order_from_another_process_which_then_is_no_more():
    with made_ahead(in_order()) as steps:
        taken = list(steps)
    assert [number for number, *_ in taken] == list(range(200))
    (child,) = {process for _, process, _ in taken}
    assert child != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_who_needs_no_more_leaves_no_process_behind():
    with made_ahead(in_order()) as steps:
        _number, child, _text = next(steps)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_errors_are_raised_where_the_steps_are_taken_after_those_before():
    broken = DumpBroken("old.xml", 7, "Alpha", "it ends too soon")
    with made_ahead(in_order(broken)) as steps:
        taken = [next(steps) for _ in range(200)]
        with pytest.raises(DumpBroken, match=r"^old\.xml:7: page “Alpha”: it ends too soon$") as found:
            next(steps)
    assert len(taken) == 200
    assert (found.value.line, found.value.page) == (7, "Alpha")


def test_an_error_that_cannot_be_sent_comes_as_what_it_said():
    with (
        made_ahead(in_order(Stubborn("bread", "butter"))) as steps,
        pytest.raises(RuntimeError, match="bread and"),
    ):
        list(steps)


def test_a_process_that_was_killed_is_told_of():
    with made_ahead(in_order()) as steps:
        _number, child, _text = next(steps)
        os.kill(child, signal.SIGKILL)
        with pytest.raises(AheadLost, match="was stopped"):
            list(steps)


def test_after_an_awaited_step_everything_before_is_done():
    def seen():
        for number in range(5):
            yield f"name {number}"
            yield Wait()
            yield SiteName.objects.count()

    counts = []
    with made_ahead(seen()) as steps:
        for step in steps:
            if isinstance(step, str):
                time.sleep(0.01)
                keep_site_names({step: 4})
            elif isinstance(step, int):
                counts.append(step)
    assert counts == [1, 2, 3, 4, 5]


def test_in_a_transaction_steps_are_made_where_it_is_seen():
    with transaction.atomic(), made_ahead(in_order()) as steps:
        assert next(steps)[1] == os.getpid()


def written():
    """What stands in the database, but for its numbers."""
    made = Revision.objects.order_by("page__namespace", "page__title", "number")
    lines = [
        [{name: value for name, value in line.items() if name != "id"} for line in lines]
        for lines in made.values_list("changes", flat=True)
    ]
    said = made.values_list(
        "page__title", "number", "timestamp", "author_text", "summary", "sha1", "size", "delta"
    )
    versions = Section.history.order_by("page__title", "rev", "position", "heading")
    parts = versions.values_list(
        "page__title", "rev", "position", "deleted", "heading", "body", "anchor", "history_type"
    )
    links = Link.objects.order_by("page__title", "kind", "title", "valid_from")
    ranges = links.values_list("page__title", "kind", "title", "valid_from", "valid_to")
    facts = Fact.objects.order_by("page__title", "key", "valid_from")
    stated = facts.values_list("page__title", "key", "value", "valid_from", "valid_to")
    names = SiteName.objects.order_by("name").values_list("name", "namespace")
    return lines, *map(list, (said, parts, ranges, stated, names))


def old_wiki():
    """Pages with long histories, one that comes twice, one that has no title and one that is another."""
    known = "Lead of [[Beta]].\n\n== Past ==\nOld words that are many enough to be known again."
    texts = [known, "{{Infobox\n| a = 1\n}}\nLead of [[Diskussion:Beta]].", known]
    texts += [
        f"{{{{Infobox\n| a = {n % 5}\n}}}}\n{known}\n\n== Sights {n % 7} ==\nWords {n}. [[Kategorie:Towns]]"
        for n in range(300)
    ]
    history = [
        revision(text, id_=n + 1, time=f"2010-01-01T00:{n // 60:02}:{n % 60:02}Z")
        for n, text in enumerate(texts)
    ]
    pages = [
        page(*history[:120]),
        page(*history, title="Beta"),
        page(*history),
        page(*history[:3], title="a&lt;b"),
    ]
    return export("".join(pages) + page(*history[1:4]))


def test_an_import_made_ahead_leaves_what_one_leaves_that_was_not(tmp_path):
    file = tmp_path / "old.xml"
    file.write_bytes(old_wiki())
    with transaction.atomic():
        told = import_records(read_dump(io.BytesIO(old_wiki()), str(file)), Wanted(str(file)), Report())
        here = written()
        transaction.set_rollback(True)
    assert (told.pages, told.revisions, told.known, told.refused) == (3, 606, 120, 2)
    assert Revision.objects.count() == 0

    said = io.StringIO()
    with pytest.raises(CommandError, match="not everything was imported"):
        call_command("import_xml", str(file), stdout=io.StringIO(), stderr=said)
    assert said.getvalue().splitlines() == told.lines
    assert written() == here
    call_command("verify_history", stdout=io.StringIO())
