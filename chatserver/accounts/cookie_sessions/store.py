"""Django's cookie sessions in the database, each of a signed-in account findable by that account (SESSION_ENGINE).

allauth.usersessions keeps such a table, too, but cannot take this one's place. It writes its row at the sign-in: the
proof of a second factor gives the cookie session a new key, under which it would not be found before its next request,
and so would not be ended by a reset, a change or an erasure in between. Its row must also hold the network address and
the browser of its account: we store neither.
"""

from typing import Any, override

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import transaction
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from chatserver.accounts.cookie_sessions.signed_keys import make_signed_key
from sessions.platform.database.prepared_query import Given, PreparedQuery


class SessionStore(db.SessionStore):
    """The class name is part of the signature: under another name, earlier cookie sessions could not be read."""

    def _get_session_from_db(self) -> Any:
        """Read the stored session like Django's store, but with a prepared query: Django builds one each time."""
        row = _lasting_query.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
        return row

    def _get_new_session_key(self) -> str:
        """Make a key: a signed one where somebody is signed in, otherwise Django's."""
        is_signed_in = SESSION_KEY in self._get_session(no_load=True)  # type: ignore[attr-defined]
        return make_signed_key() if is_signed_in else super()._get_new_session_key()  # type: ignore[misc]

    @override
    def save(self, must_create: bool = False) -> None:
        """Where somebody is signed in, save in one transaction with the row that names the account."""
        # Once the applications are loaded.
        from chatserver.accounts.models.cookie_session_owner import CookieSessionOwner

        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if SESSION_KEY not in data:
            super().save(must_create=must_create)
            return
        with transaction.atomic():
            super().save(must_create=must_create)
            row = CookieSessionOwner(cookie_session_id=self.session_key or "", account_id=int(data[SESSION_KEY]))
            CookieSessionOwner.objects.bulk_create([row], ignore_conflicts=True)

    @override
    def cycle_key(self) -> None:
        """Change the key like Django's store, but to a signed one: its owner has just proven something, and signs in.

        The notifications of this browser stay with its cookie session under the new key.
        """
        from chatserver.accounts.models.push_subscription import PushSubscription

        self._get_session()  # type: ignore[attr-defined]
        old_key, self._session_key = self.session_key, make_signed_key()
        self.save(must_create=True)
        self.modified = True
        if old_key:
            PushSubscription.objects.filter(cookie_session_id=old_key).update(cookie_session_id=self.session_key)
            self.delete(old_key)


def _make_lasting_query() -> QuerySet[Any, Any]:
    # Once the applications are loaded.
    from django.contrib.sessions.models import Session

    return Session.objects.filter(session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField()))


_lasting_query = PreparedQuery(_make_lasting_query)
