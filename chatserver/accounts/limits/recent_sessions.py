"""Cookie sessions that were signed in lately, to tell residents from strangers before a page runs."""

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
        self._keys: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def note(self, key: str) -> None:
        with self._lock:
            self._keys.pop(key, None)
            self._keys[key] = None
            if len(self._keys) > MAX_KEPT:
                del self._keys[next(iter(self._keys))]

    def forget(self, key: str) -> None:
        with self._lock:
            self._keys.pop(key, None)


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
                recent_sessions.note(key)
        return response
