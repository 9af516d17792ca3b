"""Who stands behind a request."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from wiki.permissions import Editor, editor_of
from wiki.web.frame.times import reckon_in

UNKNOWN = "0.0.0.0"  # noqa: S104  # an author, not an address to listen on: the server named no peer


def visitor(request: HttpRequest) -> Editor:
    """The Editor behind the request; the account and its groups are read at most once a request."""
    known = request.META.get("wiki.visitor")
    if not isinstance(known, Editor):
        # Refused before the accounts were looked at, a request has no user.
        known = editor_of(getattr(request, "user", None), address_of(request))
        request.META["wiki.visitor"] = known
        if known.user is not None:
            reckon_in(known.user.chosen.zone)
    return known


def forget_visitor(request: HttpRequest) -> None:
    """Somebody logged in with this very request: who stands behind it is asked anew."""
    request.META.pop("wiki.visitor", None)


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: the peer, or what trusted proxies in front of it report."""
    address = read_address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        further = read_address(hop)
        if further is None or not is_trusted(address):
            break
        address = further
    return address


def read_address(text: str) -> str | None:
    """The canonical form of a network address; None for anything else."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def is_trusted(address: str) -> bool:
    """Whether the operator named this proxy in TRUSTED_PROXIES."""
    ip = ipaddress.ip_address(address)
    return any(ip in ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES)
