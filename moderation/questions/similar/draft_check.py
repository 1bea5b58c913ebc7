"""Looks a question through for its author, before it is sent: what would be flagged, and who has asked it already."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from moderation.checks.flags import Check
from moderation.checks.screen import Screened, screen
from moderation.questions.second_look import data_words, kinds_of
from moderation.questions.similar.finding import SimilarQuestion, similar_questions
from moderation.questions.similar.next_door import promise_facts, promises_by_question
from sessions.log.logged_event import wire_time
from sessions.log.steps.steps import require_not_over
from sessions.models import ChatSession, Promise

MOST_OFFERED = 3
SHORTEST = 8
"""Characters; a shorter text is compared with nothing."""


def check_draft(chat_session: ChatSession, text: str) -> dict[str, Any]:
    """What the wire answers about a normalised text: its flags, what the public would read, and similar questions.

    warning: the sentence for the author, left out where nothing would be hidden or looked at twice;
    hint: the words above similar questions, left out without any. Saves nothing. Raises Refused closed where nothing
    can be asked.
    """
    require_not_over(chat_session)
    screened = screen(text)
    similar = similar_questions(chat_session, text, MOST_OFFERED) if len(text) >= SHORTEST else []
    promises = promises_by_question(each.question for each in similar) if similar else {}
    flags = [
        {"check": flag.check.value, "start": flag.start, "end": flag.end, "mask": flag.is_masked}
        for flag in screened.flags
    ]
    warning = warn_before_sending(screened)
    hint = _("Asked already?") if similar else ""
    return {
        "text": text,
        "flags": flags,
        "public_text": screened.public_text,
        "similar": [_offer(each, promises.get(each.question.pk, ())) for each in similar],
    } | {name: words for name, words in (("warning", warning), ("hint", hint)) if words}


def warn_before_sending(screened: Screened) -> str:
    """What an author is told about a text that is not sent yet, as sentences; empty for nothing."""
    masked = kinds_of(flag for flag in screened.flags if flag.is_masked)
    accuses = any(flag.check == Check.ACCUSATION for flag in screened.flags)
    sentences = []
    if masked:
        sentences.append(
            _("This looks like {what}: it would become public. Others will read […] in its place.").format(
                what=data_words(masked)
            )
        )
    if accuses:
        sentences.append(
            _("This looks like {what}: it would become public.").format(what=data_words([Check.ACCUSATION]))
        )
    return " ".join(sentences)


def _offer(similar: SimilarQuestion, promises: Iterable[Promise]) -> dict[str, Any]:
    """Offer a question: only what everybody can read."""
    question = similar.question
    answers = list(question.answers.all())
    record = getattr(question.chat_session, "record", None)
    return {
        "question": str(question.pk),
        "text": question.public_text,
        "state": question.state,
        "receipt": question.receipt,
        "support": similar.support,
        "chat_session": str(question.chat_session_id),
        "ward": question.chat_session.ward.number,
        "at": wire_time(question.asked_at),
        "answer": answers[0].text if answers else None,
        "record": record.slug if record is not None else None,
        "promises": [promise_facts(each) for each in promises],
    }
