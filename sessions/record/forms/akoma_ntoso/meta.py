"""The metadata of an Akoma Ntoso debate: its names in FRBR, who speaks, and the tree of the record; pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.utils import timezone
from lxml import etree

from sessions.platform.text.labels import OUTCOME_WORDS
from sessions.platform.text.script_detection import text_language
from sessions.record.forms.akoma_ntoso.elements import Element, add
from sessions.record.forms.akoma_ntoso.speakers import Speakers
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.transcript import Transcript

SOURCE = "#councillor-live-chat"
OURS = "urn:councillor-chat-record:1"
_LANGUAGES = {"bn": "ben", "hi": "hin", "ur": "urd", "und": "eng"}
"""FRBRlanguage takes the three letters of ISO 639-2. Latin letters are English here as far as anybody can tell."""


def add_meta(debate: Element, facts: RecordFacts, transcript: Transcript, speakers: Speakers) -> None:
    meta = add(debate, "meta")
    _add_identification(meta, facts, speakers.texts)
    _add_references(meta, speakers)
    _add_tree(meta, facts, transcript)


def _add_identification(meta: Element, facts: RecordFacts, texts: Sequence[str]) -> None:
    identification = add(meta, "identification", source=SOURCE)
    day = timezone.localdate(facts.starts_at).isoformat()
    work = f"/akn/in/debateRecord/{day}/{facts.slug}"
    languages = _languages_of(texts)
    expression = f"{work}/{languages[0] if len(languages) == 1 else 'mul'}@{facts.made_at.astimezone(UTC).date()}"
    manifestation = f"{expression}.xml"
    for level, uri, date_name, date in (
        ("FRBRWork", work, "held", day),
        ("FRBRExpression", expression, facts.state, utc(facts.made_at)),
        ("FRBRManifestation", manifestation, facts.state, utc(facts.made_at)),
    ):
        element = add(identification, level)
        this = uri.replace(".xml", "/!main.xml") if level == "FRBRManifestation" else f"{uri}/!main"
        add(element, "FRBRthis", value=this)
        add(element, "FRBRuri", value=uri)
        add(element, "FRBRdate", date=date, name=date_name)
        add(element, "FRBRauthor", href=SOURCE, as_="#author")
        if level == "FRBRWork":
            add(element, "FRBRcountry", value="in")
            add(element, "FRBRnumber", value=facts.slug)
        elif level == "FRBRExpression":
            for language in languages:
                add(element, "FRBRlanguage", language=language)


def _languages_of(texts: Iterable[str]) -> list[str]:
    """Codes of the languages of what people said, the first heard first; eng without any words."""
    return list(dict.fromkeys(_LANGUAGES[text_language(text)] for text in texts)) or ["eng"]


def _add_references(meta: Element, speakers: Speakers) -> None:
    references = add(meta, "references", source=SOURCE)
    organization = "/ontology/organization/councillor-live-chat"
    add(references, "TLCOrganization", eId=SOURCE[1:], href=organization, showAs="Councillor Live Chat")
    for speaker in speakers.listed:
        add(references, "TLCPerson", eId=speaker.id, href=f"/ontology/person/{speaker.id}", showAs=speaker.name)
    for role, words in speakers.roles.items():
        add(references, "TLCRole", eId=role, href=f"/ontology/role/{role}", showAs=words)
    for state in speakers.states:
        words = str(OUTCOME_WORDS[state])
        add(references, "TLCConcept", eId=f"state-{state}", href=f"/ontology/concept/{state}", showAs=words)


def _add_tree(meta: Element, facts: RecordFacts, transcript: Transcript) -> None:
    """Add the tree in a namespace of our own.

    The hash by which the words are checked, the log's newest checkpoint, and the moments of the evening.
    """
    proprietary = add(meta, "proprietary", source=SOURCE)
    tree = etree.SubElement(proprietary, f"{{{OURS}}}tree", nsmap={"record": OURS})
    for name, value in (("state", facts.state), ("size", str(facts.size)), ("root", facts.root)):
        tree.set(name, value)
    for name, moment in (("opened", transcript.opened_at), ("closed", transcript.closed_at)):
        if moment:
            tree.set(name, utc(moment))
    if facts.checkpoint:
        etree.SubElement(proprietary, f"{{{OURS}}}checkpoint", nsmap={"record": OURS}).text = facts.checkpoint


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
