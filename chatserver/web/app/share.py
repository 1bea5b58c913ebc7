"""The page to which a phone shares words, a page's address, or nothing: they become a draft of a question."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chatserver.accounts.models import User
from sessions.models import ChatSession

MOST_CHARACTERS = 4000


@require_safe
@never_cache
def share(request: HttpRequest) -> HttpResponse:
    """Shows `title`, `text` and `url` with the way to the form; its script keeps them as the draft and goes there.

    Without words it redirects to the form, and without a ward or an open chat to the page that says what is missing.
    """
    if not isinstance(request.user, User):
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
    ward = request.user.ward
    chat = ChatSession.objects.upcoming().filter(ward=ward).first() if ward is not None else None
    form = f"{reverse('room', args=[chat.pk])}#ask" if chat is not None else reverse("my_chat")
    given = [request.GET.get("title", ""), request.GET.get("text", ""), request.GET.get("url", "")]
    words = "\n\n".join(dict.fromkeys(each.strip() for each in given if each.strip()))[:MOST_CHARACTERS]
    if not words or ward is None:
        return redirect(form)
    context = {"words": words, "form": form, "is_open": chat is not None, "draft_key": f"next:{ward.number}"}
    return render(request, "app/share.html", context)
