"""Metadata of a record's pages for search engines and messengers: schema.org, and a one-sentence description; pure."""

from collections.abc import Mapping
from typing import Any

from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.script_detection import UNKNOWN_LANGUAGE, text_language
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.transcript import GivenAnswer, PutQuestion, Transcript

CONTEXT = "https://schema.org"
MOST_IN_DESCRIPTION = 200
"""Characters; messengers cut what is longer."""

type LinkedData = dict[str, Any]


def event_of(facts: RecordFacts, transcript: Transcript, *, name: str, answered_by: str, address: str) -> LinkedData:
    """The evening as a schema.org Event that is over."""
    event: LinkedData = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": name,
        "startDate": (transcript.opened_at or facts.starts_at).isoformat(timespec="seconds"),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{CONTEXT}/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": address},
        "performer": {"@type": "Person", "name": plain_text(answered_by)},
        "url": address,
        "isAccessibleForFree": True,
    }
    if transcript.closed_at:
        event["endDate"] = transcript.closed_at.isoformat(timespec="seconds")
    return event


def qa_page_of(question: PutQuestion, office: Mapping[str, str], *, address: str) -> LinkedData | None:
    """One question with its answers as a schema.org QAPage; None where its words are not public."""
    if question.text is None:
        return None
    said = plain_text(question.text)
    shown: LinkedData = {
        "@type": "Question",
        "name": said,
        "text": said,
        "datePublished": question.asked_at.isoformat(timespec="seconds"),
        "upvoteCount": question.backing,
        "answerCount": sum(1 for answer in question.answers if answer.text is not None),
        "url": address,
        **_language_of(said),
    }
    if question.label:
        shown["author"] = {"@type": "Person", "name": plain_text(question.label)}
    answers = [_answer(each, office, address=address) for each in question.answers if each.text is not None]
    if answers:
        # A later part is no better or worse than the first: all of them are the answer.
        shown["acceptedAnswer"] = answers
    return {"@context": CONTEXT, "@type": "QAPage", "mainEntity": shown}


def preview_line(text: str) -> str:
    """One line for the preview of a link, cut at a blank."""
    line = " ".join(plain_text(text).split())
    if len(line) <= MOST_IN_DESCRIPTION:
        return line
    return f"{line[:MOST_IN_DESCRIPTION].rpartition(' ')[0] or line[:MOST_IN_DESCRIPTION]} …"


def _answer(answer: GivenAnswer, office: Mapping[str, str], *, address: str) -> LinkedData:
    said = plain_text(answer.text or "")
    return {
        "@type": "Answer",
        "text": said,
        "datePublished": answer.at.isoformat(timespec="seconds"),
        "upvoteCount": 0,
        "url": f"{address}#{answer.anchor}",
        "author": {"@type": "Person", "name": plain_text(answer.by or office["name_en"])},
        **_language_of(said),
    }


def _language_of(text: str) -> dict[str, str]:
    language = text_language(text)
    return {} if language == UNKNOWN_LANGUAGE else {"inLanguage": language}
