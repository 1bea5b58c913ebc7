r"""The HTTP gateway for SMS, as a TOML file of the installation describes it; pure.

    url = "https://sms.example.org/send"
    body = '{"to": "{to}", "text": "{text}", "template": "{template}"}'
    [headers]
    Content-Type = "application/json"
    Authorization = "Bearer ..."
    [templates.week]        # where messages must be registered: the gateway's name for it, and its words byte for byte
    id = "1107160000000012345"
    en = "Ward {ward}: live chat on {day} at {hour}. {link} Stop: {stop}"
    bn = "..."
    [templates.code]        # for signing in; the last line lets Android fill it in: the host, and the code once more
    id = "1107160000000067890"
    en = "{code} is your code for the ward chat, for {minutes} minutes.\n\n@{host} #{code}"

The templates are code, week, hour, moved, waits and cancelled; of written answers owed, owed_soon, owed_today, overdue
and written; of complaints and suggestions office, borough, step, claimed and asked_again; of a month digest, with
{line} and {link}. Without a template, the product's own words are sent.
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
