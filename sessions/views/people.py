"""A person's own page, and the receipt of one question."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from sessions.following import channels_of
from sessions.labels import clean_label
from sessions.languages import remember_language
from sessions.models import Question
from sessions.people import Person
from sessions.receipts import read_receipt
from sessions.refusals import Refused
from sessions.views.own_address import address_context


class PersonForm(forms.Form):
    """How a person is shown and addressed."""

    label = forms.CharField(required=False, max_length=200)
    language = forms.ChoiceField(choices=settings.LANGUAGES, error_messages={"required": gettext_lazy("Choose one.")})

    def clean_label(self) -> str:
        try:
            return clean_label(self.cleaned_data["label"])
        except Refused as refused:
            raise forms.ValidationError(str(refused.message)) from refused


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """The person's questions with their receipts; signed out, how to sign in. POST saves label and language."""
    if not request.user.is_authenticated:
        return render(request, "sessions/me.html")
    person = request.user
    initial = {"label": person.label, "language": person.language}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        return _save_person(person, form, request)
    context = {
        "form": form,
        "questions": _own_questions(person),
        "channels": channels_of(person),
        **address_context(request, person),
    }
    return render(request, "sessions/me.html", context, status=422 if form.is_bound else 200)


@require_safe
def receipt_search(request: HttpRequest) -> HttpResponse:
    """The form for a receipt, and its answer where `?code=` cannot be one."""
    words = request.GET.get("code", "").strip()[:60]
    code = read_receipt(words)
    if code:
        return redirect("receipt", code=code)
    return render(request, "sessions/receipt.html", {"words": words, "is_wrong": bool(words)})


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What became of one question. Its words are shown only if they ever were public, or to whoever asked it."""
    stored = read_receipt(code)
    if stored and stored != code:
        return redirect("receipt", code=stored)
    rows = Question.objects.with_in_part()
    rows = rows.select_related("chat_session__ward", "chat_session__office", "merged_into")
    question = rows.filter(receipt=stored).first() if stored else None
    if question is None:
        return render(request, "sessions/receipt.html", {"words": code, "is_wrong": True}, status=404)
    is_own = request.user.is_authenticated and question.author_id == request.user.pk
    context = {
        "question": question,
        "is_own": is_own,
        "shows_words": question.has_been_public or is_own,
        "is_in_record": question.has_been_public or question.state in ("declined", "merged"),
        "answers": question.answers.select_related("office") if question.is_public else [],
        "slug": _record_slug(question),
    }
    return render(request, "sessions/receipt.html", context)


def _save_person(person: Person, form: PersonForm, request: HttpRequest) -> HttpResponse:
    language = form.cleaned_data["language"]
    person.label, person.language = form.cleaned_data["label"], language
    person.save(update_fields=["label", "language"])
    with override(language):
        messages.success(request, _("Saved."))
    response = redirect("me")
    return remember_language(response, language)


def _own_questions(person: Person) -> QuerySet[Question]:
    rows = Question.objects.filter(author=person).with_in_part()
    rows = rows.select_related("chat_session__ward", "chat_session__record", "merged_into")
    return rows.defer("chat_session__record__document").order_by("-chat_session__starts_at", "-asked_at")


def _record_slug(question: Question) -> str:
    record = getattr(question.chat_session, "record", None)
    return record.slug if record else ""
