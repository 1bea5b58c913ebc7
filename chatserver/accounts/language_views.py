"""The page for choosing the language of the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language as set_language_cookie

from chatserver.accounts.models import User
from chatserver.redirects import own_address


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
