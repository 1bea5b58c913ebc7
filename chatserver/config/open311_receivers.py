"""Other offices' programs to which complaints are handed on by Open311, as a TOML file describes them; pure.

`chatserver/docs/open311.md` shows such a file.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """An office that receives complaints. services: their service code by our category's slug."""

    name: str
    agency: str
    url: str
    key: str = field(repr=False)
    jurisdiction: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    timeout_seconds: float = 10


def find_receivers(environment: Mapping[str, str]) -> list[Receiver]:
    """Read the receivers from the file that OPEN311_RECEIVERS names; an empty list if it names none."""
    name = environment.get("OPEN311_RECEIVERS", "").strip()
    return read_receivers(Path(name)) if name else []


def read_receivers(path: Path) -> list[Receiver]:
    """Raises ImproperlyConfigured, which never quotes a value: the file holds keys."""
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        receivers = [Receiver(name=name, **fields) for name, fields in told.items()]
    except (OSError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as reason:
        raise ImproperlyConfigured(f"OPEN311_RECEIVERS: {path} cannot be read ({type(reason).__name__}).") from None
    for receiver in receivers:
        _require_usable(receiver)
    _require_one_for_each(receivers)
    return receivers


def receiver_for(receivers: Sequence[Receiver], category: str) -> Receiver | None:
    """The one to which complaints of the category (its slug) are handed on."""
    return next((each for each in receivers if category in each.services), None)


def _require_usable(receiver: Receiver) -> None:
    address = urlsplit(receiver.url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.query or address.fragment:
        raise ImproperlyConfigured(f"OPEN311_RECEIVERS: the url of {receiver.name} must be a full http(s) address.")
    if not receiver.agency.strip() or not receiver.key.strip() or len(receiver.name) > LONGEST_NAME:
        raise ImproperlyConfigured(f"OPEN311_RECEIVERS: {receiver.name} needs an agency and a key, and a short name.")


def _require_one_for_each(receivers: Sequence[Receiver]) -> None:
    named = [category for each in receivers for category in each.services]
    twice = sorted({category for category in named if named.count(category) > 1})
    if twice:
        raise ImproperlyConfigured(f"OPEN311_RECEIVERS: {', '.join(twice)} can be handed on to one receiver only.")
