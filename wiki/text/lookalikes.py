"""Names that look alike: what is left of a name once the differences that eyes miss are taken away."""

import unicodedata

# Letters of other scripts, and digits, that pass for a Latin letter; everything in lower case.
_LIKE = {
    "a": "аαɑ",
    "b": "ьв",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еεё",
    "g": "ɡ",
    "h": "һн",
    "j": "јϳ",
    "k": "кκ",
    "l": "iіι1|ıӏ",
    "m": "м",
    "n": "ոη",
    "o": "оοσ0օ",
    "p": "рρ",
    "q": "ԛ",
    "s": "ѕ5",
    "t": "тτ",
    "u": "υս",
    "v": "ѵν",
    "w": "ѡԝω",
    "x": "хχ",
    "y": "уүγ",
    "z": "2",
}
_TABLE = str.maketrans({other: letter for letter, others in _LIKE.items() for other in others})
_PAIRS = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """What a name looks like: two names with the same can be taken for each other.

    Accents, case, blanks and punctuation make no difference, nor do letters of another script that look like
    Latin ones. Empty for a name that has neither letters nor digits.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    letters = "".join(char for char in plain if char.isalnum() or char == "|").translate(_TABLE)
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters[:255]
