"""The rows of an infobox."""

from wiki.reading.showing.assemble import FieldView
from wiki.templatetags.facts import facts


def field(kind: str, *values: str, key: str = "Type") -> FieldView:
    return FieldView(7, key, kind, values, "")


def row(value: str, key: str = "Type") -> str:
    return f'<div id="field-7"><dt>{key}</dt> <dd>{value}</dd></div>\n'


def test_each_kind_of_value_has_its_shape() -> None:
    fields = [
        field("text", "alliance"),
        field("list", "<b>a</b>", "b"),
        field("empty"),
        field("empty", "||||"),
    ]

    assert facts(fields, "/edit/X", "/history/X", plain=True) == "".join(
        [
            row("alliance"),
            row("<ul><li><b>a</b></li><li>b</li></ul>"),
            row('<span class="muted">not stated</span>'),
            row('<span class="muted">||||</span>'),
        ]
    )


def test_a_picture_is_no_row() -> None:
    assert facts([field("picture", "A.png")], "/edit/X", "/history/X") == ""


def test_names_are_text_and_addresses_keep_their_percent_signs() -> None:
    shown = facts([field("text", "9", key='%s "<b>"')], "/edit/%C3%84", "/history/%C3%84")

    name = "%s &quot;&lt;b&gt;&quot;"
    assert shown == row(
        f'9 <span class="fa"><a href="/edit/%C3%84?field=7" aria-label="Edit {name}">edit</a>'
        f' <a href="/history/%C3%84?field=7" aria-label="History of {name}">history</a></span>',
        key=f'<a class="fact" href="/field/7">{name}</a>',
    )


def test_a_fact_is_discussed_where_there_is_a_talk_page() -> None:
    shown = facts([field("text", "9", key="A & B")], "/edit/X", "/history/X", "/edit/Talk:X")
    address = "/edit/Talk:X?section=new&amp;about=f7"
    link = f'<a href="{address}" rel="nofollow" aria-label="Discuss A &amp; B">discuss</a>'
    assert f"history</a> {link}</span>" in shown
