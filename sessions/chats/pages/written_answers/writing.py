"""One answer that is owed: its draft, the look at it before it is sent, and its correction afterwards."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sessions.chats.questions.written_answers.answering import correct_written_answer, give_written_answer
from sessions.chats.questions.written_answers.drafts import save_draft
from sessions.chats.questions.written_answers.owed_answers import as_owed
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.city.people.written_answers import owed_answer_role
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.models import Answer, Question, WrittenDraft
from sessions.platform.pages.confirming import require_confirmation
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number
from sessions.platform.text.text_input import clean_text


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What the person wrote, and the draft's version that they saw; refusal: why it was not taken."""

    text: str
    seen: int
    refusal: Refused | None = None

    @property
    def why(self) -> str | Promise:
        return self.refusal.message if self.refusal is not None else ""

    @property
    def needs_second_look(self) -> bool:
        return self.refusal is not None and self.refusal.code == "second_look"

    @property
    def others_words(self) -> str | None:
        """The words that somebody else has saved meanwhile; None where nobody has."""
        is_stale = self.refusal is not None and self.refusal.code == "stale"
        return self.refusal.facts["text"] if self.refusal is not None and is_stale else None


@staff_page("owed")
def answer_page(request: HttpRequest, reader: Staff, question_id: UUID) -> HttpResponse:
    """POST do=save keeps a draft, do=look keeps it and shows it once more, do=send sends it, do=correct corrects.

    What needs a second look is sent, or replaces earlier words, with `confirmed` alone. Without scripts each is a plain
    form; what was written is in the form again after a refusal.
    """
    question = _find_question(reader, question_id)
    if request.method != "POST":
        return _show(request, reader, question, _as_saved(question))
    written = WrittenAnswer(request.POST.get("text", ""), posted_number(request.POST.get("seen", "")))
    do = request.POST.get("do", "")
    try:
        if do == "send":
            return _send(request, reader, question, written)
        if do == "correct":
            return _correct(request, reader, question, written)
        draft = save_draft(
            question.chat_session, question.pk, person=reader.person, text=written.text, seen=written.seen
        )
    except Refused as refused:
        return _refuse(request, reader, question, written, refused)
    if do == "look":
        return _show(request, reader, question, WrittenAnswer(draft.text, draft.version), is_look=True)
    messages.success(request, _("The draft is saved. Nobody outside your office reads it."))
    return redirect("owed_answer", question_id=question.pk)


def _find_question(reader: Staff, question_id: UUID) -> Question:
    """A question that is or was owed in the person's wards. Raises Http404 for all others."""
    rows = Question.objects.public().filter(due_on__isnull=False, chat_session__ward__in=reader.wards)
    rows = rows.select_related("chat_session__ward", "chat_session__office", "chat_session__record", "draft")
    question = rows.defer("chat_session__record__document").filter(pk=question_id).first()
    if question is None:
        raise Http404
    return question


def _send(request: HttpRequest, reader: Staff, question: Question, written: WrittenAnswer) -> HttpResponse:
    require_confirmation(request.POST, clean_text(written.text, max_graphemes=MAX_ANSWER_GRAPHEMES))
    give_written_answer(question.chat_session, question.pk, person=reader.person, text=written.text, seen=written.seen)
    messages.success(request, _("Sent. The answer is public, and those who asked or support the question are told."))
    return redirect("owed")


def _correct(request: HttpRequest, reader: Staff, question: Question, written: WrittenAnswer) -> HttpResponse:
    part = posted_number(request.POST.get("part", ""))
    require_confirmation(request.POST, clean_text(written.text, max_graphemes=MAX_ANSWER_GRAPHEMES))
    correct_written_answer(question.chat_session, question.pk, person=reader.person, part=part, text=written.text)
    messages.success(request, _("Corrected. Everybody can still read the earlier words."))
    return redirect("owed_answer", question_id=question.pk)


def _refuse(
    request: HttpRequest, reader: Staff, question: Question, written: WrittenAnswer, refused: Refused
) -> HttpResponse:
    """What was written stays in the form; it can be saved over what somebody else saved, once that was seen."""
    if refused.code == "forbidden" and not owed_answer_role(reader.duties, question.chat_session.ward):
        return redirect("owed")
    question = _find_question(reader, question.pk)
    seen = refused.facts["version"] if refused.code == "stale" else written.seen
    is_look = refused.code == "second_look" and request.POST.get("do") == "send"
    return _show(request, reader, question, WrittenAnswer(written.text, seen, refused), is_look=is_look, status=422)


def _show(
    request: HttpRequest,
    reader: Staff,
    question: Question,
    written: WrittenAnswer,
    *,
    is_look: bool = False,
    status: int = 200,
) -> HttpResponse:
    role = owed_answer_role(reader.duties, question.chat_session.ward)
    is_owed = question.state == "on_notice"
    answers = list(question.answers.select_related("office").prefetch_related("corrections"))
    context: dict[str, Any] = {
        "question": question,
        "owed": as_owed(question) if is_owed else None,
        "answers": answers,
        "draft": _draft_of(question) if role != "clerk" else None,
        "written": written,
        "may_draft": is_owed and role in ("councillor", "staff"),
        "may_send": is_owed and role == "councillor",
        "own_answer": _own_answer(answers, reader) if role == "councillor" else None,
        "is_look": is_look,
    }
    return render(request, "sessions/chats/written_answers/answer.html", context, status=status)


def _own_answer(answers: list[Answer], reader: Staff) -> Answer | None:
    """The written answer of the reader's own term, which they may correct."""
    return next((each for each in answers if each.written and each.office.holder_id == reader.person.pk), None)


def _draft_of(question: Question) -> WrittenDraft | None:
    return getattr(question, "draft", None)


def _as_saved(question: Question) -> WrittenAnswer:
    draft = _draft_of(question)
    return WrittenAnswer(draft.text, draft.version) if draft is not None else WrittenAnswer("", 0)
