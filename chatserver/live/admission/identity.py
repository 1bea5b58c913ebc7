"""Identify the clients of many handshakes by their cookie sessions, and find the language that they read.

The checks are those of django.contrib.auth.get_user, for many at once. Nothing is written: only pages renew or end a
cookie session.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import DateTimeField
from django.http import HttpRequest, parse_cookie
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from sessions.city.people.access import find_people
from sessions.city.people.second_factor import is_proven
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery
from sessions.platform.people import Person as Account

SessionStore: Any = import_module(settings.SESSION_ENGINE).SessionStore

WELL_FORMED_KEY = re.compile(r"[a-z0-9]{8,40}")
"""The form of Django's session keys: for any other value in a cookie, the database need not be asked."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """The useful headers of a handshake. has_chosen: whether the user chose the language in this browser."""

    session_key: str | None
    language: str
    has_chosen: bool


@dataclass(frozen=True, slots=True)
class SocketIdentity:
    """account_id and session_key (of the cookie session) are None for a visitor.

    password_mark changes when the account gets another password; it is valid in this process alone. is_proven: whether
    a second factor was proven in this cookie session, which never changes as long as its key lasts.
    """

    account_id: int | None
    language: str
    session_key: str | None = None
    password_mark: int = 0
    is_proven: bool = False


class SignedIn(NamedTuple):
    """What a cookie session says about its signed-in account."""

    account: Account
    is_proven: bool


def read_handshake(headers: Iterable[tuple[bytes, bytes]]) -> Handshake:
    """Read the useful headers. Only our own cookies are parsed: thousands of others would block the event loop."""
    request = HttpRequest()
    for name, value in headers:
        if name == b"cookie":
            for ours, written in dict(_our_cookies().findall(value.decode("latin1"))).items():
                request.COOKIES.update(parse_cookie(f"{ours}={written}"))
        elif name == b"accept-language":
            request.META["HTTP_ACCEPT_LANGUAGE"] = value.decode("latin1")
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return Handshake(
        session_key=key if WELL_FORMED_KEY.fullmatch(key) else None,
        language=translation.get_language_from_request(request),
        has_chosen=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in dict(settings.LANGUAGES),
    )


def _our_cookies() -> re.Pattern[str]:
    names = "|".join(map(re.escape, (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)))
    return re.compile(rf"(?:^|;)\s*({names})=([^;]*)")


def socket_identity_of(handshake: Handshake, signed_in: SignedIn | None) -> SocketIdentity:
    """The language chosen in this browser, else the account's, else the one that the browser asks for."""
    if signed_in is None:
        return SocketIdentity(None, handshake.language)
    account = signed_in.account
    is_known = not handshake.has_chosen and account.language in dict(settings.LANGUAGES)
    language = account.language if is_known else handshake.language
    return SocketIdentity(
        account.pk, language, handshake.session_key, mark_of_password(account.password), signed_in.is_proven
    )


def accounts_of(keys: set[str]) -> dict[str, SignedIn]:
    """The accounts, by key, the accounts that are signed in by these cookie sessions; at most two queries."""
    sessions = _sessions_query.rows(keys=keys, now=timezone.now())
    decode = SessionStore().decode
    signed_in = {key: entry for key, data in sessions if (entry := _read_entry(decode(data))) is not None}
    accounts = find_people(entry.account_id for entry in signed_in.values()) if signed_in else {}
    return dict(_verified(signed_in, accounts))


def ended_sessions(keys: set[str]) -> set[str]:
    """The keys of the cookie sessions that have ended: signed out, expired, or replaced. At most one query.

    A cookie session never passes to another account, so while it lasts it is the same person's.
    """
    return query_ended_sessions(keys).read()


def query_ended_sessions(keys: set[str]) -> BoundQuery[set[str]]:
    """The query of ended_sessions."""
    return _keys_query.bind(keys=keys, now=timezone.now()).then(keys.difference)


def mark_of_password(password: str) -> int:
    """A mark that differs for each stored password, so that no socket keeps the hash itself in memory."""
    return hash(password)


def _lasting() -> Any:
    rows = SessionStore.get_model_class().objects
    return rows.filter(InArray("session_key", Given("keys")), expire_date__gt=Given("now", DateTimeField()))


_sessions_query = PreparedQuery(lambda: _lasting().values_list("session_key", "session_data"))
_keys_query = PreparedQuery(lambda: _lasting().values_list("session_key", flat=True))


class _SignInEntry(NamedTuple):
    """What a sign-in wrote into a cookie session: the account's id, the hash of its password, and any proof."""

    account_id: int
    auth_hash: str
    is_proven: bool


def _read_entry(session: Mapping[str, Any]) -> _SignInEntry | None:
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS or SESSION_KEY not in session:
        return None
    return _SignInEntry(int(session[SESSION_KEY]), session.get(HASH_SESSION_KEY) or "", is_proven(session))


def _verified(signed_in: Mapping[str, _SignInEntry], accounts: Mapping[int, Account]) -> Iterator[tuple[str, SignedIn]]:
    for key, entry in signed_in.items():
        account = accounts.get(entry.account_id)
        if account is not None and any(constant_time_compare(entry.auth_hash, own) for own in _auth_hashes(account)):
            yield key, SignedIn(account, entry.is_proven)


def _auth_hashes(account: Account) -> Iterator[str]:
    """The hashes of an account, by the current secret key, and by the earlier ones that still count."""
    yield account.get_session_auth_hash()
    yield from account.get_session_auth_fallback_hash()
