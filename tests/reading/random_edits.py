"""Random editing of a page as a whole text: every operation that people have."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "junco", "larch")


@dataclass
class Draft:
    """A page in parts, from which its text is put together. The dice say what changes."""

    dice: random.Random
    fields: list[list[str]] = field(default_factory=list)
    sections: list[list[str]] = field(default_factory=list)  # level, title, body
    links: list[str] = field(default_factory=list)
    lead: str = "The lead."
    mark: str = ""
    used: int = 0

    @property
    def text(self) -> str:
        box = "".join(f"{key}: {value}\n" for key, value in self.fields)
        parts = [f"```infobox Draft\n{box}```\n" if self.fields else "", self.lead]
        parts += [f"\n\n{'#' * int(level)} {title}\n\n{body}" for level, title, body in self.sections]
        if self.links:
            parts.append("\n\n## See also\n" + "".join(f"\n- [[{target}]]" for target in self.links))
        return "".join(parts)

    def words(self, count: int = 8) -> str:
        """Words from a small stock; or, if the draft has a mark, words that nobody used before."""
        if self.mark:
            self.used += count
            return " ".join(f"{self.mark}{n}" for n in range(self.used - count, self.used))
        return " ".join(self.dice.choices(WORDS, k=count))

    def any(self, rows: list) -> int:
        return self.dice.randrange(len(rows))

    def step(self) -> str:
        """One operation, or several at once; returns the new text."""
        for _ in range(self.dice.choice((1, 1, 1, 2, 4))):
            self.dice.choice(OPERATIONS)(self)
        return self.text

    def insert_section(self) -> None:
        row = [str(self.dice.choice((2, 2, 3, 4))), self.words(2).capitalize(), self.words(15)]
        self.sections.insert(self.dice.randrange(len(self.sections) + 1), row)

    def remove_section(self) -> None:
        if self.sections:
            del self.sections[self.any(self.sections)]

    def rename_section(self) -> None:
        if self.sections:
            self.sections[self.any(self.sections)][1] = self.words(2).capitalize()

    def level_section(self) -> None:
        if self.sections:
            self.sections[self.any(self.sections)][0] = str(self.dice.choice((2, 3, 4)))

    def move_section(self) -> None:
        if self.sections:
            row = self.sections.pop(self.any(self.sections))
            self.sections.insert(self.dice.randrange(len(self.sections) + 1), row)

    def change_section(self) -> None:
        if self.sections:
            row = self.sections[self.any(self.sections)]
            words = row[2].split(" ")
            words[self.any(words)] = self.dice.choice(
                (self.words(1), f"{self.words(2)}.\n\nNew {self.words(3)}")
            )
            row[2] = " ".join(words)

    def change_lead(self) -> None:
        self.lead = f"The {self.words(3)}."

    def insert_field(self) -> None:
        place = self.dice.randrange(len(self.fields) + 1)
        self.fields.insert(place, [self.words(1).capitalize(), self.words(1)])

    def remove_field(self) -> None:
        if self.fields:
            del self.fields[self.any(self.fields)]

    def change_field(self) -> None:
        if self.fields:
            self.fields[self.any(self.fields)][1] = self.words(2)

    def rename_field(self) -> None:
        if self.fields:
            self.fields[self.any(self.fields)][0] = self.words(2)

    def shuffle_fields(self) -> None:
        self.dice.shuffle(self.fields)

    def insert_link(self) -> None:
        self.links.insert(self.dice.randrange(len(self.links) + 1), self.words(1).capitalize())

    def remove_link(self) -> None:
        if self.links:
            del self.links[self.any(self.links)]

    def blank(self) -> None:
        if self.dice.random() < 0.1:
            self.fields, self.sections, self.links = [], [], []


OPERATIONS: tuple[Callable[[Draft], None], ...] = (
    *(Draft.insert_section, Draft.insert_section, Draft.remove_section, Draft.rename_section),
    *(Draft.level_section, Draft.move_section, Draft.change_section, Draft.change_section, Draft.change_lead),
    *(Draft.insert_field, Draft.insert_field, Draft.remove_field, Draft.change_field, Draft.rename_field),
    *(Draft.shuffle_fields, Draft.insert_link, Draft.insert_link, Draft.remove_link, Draft.blank),
)
