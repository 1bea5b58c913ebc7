"""Who is at the other end of a handshake, by the cookie session of the pages, and which language they read."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.utils import timezone, translation

SessionStore: Any = import_module(settings.SESSION_ENGINE).SessionStore


@dataclass(frozen=True, slots=True)
class Person:
    """account_id and session_key, that of the cookie session, are None for a visitor."""

    account_id: int | None
    language: str
    session_key: str | None = None


class SeenSession(SessionStore):
    """A cookie session that is only looked at: renewing or ending it is the pages' affair, and takes writing."""

    @property
    def key_salt(self) -> str:
        """Signed like every other: Django takes the salt from the name of the class."""
        return str(SessionStore().key_salt)

    def cycle_key(self) -> None:
        pass

    def flush(self) -> None:
        self.clear()


def read_handshake(headers: Iterable[tuple[bytes, bytes]]) -> HttpRequest:
    """As much of a request as the session and the language need."""
    request = HttpRequest()
    for name, value in headers:
        if name == b"cookie":
            request.COOKIES.update(parse_cookie(value.decode("latin1")))
        elif name == b"accept-language":
            request.META["HTTP_ACCEPT_LANGUAGE"] = value.decode("latin1")
    return request


def identify(handshake: HttpRequest) -> Person:
    """Read the session and the account, in two queries at most. Checks all that the pages check, and never writes."""
    handshake.session = SeenSession(handshake.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(handshake)
    language = language_of(handshake, account_language=getattr(user, "language", ""))
    return Person(user.pk, language, handshake.session.session_key if user.is_authenticated else None)


def ended_sessions(keys: set[str]) -> set[str]:
    """Those of the cookie sessions that have ended: signed out, run out, or replaced. One query at most.

    A cookie session never passes to another account, so whoever is in by one that lasts is still the same person.
    """
    if not keys:
        return set()
    lasting = SessionStore.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return keys - set(lasting.values_list("session_key", flat=True))


def language_of(handshake: HttpRequest, *, account_language: str = "") -> str:
    """What was chosen in this browser, else for this account, else what the browser asks for."""
    known = dict(settings.LANGUAGES)
    if account_language in known and handshake.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) not in known:
        return account_language
    return translation.get_language_from_request(handshake)
