"""A person's own page: their questions, and the form for their label and their language."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from chatserver.accounts.models import User
from chatserver.accounts.names.labels import choose_label
from sessions.city.people.access import duties_anywhere
from sessions.city.people.subscriptions import channels_of
from sessions.contract.label_uses import LabelUse
from sessions.contract.limits import MAX_LABEL_LENGTH
from sessions.matters.lodging.own import matters_of
from sessions.models import Answer, ChatSession, Question
from sessions.platform.refusals import Refused
from sessions.platform.text.languages import remember_language
from sessions.site.pages.calendar.own_address import address_context

LABEL_USES = [
    (LabelUse.NEVER.value, gettext_lazy("Nowhere: people see only my ward")),
    (LabelUse.CHAT.value, gettext_lazy("Until the end of the next chat")),
    (LabelUse.KEPT.value, gettext_lazy("In all chats")),
]


class PersonForm(forms.Form):
    """The label of a person, where it stands, and the language."""

    label = forms.CharField(required=False, max_length=MAX_LABEL_LENGTH)
    label_use = forms.ChoiceField(required=False, choices=LABEL_USES)
    language = forms.ChoiceField(
        choices=lambda: settings.LANGUAGES, error_messages={"required": gettext_lazy("Choose one.")}
    )

    def __init__(self, person: User, *arguments: Any, **named: Any) -> None:
        self._person = person
        super().__init__(*arguments, **named)

    def clean_label(self) -> str:
        try:
            return choose_label(self._person, self.cleaned_data["label"])
        except Refused as refused:
            raise forms.ValidationError(str(refused.message)) from refused

    def clean_label_use(self) -> str:
        """A client that says nothing of it means the next chat."""
        return self.cleaned_data["label_use"] if "label_use" in self.data else LabelUse.CHAT.value


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """The person's questions with their receipts; to visitors, how to sign in. POST saves label and language."""
    person = request.user
    if not isinstance(person, User):
        return render(request, "sessions/chats/me/me.html")
    initial = {"label": person.label, "label_use": person.label_use, "language": person.language}
    form = PersonForm(person, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        return _save_person(person, form, request)
    context = {
        "form": form,
        "open_chats": " ".join(
            map(str, ChatSession.objects.upcoming().filter(ward=person.ward).values_list("pk", flat=True))
        ),
        "held": duties_anywhere(person),
        "questions": _own_questions(person),
        "matters": matters_of(person),
        "channels": channels_of(person),
        **address_context(request, person),
    }
    return render(request, "sessions/chats/me/me.html", context, status=422 if form.is_bound else 200)


def _save_person(person: User, form: PersonForm, request: HttpRequest) -> HttpResponse:
    given, still_here = form.cleaned_data, User.objects.filter(pk=person.pk, is_active=True)  # not erased meanwhile
    language = given["language"]
    still_here.update(label=given["label"], label_use=given["label_use"], language=language)
    with override(language):
        messages.success(request, _("Saved."))
    response = redirect("me")
    return remember_language(response, language)


def _own_questions(person: User) -> QuerySet[Question]:
    written = Answer.objects.filter(question=OuterRef("pk"), written=True).values("given_at")
    rows = Question.objects.filter(author=person).with_in_part().with_askings()
    rows = rows.annotate(written_at=Subquery(written[:1]))
    rows = rows.select_related("chat_session__ward", "chat_session__record", "merged_into", "appeal_made")
    return rows.defer("chat_session__record__document").order_by("-chat_session__starts_at", "-asked_at")
