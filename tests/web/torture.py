"""Texts, questions and expressions that are made to keep a server busy, each the worst of its kind."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "opening brackets": "[" * 5_000,
    "notes that repeat": "[^1] " * 2_000 + "\n\n[^1]: n",
    "notes within notes": "".join(f"[^{n}]: [^{n + 1}]\n" for n in range(1_000)),
    "abbreviations": "".join(f"*[a{n}]: b\n" for n in range(1_000)) + "a1 a2 a3 " * 1_000,
    "fences that stay open": "```a\n" * 3_000,
    "ladders of backticks": " ".join("`" * length for length in range(1, 250)),
    "quotes within quotes": "> " * 5_000,
    "lists within lists": "".join(f"{'    ' * depth}- a\n" for depth in range(300)),
    "emphasis": "*a **b _c " * 3_000,
    "emphasis that never ends": "_*" * 5_000,
    "links within links": "[a](" * 5_000 + "b" + ")" * 5_000,
    "wiki links within wiki links": "[[" * 3_000 + "a" + "]]" * 3_000,
    "links to many pages": "".join(f"[[Page {n}]] " for n in range(1_000)),
    "references that are defined": "".join(f"[r{n}]: /b{n}\n" for n in range(1_500)) + "[r1] " * 1_500,
    "entities": "&amp;" * 5_000 + "&" * 20_000,
    "a wide table": "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + "|b" * 3_000 + "|\n",
    "a long table": "|a|b|\n|-|-|\n" + "|c|`d|`|\n" * 1_500,
    "headings": "## a\n" * 500,
    "headings of one another": "".join(f"{'#' * (2 + n % 5)} h{n}\n\nb\n\n" for n in range(400)),
    "an infobox of one key again and again": "```infobox X\n" + "K: v\n" * 1_500 + "```\n",
    "an infobox of 10,000 keys": "```infobox X\n" + "".join(f"K{n}: v\n" for n in range(10_000)) + "```\n",
    "a value of many values": "```infobox X\nK: " + "a|" * 5_000 + "\n```\n",
    "categories": "".join(f"[[Category:C{n}]]\n" for n in range(800)),
    "pictures": "[[File:X.png|thumb|" * 3_000 + "a" + "]]" * 3_000,
    "a list of things to see": "## See also\n" + "".join(f"- [[S{n}]]\n" for n in range(800)),
    "one long word": "a" * 500_000,
    "blanks": "a" + " " * 200_000 + "b\n" + "\n" * 100_000 + "\t" * 100_000,
    "addresses": "http://a.b/" + "c/" * 50_000 + "(" * 5_000 + ")" * 5_000,
    "comments that stay open": "<!--" * 20_000,
    "tags": "<a href='" * 10_000 + "<b " * 10_000,
    "backslashes": "\\" * 20_000,
    "definitions": "a\n: b\n\n" * 3_000,
    "rules and underlines": "a\n===\n\n---\n" * 2_000,
    "marks on one letter": "e" + "\u0301" * 100_000,
    "letters from right to left": "\u202e\u05d0" * 30_000,
    "code in colours": "```python\n" + "(" * 20_000 + "'" * 20_000 + "\n```\n",
    "quoted headings": "> # a\n" * 40_000,
}
ENDLESS = "quoted headings"  # takes minutes, whatever the machine
# Two texts each, of which the second is compared to the first and merged with it.
PAIRS: dict[str, tuple[str, str]] = {
    "the same line again and again": ("a\n" * 4_000, "b\na\n" * 2_000),
    "the same word again and again": ("a b " * 4_000, "b a " * 4_000),
    "everything the other way round": (
        "\n".join(f"Line {n}." for n in range(2_000)), "\n".join(f"Line {n}." for n in range(2_000, 0, -1)),
    ),
    "paragraphs that moved": (
        "\n\n".join(f"Words of {n}." for n in range(2_000)),
        "\n\n".join(f"Words of {n * 7 % 2_000}." for n in range(2_000)),
    ),
    "sections that changed places": (
        "\n".join(f"## S{n}\nThe same words." for n in range(300)),
        "\n".join(f"## S{299 - n}\nThe same words!" for n in range(300)),
    ),
}  # fmt: skip
QUESTIONS = (
    "a " * 150, '"a b" ' * 50, "a* " * 100, "-a " * 100, '"' * 300, "(" * 300, "*" * 300, "a" * 10_000,
    "intitle:" * 40, "incategory:a " * 25, "\u0301" * 300, "NEAR(a b) OR " * 20, "\u4e2d" * 300,
)  # fmt: skip
# What backtracks for ever in other machines, and what grows when it is read.
EXPRESSIONS = (
    "(a+)+$", "(a|aa)+$", "(.*a){20}$", "(a*)*b", "([a-z]+)*[0-9]", "(x+x+)+y", "(a?){50}a{50}",
    "((a{1,100}){1,100}){1,100}", "(" * 400, "[" * 400, "a{1000}{1000}", "(?i)(\\w+\\s?)+!",
)  # fmt: skip
