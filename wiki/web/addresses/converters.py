"""How titles and digests stand in addresses."""

from __future__ import annotations

from django.urls import register_converter

from wiki.text.titles import Title


class TitlePath:
    """The rest of the path, line breaks included, so that a bad title is refused in words, with 400."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: Title | str) -> str:
        return (value.key if isinstance(value, Title) else str(value)).replace(" ", "_")


class Sha1Path:
    """The digest of a file's content."""

    regex = r"[0-9a-f]{40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Sha1Path, "sha1")
register_converter(TitlePath, "title")
