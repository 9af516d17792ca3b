"""See also lists and infoboxes hold rows of their own: nobody's row goes with them unasked."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.factories import make_page, reload
from wiki.editing import edits
from wiki.editing.errors import Choice, Dispute, EditConflict
from wiki.editing.merging.matching import matched_rows
from wiki.editing.save import save_edit
from wiki.models import Page, Revision, Row
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.text.source import read

pytestmark = pytest.mark.django_db

BOX = "```infobox Thing\nAlpha: a\nBeta: b\n```"
LIST = "\n\n## See also\n\n- [[First]]\n- [[Second]]"
BASE = f"{BOX}\n\nThe lead.\n\n## One\n\nText of one.{LIST}"
WITH_LINK = BASE + "\n- [[Third]]"
WITHOUT_LIST = BASE.replace(LIST, "")
WITH_FIELD = BASE.replace("Beta: b", "Beta: b\nGamma: c")
WITHOUT_BOX = BASE.removeprefix(BOX)


class Race:
    """Two whole-page edits from the same base; the first is saved."""

    def __init__(self, first: str, second: str) -> None:
        self.page = make_page("Thing", BASE)
        self.base = open_page(self.page).base
        self.first, self.second = first, second
        self.save(first)

    def save(self, text: str, choices: dict[str, Choice] | None = None) -> None:
        page = reload(self.page)
        edit = edits.whole_page(page, text, self.base)
        save_edit(page, edit, editor=Editor(None, "192.0.2.2"), choices=choices)

    def asked(self) -> Dispute:
        """What the second editor is asked: one question, and nothing was saved."""
        with pytest.raises(EditConflict) as caught:
            self.save(self.second)
        (dispute,) = caught.value.disputes
        assert (self.text, Revision.objects.filter(page=self.page).count()) == (self.first, 2)
        return dispute

    def answered(self, pick: str) -> str:
        dispute = self.asked()
        self.save(self.second, {dispute.key: Choice(dispute.seen, (pick,))})
        call_command("verify_history")
        return self.text

    @property
    def text(self) -> str:
        return open_page(self.page).text


def test_a_list_that_grew_is_not_removed_unasked() -> None:
    dispute = Race(WITH_LINK, WITHOUT_LIST).asked()
    assert (dispute.kind, dispute.piece, dispute.name, dispute.seen) == ("section", "removal", "See also", 2)
    assert (dispute.base, dispute.mine, dispute.theirs) == (LIST, "", f"{LIST}\n- [[Third]]")


@pytest.mark.parametrize(("pick", "wanted"), [("theirs", WITH_LINK), ("mine", WITHOUT_LIST)])
def test_a_list_that_grew_goes_or_stays_as_a_whole(pick: str, wanted: str) -> None:
    assert Race(WITH_LINK, WITHOUT_LIST).answered(pick) == wanted


def test_a_link_is_not_added_to_a_removed_list_in_vain() -> None:
    dispute = Race(WITHOUT_LIST, WITH_LINK).asked()
    assert (dispute.kind, dispute.piece, dispute.name) == ("section", "removal", "See also")
    assert (dispute.base, dispute.mine, dispute.theirs) == (LIST, f"{LIST}\n- [[Third]]", "")


@pytest.mark.parametrize(("pick", "wanted"), [("theirs", WITHOUT_LIST), ("mine", WITH_LINK)])
def test_a_removed_list_comes_back_as_a_whole(pick: str, wanted: str) -> None:
    assert Race(WITHOUT_LIST, WITH_LINK).answered(pick) == wanted


def test_a_changed_link_of_a_removed_list_is_one_question() -> None:
    changed = BASE.replace("[[First]]", "[[First]] of all")
    assert Race(WITHOUT_LIST, changed).answered("mine") == changed


def test_an_infobox_that_grew_is_not_removed_unasked() -> None:
    dispute = Race(WITH_FIELD, WITHOUT_BOX).asked()
    assert (dispute.kind, dispute.piece, dispute.name, dispute.seen) == ("field", "removal", "Thing", 2)
    assert (dispute.base, dispute.mine, dispute.theirs) == (BOX, "", BOX.replace("b\n", "b\nGamma: c\n"))


@pytest.mark.parametrize(("pick", "wanted"), [("theirs", WITH_FIELD), ("mine", WITHOUT_BOX)])
def test_an_infobox_that_grew_goes_or_stays_as_a_whole(pick: str, wanted: str) -> None:
    assert Race(WITH_FIELD, WITHOUT_BOX).answered(pick) == wanted


@pytest.mark.parametrize(("pick", "wanted"), [("theirs", WITHOUT_BOX), ("mine", WITH_FIELD)])
def test_a_removed_infobox_comes_back_as_a_whole(pick: str, wanted: str) -> None:
    assert Race(WITHOUT_BOX, WITH_FIELD).answered(pick) == wanted


def test_a_choice_made_before_the_list_grew_again_is_asked_again() -> None:
    race = Race(WITH_LINK, WITHOUT_LIST)
    dispute = race.asked()
    page: Page = reload(race.page)
    text = WITH_LINK + "\n- [[Fourth]]"
    save_edit(page, edits.whole_page(page, text, open_page(page).base), editor=Editor(None, "192.0.2.1"))
    with pytest.raises(EditConflict) as caught:
        race.save(WITHOUT_LIST, {dispute.key: Choice(dispute.seen, ("mine",))})
    assert caught.value.disputes[0].seen == 3
    assert race.text == text


def test_removing_a_list_that_only_shrank_is_not_asked() -> None:
    race = Race(BASE.replace("\n- [[Second]]", ""), WITHOUT_LIST)
    race.save(WITHOUT_LIST)
    assert race.text == WITHOUT_LIST


def test_new_rows_never_share_an_id_with_new_rows_that_were_there() -> None:
    rows = [
        Row("section", 1, 1, text="Lead."),
        Row("section", -2, 0, head="\n\n## Second", text="\n\nSame text."),
    ]
    wanted = read("Lead.\n\n## First\n\nQuite other words.\n\n## Second\n\nSame text.")
    assert [row.id for row in matched_rows(rows, wanted, None)] == [1, -4, -2]
