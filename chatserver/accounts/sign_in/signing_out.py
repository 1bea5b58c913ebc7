"""Signing out, which leaves nothing in the browser: the next person on this phone may be somebody else."""

from typing import Any, override

from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse

from sessions.matters.pages.lodging.kept_words import forget_words


class SignOut(LogoutView):
    @override
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return leave_nothing(super().post(request, *args, **kwargs))


def leave_nothing(response: HttpResponse) -> HttpResponse:
    """With the header by which a browser deletes its caches, drafts, outbox and worker of this website, and without
    the words of a complaint that was not sent. Browsers that do not know the header: js/ui/app/signing_out.js."""
    forget_words(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
