"""The cookie sessions by which somebody was signed in lately, to tell residents from strangers before any page does."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

MAX_KEPT = 20_000


class RecentSessions:
    """Of this process; safe between threads. It opens nothing: who is known waits less, and that is all."""

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
    """Notes what a page has found out anyway, and asks nothing itself."""

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
