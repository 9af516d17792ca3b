"""A page has so many parts at most; that is said before anything takes long."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from tests.factories import edit_page, make_page, reload
from wiki.editing.edits import new_section
from wiki.editing.errors import TextTooLarge
from wiki.editing.save import save_edit
from wiki.models import Page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"## Heading {n}\n\nText." for n in range(34_000)),
        "```infobox A\n" + "".join(f"Key {n}: value\n" for n in range(34_000)) + "```",
        "## See also\n\n" + "\n".join(f"- [[Page {n}]]" for n in range(34_000)),
    ],
    ids=["headings", "fields", "links"],
)
def test_too_many_parts_are_refused_at_once(alice: Editor, text: str) -> None:
    start = time.process_time()
    with pytest.raises(TextTooLarge) as error:
        make_page("Big", text, editor=alice)
    assert time.process_time() - start < 3
    assert error.value.code == "toomanyparts"
    assert "34,00" in error.value.message
    assert "the limit is 10,000. Spread it over several pages." in error.value.message
    assert not Page.objects.exists()


def test_a_page_that_has_too_many_can_still_be_edited(
    client: Client, alice: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Lead.\n\n" + "\n\n".join(f"## {n}\n\nText {n}." for n in range(6))
    page = make_page("Big", text, editor=alice)
    monkeypatch.setattr("wiki.editing.merging.matching.MOST_PARTS", 4)
    edit_page(page, text.replace("Text 3", "Words"), editor=alice)
    edit_page(page, text.replace("\n\n## 5\n\nText 5.", ""), editor=alice)
    now = open_page(reload(page)).text
    with pytest.raises(TextTooLarge):
        edit_page(page, f"{now}\n\n## More", editor=alice)
    with pytest.raises(TextTooLarge):
        save_edit(reload(page), new_section(page, "More", "Text."), editor=alice)
    data = {"text": f"{now}\n\n## More", "summary": "Mine", "base": open_page(reload(page)).base}
    answer = client.post("/edit/Big", data)
    assert answer.status_code in (400, 413)
    assert (
        "The page would have 6 sections, fields and links of lists; the limit is 4."
        in answer.content.decode()
    )
    assert "## More" in answer.content.decode()
    assert Page.objects.get(title="Big").name == Title(0, "Big")
