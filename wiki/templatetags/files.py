"""Images of files in lists and on their own pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wiki.reading.files.files import FilePage, VersionLine
from wiki.text.html.figures import Figures, image_html
from wiki.text.html.thumbs import Picture, Shown, shown

register = template.Library()


@register.simple_tag
def file_picture(file: FilePage) -> SafeString:
    """The preview on a file's page: with a script it opens large, without it leads to the file itself."""
    if file.picture is None or file.preview is None:
        return SafeString("")
    figures = Figures({})
    linked = figures.linked(file.picture, file.preview, file.title.name, address=file.picture.original)
    return mark_safe(linked)  # noqa: S308  # every part was escaped where it was put in


@register.simple_tag
def small_picture(version: VersionLine) -> SafeString:
    """The thumbnail of one version in the file's history."""
    words = _("Thumbnail of the version of %(when)s") % {"when": f"{version.timestamp:%Y-%m-%d %H:%M}"}
    return _image(version.thumb, words)


@register.simple_tag
def list_picture(picture: Picture | None, width: int, height: int) -> SafeString:
    """A small picture beside its name, which says what it is: for who listens, it is nothing of its own."""
    return _image(shown(picture, width, height) if picture else None, "")


def _image(size: Shown | None, alt: str) -> SafeString:
    return mark_safe(image_html(size, alt)) if size else SafeString("")  # noqa: S308  # escaped in image_html
