"""'Put it on your phone': how the website is installed as an app, what it keeps, and how that is removed again."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chatserver.web.app.worker import OFF_COOKIE

KEPT = timedelta(days=365)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone_page(request: HttpRequest) -> HttpResponse:
    """POST do=remove: this browser gets no worker from now on, and its pages remove the one it has. do=keep: it may."""
    if request.method != "POST":
        return render(request, "app/phone.html", {"offers_worker": settings.APP_WORKER})
    answer = redirect("app")
    if request.POST.get("do") == "remove":
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(OFF_COOKIE, "off", max_age=KEPT, secure=secure, httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(OFF_COOKIE, samesite="Lax")
    return answer
