"""What an account has chosen: stored as JSON with it, so that it is read with the session; typed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Mail = Literal["", "each", "daily", "weekly"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that can be chosen, with what holds where nothing was."""

    # Appearance, by the names of wiki/static/wiki/js/reader.js
    text: str = ""
    width: str = ""
    colour: str = ""
    # Language and time
    language: str = ""
    zone: str = ""
    # Editing
    minor: bool = False
    preview_first: bool = False
    ask_summary: bool = False
    ask_impact: bool = True  # before an edit is published that takes sources, or links' ends, away
    watch_edited: bool = False
    watch_created: bool = True
    signature: str = ""
    # Watchlist
    watch_days: int = 7
    hide_own: bool = False
    hide_bots: bool = True
    hide_minor: bool = False
    watch_period: str = ""  # of what is newly watched; "" until it is taken off
    # What is told, and where to
    notify_parts: bool = True
    notify_pages: bool = False
    subscribe: bool = True  # to topics that one comments in
    mail: Mail = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Preferences:
        """Reads what `to_json` wrote; what is unknown or of another type is as if it were not there."""
        standard = cls()
        known = {
            field.name: data[field.name]
            for field in fields(cls)
            if type(data.get(field.name)) is type(getattr(standard, field.name))
        }
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """As stored: what is not chosen is left out, so that a better standard reaches everybody."""
        standard = asdict(Preferences())
        return {name: value for name, value in asdict(self).items() if value != standard[name]}
