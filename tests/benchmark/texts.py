"""Titles and texts of made-up places: a pure function of their number."""

from __future__ import annotations

from tests.benchmark.histories import VOCABULARY, prose

FIRST = [
    "Alder",
    "Amber",
    "Ash",
    "Barrow",
    "Birch",
    "Black",
    "Bright",
    "Brook",
    "Cedar",
    "Clay",
    "Cold",
    "Copper",
    "Crow",
    "Dale",
    "Deer",
    "East",
    "Elder",
    "Elm",
    "Fair",
    "Fern",
    "Flint",
    "Fox",
    "Gale",
    "Glen",
    "Gold",
    "Green",
    "Grey",
    "Hart",
    "Haven",
    "Hazel",
    "High",
    "Holly",
    "Iron",
    "Ivy",
    "Kestrel",
    "Lark",
    "Lime",
    "Long",
    "Maple",
    "Marsh",
    "Mill",
    "Moss",
    "North",
    "Oak",
    "Old",
    "Otter",
    "Red",
    "Rook",
    "Rose",
    "Rowan",
    "Salt",
    "Silver",
    "South",
    "Stone",
    "Summer",
    "Swan",
    "Thorn",
    "West",
    "White",
    "Willow",
    "Winter",
    "Wolf",
    "Yew",
]
SECOND = [
    "bank",
    "beck",
    "bourne",
    "bridge",
    "brook",
    "bury",
    "by",
    "chester",
    "cliff",
    "combe",
    "cote",
    "croft",
    "dale",
    "dean",
    "den",
    "don",
    "down",
    "field",
    "fleet",
    "fold",
    "ford",
    "gate",
    "grove",
    "ham",
    "haven",
    "head",
    "heath",
    "hill",
    "holm",
    "hurst",
    "land",
    "leigh",
    "ley",
    "lock",
    "low",
    "march",
    "mere",
    "minster",
    "moor",
    "mouth",
    "ness",
    "over",
    "pool",
    "port",
    "ridge",
    "rock",
    "set",
    "shaw",
    "shore",
    "side",
    "stead",
    "stoke",
    "thorpe",
    "ton",
    "vale",
    "water",
    "way",
    "well",
    "wick",
    "wold",
    "wood",
    "worth",
    "yard",
]
KINDS = ("", " (town)", " (village)", " (river)")
TYPES = ("Town", "Village", "River", "Market town", "Parish")


class Numbers:
    """Numbers that look drawn by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.state = (seed * 2654435761 + 97) % 2**32

    def below(self, limit: int) -> int:
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 8) % limit


def title_of(n: int) -> str:
    """A title of its own for every number: 63 x 62 x 4 of them, then numbered."""
    first, n = FIRST[n % len(FIRST)], n // len(FIRST)
    second, n = SECOND[n % len(SECOND)], n // len(SECOND)
    kind, n = KINDS[n % len(KINDS)], n // len(KINDS)
    return f"{first}{second}{kind}{f' {n + 1}' if n else ''}"


def article(n: int, count: int, numbers: Numbers, categories: list[str]) -> str:
    """Infobox, lead, sections with links, see also, categories: 1 to 15 kB, 3.5 on the average.

    One link in ten leads to a page that is not there, one in four to one of the first fifty.
    """
    name = title_of(n)
    country = f"[[{title_of(n % 50)}]]" if n % 41 else "no country"
    parts = [infobox(name, n), f"**{name}** is a place in {country}. {prose(n, 400)}"]
    for k in range(2 + numbers.below(4) + (6 if n % 30 == 0 else 0)):
        body = [
            f"{prose(n * 31 + k * 7 + j, 220)} See {link(n, count, numbers)}."
            for j in range(1 + numbers.below(4))
        ]
        heading = VOCABULARY[(n + k * 5) % len(VOCABULARY)].capitalize()
        parts.append(f"{'#' * (2 + (k % 3 == 2))} {heading}\n\n" + "\n\n".join(body))
    if n % 41 and n % 3 == 0:
        lines = [f"- {link(n, count, numbers)}" for _ in range(1 + n % 4)]
        parts.append("## See also\n\n" + "\n".join(lines))
    if categories:
        parts.append("\n".join(f"[[Category:{category}]]" for category in categories))
    return "\n\n".join(parts)


def infobox(name: str, n: int) -> str:
    picture = f"\nPicture: {name}.jpg" if n % 9 == 0 else ""
    kind, people, founded = TYPES[n % len(TYPES)], 100 + n * 7919 % 90_000, 900 + n * 31 % 1000
    return f"```infobox {name}{picture}\nType: {kind}\nPopulation: {people:,}\nFounded: {founded}\n```"


def link(n: int, count: int, numbers: Numbers) -> str:
    if n % 41 == 0:
        return "the survey"
    fixed = numbers.below(4) == 0
    target = title_of(numbers.below(50) if fixed else numbers.below(count + count // 9))
    return f"[[{target}#History|{target}]]" if numbers.below(12) == 0 else f"[[{target}]]"
