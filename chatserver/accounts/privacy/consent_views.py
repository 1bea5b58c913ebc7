"""The notice before the first question: to be read and agreed to, on its own page and in the room."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chatserver.accounts.models import User
from chatserver.accounts.names.labels import choose_label
from chatserver.redirects import own_address
from sessions.chats.pages.room.consent_notice import ask_hint, notice_context, shown_plainly, shown_to_all
from sessions.chats.pages.room.words.live_words import asking_words
from sessions.city.people import consents
from sessions.city.people.consents import agree, has_agreed
from sessions.contract.label_uses import LabelUse
from sessions.contract.limits import MAX_LABEL_LENGTH
from sessions.platform.refusals import Refused


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


# The form under the notice: the person is an adult, chooses a name, and agrees.

WARD, OWN = "ward", "own"


class ConsentForm(forms.Form):
    """Valid only for a person who says that they are an adult and who saw the present version of the notice.

    shown: WARD, for the ward alone, or OWN, for a name of the person's own, which becomes the label. keep: also after
    the next chat.
    """

    adult = forms.BooleanField(required=False)
    shown = forms.ChoiceField(choices=[(WARD, WARD), (OWN, OWN)])
    label = forms.CharField(required=False, max_length=MAX_LABEL_LENGTH)
    keep = forms.BooleanField(required=False)
    version = forms.CharField(max_length=12)
    language = forms.CharField(max_length=8)

    def __init__(self, person: User, *arguments: Any, **named: Any) -> None:
        self._person = person
        super().__init__(*arguments, **named)

    @classmethod
    def initial_of(cls, person: User) -> dict[str, Any]:
        return {"shown": WARD, "label": person.label}

    def clean_adult(self) -> bool:
        if not self.cleaned_data["adult"]:
            raise ValidationError(_("Only people aged 18 or over can ask. Everybody can read."))
        return True

    def clean_label(self) -> str:
        if self.cleaned_data.get("shown") != OWN:
            return ""
        text: str = self.cleaned_data["label"]
        if not text.strip():
            raise ValidationError(_("Enter the name here, or choose to show only your ward."))
        try:
            return choose_label(self._person, text)
        except Refused as no:
            raise ValidationError(str(no.message)) from no

    def clean_version(self) -> str:
        version: str = self.cleaned_data["version"]
        if version != consents.NOTICE_VERSION:
            raise ValidationError(_("The privacy notice has changed in the meantime. Please read it again."))
        return version
