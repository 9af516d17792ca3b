"""What the templates of the editor need besides the frame's."""

from __future__ import annotations

from django import template

from wiki.templatetags.rows import summary_html

register = template.Library()
register.filter("summary_html", summary_html)
