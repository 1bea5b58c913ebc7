"""How allauth signs people in here: who may, what follows, and where they go then."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from chatserver.accounts.models import User
from chatserver.accounts.places import own_place


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by signing in with a code, or by an administrator; never by allauth's form."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say themselves what has happened."""

    def get_login_stages(self) -> list[str]:
        """Signing in asks for no second factor: it is asked for where a duty begins to count (second_factor.py)."""
        return []

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        return own_place(person) if isinstance(person, User) else super().get_login_redirect_url(request)
