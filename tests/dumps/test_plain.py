"""Articles in the plain shape: ten real ones with their quirks, and files that are refused."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.text.strategies import any_text
from wiki.dumps.plain import Plain, PlainRefused, read_plain, read_plain_file, read_plain_stream
from wiki.text.normal import MAX_BYTES
from wiki.text.source import read, write

ROOT = Path(__file__).parents[2]
PLAIN = ROOT / "tests" / "data" / "plain"
SEED = ROOT / "fixtures" / "russia-syria-iran-iraq-coalition.txt"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PLAIN / "expect.json").read_text(encoding="utf-8"))


def article(text: str) -> Plain:
    return read_plain(text.encode(), "a.txt")


@pytest.mark.parametrize("name", EXPECTED)
def test_real_articles(name: str) -> None:
    data = (PLAIN / name).read_bytes()
    wanted = EXPECTED[name]
    assert hashlib.sha256(data).hexdigest() == wanted["sha256"]
    plain = read_plain(data, name)
    page = read(plain.text)
    assert write(page) == plain.text
    assert {
        "title": plain.title,
        "infobox_name": page.fields[0].value if page.fields else None,
        "fields": [[row.key, row.value] for row in page.fields if row.kind == "field"],
        "headings": [[section.level, section.title] for section in page.sections[1:]],
        "see_also": [link.target for section in page.sections for link in section.links or ()],
    } == {key: wanted[key] for key in ("title", "infobox_name", "fields", "headings", "see_also")}


@pytest.mark.parametrize("name", EXPECTED)
def test_all_but_title_and_infobox_stays_byte_for_byte(name: str) -> None:
    written = (PLAIN / name).read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
    page = read(read_plain_file(PLAIN / name).text)
    body = "".join(section.source for section in page.sections)
    assert written.endswith(body.lstrip("\r\n"))
    head = written[: len(written) - len(body.lstrip("\r\n"))]
    values = [row.source.strip("\r\n") for row in page.fields if row.kind == "field"]
    assert [line[2:] for line in head.replace("\r", "").split("\n") if line.startswith("- ")] == values


def test_the_seed_article() -> None:
    plain = read_plain_file(SEED, "seed.txt")
    page = read(plain.text)
    assert plain.title == "Russia–Syria–Iran–Iraq coalition"
    assert page.fields[0].value == "Russia–Syria–Iran–Iraq Coalition"
    assert page.fields[-2].source == "\nMembership: ||||"
    assert plain.warnings == ("seed.txt:12: The value of “Membership” is only separators: “||||”.",)
    written = SEED.read_text(encoding="utf-8")
    assert written.endswith(plain.text[plain.text.index("```\n\n") + 4 :])
    assert [section.heading for section in page.sections[1:4]] == [
        "\n\n==Background==",
        "\n===Russia and Iran===",
        "\n\n===Syrian civil war===",
    ]
    assert [link.source for link in page.sections[-1].links or ()][1] == "\n- Iran–Israel proxy conflict"


@pytest.mark.parametrize(
    ("text", "title", "source"),
    [
        ("= A =", "A", ""),
        ("=A=\nx\n", "A", "x\n"),
        ("\n= a = b = c =  \n \n\nlead", "a = b = c", "lead"),
        ("= A =\r\rC\r- k: v\r\r==H==\rx", "A", "```infobox C\rk: v\r```\r\r==H==\rx"),
        ("= A =\n\nC\r\n- k:  v \n-  l:\r\nlead", "A", "```infobox C\r\nk:  v \nl:\r\n```\r\nlead"),
        ("\ufeff= A =\n\n C d \n- k: v", "A", "```infobox C d\nk: v\n```"),
        ("= A =\n\nC `d` ```\n- k: ```\n", "A", "~~~infobox C `d` ```\nk: ```\n~~~\n"),
        ("= A =\n\nlead\n\n- k: v\n", "A", "lead\n\n- k: v\n"),
        ("= A =\n\n- k: v\n- l: w\n", "A", "- k: v\n- l: w\n"),
        ("= A =\n\nMay be:\n- a film\n- k: v\n", "A", "May be:\n- a film\n- k: v\n"),
        ("= A =\n\n==H==\n- k: v\n", "A", "==H==\n- k: v\n"),
    ],
)
def test_accepted(text: str, title: str, source: str) -> None:
    assert article(text) == Plain(title, source)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("= A\n", ["1: the line of the title is not closed by one “=”"]),
        ("= A ==\n", ["1: the line of the title is not closed by one “=”"]),
        (
            "= A =\n\n== H\nx\r\n=== I ==",
            [
                f"{line} is no heading: the signs on both sides differ."
                for line in ("3: “== H”", "5: “=== I ==”")
            ],
        ),
        (
            "= A =\n\nC\n- k: v\n\nD\n- l: w\n- m: x\n",
            ["6: a second caption with “- Key: value” lines stays text"],
        ),
        (
            "= A =\n\nC\n- k: v\n- k: w\n\n==H",
            [
                "5: The key “k” stands 2 times; all are kept.",
                "7: “==H” is no heading: the signs on both sides differ.",
            ],
        ),
        ("= A =\n\nx\u2028y", ["3: U+2028 is kept; it ends no line here"]),
        ("= A =\n\nx\x1by", ["3: the control character U+001B is kept"]),
        (
            "= A =\n\nC\n- k: v\n- no field\n",
            ["3: these lines are no infobox and stay text: “no field” is no “Key: value”"],
        ),
        (
            "= A =\n\nC\n- k: v\n- : w\n",
            ["3: these lines are no infobox and stay text: “: w” is no “Key: value”"],
        ),
        (
            "= A =\n\nC\n- k: v\n- - l: w\n",
            ["3: these lines are no infobox and stay text: “- l: w” is no “Key: value”"],
        ),
    ],
)
def test_accepted_with_a_warning(text: str, warnings: list[str]) -> None:
    assert article(text).warnings == tuple(f"a.txt:{warning}" for warning in warnings)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "1: the file is empty"),
        (b"\xef\xbb\xbf \n\t", "1: the file is empty"),
        (b"= A =\n\na\0b", "3: byte 9 of the file is NUL (UTF-16 perhaps?)"),
        ("= A =\n".encode("utf-16"), "1: the file is UTF-16; it must be UTF-8"),
        ("= A =\n".encode("utf-16-be"), "1: byte 1 of the file is NUL (UTF-16 perhaps?)"),
        ("= A =\r\n\rcafé au".encode("latin-1"), "3: the file is not UTF-8 at byte 12 (0xE9)"),
        ("= A =\n\nx–".encode()[:-1], "3: the file ends within a character at byte 9 (0xE2)"),
        (b"\xef\xbb\xbf= A =\n\xff", "2: the file is not UTF-8 at byte 10 (0xFF)"),
        (b"\n\nwords\n= A =\n", "3: no title: the first line must be “= Title =”"),
        (b"== A ==\n", "1: no title: the first line must be “= Title =”"),
        (b"= =\n", "1: The title “” is empty."),
        (b"= A|b =\n", "1: The title “A|b” has “|”, which no title can have."),
        (
            "\n= A\u202eb =\n".encode(),
            (
                "2: The title “A<U+202E>b” has the invisible or broken character U+202E (character 2),"
                " which no title can have."
            ),
        ),
        (b"= A =\n" + b"x" * MAX_BYTES, "2: the file has more than 2,097,152 bytes"),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    with pytest.raises(PlainRefused) as refused:
        read_plain(data, "a.txt")
    assert refused.value.message == f"a.txt:{message}"


def test_two_megabytes_are_not_too_big() -> None:
    data = b"= A =\n" + b"x" * (MAX_BYTES - 6)
    assert len(read_plain(data, "a.txt").text) == MAX_BYTES - 6


class Endless(io.RawIOBase):
    """A file of one line without end, that counts what is taken from it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.taken += size
        return b"x" * size


def test_no_more_is_read_than_can_be_taken() -> None:
    stream = Endless()
    with pytest.raises(PlainRefused, match=r"^a\.txt:1: the file has more than"):
        read_plain_stream(stream, "a.txt")  # type: ignore[arg-type]
    assert stream.taken == MAX_BYTES + 1


@given(any_text)
def test_any_text_is_read_faithfully_or_refused(text: str) -> None:
    data = f"= A =\n\n{text}".encode("utf-8", "surrogatepass")
    try:
        plain = read_plain(data, "a.txt")
    except PlainRefused as refused:
        message = refused.message
        assert message.startswith("a.txt:")
        return
    assert write(read(plain.text)) == plain.text
    assert [warning for warning in plain.warnings if not warning.startswith("a.txt:")] == []
    if not any(row.kind == "field" for row in read(plain.text).fields):
        assert text.endswith(plain.text)


@given(any_text)
def test_a_caption_makes_a_box_of_the_fields_under_it(text: str) -> None:
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip(" \t") and "\0" not in line]
    try:
        plain = article("= A =\n\nCaption `x`\n" + "".join(f"- {line}\n" for line in lines) + "\nLead.")
    except (PlainRefused, UnicodeEncodeError):
        return
    rows = read(plain.text).fields
    if rows:
        assert [row.source for row in rows[1:-1]] == ["\n" + line.lstrip(" \t") for line in lines]
    else:
        assert plain.text.startswith("Caption `x`\n- ") or not lines
