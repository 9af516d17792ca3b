"""The message catalogues of the interface: `make messages`.

Collects what has to be translated into wiki/locale/*/LC_MESSAGES/django.po (with GNU gettext) and compiles
these into django.mo (with polib). The .mo files are committed, so that running the wiki needs neither.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "wiki" / "locale"
LANGUAGES = ("ar", "de", "es", "fr", "ja", "ru", "zh_Hans")  # besides English
NOT_OURS = ("data", "tests", ".venv", ".cache", "docs")


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compiled(po: Path) -> bytes:
    """The binary catalogue of a text one: what stands in the .mo beside it. Fuzzy entries are left out."""
    return polib.pofile(str(po)).to_binary()


def collect() -> None:
    """Bring the .po files up to date with the sources."""
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    ignored = [part for folder in NOT_OURS for part in ("-i", folder)]
    options = ["--no-location", "--no-wrap", "--no-obsolete"]
    command = [sys.executable, "manage.py", "makemessages", *languages, *ignored, "-e", "html,txt,py,xml"]
    environment = {**os.environ, "DATA_DIR": str(ROOT / ".cache" / "check-data")}
    subprocess.run([*command, *options], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def drop_guesses(po: Path) -> polib.POFile:
    """The catalogue without what gettext guessed from a similar sentence."""
    entries = polib.pofile(str(po), wrapwidth=10_000)
    for entry in entries:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.previous_msgctxt = "", None
            entry.previous_msgid, entry.previous_msgid_plural = None, None
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    entries.save()
    return entries


def main() -> int:
    collect()
    for language in LANGUAGES:
        po = catalogue(language)
        entries = drop_guesses(po)
        po.with_suffix(".mo").write_bytes(compiled(po))
        print(f"{language}: {sum(entry.translated() for entry in entries)} of {len(entries)} translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
