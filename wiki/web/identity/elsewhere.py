"""Logging in with an account of another place: OpenID Connect and the social ones the operator has set."""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest

from wiki.web.frame.visitor import visitor


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """What allauth asks about accounts of other places."""


class WayIn(NamedTuple):
    """One button of the log-in page."""

    name: str
    address: str


def ways_in(request: HttpRequest) -> list[WayIn]:
    """The places whose accounts may log in; none unless the operator has set some."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    return [WayIn(way.name, way.get_login_url(request)) for way in get_adapter().list_providers(request)]


def connections_of(request: HttpRequest) -> list[Any]:
    """The accounts of other places that log in to this one."""
    return list(SocialAccount.objects.filter(user=visitor(request).user).order_by("pk"))
