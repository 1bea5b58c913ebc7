"""One promise: the words, what is owed and by when, whose it is, what came of it, and its whole history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.models import Activity, Promise, Question
from sessions.promises.keeping.verdict_form import verdict_context
from sessions.promises.promise_numbers import read_promise_number
from sessions.promises.public.facts import PROMISE_RELATIONS, facts_of_promise
from sessions.promises.public.history import history_of_promise
from sessions.promises.public.words import made_by_words, promise_state_words, promise_title, votes_words


def find_promise(number: str) -> Promise:
    """Every promise is public. Raises Http404."""
    rows = Promise.objects.select_related(*PROMISE_RELATIONS)
    promise = rows.filter(number=read_promise_number(number) or "").first()
    if promise is None:
        raise Http404
    return promise


@require_safe
def promise_page(request: HttpRequest, promise_number: str) -> HttpResponse:
    promise = find_promise(promise_number)
    if promise.number != promise_number:
        return redirect("promise", promise.number)
    facts = facts_of_promise(promise, timezone.localdate())
    question = _question_of(promise)
    context: dict[str, Any] = {
        "facts": facts,
        "title": promise_title(promise.number),
        "state_words": list(promise_state_words(facts)),
        "votes": votes_words(facts),
        "made_by": made_by_words(promise.made_by),
        "question": question,
        "question_address": _address_of(question) if question is not None else "",
        "history": history_of_promise(promise),
        "activities": _activities_of(promise),
        "joined": list(promise.merged.order_by("year", "serial").values_list("number", flat=True)),
    }
    person = request.user if request.user.is_authenticated else None
    return render(request, "sessions/promises/promise.html", context | verdict_context(promise, person))


def _question_of(promise: Promise) -> Question | None:
    """The question to which it was promised, where everybody may read that."""
    if promise.question_id is None:
        return None
    rows = Question.objects.public().select_related("chat_session__record")
    return rows.defer("chat_session__record__document").filter(pk=promise.question_id).first()


def _address_of(question: Question) -> str:
    """The address of a promise in the record, with its answers.

    While the chat has none, what everybody sees of it by its receipt.
    """
    record = getattr(question.chat_session, "record", None)
    if record is None:
        return reverse("receipt", args=[question.receipt])
    return reverse("record_question", args=[record.slug, question.receipt])


def _activities_of(promise: Promise) -> list[tuple[Activity, str]]:
    """What was done about it, and the address of each, if there is a page; nothing during an election freeze."""
    found = list(promise.activities.public())
    if not found or freeze_on(promise.ward, timezone.localdate()) is not None:
        return []
    return [(each, _activity_address(each)) for each in found]


def _activity_address(activity: Activity) -> str:
    try:
        return reverse("activity", args=[activity.number])
    except NoReverseMatch:
        return ""
