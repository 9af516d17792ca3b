"""Under which terms a file may be used, and the description that says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.permissions import Editor
from wiki.text.infobox import field_source, frame_sources


@dataclass(frozen=True, slots=True)
class Licence:
    """What who uploads chooses from; `text` is what the description says, as source text."""

    name: str | Promise
    text: str | Promise
    needs_source: bool = False


_CC = "https://creativecommons.org"
# The one list of what can be chosen, in its order.
LICENCES: dict[str, Licence] = {
    "cc-by-sa-4.0": Licence(
        gettext_lazy("CC BY-SA 4.0: anybody, with credit, under the same licence"),
        f"[CC BY-SA 4.0]({_CC}/licenses/by-sa/4.0/)",
    ),
    "cc-by-4.0": Licence(
        gettext_lazy("CC BY 4.0: anybody, with credit"), f"[CC BY 4.0]({_CC}/licenses/by/4.0/)"
    ),
    "cc0-1.0": Licence(
        gettext_lazy("CC0 1.0: anybody, without conditions"), f"[CC0 1.0]({_CC}/publicdomain/zero/1.0/)"
    ),
    "pd": Licence(gettext_lazy("Public domain: nobody has rights in it"), gettext_lazy("Public domain")),
    "other": Licence(
        gettext_lazy("Another free licence, which the source names"),
        gettext_lazy("Another one, named by the source"),
        needs_source=True,
    ),
}


def description(text: str, *, licence: str, own: bool, author: str, source: str, editor: Editor) -> str:
    """The source text of a file's page, in the language of the articles: an infobox of author, source and
    licence, so that they are facts as others are, and what was written of the file.
    """
    with translation.override(settings.LANGUAGE_CODE):
        by = author or (f"[[User:{editor.name}|{editor.name}]]" if own else "")
        fields = [
            (_("Author"), by),
            (_("Source"), source or (_("Own work") if own else "")),
            (_("Licence"), str(LICENCES[licence].text)),
        ]
        head, end = frame_sources(_("About this file"))
        rows = "".join(field_source(key, " ".join(value.split())) for key, value in fields if value)
    return f"{head}{rows}{end}\n\n{text.strip()}".strip()
