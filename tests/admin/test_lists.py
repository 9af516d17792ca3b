"""The lists of the desk: searched, narrowed, paged by key, at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.admin.desk import MODELS, TEXT, at_desk, rows
from tests.factories import edit_page, make_page, reload
from wiki.admin.lists import KeyedAdmin
from wiki.models import InfoboxField, Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor


def test_screens_follow_each_other_by_key(alice: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyedAdmin, "list_per_page", 2)
    client = at_desk("Dora")
    for name in "ABCDE":
        make_page(name, editor=alice)
    seen, address = [], "?"
    while address:
        response = client.get(f"/admin/wiki/page/{address}")
        seen.append("".join(rows(response)))
        address = response.context["cl"].older
    assert seen == ["ED", "CB", "A"]
    back = client.get("/admin/wiki/page/" + response.context["cl"].newer)
    assert rows(back) == ["C", "B"]
    first = client.get("/admin/wiki/page/" + back.context["cl"].newer)
    assert (rows(first), first.context["cl"].newer) == (["E", "D"], None)
    assert "newer" not in first.context["cl"].get_query_string({"state": "protected"})


def test_a_bad_key_leads_back_to_the_list(alice: Editor) -> None:
    client = at_desk("Dora")
    assert client.get("/admin/wiki/page/?older=x")["Location"] == "/admin/wiki/page/?e=1"


@pytest.mark.parametrize("model", ["revision", "section", "infoboxfield", "logentry"])
def test_a_filter_that_no_column_holds_leads_back_too(model: str, alice: Editor) -> None:
    address = f"/admin/wiki/{model}/"
    assert at_desk("Dora", superuser=True).get(f"{address}?page={2**63}")["Location"] == f"{address}?e=1"


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_counted_and_nothing_skipped(model: str, alice: Editor) -> None:
    make_page("Rome", TEXT, editor=alice)
    client = at_desk("Dora", "sysop")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"/admin/wiki/{model}/?older=1000")
    # The session's own query counts the account's notices, at most a hundred.
    sql = " ".join(query["sql"] for query in queries if '"wiki_session"' not in query["sql"])
    assert ("COUNT(" in sql, "OFFSET" in sql) == (False, False)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "number"),
    [
        ("page", 3),
        ("revision", 4),
        ("section", 2),
        ("infoboxfield", 2),
        ("seealsolink", 2),
        ("logentry", 2),
        ("user", 2),
    ],
)
def test_each_costs_the_same_however_long(
    model: str, number: int, count: int, alice: Editor, carol: Editor, django_assert_num_queries: object
) -> None:
    """The account; the rows; of pages and revisions what of an old value is hidden; the tags on offer."""
    for n in range(count):
        page = make_page(f"Rome {n}", TEXT, editor=alice)
        edit_page(page, TEXT.replace("Nero", "Trajan"), editor=alice)
    client = at_desk("Emil", "sysop")
    with django_assert_num_queries(number):  # type: ignore[operator]
        assert len(rows(client.get(f"/admin/wiki/{model}/"))) >= (count if model != "logentry" else 0)


def test_pages_are_found_by_the_beginning_of_a_title_and_by_number(alice: Editor) -> None:
    client = at_desk("Dora")
    rome = make_page("Rome", editor=alice)
    for name in ("Romé", "Rome (film)", "Paris", "Help:Rome", "Rom%"):
        make_page(name, editor=alice)

    def found(text: str) -> list[str]:
        return sorted(rows(client.get("/admin/wiki/page/", {"q": text})))

    assert found("rome") == ["Rome", "Rome (film)"]
    assert found("Help:R") == ["Help:Rome"]
    assert found("Rom%") == ["Rom%"]
    assert found(str(rome.pk)) == ["Rome"]
    assert found("A[b") == []
    assert found("\0") == found("") and len(found("")) == 6  # noqa: PT018
    assert found("9" * 30) == []


def test_pages_are_narrowed_by_state_and_namespace(alice: Editor, carol: Editor) -> None:
    client = at_desk("Emil", "sysop")
    kept = make_page("Rome", editor=alice)
    protect_page(kept, {"edit": "sysop"}, editor=carol)
    opened = make_page("Paris", editor=alice)
    protect_page(opened, {"edit": "sysop"}, editor=carol)
    protect_page(reload(opened), {}, editor=carol)
    delete_page(make_page("Help:Gone", editor=alice), editor=carol)
    assert rows(client.get("/admin/wiki/page/?state=protected")) == ["Rome"]
    assert rows(client.get("/admin/wiki/page/?state=deleted")) == ["Help:Gone"]
    assert rows(client.get("/admin/wiki/page/?namespace=12")) == ["Help:Gone"]
    assert rows(client.get("/admin/wiki/page/?namespace=x")) == ["Paris", "Rome"]


def test_revisions_are_found_by_page_author_and_number(alice: Editor, bob: Editor) -> None:
    client = at_desk("Dora")
    page = make_page("Rome", editor=alice)
    second = edit_page(page, "Two.", editor=bob).revision
    make_page("Paris", editor=bob)

    def found(text: str) -> list[tuple[str, int]]:
        result = client.get("/admin/wiki/revision/", {"q": text}).context["cl"].result_list
        return [(revision.page.title, revision.number) for revision in result]

    assert second is not None
    assert found("Rome") == [("Rome", 2), ("Rome", 1)]
    assert found("Bob") == [("Paris", 1), ("Rome", 2)]
    assert found(str(second.pk)) == [("Rome", 2)]
    assert found("bob") == []


def test_parts_are_found_by_page_key_and_number(alice: Editor) -> None:
    client = at_desk("Dora")
    page = make_page("Rome", TEXT, editor=alice)
    make_page("Paris", TEXT.replace("Mayor", "Area"), editor=alice)
    mayor = InfoboxField.objects.get(page=page, key="Mayor")

    def found(model: str, text: str) -> list[str]:
        return sorted(rows(client.get(f"/admin/wiki/{model}/", {"q": text})))

    assert found("section", "rome") == ["(lead)", "History", "See also"]
    assert found("infoboxfield", "Area") == ["Area"]
    assert found("infoboxfield", str(mayor.pk)) == ["Mayor"]
    assert found("seealsolink", "Paris") == ["Italy"]


def test_the_log_is_searched_and_narrowed(alice: Editor, carol: Editor) -> None:
    client = at_desk("Dora")
    rome = make_page("Rome", editor=alice)
    protect_page(rome, {"edit": "sysop"}, editor=carol)
    delete_page(make_page("Paris", editor=alice), editor=carol)
    assert rows(client.get("/admin/wiki/logentry/?type=delete")) == ["delete/delete Paris"]
    assert rows(client.get("/admin/wiki/logentry/?q=Rome")) == ["protect/protect Rome"]
    assert len(rows(client.get("/admin/wiki/logentry/?q=Carol"))) == 2


def test_lists_show_what_changed_in_words(alice: Editor) -> None:
    client = at_desk("Dora")
    page = make_page("Rome", TEXT, editor=alice)
    edit_page(page, TEXT.replace("Nero", "Trajan"), editor=alice, summary="a new one")
    for model in ("page", "revision"):
        shown = client.get(f"/admin/wiki/{model}/").content.decode()
        assert [word in shown for word in ("Nero", "Trajan", "a new one", "Alice")] == [True] * 4
    latest = Revision.objects.get(page=page, number=2)
    assert (
        f"/revision/{latest.pk}" in client.get(f"/admin/wiki/revision/{latest.pk}/change/").content.decode()
    )
    assert "/wiki/Rome" in client.get(f"/admin/wiki/page/{Page.objects.get().pk}/change/").content.decode()
