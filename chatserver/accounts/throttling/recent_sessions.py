"""The cookie sessions by which somebody was signed in lately, to tell residents from strangers before any page does."""

import threading
from collections.abc import Callable

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


recent_sessions = RecentSessions()


class NoteSignedIn:
    """Notes what a page has found out anyway, and asks nothing itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and request.session.session_key and SESSION_KEY in request.session:
            recent_sessions.note(request.session.session_key)
        return response
