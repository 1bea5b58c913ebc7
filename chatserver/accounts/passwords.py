"""Passwords, which only administrators have: every form counts the tries, so that guessing is slow."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.http import HttpRequest

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.client_address import client_address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.proof_of_work import read_work
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.models import User
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.refusals import Refused

LONGEST_NAME = User._meta.get_field("username").max_length or 0  # noqa: SLF001 -- Django's own way to ask for it
LONGEST_PASSWORD = 1024


class PasswordBackend(AuthenticationBackend):
    """allauth's backend behind rate limits, which count the tries of each form, the administration's too.

    A password opens the administration and nothing else: everybody else uses codes. Every cookie session holds the
    path of this class: under another name everybody would be signed out.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Raises PermissionDenied after too many tries, so that Django asks no further backend."""
        name, password = credentials.get("username"), credentials.get("password")
        if _is_too_long(name, LONGEST_NAME) or _is_too_long(password, LONGEST_PASSWORD):
            return None  # no such name exists: SQLite could not look for it, and hashing would take long
        if request is not None and isinstance(name, str) and password:
            try:
                rate_limits.spend(*_spendings(request, name), work=read_work(request))
            except Refused as refused:
                request.too_many_passwords = refused  # type: ignore[attr-defined]
                raise PermissionDenied from refused
        person: User | None = super().authenticate(request, **credentials)
        return person if person is not None and person.is_staff else None

    def get_user(self, user_id: int) -> User | None:
        """Find a signed-in user like Django's backend, with a prepared query: Django builds one for each request."""
        person: User | None = _person_query.first(id=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


_person_query = PreparedQuery(lambda: User.objects.filter(pk=Given("id", BigIntegerField())))


def identifier_of(name: str) -> str:
    """The identifier under which a device remembers that this name has signed in on it."""
    return f"password:{name.casefold()}"


def _is_too_long(written: object, longest: int) -> bool:
    return isinstance(written, str) and len(written) > longest


def _spendings(request: HttpRequest, name: str) -> list[Spending]:
    """The limits that a try counts for. A device on which this name has signed in has its own.

    So nobody who guesses elsewhere can lock that device out. The limit by name alone is wide, and costs work before
    its end: a person who knows an administrator's name must not lock them out of other devices either.
    """
    device = find_device(request)
    if device is not None and device.has_signed_in(identifier_of(name)):
        return [Spending(rate_limits.PASSWORDS_PER_DEVICE, f"{name.casefold()} {device.id}")]
    address, name = client_address_of(request), name.casefold()
    return [
        Spending(rate_limits.PASSWORDS_PER_NAME_AND_ADDRESS, f"{name} {address}"),
        Spending(rate_limits.PASSWORDS_PER_NAME_AND_NETWORK, f"{name} {network_of(request)}"),
        Spending(rate_limits.PASSWORDS_PER_ADDRESS, address),
        Spending(rate_limits.PASSWORDS_PER_NAME, name),
    ]
