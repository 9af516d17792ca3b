"""PDF: made in another process, from what it is given and from nothing else."""

from __future__ import annotations

import os
from base64 import b64decode

import pytest

from wiki.text.html import paper
from wiki.text.html.paper import PaperBusy, PaperUnavailable, pdf

MUST_RUN_ALL = os.environ.get("CI") == "true" or os.environ.get("STEMMA_REQUIRE_ALL") == "1"
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def made(html: str, pictures: dict[str, bytes] | None = None) -> bytes:
    try:
        return pdf(f'<html lang="en"><title>T</title>{html}', "p { color: red }", pictures or {})
    except PaperUnavailable as error:
        message = f"PDFs cannot be made here: Pango is not installed: {error}"
        pytest.fail(message) if MUST_RUN_ALL else pytest.skip(message)


def test_a_document_becomes_a_pdf() -> None:
    assert made("<h1>Rome</h1><p>Words.</p>").startswith(b"%PDF-")


def test_only_the_given_pictures_are_loaded(tmp_path: object) -> None:
    without = made('<img alt="d" src="file:///etc/passwd"><img alt="d" src="http://127.0.0.1:1/x.png">')
    with_it = made('<img alt="d" src="picture:dot.png">', {"picture:dot.png": DOT})
    assert b"/Image" not in without
    assert b"/Image" in with_it


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "LIMIT", 0.01)
    with pytest.raises(PaperBusy):
        pdf("<p>x", "", {})


def test_who_comes_while_all_places_are_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "WAIT", 0.01)
    taken = [paper._places.acquire(blocking=False) for _ in range(paper.AT_ONCE)]
    try:
        assert taken == [True] * paper.AT_ONCE
        with pytest.raises(PaperBusy):
            pdf("<p>x", "", {})
    finally:
        for _ in taken:
            paper._places.release()
