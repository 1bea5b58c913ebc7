"""The pages of receipts: the search, one question by its receipt, and the proof that it is in the record."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sessions.chats.pages.room.way_to_question import way_to_question
from sessions.chats.questions.correction_requests import may_ask_for_correction, words_as_asked
from sessions.chats.questions.declared_order import shows_support
from sessions.chats.questions.history import history_of_question
from sessions.contract.limits import MAX_RECEIPT_LENGTH
from sessions.models import RECORD_STATES, Question, QuestionState
from sessions.platform.text.commitments import checking_line
from sessions.platform.text.labels import HISTORY_WORDS, REASON_WORDS
from sessions.platform.text.receipts import read_receipt
from sessions.record.cards.finding import public_card_of
from sessions.record.redaction.receipt_redactions import redactions_of_question
from sessions.record.sealing.receipt_entry import ReceiptEntry, find_entry


@require_safe
def receipt_search(request: HttpRequest) -> HttpResponse:
    """The form for a receipt, and the error where `?code=` cannot be a receipt."""
    words = request.GET.get("code", "").strip()[:MAX_RECEIPT_LENGTH]
    code = read_receipt(words)
    if code:
        return redirect("receipt", code=code)
    return render(request, "sessions/chats/receipt/receipt.html", {"words": words, "is_wrong": bool(words)})


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The outcome of one question. Its words are shown to its author, and to others only if they were ever public."""
    stored = read_receipt(code)
    if stored and stored != code:
        return redirect("receipt", code=stored)
    rows = Question.objects.with_in_part().with_askings()
    rows = rows.select_related(
        "chat_session__ward", "chat_session__office", "chat_session__record", "merged_into", "appeal_made"
    )
    question = rows.filter(receipt=stored).first() if stored else None
    if question is None:
        return render(request, "sessions/chats/receipt/receipt.html", {"words": code, "is_wrong": True}, status=404)
    shows_words = question.has_been_public and question.state != QuestionState.REMOVED
    is_own = request.user.is_authenticated and question.author_id == request.user.pk
    context = {
        "question": question,
        "is_own": is_own,
        "shows_words": (is_own or shows_words) and bool(question.text),
        "words_shown": question.text if is_own else question.public_text,
        "shows_support": question.is_public and shows_support(question.chat_session),
        "is_only_for_author": not shows_words,
        "answers": question.answers.select_related("office").prefetch_related("corrections")
        if question.is_public
        else [],
        "history": [
            (each.at, HISTORY_WORDS[each.step], REASON_WORDS.get(each.reason, ""))
            for each in history_of_question(question)
        ],
        "entry": _entry_of(question),
        "is_over": question.chat_session.state in RECORD_STATES,
        "checking_line": checking_line(question.salt, words_as_asked(question)) if is_own and question.salt else "",
        "corrections": question.corrections.all() if is_own else question.corrections.accepted(),
        "may_correct": is_own and may_ask_for_correction(question),
        "redactions": redactions_of_question(question),
        "way": way_to_question(question.chat_session_id, receipt=question.receipt, state=question.state),
        "share_card": None if request.user.is_authenticated else public_card_of(question),
    }
    return render(request, "sessions/chats/receipt/receipt.html", context)


@require_safe
def receipt_proof(_request: HttpRequest, code: str) -> HttpResponse:
    """The proof that a question is in its sealed record, for programs; 404 while there is none."""
    stored = read_receipt(code)
    question = Question.objects.select_related("chat_session__record").filter(receipt=stored).first()
    entry = _entry_of(question) if stored and question is not None else None
    if entry is None or entry.proof is None:
        raise Http404
    return JsonResponse(entry.proof, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _entry_of(question: Question) -> ReceiptEntry | None:
    record = getattr(question.chat_session, "record", None)
    return find_entry(record, question.receipt) if record is not None else None
