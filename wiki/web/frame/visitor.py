"""Who stands behind a request."""

from __future__ import annotations

import ipaddress
from dataclasses import replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from wiki.editing.temporary import KEPT
from wiki.models import User, living_temporary
from wiki.permissions import Editor, editor_of
from wiki.web.frame.times import reckon_in

TEMPORARY = "temporary_account"  # the cookie that names one, and what it is signed for
UNKNOWN = "0.0.0.0"  # noqa: S104  # an author, not an address to listen on: the server named no peer


def visitor(request: HttpRequest) -> Editor:
    """The Editor behind the request; the account and its groups are read at most once a request."""
    known = request.META.get("wiki.visitor")
    if not isinstance(known, Editor):
        # Refused before the accounts were looked at, a request has no user.
        known = editor_of(getattr(request, "user", None), address_of(request))
        if known.user is None:
            known = replace(known, temporary=account_of_cookie(request))
        request.META["wiki.visitor"] = known
        if known.user is not None:
            reckon_in(known.user.chosen.zone)
    return known


def forget_visitor(request: HttpRequest) -> None:
    """Somebody logged in with this very request: who stands behind it is asked anew."""
    request.META.pop("wiki.visitor", None)


def account_of_cookie(request: HttpRequest) -> User | None:
    """The temporary account that the visitor's cookie names, while its time lasts; no cookie, no query."""
    cookie = request.COOKIES.get(TEMPORARY, "")
    try:
        account_id = signing.loads(cookie, salt=TEMPORARY, max_age=KEPT) if cookie else None
    except signing.BadSignature:
        return None
    return living_temporary(account_id) if isinstance(account_id, int) else None


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
