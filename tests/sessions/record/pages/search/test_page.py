"""The list of records, and the search in them."""

from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.models import Question, Record
from tests.factories.evening import Evening, make_evening
from tests.factories.written_answers import move_due_day, owed_question

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}


def close(evening: Evening, text: str = "When will the lamp be mended?", answer: str = "By Friday.") -> Record:
    evening.queue(text)
    question = evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text=answer, final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def found(client: Client, **query: str) -> list[str]:
    return [each.question.text for each in client.get("/records/", query).context["found"]]


def listed(client: Client, **query: str) -> list[str]:
    return [record.slug for record, _counts in client.get("/records/", query).context["records"]]


def test_the_records_are_listed_newest_first_with_their_numbers(client: Client) -> None:
    records = [close(make_evening(number=number)) for number in (95, 96)]
    shown = client.get("/records/").context["records"]
    assert [(record.slug, *counts) for record, counts in shown] == [
        (records[1].slug, 1, 1, 0, 0),
        (records[0].slug, 1, 1, 0, 0),
    ]


def test_a_draft_is_marked_until_it_is_sealed(client: Client) -> None:
    record = close(make_evening())
    assert '<span class="tag">Draft</span>' in client.get("/records/", headers=ENGLISH).content.decode()
    Record.objects.filter(pk=record.pk).update(sealed_at=record.made_at)
    assert "Draft" not in client.get("/records/", headers=ENGLISH).content.decode()


def test_promised_answers_are_counted_as_owed_and_overdue_from_the_day_after(client: Client) -> None:
    evening = make_evening()
    owed = owed_question(evening)
    for days, numbers in ((0, (1, 0, 1, 0)), (-1, (1, 0, 1, 1))):
        move_due_day(owed, days=days)
        [(_record, counts)] = client.get("/records/").context["records"]
        assert tuple(counts) == numbers


def test_words_and_ward_narrow_the_list(client: Client) -> None:
    for number, text in ((95, "Drains of ৯৫?"), (96, "Lamps?")):
        close(make_evening(number=number), text)
    assert found(client, q="drains") == ["Drains of ৯৫?"]
    assert len(found(client, q="friday")) == 2
    assert found(client, q="friday", ward="৯৬") == ["Lamps?"]
    assert [slug[:7] for slug in listed(client, ward="৯৬")] == ["ward-96"]
    assert len(found(client, q="friday", ward="95x")) == 2


def test_whole_records_are_narrowed_by_office_and_month(client: Client) -> None:
    first, second = (close(make_evening(number=number)) for number in (95, 96))
    month = f"{first.chat_session.day:%Y-%m}"
    assert listed(client, office=str(first.chat_session.office_id)) == [first.slug]
    assert listed(client, month=month) == [second.slug, first.slug]
    assert listed(client, month="2001-01") == listed(client, ward="97") == []
    assert listed(client, month="2001-13") == [second.slug, first.slug]


def test_questions_are_found_by_a_filter_alone(client: Client) -> None:
    record = close(make_evening())
    Question.objects.update(topic="lights")
    assert found(client, answered="yes") == found(client, kind="question") == ["When will the lamp be mended?"]
    assert found(client, kind="complaint") == found(client, answered="no") == []
    assert listed(client, kind="song") == [record.slug]


def test_what_was_looked_for_is_marked_and_everything_else_is_escaped(client: Client) -> None:
    record = close(make_evening(), "<b>Lamp</b> & lamps?", "A <i>lamp</i>.")
    page = client.get("/records/", {"q": '"lamp"'}, headers=ENGLISH).content.decode()
    assert "&lt;b&gt;<mark>Lamp</mark>&lt;/b&gt; &amp; lamps?" in page
    assert "A &lt;i&gt;<mark>lamp</mark>&lt;/i&gt;." in page
    assert f'href="/records/{record.slug}/q/{Question.objects.get().receipt}/"' in page


def test_control_characters_that_somebody_looks_for_are_blanks_on_the_page(client: Client) -> None:
    controls = "".join(map(chr, (*range(1, 32), *range(127, 160))))
    close(make_evening(), "When will the lamp be lit?", "On Friday.")
    for path in ("/records/", "/matters/"):
        page = client.get(path, {"q": f"the{controls}lamp"}, headers=ENGLISH).content.decode()
        assert {sign for sign in page if sign in controls} <= {"\n"}
    assert "<mark>lamp</mark>" in client.get("/records/", {"q": f"the{controls}lamp"}, headers=ENGLISH).content.decode()


def test_no_hit_is_told(client: Client) -> None:
    assert "No record yet." in client.get("/records/", headers=ENGLISH).content.decode()
    close(make_evening())
    page = client.get("/records/", {"q": "metro"}, headers=ENGLISH).content.decode()
    assert "No question or answer has these words." in page
    for query, told in (({"month": "2001-01"}, "No record of these."), ({"topic": "water"}, "No question of these.")):
        assert told in client.get("/records/", query, headers=ENGLISH).content.decode()


@pytest.mark.long
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [({}, 6), ({"q": "friday"}, 6)])
def test_the_list_takes_a_fixed_number_of_queries(
    client: Client, rows: int, query: dict[str, str], queries: int, django_assert_num_queries: Any
) -> None:
    for index in range(rows):
        close(make_evening(number=81 + index))
    with django_assert_num_queries(queries):
        client.get("/records/", query)


def test_long_lists_are_paged_and_keep_the_filters_in_the_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.record.pages.search.page.RECORDS_PER_PAGE", 1)
    for number in (95, 96):
        close(make_evening(number=number))
    query = {"q": "friday", "answered": "yes", "page": "2"}
    page = client.get("/records/", query, headers=ENGLISH).content.decode()
    assert "Page 2 of 2" in page
    assert 'href="?q=friday&amp;answered=yes&amp;page=1"' in page
    assert '<option value="yes" selected>' in page


def test_more_than_can_be_shown_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.record.search.question_search.MAX_FOUND", 1)
    for number in (95, 96):
        close(make_evening(number=number))
    page = client.get("/records/", {"q": "friday"}, headers=ENGLISH)
    assert "There are more." in page.content.decode()
    assert len(page.context["found"]) == 1
