"""Integrity lives in the database: what may never be stored is refused by SQLite and PostgreSQL alike."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.factories import edit_page, make_page, reload, stored
from wiki.models import Fact, InfoboxField, Link, Page, Revision, Section, SeeAlsoLink, User

pytestmark = pytest.mark.django_db

TEXT = "```infobox Thing\nAlpha: a\n```\n\nLead.\n\n## One\n\nText.\n\n## See also\n\n- [[First]]"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def page() -> Page:
    page = make_page("Thing", TEXT)
    edit_page(page, TEXT.replace("Text.", "Words."))
    return reload(page)


def refused(model: type[Model], change: dict[str, object], name: str, **which: object) -> None:
    """A change of one stored row by SQL fails on the constraint of this name."""
    row = model._default_manager.get(**which)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        stored(model).filter(pk=row.pk).update(**change)
    assert broken(caught.value, model) == name


def broken(error: IntegrityError, model: type[Model]) -> str:
    """Name of the constraint that an error tells of. Of a unique one SQLite tells only the columns."""
    text = str(error)
    if found := re.search(r'constraint "(\w+)"|CHECK constraint failed: (\w+)', text):
        return found[1] or found[2]
    columns = [part.rpartition(".")[2] for part in text.partition("failed: ")[2].split(", ")]
    for constraint in model._meta.constraints:
        named = [model._meta.get_field(name).column for name in getattr(constraint, "fields", ())]
        if named == columns or text.endswith(f"index '{constraint.name}'"):
            return constraint.name
    return text


REFUSED = {
    "no revision before the first": (Revision, {"number": 1}, {"number": 0}, "revision_number_positive"),
    "only the first has no parent": (Revision, {"number": 2}, {"parent": None}, "revision_parent"),
    "an author is named": (Revision, {"number": 1}, {"author_text": ""}, "revision_author_named"),
    "numbers are unique": (Revision, {"number": 2}, {"number": 1, "parent": None}, "revision_number"),
    "a page has a title": (Page, {"title": "Thing"}, {"title": ""}, "page_title_not_empty"),
    "a page knows its rev": (Page, {"title": "Thing"}, {"rev": 3}, "page_rev_known"),
    "level 1": (Section, {"title": "One"}, {"level": 1}, "section_level"),
    "level 7": (Section, {"title": "One"}, {"level": 7}, "section_level"),
    "a section's rev": (Section, {"title": "One"}, {"rev": 0}, "section_rev"),
    "the lead has no heading": (Section, {"level": 0}, {"heading": "## X"}, "section_lead_unheaded"),
    "a field's kind": (InfoboxField, {"key": "Alpha"}, {"kind": "other"}, "field_kind"),
    "a field's key": (InfoboxField, {"key": "Alpha"}, {"key": ""}, "field_key_not_empty"),
    "a field's rev": (InfoboxField, {"key": "Alpha"}, {"rev": 0}, "field_rev"),
    "a link's rev": (SeeAlsoLink, {"target": "First"}, {"rev": 0}, "see_also_rev"),
    "a derived link's kind": (Link, {"kind": "see_also"}, {"kind": "other"}, "link_kind"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(page: Page, what: str) -> None:
    model, which, change, name = REFUSED[what]
    refused(model, change, name, **which)


@pytest.mark.parametrize(
    ("model", "which"),
    [(Section, {"title": "One"}), (InfoboxField, {"key": "Alpha"}), (SeeAlsoLink, {"target": "First"})],
)
def test_a_version_of_a_row_is_made_once(page: Page, model: type[Model], which: dict[str, str]) -> None:
    history = model.history.model  # type: ignore[attr-defined]
    version = history.objects.filter(**which).order_by("rev").first()
    version.pk = None
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        version.save(force_insert=True)
    assert broken(caught.value, history) == f"{model._meta.model_name}_version"


def test_one_living_page_of_a_title(page: Page) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Page(namespace=0, title="Thing", folded_title="thing").save_without_historical_record()
    Page(namespace=1, title="Thing", folded_title="thing").save_without_historical_record()
    Page(namespace=0, title="Thing", folded_title="thing", deleted=True).save_without_historical_record()
    assert Page.objects.filter(title="Thing").count() == 3


def test_titles_differ_by_case_and_accent(page: Page) -> None:
    for title in ("thing", "THING", "Thíng", "Thing "):
        Page(namespace=0, title=title, folded_title="thing").save_without_historical_record()
    assert Page.objects.filter(folded_title="thing").count() == 5


def checked(sql: str) -> None:
    """Runs a statement, and what is checked when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.check_constraints()


@pytest.mark.parametrize("model", [Page, Revision, Section])
def test_what_others_refer_to_is_never_deleted(page: Page, model: type[Model]) -> None:
    row = model._default_manager.order_by("pk").last()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        checked(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}")


def test_a_version_belongs_to_a_revision(page: Page) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        checked("UPDATE wiki_historicalsection SET revision_id = 999999 WHERE title = 'One' AND rev = 1")


def test_a_name_is_one_account() -> None:
    User.objects.create_user("Alice")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Alice")


def test_big_keys_and_positions_fit(page: Page) -> None:
    Section.objects.filter(title="One").update(position=2**63 - 1)
    InfoboxField.objects.filter(key="Alpha").update(position=-(2**63))
    Section.history.filter(title="One", rev=2).update(history_id=2**62)
    assert Section.objects.get(title="One").position == 2**63 - 1
    assert Section.history.get(title="One", rev=2).history_id == 2**62


def test_long_values_fit(page: Page) -> None:
    text = TEXT.replace("Alpha: a", f"{'K' * 3000}: {'v' * 5000}").replace("## One", f"## {'T' * 3000}")
    edit_page(page, text)
    assert InfoboxField.objects.get(page=page, kind="field", deleted=False).key == "K" * 3000
    assert Section.objects.get(page=page, level=2, see_also=False, deleted=False).title == "T" * 1000
    assert Fact.objects.get(page=page, valid_to=None).key == "K" * 255
