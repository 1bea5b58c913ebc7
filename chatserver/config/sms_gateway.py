"""The HTTP gateway for SMS, as a TOML file of the installation describes it; pure.

`chatserver/docs/sms.md` shows such a file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Gateway:
    url: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    timeout_seconds: float = 10


def find_gateway(environment: Mapping[str, str]) -> Gateway | None:
    """The gateway that SMS_GATEWAY names; None where there is none, or where SMS go to the terminal."""
    name = environment.get("SMS_GATEWAY", "").strip()
    return read_gateway(Path(name)) if name and name != "console" else None


def read_gateway(path: Path) -> Gateway:
    """Raises ImproperlyConfigured, which never quotes a value: the file holds secrets."""
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        gateway = Gateway(**told)
    except (OSError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as reason:
        raise ImproperlyConfigured(f"SMS_GATEWAY: {path} cannot be read ({type(reason).__name__}).") from None
    address = urlsplit(gateway.url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ImproperlyConfigured("SMS_GATEWAY: its url must be a full http or https address.")
    if "{" in gateway.url:
        raise ImproperlyConfigured("SMS_GATEWAY: the url is fixed; numbers and words go into the body.")
    if "{to}" not in gateway.body or "{text}" not in gateway.body:
        raise ImproperlyConfigured("SMS_GATEWAY: its body must name {to} and {text}.")
    return gateway
