"""User names: titles without a namespace, and what a new account may not be called."""

import ipaddress
import re
from datetime import datetime
from typing import NamedTuple

from wiki.text.titles import InvalidTitle, parse_title

_FORBIDDEN = re.compile(r"[/@:>=]")
_MAPPED = 0xFFFF  # what stands before an IPv4 address that is mapped into IPv6
_LIKE_IP = re.compile(r"\d{1,3}(?:\.(?:\d{1,3}|x{1,3}|\*)){3}", re.ASCII | re.IGNORECASE)
_TEMPORARY = re.compile(r"~\d{4}-\d+", re.ASCII)
YET_UNNAMED = "~…"  # stands for the temporary account that a visitor's first edit will make
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Names that the software itself signs with, or that would be taken for it.
_RESERVED = frozenset(
    ("mediawiki default", "conversion script", "maintenance script", "unknown user", "anonymous", "stemma")
)


class InvalidName(ValueError):
    """A text that is no user name; `code` names the rule, `message` the text and the place."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def check_user_name(name: str, *, registering: bool = True) -> str:
    """The normal form of a user name: first letter upper case, blanks for underscores.

    `registering` also refuses what looks like an IP address or a temporary account, and the software's own
    names. Raises InvalidName (code, message).
    """
    if registering and looks_like_ip(name):
        raise InvalidName("name-like-ip", f"The user name “{name[:80]}” looks like an IP address.")
    if found := _FORBIDDEN.search(name):
        why = f"The user name “{name[:80]}” has “{found.group()}”, which no user name can have."
        raise InvalidName("name-invalid-characters", why)
    try:
        normal = parse_title(name, namespace=2).name
    except InvalidTitle as error:
        why = error.message.replace("The title", "The user name").replace("no title", "no user name")
        raise InvalidName(error.code.replace("title-", "name-"), why) from error
    if registering and normal.startswith("~"):
        why = f"The user name “{normal}” begins with “~”, the mark of temporary accounts."
        raise InvalidName("name-temporary", why)
    if registering and normal.casefold() in _RESERVED:
        raise InvalidName("name-reserved", f"The user name “{normal}” is reserved.")
    return normal


def is_ip(name: str) -> bool:
    """Whether `name` is an IP address, as anonymous authors are recorded."""
    try:
        ipaddress.ip_address(name.strip())
    except ValueError:
        return False
    return True


def is_temporary_name(name: str) -> bool:
    """Whether `name` is one of temporary accounts: `~2026-17`. Nobody can register such a name."""
    return _TEMPORARY.fullmatch(name) is not None


def has_user_page(name: str) -> bool:
    """Whether an author of this name has a page of his own: an account that somebody has registered."""
    return not (is_ip(name) or is_temporary_name(name) or name == YET_UNNAMED)


def sortable(ip: str) -> str:
    """An address as 32 hex digits, IPv4 mapped into IPv6, so that ranges are a comparison."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv4Address):
        address = ipaddress.IPv6Address(f"::ffff:{address}")
    return address.exploded.replace(":", "")


def readable_ip(digits: str) -> str:
    """The address that `sortable` made these digits of."""
    address = ipaddress.IPv6Address(int(digits, 16))
    return str(address.ipv4_mapped or address)


class IpRange(NamedTuple):
    """A range of addresses: its normal form, and its ends as 32 hex digits (IPv4 mapped into IPv6)."""

    name: str
    first: str
    last: str


def range_starts(address: str) -> list[str]:
    """The first addresses of all CIDR ranges that a (sortable) address can lie in, its own among them."""
    number = int(address, 16)
    bits = 32 if number >> 32 == _MAPPED else 128
    return sorted({f"{number >> bit << bit:032x}" for bit in range(bits + 1)})


def _as_number(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    return int(address) + (_MAPPED << 32 if address.version == 4 else 0)


def ip_range(text: str, widest: tuple[int, int] = (16, 32)) -> IpRange | None:
    """The range that `text` (CIDR, as 192.0.2.0/24) names; None for anything else, a single address too.

    Raises InvalidName for one wider than `widest` (of IPv4, of IPv6; what MediaWiki lists).
    """
    address, slash, _size = text.strip().partition("/")
    if not slash or not is_ip(address):
        return None
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        why = f"“{text.strip()[:80]}” is no range of addresses; write one like 192.0.2.0/24."
        raise InvalidName("range-invalid", why) from None
    most = widest[0] if network.version == 4 else widest[1]
    if network.prefixlen < most:
        why = f"The range “{network}” is too wide: /{most} is the widest that is allowed."
        raise InvalidName("range-too-wide", why)
    first, last = (f"{_as_number(end):032x}" for end in (network.network_address, network.broadcast_address))
    return IpRange(str(network), first, last)


def looks_like_ip(name: str) -> bool:
    """Whether a name is an IP address or could be taken for one (1.2.3.xxx)."""
    name = name.strip(" _")
    return is_ip(name) or _LIKE_IP.fullmatch(name) is not None


def signature(name: str) -> str:
    """What `~~~` becomes: links to the author's user page (contributions of who has none) and talk page."""
    page = f"User:{name}" if has_user_page(name) else f"Special:Contributions/{name}"
    return f"[[{page}|{name}]] ([[User talk:{name}|talk]])"


def signature_time(now: datetime) -> str:
    """What `~~~~~` becomes: `12:34, 5 January 2026 (UTC)`; `now` is in UTC."""
    return f"{now:%H:%M}, {now.day} {MONTHS[now.month - 1]} {now.year} (UTC)"
