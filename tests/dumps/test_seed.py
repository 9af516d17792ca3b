"""The seed: every fixture is a page, the article in two revisions, and nothing is done twice."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories import edit_page
from wiki.dumps.seed import seed
from wiki.editing.errors import TextTooLarge
from wiki.models import FileVersion, InfoboxField, Page, Revision, SeeAlsoLink, User
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.compare import compare
from wiki.reading.history import field_history
from wiki.reading.page import find_page, guess_title, read_page, read_revision
from wiki.reading.showing.raw import page_source
from wiki.reading.source import open_page
from wiki.text.normal import MAX_BYTES
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
ARTICLE = FIXTURES / "russia-syria-iran-iraq-coalition.txt"
TITLE = Title(0, "Russia–Syria–Iran–Iraq coalition")
NAMES = "Russia|Syria|Iran|Iraq|Hezbollah"


def run() -> tuple[str, str]:
    told, errors = io.StringIO(), io.StringIO()
    call_command("seed", stdout=told, stderr=errors)
    return told.getvalue(), errors.getvalue()


@pytest.fixture
def article() -> Page:
    run()
    page = find_page(TITLE)
    assert page is not None
    return page


def revisions(page: Page) -> list[Revision]:
    return list(Revision.objects.filter(page=page).order_by("number"))


def test_every_fixture_becomes_a_page() -> None:
    told, errors = run()
    files = [*FIXTURES.glob("pages/**/*.md"), *FIXTURES.glob("*.txt")]
    assert told.splitlines()[0] == f"Seeded {len(files)} pages."
    assert Page.objects.count() == len(files)
    (warning,) = errors.splitlines()
    assert warning == f"{ARTICLE}:12: The value of “Membership” is only separators: “||||”."
    call_command("verify_history")


def test_every_picture_has_its_page_and_is_seeded_once(carol: Editor) -> None:
    run()
    run()
    files = sorted(path.name.replace("_", " ") for path in FIXTURES.glob("files/*"))
    seeded = FileVersion.objects.order_by("file__page__title")
    assert list(seeded.values_list("file__page__title", "number")) == [(name, 1) for name in files]
    assert sorted(path.stem.replace("_", " ") for path in FIXTURES.glob("pages/File/*.md")) == files
    assert "<img" in read_page(Title(12, "Pictures"), viewer=carol).sections[0].html


def test_a_picture_that_people_deleted_stays_deleted(carol: Editor) -> None:
    run()
    page = find_page(Title(6, "Stemma leaf.svg"))
    assert page is not None
    delete_page(page, editor=carol)
    run()
    assert (find_page(page.name), FileVersion.objects.count()) == (None, 1)


def test_markdown_sources_stay_byte_for_byte() -> None:
    for one in seed(FIXTURES):
        assert one.new
    for path in FIXTURES.glob("pages/*/*.md"):
        namespace = {"Main": 0, "Project": 4, "File": 6, "Help": 12, "Category": 14}[path.parent.name]
        page = find_page(Title(namespace, path.stem.replace("_", " ")))
        assert page is not None
        assert open_page(page).text + "\n" == path.read_text(encoding="utf-8")


def test_seeding_again_changes_nothing() -> None:
    run()
    before = Revision.objects.count()
    told, errors = run()
    assert (told, errors) == ("Nothing to seed: the wiki has its pages.\n", "")
    assert Revision.objects.count() == before


def test_pages_that_people_changed_or_deleted_stay_theirs(article: Page, carol: Editor) -> None:
    edit_page(article, "Rewritten.", editor=carol)
    help_page = find_page(Title(12, "Editing"))
    assert help_page is not None
    delete_page(help_page, editor=carol)
    run()
    assert open_page(article).text == "Rewritten."
    assert find_page(Title(12, "Editing")) is None


def test_the_first_administrator_is_told_once() -> None:
    told, _ = run()
    password = told.partition("with the password ")[2].split()[0]
    admin = User.objects.get(is_superuser=True)
    assert (admin.username, admin.check_password(password), password in admin.password) == (
        "Admin",
        True,
        False,
    )
    assert "password" not in run()[0]


def test_revision_1_holds_every_line_of_the_file_byte_for_byte(article: Page) -> None:
    first = revisions(article)[0]
    source = page_source(TITLE, viewer=Editor(None, "192.0.2.1"), oldid=first.pk).encode()
    title, blank, caption, *rest = ARTICLE.read_bytes().split(b"\n")
    fields = [line for line in rest if line.startswith(b"- ")][:9]
    assert (title, blank) == ("= Russia–Syria–Iran–Iraq coalition =".encode(), b"")
    box = b"\n".join([b"```infobox " + caption, *(line.removeprefix(b"- ") for line in fields), b"```"])
    assert source == b"\n".join([box, *rest[9:]])
    assert b"Membership: ||||" in source


def test_title_and_caption_differ_in_case_and_stay_apart(article: Page) -> None:
    caption = InfoboxField.objects.get(page=article, kind="caption")
    assert (article.title, caption.value) == (
        "Russia–Syria–Iran–Iraq coalition",
        "Russia–Syria–Iran–Iraq Coalition",
    )


def test_revision_2_changes_one_field_only(article: Page, anon: Editor) -> None:
    first, second = revisions(article)
    (part,) = compare(first.pk, second.pk, viewer=anon).parts
    assert (part.kind, part.name, part.verb) == ("field", "Membership", "changed")
    before, after = (page_source(TITLE, viewer=anon, oldid=one.pk) for one in (first, second))
    assert after == before.replace("Membership: ||||", f"Membership: {NAMES}")
    field = InfoboxField.objects.get(page=article, key="Membership")
    assert [row.number for row in field_history(article, field.pk, viewer=anon).rows] == [2, 1]
    assert InfoboxField.history.filter(page_id=article.pk, rev=2).count() == 1
    assert (first.author_text, second.author_text) == ("Stemma seed", "Stemma seed")


def test_the_page_shows_every_part_in_order(article: Page, anon: Editor) -> None:
    view = read_page(TITLE, viewer=anon)
    headings = [
        "",
        "Background",
        "Russia and Iran",
        "Syrian civil war",
        "After 2015",
        "Agreement",
        "Iranian role",
    ]
    assert [section.title for section in view.sections] == [*headings, "See also"]
    assert view.infobox is not None
    assert [(field.key, field.kind) for field in view.infobox.fields] == [
        ("Map", "picture"),
        *((key, "text") for key in ("Formation", "Type", "Dissolved", "Purpose", "Headquarters")),
        *((key, "text") for key in ("Affiliations", "Region")),
        ("Membership", "list"),
    ]
    assert list(view.infobox.fields[-1].values) == NAMES.split("|")


def test_revision_1_shows_a_membership_of_bars_alone(article: Page, anon: Editor) -> None:
    view = read_revision(revisions(article)[0].pk, viewer=anon)
    assert view.infobox is not None
    assert (view.infobox.fields[-1].key, view.infobox.fields[-1].kind) == ("Membership", "junk")


def test_the_five_targets_do_not_exist(article: Page, anon: Editor) -> None:
    links = read_page(TITLE, viewer=anon).sections[-1].see_also or ()
    written = ARTICLE.read_text(encoding="utf-8").split("==See also==\n")[1].split("\n")
    wanted = [line.removeprefix("- ") for line in written if line.startswith("- ")]
    assert [link.title and link.title.name for link in links] == wanted
    assert [link.state for link in links] == ["missing"] * 5
    assert [link.url.startswith("/edit/") for link in links] == [True] * 5
    targets = SeeAlsoLink.objects.filter(page=article).order_by("position").values_list("target", flat=True)
    assert list(targets) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "Russia-Syria-Iran-Iraq coalition",
        "Russia-syria-iran-iraq Coalition",
        "RUSSIA—SYRIA—IRAN—IRAQ COALITION",
    ],
)
def test_it_is_found_by_hyphens_and_in_another_case(article: Page, typed: str) -> None:
    assert guess_title(Title(0, typed)) == TITLE


def test_a_seed_that_is_broken_off_leaves_no_article_half_told(tmp_path: Path) -> None:
    """Here the second revision fails: with the five names the page passes the size limit."""
    box = b"C\n- Membership: ||||\n\n"
    (tmp_path / "big.txt").write_bytes(b"= Big =\n" + box + b"x" * (MAX_BYTES - len(box) - 20))
    with pytest.raises(TextTooLarge):
        list(seed(tmp_path))
    assert (Page.objects.count(), Revision.objects.count()) == (0, 0)


def test_a_broken_fixture_stops_the_seed_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"no title\n")
    with pytest.raises(ValueError, match=r"bad\.txt:1: no title"):
        list(seed(tmp_path))
    assert Page.objects.count() == 0
