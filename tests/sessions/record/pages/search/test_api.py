"""The read-only API: as it is described, in pages, with ETags, for every site."""

import json
from typing import Any

import fastjsonschema
import pytest
from django.test import Client

from chatserver.web.open_data.open_api import describe
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.models import Question, Record
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def close(evening: Evening, *texts: str) -> Record:
    for number, text in enumerate(texts or ("Lamps?",)):
        evening.queue(text, by=number)
    question = evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Friday.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def valid(value: Any, schema: str) -> Any:
    """The value, if it is as the description says."""
    fastjsonschema.compile({"$ref": f"#/components/schemas/{schema}", "components": describe()["components"]})(value)
    return value


def get(client: Client, **query: str) -> Any:
    return valid(client.get("/api/records/", query).json(), "Page")


def slugs(page: Any) -> list[str]:
    return [record["slug"] for record in page["records"]]


def walk(client: Client, **query: str) -> list[Any]:
    """All pages, by following `next`."""
    pages = [get(client, **query)]
    while (following := pages[-1]["next"]) is not None:
        response = client.get(following.removeprefix("http://testserver"))
        pages.append(valid(response.json(), "Page"))
        assert len(pages) < 20
    return pages


def test_records_come_in_pages_what_was_published_last_first(client: Client) -> None:
    records = [close(make_evening(number=number)).slug for number in (95, 96, 97)]
    assert slugs(get(client)) == records[::-1]
    pages = walk(client, limit="2")
    assert [slugs(page) for page in pages] == [records[:0:-1], records[:1]]
    response = client.get("/api/records/", {"limit": "2"})
    assert response["Link"] == f'<{pages[0]["next"]}>; rel="next"'


def test_a_search_answers_the_records_with_the_questions_that_match(client: Client) -> None:
    first = close(make_evening(number=95), "Lamps of lane one", "Drains", "Lamp of lane three")
    second = close(make_evening(number=96), "Lamps of lane four")
    pages = walk(client, q="lamp", limit="1")
    texts = [(each["slug"], each["found"][0]["text"]) for page in pages for each in page["records"]]
    assert texts == [
        (second.slug, "Lamps of lane four"),
        (first.slug, "Lamps of lane one"),
        (first.slug, "Lamp of lane three"),
    ]
    [page] = walk(client, q="lamp", ward="95")
    found = page["records"][0]["found"]
    assert [each["snippets"][0] for each in found] == [
        [{"text": "Lamps", "is_match": True}, {"text": " of lane one", "is_match": False}],
        [{"text": "Lamp", "is_match": True}, {"text": " of lane three", "is_match": False}],
    ]
    assert slugs(get(client, answered="no")) == [first.slug]


def test_one_record_has_its_questions_answers_and_tree(client: Client, evening: Evening) -> None:
    record = close(evening)
    question = Question.objects.get()
    answered = valid(client.get(f"/api/records/{record.slug}/").json(), "WholeRecord")
    assert answered["tree"] == record.document["tree"]
    assert answered["forms"]["json"] == f"http://testserver/records/{record.slug}.json"
    assert (answered["is_draft"], answered["sealed_at"]) == (True, None)
    Record.objects.update(sealed_at=record.made_at)
    [listed] = get(client)["records"]
    assert (listed["is_draft"], listed["sealed_at"]) == (False, answered["published_at"])
    [told] = answered["questions"]
    assert told["address"] == f"http://testserver/records/{record.slug}/q/{question.receipt}/"
    assert [answer["text"] for answer in told["answers"]] == ["By Friday."]
    assert (told["answers"][0]["by"], told["answers"][0]["role"]) == ("Holder of ward 95", "councillor")


@pytest.mark.long
@pytest.mark.parametrize("path", ["/api/records/", "/api/records/SLUG/", "/api/openapi.json"])
def test_every_answer_has_an_etag_and_may_be_read_from_any_site(client: Client, evening: Evening, path: str) -> None:
    path = path.replace("SLUG", close(evening).slug)
    first = client.get(path)
    assert (first.status_code, first["Access-Control-Allow-Origin"]) == (200, "*")
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    other = client.get(path, headers={"if-none-match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)
    asked = client.options(path)
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")


def test_the_answer_is_the_same_in_every_language(client: Client, evening: Evening) -> None:
    close(evening)
    bodies = {client.get("/api/records/?q=lamps", headers={"accept-language": each}).content for each in ("en", "bn")}
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"wards": "95"}, "wards: unknown; there are q, ward, office, month, topic, kind, answered, limit, cursor"),
        ({"ward": "none"}, "ward: no such value"),
        ({"month": "2027-13"}, "month: no such value"),
        ({"kind": "song"}, "kind: no such value"),
        ({"limit": "101"}, "limit: more than 100"),
        ({"limit": "0"}, "limit: not a number from 1 on"),
        ({"cursor": "9" * 19}, "cursor: not a number from 1 on"),
        ({"q": "!?"}, "q: holds no word"),
        ({"q": "a" * 201}, "q: longer than 200 characters"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client: Client, query: dict[str, str], told: str) -> None:
    response = client.get("/api/records/", query)
    problem = {"type": "about:blank", "title": "Bad request", "status": 400, "detail": told}
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert valid(json.loads(response.content), "Problem") == problem


def test_other_methods_and_unknown_records_are_problems_too() -> None:
    client = Client(enforce_csrf_checks=True)
    for response, status in (
        (client.get("/api/records/ward-1-2020-01-01/"), 404),
        (client.post("/api/records/"), 405),
        (client.delete("/api/records/ward-1-2020-01-01/"), 405),
    ):
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert valid(json.loads(response.content), "Problem")["status"] == status


@pytest.mark.long
@pytest.mark.parametrize("query", [{}, {"q": "lamps"}])
def test_a_page_takes_a_fixed_number_of_queries(
    client: Client, query: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    for number in (95, 96, 97):
        close(make_evening(number=number))
    with django_assert_max_num_queries(5):
        client.get("/api/records/", query)
