"""What the page of the editor brings along: its library, and the one exception from the strict policy."""

import gzip
import json
import re

from django.conf import settings

from tests.factories import make_page
from wiki.web.frame.middleware import CONTENT_SECURITY_POLICY
from wiki.web.special.about import IN_THE_BROWSER

VENDOR = settings.BASE_DIR / "wiki" / "static" / "wiki" / "vendor" / "codemirror"
BUDGET = 130_000  # bytes, compressed with gzip


def test_the_library_keeps_its_budget():
    assert len(gzip.compress((VENDOR / "codemirror.js").read_bytes(), 9)) < BUDGET


def test_the_recipe_names_exact_versions_and_no_registry():
    lock = (VENDOR / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "http" not in lock
    named = json.loads((VENDOR / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named.values())
    locked = json.loads(lock)["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in named} == named


def test_each_library_in_the_file_has_its_licence_beside_it():
    licences = (VENDOR / "LICENSES.txt").read_text()
    named = json.loads((VENDOR / "package.json").read_text())["dependencies"]
    assert [name for name, version in named.items() if f"== {name} {version} (MIT)" not in licences] == []
    assert "NOLICENSE" not in licences


def test_special_version_names_what_is_vendored():
    named = json.loads((VENDOR / "package.json").read_text())["dependencies"]
    assert [(name, named[name], "MIT") for name, _version, _licence in IN_THE_BROWSER] == IN_THE_BROWSER


def policy(client, address):
    return client.get(address).headers["Content-Security-Policy"]


def test_style_elements_are_let_in_on_the_page_of_the_editor_alone(client, db):
    make_page("Rome")
    response = client.get("/edit/Rome")
    nonce = re.search(r'<link [^>]*id="editor-style" nonce="([\w-]{20,})">', response.content.decode())[1]
    wanted = f"{CONTENT_SECURITY_POLICY}; style-src 'self' 'nonce-{nonce}'"
    assert response.headers["Content-Security-Policy"] == wanted
    assert "no-store" in response.headers["Cache-Control"]
    for address in ("/wiki/Rome", "/edit/Rome?part=infobox", "/history/Rome"):
        assert policy(client, address) == CONTENT_SECURITY_POLICY


def test_each_answer_has_another_nonce(client, db):
    assert policy(client, "/edit/Rome") != policy(client, "/edit/Rome")


def test_the_library_is_loaded_by_the_editor_alone(client, db):
    make_page("Rome")
    assert "codemirror" in client.get("/edit/Rome").content.decode()
    for address in ("/wiki/Rome", "/edit/Rome?part=infobox", "/history/Rome"):
        assert "codemirror" not in client.get(address).content.decode()
