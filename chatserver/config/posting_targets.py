r"""The borough's accounts on social media, as a TOML file of the installation describes them; pure.

[page]                        # a name of our own, which stays
service = "facebook"
page = "1029384756"
token = "..."                 # of the Page, by a person with the right to create content
[x]
service = "x"
consumer_key = "..."
consumer_secret = "..."
token = "..."
token_secret = "..."
[fediverse]
service = "mastodon"
url = "https://mastodon.example.org"
token = "..."
[sky]
service = "bluesky"
handle = "ward95.bsky.social"
password = "..."              # an app password
[channel]
service = "telegram"
chat = "@ward95"
token = "..."                 # of the bot, which is an administrator of the channel
wards = [95, 96]              # for any service: only these wards, or boroughs = ["X"]; without them, all

The file is named in POSTING_TARGETS, or is posting.toml in DATA_DIR. chatserver/docs/posting.md says where each value
is found.
"""

import hashlib
import ipaddress
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LONGEST_NAME = 40
POSTING_FILE = "posting.toml"
NEEDED: Mapping[str, tuple[str, ...]] = {
    "facebook": ("page", "token"),
    "x": ("consumer_key", "consumer_secret", "token", "token_secret"),
    "mastodon": ("url", "token"),
    "bluesky": ("handle", "password"),
    "telegram": ("chat", "token"),
}
OPTIONAL: Mapping[str, tuple[str, ...]] = {"facebook": ("version",), "x": ("user",), "mastodon": ("visibility",)}
ADDRESSES: Mapping[str, str] = {
    "facebook": "https://graph.facebook.com",
    "x": "https://api.x.com",
    "bluesky": "https://bsky.social",
    "telegram": "https://api.telegram.org",
}
LONGEST_WAIT_S = 60
PLACE = re.compile(r"\((at line \d+, column \d+|at end of document)\)$")
"""Where a mistake is; the rest of its message may quote a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingTarget:
    """A service that gets posts.

    values: what the service needs, with its secrets. wards, boroughs: for which it posts; both empty: for all.

    characters: how long a text may be, where an installation of Mastodon takes another length than 500.
    """

    name: str
    service: str
    url: str
    values: Mapping[str, str] = field(repr=False)
    wards: Sequence[int] = ()
    boroughs: Sequence[str] = ()
    characters: int | None = None
    timeout_seconds: float = 15

    @property
    def mark(self) -> str:
        """A hash of the settings: it changes with the token, and nobody can read the token from it."""
        told = "\0".join([self.service, self.url, *(f"{name}={self.values[name]}" for name in sorted(self.values))])
        return hashlib.scrypt(told.encode(), salt=b"posting target", n=2**10, r=8, p=1, dklen=32).hex()


def find_targets(environment: Mapping[str, str], data_folder: Path) -> list[PostingTarget]:
    """Read the targets from the file that POSTING_TARGETS names, else from posting.toml in the data folder.

    Return an empty list if there is no such file.
    """
    name = environment.get("POSTING_TARGETS", "").strip()
    path = Path(name) if name else data_folder / POSTING_FILE
    return read_targets(path) if name or path.exists() else []


def read_targets(path: Path) -> list[PostingTarget]:
    """Raises ImproperlyConfigured, which never quotes a value: the file holds tokens."""
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        place = PLACE.search(str(reason)) if isinstance(reason, tomllib.TOMLDecodeError) else None
        problem = f"{type(reason).__name__}, {place[1]}" if place else type(reason).__name__
        raise ImproperlyConfigured(f"POSTING_TARGETS: {path} cannot be read ({problem}).") from None
    return [_read_target(name, fields) for name, fields in told.items()]


def _read_target(name: str, fields: Any) -> PostingTarget:
    if not isinstance(fields, dict) or len(name) > LONGEST_NAME:
        raise _wrong(name[:LONGEST_NAME], "it must be a table with a short name, such as [page]")
    service = str(fields.get("service"))
    if service not in NEEDED:
        raise _wrong(name, f"its service must be one of {', '.join(NEEDED)}")
    known = {"service", "url", "wards", "boroughs", "characters", "timeout_seconds"}
    own = {*NEEDED[service], *OPTIONAL.get(service, ())} - {"url"}
    unknown = sorted(set(fields) - known - own)
    if unknown:
        raise _wrong(name, f"{service} knows no {', '.join(unknown)}")
    missing = [each for each in NEEDED[service] if not _is_word(fields.get(each))]
    if missing:
        raise _wrong(name, f"{service} needs {', '.join(missing)}, as one line of plain letters in quotes")
    values = {each: fields[each].strip() for each in own if each in fields and _is_word(fields[each])}
    if len(values) < len(own & set(fields)):
        raise _wrong(name, "its values are one line of plain letters in quotes")
    return PostingTarget(
        name=name,
        service=service,
        url=_address(name, fields.get("url", ADDRESSES.get(service, ""))),
        values=values,
        wards=_list_of(name, fields, "wards", int),
        boroughs=_list_of(name, fields, "boroughs", str),
        characters=_number(name, fields, "characters", 100, 100_000),
        timeout_seconds=_number(name, fields, "timeout_seconds", 1, LONGEST_WAIT_S) or 15,
    )


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.strip().isascii() and value.strip().isprintable()


def _address(name: str, url: Any) -> str:
    """https, or http on this machine. No query, no user: they would be sent to the service, or stand in its log."""
    try:
        parts = urlsplit(url)
        is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
        host, _port = parts.hostname or "", parts.port
    except (ValueError, AttributeError, TypeError):
        raise _wrong(name, "its url must be a full https address") from None
    if not is_plain or not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))):
        raise _wrong(name, "its url must be a full https address")
    return str(url).rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _list_of(name: str, fields: Mapping[str, Any], key: str, kind: type) -> tuple[Any, ...]:
    value = fields.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, kind) and not isinstance(each, bool) for each in value):
        raise _wrong(name, f"its {key} are a list, such as wards = [95, 96] or boroughs = ['X']")
    return tuple(value)


def _number(name: str, fields: Mapping[str, Any], key: str, least: int, most: int) -> int | None:
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(name, f"its {key} must be a number from {least} to {most}")
    return value


def _wrong(name: str, what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"POSTING_TARGETS: [{name}]: {what}.")
