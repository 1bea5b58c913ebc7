"""Passwords, which administrators alone have: guessed at slowly, wherever the form stands."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.client_address import address_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.limits.work import read_work
from chatserver.accounts.models import User
from sessions.refusals import Refused

LONGEST_NAME = User._meta.get_field("username").max_length or 0  # noqa: SLF001 -- Django's own way to ask for it
LONGEST_PASSWORD = 1024


class PasswordBackend(AuthenticationBackend):
    """allauth's, behind a counter that right and wrong passwords of each form (the administration's too) go through.

    A password opens the administration and nothing else: everybody else has codes. The name of this class and of its
    module stands in every cookie session: under another one everybody would be signed out.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Raises PermissionDenied, by which Django asks no further backend, when there were too many tries."""
        name, password = credentials.get("username"), credentials.get("password")
        if _is_too_long(name, LONGEST_NAME) or _is_too_long(password, LONGEST_PASSWORD):
            return None  # nobody has one; SQLite would not search for it, and hashing takes long
        if request is not None and isinstance(name, str) and password:
            try:
                rate_limits.spend(*_spendings(request, name), work=read_work(request))
            except Refused as refused:
                request.too_many_passwords = refused  # type: ignore[attr-defined]
                raise PermissionDenied from refused
        person: User | None = super().authenticate(request, **credentials)
        return person if person is not None and person.is_staff else None


def identifier_of(name: str) -> str:
    """By which a device remembers that this name has signed in on it."""
    return f"password:{name.casefold()}"


def _is_too_long(written: object, longest: int) -> bool:
    return isinstance(written, str) and len(written) > longest


def _spendings(request: HttpRequest, name: str) -> list[Spending]:
    """A device on which this name has signed in has its own: nobody who guesses elsewhere can lock it out.

    By name alone the limit is wide, and costs work before it ends: whoever knows an administrator's name must not be
    able to lock them out of other devices either.
    """
    device = find_device(request)
    if device is not None and device.has_signed_in(identifier_of(name)):
        return [Spending(rate_limits.PASSWORDS_PER_DEVICE, f"{name.casefold()} {device.id}")]
    line, name = address_of(request), name.casefold()
    return [
        Spending(rate_limits.PASSWORDS_PER_NAME_AND_LINE, f"{name} {line}"),
        Spending(rate_limits.PASSWORDS_PER_LINE, line),
        Spending(rate_limits.PASSWORDS_PER_NAME, name),
    ]
