"""A record as an Akoma Ntoso `debate`: each question and each answer with its speaker and its moment; pure.

It is written in English: the words around people's own words are those of the standard.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone, translation
from lxml import etree

from sessions.models import promise_state_label
from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.labels import OUTCOME_WORDS, OWED_OUTCOME_WORDS, OWED_TITLE, REASON_WORDS, SEALED_EARLY
from sessions.platform.text.script_detection import text_language
from sessions.record.forms.akoma_ntoso.elements import (
    AKOMA_NTOSO_NAMESPACE,
    REMOVED_IN_ENGLISH,
    XML_LANG,
    Element,
    add,
    add_paragraphs,
)
from sessions.record.forms.akoma_ntoso.meta import add_meta, utc
from sessions.record.forms.akoma_ntoso.speakers import CHAIRING, NAME_REMOVED, RESIDENT, Speakers
from sessions.record.forms.questions import RecordedQuestion, recorded_questions
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.office_words import owed_word
from sessions.record.owed_part import OwedInRecord
from sessions.record.promises_noted import ShownPromise
from sessions.record.shown_corrections import CorrectionShown
from sessions.record.transcript import GivenAnswer, Transcript
from sessions.record.transcript_reader import read_transcript

WORDS_WITHHELD = "The words of this question are not public."
DRAFT = "Draft: this record is not sealed yet. Typing faults can still be corrected."


def akoma_ntoso_form(document: Mapping[str, Any], *, slug: str) -> bytes:
    """XML 1.0 in UTF-8 that validates against the OASIS schema akomantoso30.xsd."""
    with translation.override("en"):
        facts = RecordFacts.of(document, slug=slug)
        transcript = read_transcript(document)
        questions = recorded_questions(document, transcript)
        speakers = Speakers.in_record(questions, transcript, facts.office)
        namespaces: Any = {None: AKOMA_NTOSO_NAMESPACE}
        tree = etree.Element(f"{{{AKOMA_NTOSO_NAMESPACE}}}akomaNtoso", nsmap=namespaces)
        debate = add(tree, "debate", name="debateRecord", contains="originalVersion")
        add_meta(debate, facts, transcript, speakers)
        body = add(debate, "debateBody")
        _add_opening(body, facts, transcript)
        add_owed(body, transcript, speakers)
        for question in questions:
            _add_question(body, question, speakers)
        _add_notices(body, transcript, speakers)
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add_opening(body: Element, facts: RecordFacts, transcript: Transcript) -> None:
    section = add(body, "debateSection", name="opening", eId="opening")
    day = timezone.localdate(facts.starts_at).isoformat()
    add(section, "heading", f"Live chat of ward {facts.ward}, {day}")
    if facts.is_draft:
        add(add(section, "scene", eId="draft"), "i", DRAFT)
    if transcript.early_seal is not None:
        reason = transcript.early_seal.reason
        words = f"{SEALED_EARLY} Reason: {reason}" if reason else str(SEALED_EARLY)
        add(add(section, "scene", eId="sealed-early"), "i", plain_text(words))
    add(add(section, "scene", eId="asked"), "i", f"Questions asked: {transcript.asked}.")


def _add_question(body: Element, question: RecordedQuestion, speakers: Speakers) -> None:
    section = add(body, "debateSection", name="question", eId=f"q-{question.receipt}")
    section.set("refersTo", f"#state-{question.outcome}")
    add(section, "num", question.receipt)
    add(section, "heading", str(OUTCOME_WORDS[question.outcome]))
    by = speakers.enter(RESIDENT, question.label or NAME_REMOVED)
    said = add(section, "question", by=f"#{by}", as_=f"#{RESIDENT}", startTime=utc(question.asked_at))
    add(said, "from", question.label or NAME_REMOVED)
    if question.text is None:
        add(said, "p", REMOVED_IN_ENGLISH if question.backing is not None and not question.reason else WORDS_WITHHELD)
    else:
        add_paragraphs(said, question.text, language=text_language(question.text))
    for correction in question.corrections:
        _add_earlier_words(said, correction)
    for number, answer in enumerate(question.answers, start=1):
        _add_answer(section, question, number, answer, speakers)
    add_promises(section, question.promises)
    for number, line in enumerate(_notes_of(question), start=1):
        add(add(section, "scene", eId=f"q-{question.receipt}-note-{number}"), "i", line)


def _add_answer(
    section: Element, question: RecordedQuestion, number: int, answer: GivenAnswer, speakers: Speakers
) -> None:
    by = speakers.enter_answerer(answer)
    said = add(section, "answer", eId=f"a-{question.receipt}-{number}", by=f"#{by}", as_=f"#{answer.office}")
    said.set("startTime", utc(answer.at))
    add(said, "from", answer.by or speakers.roles[answer.office])
    if answer.text is None:
        add(said, "p", REMOVED_IN_ENGLISH)
    else:
        add_paragraphs(said, answer.text, language=text_language(answer.text))
    for correction in answer.corrections:
        _add_earlier_words(said, correction)
    add_promises(section, answer.promises)


def _add_earlier_words(said: Element, correction: CorrectionShown) -> None:
    """Add the words before a correction as deleted text, with a remark that says when they were corrected."""
    lines = [line for line in plain_text(correction.before or "").split("\n") if line]
    for line in lines or [REMOVED_IN_ENGLISH]:
        paragraph = add(said, "p")
        paragraph.set(XML_LANG, text_language(line))
        remark = add(paragraph, "remark", f"Corrected {utc(correction.at)}; before:")
        remark.set(XML_LANG, "en")
        remark.tail = " "
        add(paragraph, "del", line)


def _notes_of(question: RecordedQuestion) -> list[str]:
    notes = []
    if question.backing is not None:
        notes.append(f"Support: {question.backing}.")
    if question.reason:
        notes.append(f"Reason: {REASON_WORDS[question.reason]}.")
    if question.into:
        notes.append(f"Merged with {question.into}.")
    notes += [f"Redacted: {each.line}." for each in question.redactions]
    if question.due_on:
        notes.append(f"Written answer by {question.due_on.isoformat()}.")
    return notes


def _add_notices(body: Element, transcript: Transcript, speakers: Speakers) -> None:
    if not transcript.notices:
        return
    section = add(body, "debateSection", name="notices", eId="notices")
    add(section, "heading", "Notices of the moderators")
    by = speakers.enter(CHAIRING, "Moderators")
    for notice in transcript.notices:
        said = add(section, "speech", eId=notice.anchor, by=f"#{by}", as_=f"#{CHAIRING}", startTime=utc(notice.at))
        if notice.text is None:
            add(said, "p", REMOVED_IN_ENGLISH)
        else:
            add_paragraphs(said, notice.text, language=text_language(notice.text))


# What was owed from last time, as the first section of the debate after its opening.


def add_owed(body: Element, transcript: Transcript, speakers: Speakers) -> None:
    if not transcript.owed:
        return
    section = add(body, "debateSection", name="owed", eId="owed")
    add(section, "heading", str(OWED_TITLE))
    for item in transcript.owed:
        _add_item(section, item, speakers)


def _add_item(section: Element, item: OwedInRecord, speakers: Speakers) -> None:
    add(add(section, "scene", eId=item.anchor), "i", plain_text(f"{item.number}: {item.what or REMOVED_IN_ENGLISH}"))
    if not item.outcome:
        said = f"See {item.receipt}." if item.receipt else f"{owed_word(item)}."
        add(add(section, "scene", eId=f"{item.anchor}-open"), "i", said)
        return
    assert item.at is not None, "what was said has its moment"
    by = speakers.enter_answerer(item)
    speech = add(section, "speech", eId=f"{item.anchor}-answer", by=f"#{by}", as_=f"#{item.office}")
    speech.set("startTime", utc(item.at))
    day = f" {item.new_due_on.isoformat()}" if item.new_due_on else ""
    add(speech, "p", f"{OWED_OUTCOME_WORDS.get(item.outcome, item.outcome)}{day}.")
    if item.text is None:
        add(speech, "p", REMOVED_IN_ENGLISH)
    else:
        add_paragraphs(speech, item.text, language=text_language(item.text))


# Promises beside the answer or the question that they are from, each with its later steps, as scenes of the debate.

WRITTEN = "A written answer."


def add_promises(section: Element, promises: Iterable[ShownPromise]) -> None:
    for promise in promises:
        _add_promise(section, promise)


def _add_promise(section: Element, promise: ShownPromise) -> None:
    day = f", by {promise.due_on.isoformat()}" if promise.due_on else ""
    head = f"Promise {promise.number}{day}; now: {promise_state_label(promise.state, promise.claim_end)}."
    words = promise.what if promise.what is not None else REMOVED_IN_ENGLISH
    _add_scene(section, f"promise-{promise.number}", head, words or WRITTEN)
    for number, step in enumerate(promise.later_steps, start=1):
        until = f", by {step.due_on.isoformat()}" if step.due_on and step.step in ("new_day", "confirm") else ""
        line = f"{utc(step.at)}: {promise_state_label(step.state, step.claim_end)}{until}."
        said = step.text if step.text is not None else REMOVED_IN_ENGLISH
        _add_scene(section, f"promise-{promise.number}-step-{number}", line, said)


def _add_scene(section: Element, id: str, line: str, words: str) -> None:
    scene = add(section, "scene", eId=id)
    shown = " ".join(plain_text(words).split())
    first = add(scene, "i", line)
    if shown:
        first.tail = " "
        add(scene, "inline", shown, name="words").set(XML_LANG, text_language(shown))
