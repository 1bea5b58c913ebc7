"""The desk sees near-copies of the selected question across scripts, and the targets of a merge by likeness."""

import re
from typing import Any

import pytest

from chatserver.live.wire.decoding import read_form
from chatserver.live.wire.ops import MergeQuestions
from moderation.questions.screening import decline_question, merge_question
from moderation.questions.similar.near_copies import by_likeness, copies_of
from sessions.chats.questions.own_questions import back_question
from sessions.models import Question
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

IN_BENGALI = "আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না"
IN_LATIN = "amader golir rastar alo du mash dhore jole na"
OTHER = "When will the swings in the park be mended?"


def visit(evening: Evening, question: Question, path: str = "") -> Any:
    address = f"/desk/{evening.chat_session.pk}/{path}?question={question.pk}"
    return client_of(evening.moderator).get(address, headers={"accept-language": "en"})


def ids_of(evening: Evening, question: Question) -> list[str]:
    return [copy["id"] for copy in copies_of(evening.chat_session.pk, str(question.pk))]


def test_copies_in_other_scripts_are_found_while_they_can_be_decided_or_merged_into(evening: Evening) -> None:
    public, mine, other = evening.queue(IN_BENGALI), evening.ask(IN_LATIN, by=1), evening.ask(OTHER, by=2)
    waiting = evening.ask(f"{IN_LATIN}!", by=2)
    assert set(ids_of(evening, mine)) == {str(public.pk), str(waiting.pk)}
    assert ids_of(evening, other) == []
    decline_question(
        evening.chat_session, waiting.pk, moderator=evening.moderator, version=1, reason="off_topic", note=""
    )
    assert ids_of(evening, mine) == [str(public.pk)]


def test_the_script_gets_them_as_json(evening: Evening) -> None:
    public, mine = evening.queue(IN_BENGALI), evening.ask(IN_LATIN, by=1)
    answer = visit(evening, mine, "copies/").json()
    [copy] = answer["copies"]
    assert (answer["question"], copy["id"], copy["state"]) == (str(mine.pk), str(public.pk), "queued")
    assert client_of(evening.residents[0]).get(f"/desk/{evening.chat_session.pk}/copies/").status_code == 403


def test_the_page_lists_them_and_offers_the_most_alike_target_first_with_its_support(evening: Evening) -> None:
    swings, public, mine = evening.queue(OTHER), evening.queue(IN_BENGALI, by=1), evening.ask(IN_LATIN, by=2)
    back_question(evening.chat_session, swings.pk, person=evening.residents[1], on=True)
    page = visit(evening, mine).content.decode()
    assert f'href="?question={public.pk}#detail"' in page
    for select in ("merge-into", "group-into"):
        [shown] = re.findall(rf'<select class="input" id="{select}".*?</select>', page, re.DOTALL)
        options = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]*)</option>', shown)
        assert [option for option, _words in options] == [str(public.pk), str(swings.pk)]
        assert [words.rpartition("(")[2] for _option, words in options] == ["supported by 0)", "supported by 1)"]


def test_without_scripts_a_form_names_the_question_and_its_copies(evening: Evening) -> None:
    public, mine, other = evening.queue(IN_BENGALI), evening.ask(IN_LATIN, by=1), evening.ask(f"{IN_LATIN}!", by=2)
    page = visit(evening, mine).content.decode()
    boxes = re.findall(r'form="group-form" name="questions" value="([0-9a-f-]{36}:[0-9]+)" checked', page)
    fields = read_form({"op": "questions.merge", "into": str(public.pk)}, chosen=boxes).fields
    assert isinstance(fields, MergeQuestions)
    assert {(each.question, each.version) for each in fields.questions} == {(mine.pk, 1), (other.pk, 1)}


def test_copies_stand_together_in_the_list_and_say_so(evening: Evening) -> None:
    first, other, copy = evening.ask(IN_BENGALI), evening.ask(OTHER, by=1), evening.ask(IN_LATIN, by=2)
    page = visit(evening, first).content.decode()
    shown = page[page.index('id="group-to_read"') : page.index('id="detail"')]
    assert re.findall(r'class="desk__row" data-id="([^"]+)"', shown) == [str(each.pk) for each in (first, copy, other)]
    assert shown.count("Almost the same words as another person’s question") == 2


def test_the_page_lists_what_was_merged_into_the_question(evening: Evening) -> None:
    public, mine = evening.queue(IN_BENGALI), evening.ask(OTHER, by=1)
    assert 'data-part="merged_part" aria-labelledby="merged-title" hidden' in visit(evening, public).content.decode()
    merge_question(evening.chat_session, mine.pk, moderator=evening.moderator, version=1, into=public.pk)
    page = visit(evening, public).content.decode()
    shown = page[page.index('data-part="merged_part"') : page.index('data-part="copies_part"')]
    assert "hidden" not in shown
    assert f'href="?question={mine.pk}#detail"' in shown
    [merged] = visit(evening, public, "copies/").json()["merged"]
    assert (merged["id"], merged["text"], merged["state"]) == (str(mine.pk), OTHER, "merged")


def test_what_is_not_alike_keeps_its_order() -> None:
    questions = [{"id": each} for each in "abcd"]
    assert [each["id"] for each in by_likeness(questions, [{"id": "c"}, {"id": "x"}, {"id": "b"}])] == list("cbad")
