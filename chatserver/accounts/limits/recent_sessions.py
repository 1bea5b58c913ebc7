"""Remembers whose the cookie sessions are that were signed in lately, to tell people apart before a page runs."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from chatserver.accounts.cookie_sessions.signed_keys import is_signed_key

MAX_KEPT = 20_000


class RecentSessions:
    """The recent sessions for this process; thread-safe.

    It grants no access: a known cookie session only waits less.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: dict[str, int] = {}
        self._ended: dict[str, None] = {}

    def account_of(self, key: str) -> int | None:
        """None for a cookie session that is not known."""
        return self._accounts.get(key)

    def is_marked(self, key: str) -> bool:
        """Whether the key itself says that somebody signed in with it, and this process has not seen its end."""
        return key not in self._ended and is_signed_key(key)

    def note(self, key: str, account_id: int) -> None:
        with self._lock:
            _put_last(self._accounts, key, account_id)

    def forget(self, key: str) -> None:
        """Nobody is signed in with this key."""
        is_signed = is_signed_key(key)
        with self._lock:
            self._accounts.pop(key, None)
            if is_signed:
                _put_last(self._ended, key, None)


def _put_last[V](kept: dict[str, V], key: str, value: V) -> None:
    """The one that was put there longest ago goes where there are too many."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > MAX_KEPT:
        del kept[next(iter(kept))]


recent_sessions = RecentSessions()


class NoteSignedIn:
    """Notes what the page has found out anyway; makes no query of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            key = request.session.session_key if SESSION_KEY in request.session else None
            came_with = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
            if key != came_with:
                recent_sessions.forget(came_with)  # signed out, or given another key
            if key:
                recent_sessions.note(key, int(request.session[SESSION_KEY]))
        return response
