"""allauth's settings for signing in: who may, what follows, and the page after it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.limits.client_address import client_address_of
from chatserver.accounts.models import User
from chatserver.accounts.sign_in.remembering import bring_language_of, stay_signed_in


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """False: accounts are made by signing in with a code or by an administrator, never by allauth's form."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Adds nothing: our pages say what has happened."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        return landing_path(person) if isinstance(person, User) else super().get_login_redirect_url(request)

    def post_login(
        self, request: HttpRequest, user: User, *, signal_kwargs: dict[str, Any] | None, **others: Any
    ) -> HttpResponse:
        """Called after the person is signed in."""
        response: HttpResponse = super().post_login(request, user, signal_kwargs=signal_kwargs, **others)
        stay_signed_in(request, stays=bool((signal_kwargs or {}).get("stays", False)))
        return bring_language_of(user, request, response)

    def get_login_stages(self) -> list[str]:
        """No stage for a second factor: it is asked for where a duty begins to count (second_factor/)."""
        return []

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("This account has been closed."))
        return redirect("sign_in")
