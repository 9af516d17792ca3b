"""What the conditions of an edit filter ask of an edit: one that is about to be saved, or a stored one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from wiki.models import Row
from wiki.permissions import Editor
from wiki.reading.source import source_text
from wiki.text.conditions import NAMES, Value
from wiki.text.patterns import added_addresses
from wiki.text.titles import Title

MOST_EDITS = 10_000  # edits of an author are not counted further


@dataclass(frozen=True)
class EditFacts(Mapping[str, Value]):
    """The facts by their names (text/conditions.py: NAMES); each is looked up when it is asked for."""

    rows: Callable[[], tuple[Sequence[Row], Sequence[Row]]]  # of the page, before and after
    editor: Editor
    title: Title
    creates: bool
    summary: str = ""
    minor: bool = False

    def __getitem__(self, name: str) -> Value:
        return _FACTS[name](self)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    @cached_property
    def both(self) -> tuple[Sequence[Row], Sequence[Row]]:
        """The page's rows before and after."""
        return self.rows()

    @cached_property
    def texts(self) -> tuple[str, str]:
        """The page's source text before and after."""
        before, after = self.both
        return source_text(before), source_text(after)

    @cached_property
    def lines(self) -> tuple[str, str]:
        """The lines that came, and those that went; a changed line is both."""
        old, new = (Counter(text.splitlines()) for text in self.texts)
        return "\n".join((new - old).elements()), "\n".join((old - new).elements())

    @cached_property
    def touched(self) -> tuple[Row, ...]:
        """The rows that came, went or changed."""
        was, now = ({row.ref: row for row in rows} for rows in self.both)
        changed = [row for ref, row in now.items() if ref not in was or was[ref].says != row.says]
        return (*changed, *(row for ref, row in was.items() if ref not in now))

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Headings of the sections that were touched."""
        return tuple(row.heading[1] for row in self.touched if row.kind == "section")

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Keys of the infobox fields that were touched."""
        rows = [row for row in self.touched if row.kind == "field" and row.head == "field"]
        return tuple(row.field.key for row in rows)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Addresses of other sites that came."""
        return tuple(added_addresses(*self.texts))

    @cached_property
    def edits(self) -> int:
        """How many edits the author has made before, up to a limit."""
        author = self.editor.author
        return author.revisions.all()[:MOST_EDITS].count() if author else 0

    @property
    def age(self) -> int:
        """Days since the author's account was made."""
        author = self.editor.author
        return (timezone.now() - author.date_joined).days if author else 0

    @property
    def size(self) -> int:
        """Bytes of the new text."""
        return len(self.texts[1].encode())

    @property
    def delta(self) -> int:
        """Bytes that it has more than the old one."""
        return self.size - len(self.texts[0].encode())


_FACTS: dict[str, Callable[[EditFacts], Value]] = {
    "namespace": lambda facts: facts.title.namespace,
    "title": lambda facts: facts.title.full,
    "creates": lambda facts: facts.creates,
    "summary": lambda facts: facts.summary,
    "minor": lambda facts: facts.minor,
    "user": lambda facts: facts.editor.name,
    "anonymous": lambda facts: facts.editor.is_anonymous,
    "group": lambda facts: tuple(sorted(facts.editor.groups)),
    "edits": lambda facts: facts.edits,
    "age": lambda facts: facts.age,
    "section": lambda facts: facts.sections,
    "field": lambda facts: facts.fields,
    "size": lambda facts: facts.size,
    "delta": lambda facts: facts.delta,
    "added": lambda facts: facts.lines[0],
    "removed": lambda facts: facts.lines[1],
    "links": lambda facts: len(facts.links),
    "link": lambda facts: facts.links,
    "text": lambda facts: facts.texts[1],
}
