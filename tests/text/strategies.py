"""Texts that are likely to go wrong: made of markup, every line end, and whatever else Unicode has."""

from hypothesis import strategies as st

PIECES = (
    *(
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n \t\n",
        " ",
        "  ",
        "\t",
        "\u2028",
        "\x85",
        "\x0b",
        "\ufeff",
        "\xa0",
    ),
    *("```", "````", "~~~", "   ```", "    ```", "```infobox X", "~~~infobox a`b", "```infobox", "```py"),
    *("Key: value", "Key:", ": empty", "- item", "- ", "-", "  more", "a|b", "||||", "x: y: z", "http://a"),
    *(
        "== A ==",
        "==A==  ",
        "=== B ===",
        "== bad ===",
        "= C =",
        "## D",
        "### E ###",
        "####### no",
        "##no",
        "==",
    ),
    *(
        "== See also ==",
        "## see  Also",
        "- [[A|b]] note",
        "* Plain title",
        "- - -",
        "[[Category:X]]",
        "<!-- c -->",
    ),
    *(
        "{{DEFAULTSORT:k}}",
        "#REDIRECT [[T#f]]",
        "[[",
        "]]",
        "[[File:X.jpg|",
        "`",
        "\\",
        "text",
        "~~~~",
        "~~~~~",
        "é",
    ),
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
lines_of_text = st.lists(st.sampled_from(PIECES).filter(lambda piece: piece.strip()), max_size=25).map(
    "\n".join
)
any_text = st.one_of(texts, lines_of_text, lines_of_text.map(lambda text: f"```infobox C\n{text}"), st.text())
