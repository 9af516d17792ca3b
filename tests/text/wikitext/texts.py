"""Wikitexts that are likely to go wrong, made of its signs."""

from hypothesis import strategies as st

PIECES = (
    *("\n", "\n", "\n", "\n\n", "\r\n", "\r", "\n \t\n", " ", "\t", "\u2028", "\xa0", "text", "é", "=", "|"),
    *("== A ==", "=== B ===", "== C ===", "=====", "= D =", "== ==", "==E== <!-- c -->", "== See also =="),
    *("== [[F]] ''x'' ==", "== G <ref>n</ref> ==", "======= H ======="),
    *("{{", "}}", "{{{", "}}}", "{{{{", "{{T|a=b}}", "{{T\n|a = b\n}}", "{{{1|d}}}", "{", "}"),
    *(
        "{{Infobox x",
        "{{Infobox x\n| a = 1\n| b =\n|\n| c\n| = d\n}}",
        "{{Ficha de x|a=[[A|b]]|a={{b|c=d}}}}",
    ),
    *("\n| k = v", "|k=v", "| k<!-- c --> = v <!-- c -->", "| q ={{!}}"),
    *(
        "[[",
        "]]",
        "[[A]]",
        "[[A#s|b]]s",
        "[[:Category:X]]",
        "[[Category:X|k]]",
        "[[File:X.jpg|thumb|a [[B]]]]",
    ),
    *(
        "<!--",
        "-->",
        "<!-- c -->",
        "<nowiki>",
        "</nowiki>",
        "<pre>",
        "</pre>",
        "<ref>",
        "</ref>",
        "<ref name=a/>",
    ),
    *("<includeonly>", "</includeonly>", "<gallery>\nX.jpg|c\n</gallery>", "<br>", "<", ">", "<nowiki/>"),
    *("\n{|", "\n|}", "\n|-", "\n* [[A|b]] note", "\n*x", "\n** y", "* z", "#REDIRECT [[T#f]]", ":''hat''"),
    *("https://example.org/x).", "[https://example.org y]", "mailto:a@b.c", "{{DEFAULTSORT:k}}", "__NOTOC__"),
)
any_wikitext = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join),
    st.text(),
)
