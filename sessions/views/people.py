"""The pages of receipts: the search, and one question by its receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sessions.models import Question, QuestionState
from sessions.questions.declared_order import shows_support
from sessions.questions.history import history_of
from sessions.record.redaction.told import redactions_of
from sessions.text.commitments import checking_line
from sessions.text.labels import HISTORY_WORDS, REASON_WORDS
from sessions.text.receipts import read_receipt


@require_safe
def receipt_search(request: HttpRequest) -> HttpResponse:
    """The form for a receipt, and the error where `?code=` cannot be a receipt."""
    words = request.GET.get("code", "").strip()[:60]
    code = read_receipt(words)
    if code:
        return redirect("receipt", code=code)
    return render(request, "sessions/receipt.html", {"words": words, "is_wrong": bool(words)})


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The outcome of one question. Its words are shown to its author, and to others only if they were ever public."""
    stored = read_receipt(code)
    if stored and stored != code:
        return redirect("receipt", code=stored)
    rows = Question.objects.with_in_part()
    rows = rows.select_related("chat_session__ward", "chat_session__office", "merged_into", "appeal_made")
    question = rows.filter(receipt=stored).first() if stored else None
    if question is None:
        return render(request, "sessions/receipt.html", {"words": code, "is_wrong": True}, status=404)
    shows_words = question.has_been_public and question.state != QuestionState.REMOVED
    is_own = request.user.is_authenticated and question.author_id == request.user.pk
    context = {
        "question": question,
        "is_own": is_own,
        "shows_words": (is_own or shows_words) and bool(question.text),
        "words_shown": question.text if is_own else question.public_text,
        "shows_support": question.is_public and shows_support(question.chat_session),
        "is_only_for_author": not shows_words,
        "is_in_record": question.has_been_public or question.outcome in ("declined", "merged", "withdrawn_too"),
        "answers": question.answers.select_related("office").prefetch_related("corrections")
        if question.is_public
        else [],
        "history": [
            (each.at, HISTORY_WORDS[each.step], REASON_WORDS.get(each.reason, "")) for each in history_of(question)
        ],
        "slug": _record_slug(question),
        "redactions": redactions_of(question),
        "checking_line": checking_line(question.salt, question.text) if is_own and question.salt else "",
    }
    return render(request, "sessions/receipt.html", context)


def _record_slug(question: Question) -> str:
    record = getattr(question.chat_session, "record", None)
    return record.slug if record else ""
