"""What of the environment belongs to the wiki rather than to the machine that it runs on."""

from __future__ import annotations

import json
import os
import shlex

# Neither secrets nor what names places of one machine: folders, addresses of servers, processes.
CARRIED = (
    *("SITE_URL", "SITE_NAME", "SITE_LANGUAGE", "DEFAULT_CONTENT_MODEL"),
    *("EMAIL_VERIFICATION", "EMAIL_FROM", "OIDC_SERVER", "OIDC_CLIENT_ID", "OIDC_NAME", "SOCIAL_PROVIDERS"),
    *("AUTOCONFIRM_DAYS", "AUTOCONFIRM_EDITS", "ANONYMOUS_EDITING", "TEMPORARY_ACCOUNTS_A_DAY"),
    *("ADDRESS_DAYS", "BLOCK_RANGE", "RATE_LIMITS", "UPLOAD_MAX_BYTES", "UPLOAD_TYPES"),
)
_WITH_SECRET = {
    "OIDC_CLIENT_ID": "OIDC_CLIENT_SECRET, which is not in the backup",
    "SOCIAL_PROVIDERS": 'each "secret" in SOCIAL_PROVIDERS, taken out of the backup',
}


def carried_settings() -> dict[str, str]:
    """The wiki's settings that are set here, by name; secrets among them are left out."""
    found = {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    if "SOCIAL_PROVIDERS" in found:
        places = json.loads(found["SOCIAL_PROVIDERS"])
        known = {place: {"client_id": keys["client_id"], "secret": ""} for place, keys in places.items()}
        found["SOCIAL_PROVIDERS"] = json.dumps(known)
    return found


def settings_to_set(theirs: dict[str, str]) -> list[str]:
    """Lines for the environment, as a shell and systemd read them: the settings of a backup that are not the
    same here. A comment follows where a secret has to be put in that a backup does not hold.
    """
    here = carried_settings()
    lines = []
    for name, value in sorted(theirs.items()):
        if name in CARRIED and here.get(name) != value:
            lines.append(f"{name}={shlex.quote(value)}")
            if name in _WITH_SECRET:
                lines.append(f"# Fill in by hand, sign-in fails without: {_WITH_SECRET[name]}")
    return lines
