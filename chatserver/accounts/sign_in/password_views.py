"""Signing in with a password: for administrators, apart from the page that residents use."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.limits.proof_of_work import next_challenge
from chatserver.accounts.models import User
from chatserver.accounts.passwords import identifier_of
from chatserver.accounts.sign_in.login import enter
from chatserver.redirects import own_address
from sessions.platform.refusals import Refused


class PasswordForm(AuthenticationForm):
    request: HttpRequest

    def get_invalid_login_error(self) -> ValidationError:
        """The error of a failed sign-in. After too many tries, the error says that, and nothing about the password."""
        refused = getattr(self.request, "too_many_passwords", None)
        if isinstance(refused, Refused):
            return ValidationError(str(refused.message), code=refused.code)
        return super().get_invalid_login_error()


class SignInWithPassword(LoginView):
    template_name = "accounts/sign_in/password.html"
    authentication_form = PasswordForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        person = self.request.user
        return landing_path(person) if isinstance(person, User) else super().get_default_redirect_url()

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        wanted = own_address(self.request, self.request.POST.get("next", ""))
        person = form.get_user()
        known_by = identifier_of(person.get_username())
        return enter(self.request, person, method="password", wanted=wanted, stays=False, known_by=known_by)

    def form_invalid(self, form: Any) -> HttpResponse:
        refused = getattr(self.request, "too_many_passwords", None)
        context = self.get_context_data(form=form, challenge=next_challenge(self.request, refused))
        return self.render_to_response(context, status=422 if refused is None else 429)
