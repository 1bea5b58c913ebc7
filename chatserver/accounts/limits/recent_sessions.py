"""Cookie sessions that were signed in lately, and whose they are, to tell people apart before a page runs."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

MAX_KEPT = 20_000


class RecentSessions:
    """For this process; thread-safe. It grants no access: a known cookie session only waits less."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: dict[str, int] = {}

    def account_of(self, key: str) -> int | None:
        """None for a cookie session that is not known."""
        return self._accounts.get(key)

    def note(self, key: str, account_id: int) -> None:
        with self._lock:
            self._accounts.pop(key, None)
            self._accounts[key] = account_id
            if len(self._accounts) > MAX_KEPT:
                del self._accounts[next(iter(self._accounts))]

    def forget(self, key: str) -> None:
        with self._lock:
            self._accounts.pop(key, None)


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
