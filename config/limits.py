"""How often something may be done, and how wide a range may be blocked: read from the environment."""

import json

from config.environment import env

# Action: who: (so many, in so many seconds). `ip`: one address without an account, or with a new one;
# `range`: the addresses around it (/24, or /64 of IPv6); `new`: an account that is not confirmed; `user`: any
# other. MediaWiki's numbers where it has any.
Limits = dict[str, dict[str, tuple[int, int]]]
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
DEFAULTS: Limits = {
    "edit": {"ip": (8, MINUTE), "range": (60, MINUTE), "new": (8, MINUTE), "user": (90, MINUTE)},
    "create": {"ip": (5, MINUTE), "range": (30, MINUTE), "new": (5, MINUTE), "user": (60, MINUTE)},
    "move": {"ip": (2, 2 * MINUTE), "new": (2, 2 * MINUTE), "user": (8, MINUTE)},
    "upload": {"ip": (50, HOUR), "range": (300, HOUR), "new": (50, HOUR), "user": (300, HOUR)},
    "thank": {"new": (10, HOUR), "user": (60, HOUR)},
    "createaccount": {"ip": (6, DAY), "range": (60, DAY)},
    "signin": {"ip": (30, 5 * MINUTE), "range": (300, 5 * MINUTE)},
    "password": {"ip": (5, HOUR), "range": (50, HOUR)},
    "mail": {"ip": (5, DAY), "new": (5, DAY), "user": (20, DAY)},
    "report": {"ip": (5, HOUR), "range": (30, HOUR), "new": (5, HOUR), "user": (30, HOUR)},
    "search": {"ip": (60, MINUTE), "range": (600, MINUTE)},
}
WHO = ("ip", "range", "new", "user")


def read_limits(value: str) -> Limits:
    """The defaults, each action that the JSON object names replaced; `off` for none."""
    if value.lower() == "off":
        return {}
    given = json.loads(value or "{}")
    if not isinstance(given, dict) or set(given) - set(DEFAULTS):
        raise ValueError(value)
    return DEFAULTS | {action: _read_action(limits) for action, limits in given.items()}


def _read_action(limits: object) -> dict[str, tuple[int, int]]:
    if not isinstance(limits, dict) or set(limits) - set(WHO):
        raise ValueError(limits)
    read = {}
    for who, pair in limits.items():
        if not (isinstance(pair, list) and len(pair) == 2 and all(_is_number(one) for one in pair)):
            raise ValueError(pair)
        read[who] = (pair[0], pair[1])
    return read


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10**9


def read_widest(value: str) -> tuple[int, int]:
    """`16,19`: the shortest prefixes of IPv4 and of IPv6 ranges."""
    four, six = (int(part) for part in value.split(","))
    if not (1 <= four <= 32 and 1 <= six <= 128):
        raise ValueError(value)
    return four, six


RATE_LIMITS = env("RATE_LIMITS", "", read_limits, "off, or a JSON object as docs/settings.md tells")
BLOCK_WIDEST = env(
    "BLOCK_RANGE", "16,19", read_widest, "two prefix lengths, of IPv4 and of IPv6, as in 16,19"
)
