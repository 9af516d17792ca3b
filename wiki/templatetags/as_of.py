"""The wiki as of a moment, in templates."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from wiki.text.addresses import time_path
from wiki.text.html.in_time import in_time

register = template.Library()


class InTime(template.Node):
    """What stands inside, its links led to the same titles at a moment; as it is where there is no moment."""

    def __init__(self, moment: FilterExpression, inside: NodeList) -> None:
        self.moment, self.inside = moment, inside

    def render(self, context: Context) -> SafeString:
        html = self.inside.render(context)
        moment: datetime | None = self.moment.resolve(context, ignore_failures=True)
        return SafeString(in_time(html, f"/asof/{time_path(moment)}/")) if moment else html


@register.tag("in_time")
def in_time_tag(parser: Parser, token: Token) -> InTime:
    """`{% in_time moment %} … {% end_in_time %}`."""
    _name, moment = token.split_contents()
    inside = parser.parse(("end_in_time",))
    parser.delete_first_token()
    return InTime(parser.compile_filter(moment), inside)


@register.filter
def moment_path(moment: datetime) -> str:
    """A moment as it stands in addresses."""
    return time_path(moment)
