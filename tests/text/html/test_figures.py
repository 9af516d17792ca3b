"""Pictures in rendered HTML: in the place of each file that exists, at the size the text asks for."""

from __future__ import annotations

import pytest

from tests.text.test_render import body
from wiki.text.html.figures import Figures
from wiki.text.html.thumbs import LADDER, Picture, fit, ladder_step, shown

SHA = "0123456789abcdef0123456789abcdef01234567"
PHOTO = Picture("A b.jpg", SHA, "image/jpeg", 2000, 1500)
SMALL = Picture("Icon.png", SHA, "image/png", 60, 40)
DRAWING = Picture("D.svg", SHA, "image/svg+xml", 300, 200)
THERE = {picture.name: picture for picture in (PHOTO, SMALL, DRAWING)}


def thumb(width: int) -> str:
    return f"/thumb/{width}/{SHA}/A_b.jpg.webp"


def placed(text: str) -> str:
    return Figures(THERE).set_in(body(text))


def test_a_thumbnail_has_its_size_both_densities_and_its_caption() -> None:
    link = (
        f'<a href="/wiki/File:A_b.jpg" class="picture-link" data-large="{thumb(1920)}" '
        'data-width="1920" data-height="1440">'
    )
    image = (
        f'<img src="{thumb(250)}" srcset="{thumb(250)} 1x, {thumb(500)} 2x" width="250" height="188" '
        'alt="A dog" fetchpriority="high">'
    )
    assert placed("[[File:a b.jpg|thumb|right|alt=A dog|Rex, *asleep*]]") == (
        f'<figure class="picture thumb right">{link}{image}</a>'
        "<figcaption>Rex, <em>asleep</em></figcaption></figure>\n"
    )


def test_a_file_that_is_missing_keeps_the_link_to_its_upload() -> None:
    html = body("[[File:No.jpg|thumb|x]] [[File:Nor.png]]")
    assert Figures(THERE).set_in(html) == html
    assert html.count('class="upload"') == 2


def test_only_the_first_picture_is_fetched_at_once() -> None:
    html = placed("[[File:A b.jpg|thumb]]\n\n[[File:Icon.png]] [[File:D.svg|120px]]")
    assert [part.split(">")[0].rpartition('" ')[2] for part in html.split("<img")[1:]] == [
        'fetchpriority="high"',
        'decoding="async"',
        'decoding="async"',
    ]
    assert html.count('loading="lazy"') == 2


def test_alt_follows_from_alt_caption_or_name() -> None:
    def alt(text: str) -> str:
        return placed(text).split(' alt="')[1].split('"')[0]

    assert alt("[[File:Icon.png|alt=a <b> &amp; c|The caption]]") == "a &lt;b&gt; &amp; c"
    assert alt("[[File:Icon.png|The caption]]") == "The caption"
    assert alt("[[File:Icon.png|thumb|The caption]]") == "Icon.png"
    assert alt("![described](Icon.png)") == "described"


def test_what_older_programs_stored_is_read_too() -> None:
    """Without data-alt, which the text for machines stood for in the tool tip."""
    old = (
        '<figure class="picture thumb" data-width="200"><a href="/wiki/Special:Upload?wpDestFile=Icon.png" '
        'class="upload" title="An icon"><span class="filename">Icon.png</span></a></figure>'
    )
    assert ' alt="An icon"' in Figures(THERE).set_in(old)


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ("A b.jpg|thumb", (250, 188)),
        ("A b.jpg|thumb|400px", (400, 300)),
        ("A b.jpg|frameless", (250, 188)),
        ("A b.jpg|x150px", (200, 150)),
        ("A b.jpg|300x150px", (200, 150)),
        ("A b.jpg|thumb|upright", (190, 142)),
        ("A b.jpg", (1024, 768)),
        ("A b.jpg|frame|100px", (1024, 768)),
        ("A b.jpg|9000px", (1024, 768)),
        ("A b.jpg|thumb|0px", (250, 188)),
        ("Icon.png|thumb|400px", (60, 40)),
        ("Icon.png", (60, 40)),
        ("D.svg", (300, 200)),
        ("D.svg|600px", (600, 400)),
    ],
)
def test_sizes(options: str, size: tuple[int, int]) -> None:
    html = placed(f"[[File:{options}]]")
    assert f' width="{size[0]}" height="{size[1]}"' in html


def test_a_small_file_and_a_drawing_are_shown_as_they_are() -> None:
    assert shown(SMALL, 250).src == f"/media/{SHA}/Icon.png"
    assert (shown(DRAWING, 250).src, shown(DRAWING, 250).srcset) == (f"/media/{SHA}/D.svg", "")
    assert shown(SMALL, 60).srcset == ""


def test_no_size_is_larger_than_the_file() -> None:
    for width in range(1, 2600, 7):
        step = PHOTO.step(width)
        assert step == 0 or (step in LADDER and step < PHOTO.width)
        assert fit(PHOTO, width)[0] == min(width, PHOTO.width)
        assert ladder_step(width) >= width or width > LADDER[-1]


def test_names_cannot_break_out_of_the_html() -> None:
    name = "A'&\"b.png"
    evil = Picture(name, SHA, "image/png", 300, 200)
    html = Figures({name: evil}).set_in(body(f'[[File:{name}|thumb|alt="><img src=x onerror=y>]]'))
    assert html.count("<img") == 1
    assert "onerror=y>" not in html
    assert f"/media/{SHA}/A%27%26%22b.png" in html
