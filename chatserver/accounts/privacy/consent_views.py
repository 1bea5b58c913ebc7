"""The notice before the first question: to be read and agreed to, on its own page and in the room."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chatserver.accounts.models import User
from chatserver.accounts.privacy.consent_form import ConsentForm
from chatserver.redirects import own_address
from sessions.chats.pages.room.consent_notice import ask_hint, notice_context, shown_plainly, shown_to_all
from sessions.chats.pages.room.words.live_words import asking_words
from sessions.city.people.consents import agree, has_agreed
from sessions.contract.label_uses import LabelUse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def consent(request: HttpRequest) -> HttpResponse:
    """The notice. A user who is signed in agrees by POST, and is redirected to `next`; a script gets JSON."""
    person, goes_on_to = request.user, _next(request)
    if not isinstance(person, User):
        if request.method == "POST":
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': goes_on_to})}")
        return render(request, "accounts/privacy/consent.html", notice_context())
    form = ConsentForm(person, request.POST or None, initial=ConsentForm.initial_of(person))
    if form.is_bound and form.is_valid():
        _agree(person, form.cleaned_data)
        return _said(request, person) if _is_script(request) else redirect(goes_on_to)
    if form.is_bound and _is_script(request):
        return JsonResponse({"errors": {name: errors[0] for name, errors in form.errors.items()}}, status=422)
    context = notice_context() | {
        "form": form,
        "consent_next": goes_on_to,
        "consent_shown": form["shown"].value(),
        "consent_label": form["label"].value(),
        "shown_plainly": shown_plainly(person.ward),
        "has_agreed": has_agreed(person) and not form.is_bound,
    }
    return render(request, "accounts/privacy/consent.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _agree(person: User, given: dict[str, Any]) -> None:
    person.label, person.label_use = given["label"], LabelUse.KEPT if given["keep"] else LabelUse.CHAT
    still_here = User.objects.filter(pk=person.pk, is_active=True)  # and not erased in another window
    if still_here.update(label=person.label, label_use=person.label_use):
        agree(person, language=given["language"], adult=given["adult"])


def _said(request: HttpRequest, person: User) -> JsonResponse:
    """What the room's form says after the consent, and the words that the page did not bring."""
    shown_as = shown_to_all(person, person.ward) if person.ward is not None else person.shown_as
    return JsonResponse({"hint": ask_hint(shown_as), "words": asking_words()})


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return own_address(request, wanted) or resolve_url("privacy")
