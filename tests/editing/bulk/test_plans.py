"""Revisions planned without the database, and written by what was planned."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.factories import make_page, reload
from wiki.editing.bulk.history import PageHistory
from wiki.editing.bulk.plans import UNSTORED, Imported, PagePlans
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.models import Page, Revision, Section, StatedValue
from wiki.text.titles import parse_title

ROME = parse_title("Rome")
BEGAN = datetime(2010, 1, 1, tzinfo=UTC)
TRADE = "\n\n## Trade\n\nShips come to the harbour and bring grain."
BOX = "{{Infobox\n| founded = 753 BC\n}}\n"


def imported(text, minutes=0, model="markdown"):
    return Imported(BEGAN + timedelta(minutes=minutes), "Ann", "", minor=False, text=text, model=model)


def written(plans, page, *texts, model="markdown"):
    history = PageHistory(BEGAN)
    for minutes, text in enumerate(texts):
        history.add(pickle.loads(pickle.dumps(plans.add(imported(text, minutes, model), shows=True))))
    with transaction.atomic():
        history.flush(page)
    return reload(page)


@pytest.mark.django_db
def test_planning_asks_the_database_nothing(django_assert_num_queries):
    plans = PagePlans(ROME)
    with django_assert_num_queries(0):
        one = plans.add(imported("Rome."), shows=True)
        two = plans.add(imported("Rome, a city." + TRADE), shows=True)
    assert list(one.new.values()) == [UNSTORED]
    assert [row.id for row in two.plan.before] == [UNSTORED], "the lead is known by its number"
    assert list(two.new.values()) == [UNSTORED + 1]


@pytest.mark.django_db
def test_parts_keep_their_ids_from_plan_to_plan():
    page = Page(namespace=0, title="Rome", folded_title="rome")
    page.save_without_historical_record()
    texts = "Rome.", BOX + "Rome." + TRADE, "Rome, a city." + TRADE.replace("Trade", "Harbour")
    page = written(PagePlans(ROME), page, *texts)
    assert page.number == 3
    lead, harbour = Section.objects.filter(page=page).order_by("position")
    assert (lead.body, harbour.title) == ("Rome, a city.", "Harbour")
    assert max(lead.pk, harbour.pk) < UNSTORED
    told = Revision.objects.filter(page=page).order_by("number").values_list("changes", flat=True)
    assert {line["id"] for lines in told for line in lines if line["part"] == "section"} == {
        lead.pk,
        harbour.pk,
    }
    assert [version.title for version in Section.history.filter(id=harbour.pk).order_by("rev")] == [
        "Trade",
        "Harbour",
    ]


@pytest.mark.django_db
def test_facts_are_those_of_the_content_model():
    page = Page(namespace=0, title="Rome", folded_title="rome")
    page.save_without_historical_record()
    box = "{{Infobox\n| height = {{convert|87|m}}\n| rulers = Nero<br>Otho\n}}\n"
    page = written(PagePlans(ROME), page, box, box.replace("Nero", "Galba"), model="wikitext")
    stated = StatedValue.objects.filter(page=page).order_by("folded").values_list("folded", flat=True)
    assert list(stated) == ["galba", "nero", "otho", "otho", "{{convert|87|m}}"]
    rebuild_page(page)
    assert list(stated.all()) == ["galba", "nero", "otho", "otho", "{{convert|87|m}}"]


@pytest.mark.django_db
def test_a_page_that_is_here_goes_on_with_the_ids_that_its_parts_have():
    page = reload(make_page("Rome", "Rome." + TRADE))
    before = set(Section.objects.filter(page=page).values_list("pk", flat=True))
    page = written(PagePlans(ROME, page), page, "Rome, a city." + TRADE + "\n\n## Past\n\nOld.")
    after = Section.objects.filter(page=page, deleted=False)
    assert before < set(after.values_list("pk", flat=True))
    assert after.count() == 3
