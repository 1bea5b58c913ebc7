"""The page behind the sign-in links of a demo."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.second_factor.mark import mark_proven
from chatserver.accounts.sign_in.demo_links import person_of_link
from chatserver.accounts.sign_in.remembering import bring_language_of
from chatserver.redirects import own_address


@require_GET
@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as one of the demo's people, under a new key of the cookie session. 404 outside of a demo."""
    person = person_of_link(token)
    if person is None:
        raise Http404
    login(request, person)
    mark_proven(request, by="demo")
    wanted = request.GET.get("next", "")
    return bring_language_of(person, request, redirect(own_address(request, wanted) or landing_path(person)))
