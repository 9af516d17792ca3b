"""What somebody should know before a file is taken in under a name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from wiki.models import FileVersion, LogEntry
from wiki.permissions import Editor
from wiki.reading.files.file_lists import FileLine, current_line, files_of_bytes
from wiki.reading.files.files import FILE
from wiki.reading.lists.log import log
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`taken`: another file has the name (`existing`, unless it is hidden), `same`: it has these very bytes,
    `twins`: files of other names that have them, `deletion`: a file of this name was deleted.
    """

    taken: bool
    same: bool
    existing: FileLine | None
    twins: tuple[FileLine, ...]
    deletion: LogEntry | None
    told: str  # names all of this: who agreed to it has agreed to nothing else

    def asks(self, *, again: bool) -> bool:
        """Whether to ask before going on; `again`: the file is replaced on purpose."""
        if self.same:
            return False
        return bool(self.twins) or (not again and (self.taken or self.deletion is not None))


def foresee(title: Title, content: bytes, *, viewer: Editor) -> Foreseen:
    """What is there of the name and of the bytes already, as the viewer may know; at most 4 queries."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    current = FileVersion.objects.filter(
        current_of__isnull=False, file__page__namespace=FILE, file__page__title=title.name,
        file__page__deleted=False,
    )  # fmt: skip
    known = current.values_list("sha1", flat=True).first()
    twins = tuple(line for line in files_of_bytes(sha1) if line.title != title)
    deletion = None
    if known is None:
        entries, _older = log(type_="delete", title=title, limit=1, viewer=viewer)
        deletion = next((entry for entry in entries if entry.action == "delete"), None)
    parts = [title.name, sha1, known or "", *(line.title.name for line in twins), deletion and deletion.pk]
    told = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]
    return Foreseen(known is not None, known == sha1, current_line(title), twins, deletion, told)
