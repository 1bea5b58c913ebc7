"""Destroy redacted words in the tables of questions, answers, reports and appeals."""

from collections.abc import Iterable, Sequence

from sessions.log.event_form import tag_of
from sessions.log.events.room import AnswerCorrected, AnswerGiven, QuestionUnited
from sessions.models import (
    Answer,
    Appeal,
    ChatSession,
    Correction,
    Event,
    Question,
    QuestionCorrection,
    RedactedEntry,
    Report,
    StoredReply,
    StreamName,
    WrittenDraft,
)


def destroy_in_tables(
    chat_session: ChatSession, entries: Iterable[RedactedEntry], questions: Iterable[tuple[Question, set[str]]]
) -> None:
    """Destroy words in all tables.

    questions: the affected ones, locked, each with those of its own words that are redacted.

    Their rows are changed in memory only: the caller saves them with their desk's event.
    """
    by_id = {question.pk: question for question, _texts in questions}
    for question, texts in questions:
        _forget_own_words(question, texts)
    for entry in entries:
        if entry.type == tag_of(QuestionUnited) and entry.question_id in by_id:
            by_id[entry.question_id].united_words = ""
        elif entry.type in (tag_of(AnswerGiven), tag_of(AnswerCorrected)):
            _forget_answer(chat_session, entry)


def _forget_own_words(question: Question, texts: set[str]) -> None:
    """note, reports, appeals and the draft of an answer may repeat the words.

    The commitment stays, as the log and the ledger have it.
    """
    if "text" in texts:
        question.text, question.salt, question.masked = "", "", None
        QuestionCorrection.objects.filter(question=question).update(before="", public_before="", text="", note="")
    if "label" in texts:
        question.label = ""
    question.note, question.pending, question.pending_until = "", None, None
    Report.objects.filter(question=question).update(why="")
    Appeal.objects.filter(question=question).update(words="", note="")
    WrittenDraft.objects.filter(question=question).delete()
    StoredReply.objects.filter(chat_session=question.chat_session, result__question=str(question.pk)).delete()


def _forget_answer(chat_session: ChatSession, entry: RedactedEntry) -> None:
    """The words that one event said: those that hold now, or those that a later correction replaced."""
    said = _said_by(chat_session, entry)
    if said is None:
        return
    answer, place = said
    replaced = list(Correction.objects.filter(answer=answer).order_by("corrected_at", "id"))
    if place < len(replaced):
        Correction.objects.filter(pk=replaced[place].pk).update(before="")
    else:
        Answer.objects.filter(pk=answer.pk).update(text="")


def _said_by(chat_session: ChatSession, entry: RedactedEntry) -> tuple[Answer, int] | None:
    """The part of an answer, and the place of the event among those that said its words: 0 for the first."""
    events = Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC)
    first = entry.seq
    if entry.type == tag_of(AnswerCorrected):
        first = events.get(seq=entry.seq).body["of"]
    answer = Answer.objects.filter(question__chat_session=chat_session, seq=first).first()
    if answer is None:
        return None
    corrections: Sequence[int] = list(
        events.filter(type=tag_of(AnswerCorrected), body__of=first).order_by("seq").values_list("seq", flat=True)
    )
    return answer, [first, *corrections].index(entry.seq)
