"""The contact that push services are told (`sub` of RFC 8292), checked as the strictest of them, Apple's, checks it."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_MAIL = re.compile(r"mailto:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?P<host>[A-Za-z0-9.-]+)")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
UNDELIVERABLE = ("local", "localhost", "internal", "invalid", "test", "example")


def find_contact(environment: Mapping[str, str]) -> str:
    """PUSH_CONTACT, mailto:… or https://…; "" where nothing is pushed. Raises ImproperlyConfigured."""
    given = environment.get("PUSH_CONTACT", "").strip()
    if given and "@" in given and ":" not in given:
        given = f"mailto:{given}"
    if given and not _is_deliverable(_host_of(given)):
        raise ImproperlyConfigured(
            "PUSH_CONTACT must be an e-mail address (mailto:chat@example.org) or a page (https://example.org/contact) "
            "that can be reached from outside: push services refuse messages with another one."
        )
    return given


def _host_of(contact: str) -> str:
    found = _MAIL.fullmatch(contact)
    if found is not None:
        return found["host"].lower()
    is_page = contact.startswith("https://") and contact.isascii() and contact.isprintable() and " " not in contact
    return (urlsplit(contact).hostname or "") if is_page else ""


def _is_deliverable(host: str) -> bool:
    return _HOST.fullmatch(host) is not None and host.rpartition(".")[2] not in UNDELIVERABLE
