"""Pages for signing in to a demo, and for choosing a language."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django.views.i18n import set_language as set_language_cookie

from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.models import User
from chatserver.accounts.second_factor.mark import mark_proven
from chatserver.accounts.sign_in import demo_links
from chatserver.accounts.sign_in.remembering import bring_language_of
from chatserver.redirects import own_address


@require_GET
@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as one of the demo's people, under a new key of the cookie session. 404 outside of a demo."""
    person = demo_links.person_of_link(token)
    if person is None:
        raise Http404
    login(request, person)
    mark_proven(request, by="demo")
    wanted = request.GET.get("next", "")
    return bring_language_of(person, request, redirect(own_address(request, wanted) or landing_path(person)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def set_language(request: HttpRequest) -> HttpResponseBase:
    """The page with all languages; by POST, switch the language of the pages, and save it for a signed-in person."""
    if request.method != "POST":
        return render(
            request, "accounts/language.html", {"next": own_address(request, request.GET.get("next", "")) or "/"}
        )
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES) and check_for_language(language):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return set_language_cookie(request)
