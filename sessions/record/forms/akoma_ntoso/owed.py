"""What was owed from last time, as the first section of the debate after its opening."""

from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.labels import OWED_OUTCOME_WORDS, OWED_TITLE
from sessions.platform.text.script_detection import text_language
from sessions.record.forms.akoma_ntoso.elements import REMOVED_IN_ENGLISH, Element, add, add_paragraphs
from sessions.record.forms.akoma_ntoso.meta import utc
from sessions.record.forms.akoma_ntoso.speakers import Speakers
from sessions.record.office_words import owed_word
from sessions.record.owed_part import OwedInRecord
from sessions.record.transcript import Transcript


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
