"""Language and direction, where they are not those of the page around."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

register = template.Library()


def marked(code: str) -> SafeString:
    """The attributes that say which language an element is in."""
    return format_html(' lang="{}" dir="{}"', code, "rtl" if get_language_info(code)["bidi"] else "ltr")


@register.simple_tag
def content_language() -> SafeString:
    """For what editors wrote: the attributes of the articles' language, where the page speaks another."""
    return SafeString("") if get_language() == settings.LANGUAGE_CODE else marked(settings.LANGUAGE_CODE)


@register.simple_tag
def interface_language() -> SafeString:
    """For the wiki's own words within what editors wrote."""
    language = get_language() or settings.LANGUAGE_CODE
    return SafeString("") if language == settings.LANGUAGE_CODE else marked(language)
