"""The pages of the figures and their files: for everybody, without scripts."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.questions.screening import decline_question, hold_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.city.display import wait_words
from sessions.models import Record, RecordFigures
from sessions.record.pages.figures.pages import FiguresFilter
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH, BENGALI = {"accept-language": "en"}, {"accept-language": "bn"}


def held(number: int, *, refused: int = 0, undecided: int = 0) -> Evening:
    """A chat with one answered question, and some that were not accepted, held to the end, or never read."""
    evening = make_evening(number=number)
    evening.answer()
    for _n in range(refused):
        question = evening.ask()
        decline_question(
            evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="attack", note=""
        )
    for _n in range(undecided):
        hold_question(evening.chat_session, evening.ask().pk, moderator=evening.moderator, version=1)
    for _n in range(2 * undecided):
        evening.ask()
    close_chat_session(evening.chat_session, by="clerk")
    return evening


def page_of(client: Client, address: str) -> str:
    return client.get(address, headers=ENGLISH).content.decode()


def rows_of(page: str, title: str) -> list[tuple[str, list[str], list[str]]]:
    """Rows of the first chart with this title: each row's head, the kinds of its bars, and its cells."""
    table = page[page.index(f"<caption>{title}</caption>") :].partition("</table>")[0]
    body = table.partition('<tbody role="rowgroup">')[2]
    return [
        (
            unescape(re.sub("<svg.*?</svg>", "", head)),
            re.findall(r'data-kind="(\w+)"', head),
            [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", row)],
        )
        for row in body.split("</tr>")[:-1]
        for head in re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', row)
    ]


OUTCOMES, WAITS, SHARES = "What became of the questions", "How long people waited", "Answered share by kind"
REASONS = "Why questions were not accepted"


def test_the_wards_stand_beside_each_other(client: Client) -> None:
    held(95, refused=3)
    held(96)
    page = page_of(client, "/figures/")
    assert rows_of(page, OUTCOMES) == [
        ("Ward 95", ["answered", "refused"], ["4", "1", "0", "3", "0", "0", "0", "0", "0 min", "100 %", "–", "–"]),
        ("Ward 96", ["answered"], ["1", "1", "0", "0", "0", "0", "0", "0", "0 min", "100 %", "–", "–"]),
    ]
    [reason] = [row for row in rows_of(page, REASONS) if row[1]]
    assert reason[1:] == (["refused"], ["3"])


def test_what_was_held_to_the_end_or_never_read_stands_by_itself(client: Client) -> None:
    held(95, undecided=1)
    [(_ward, bars, cells)] = rows_of(page_of(client, "/figures/"), OUTCOMES)
    assert (bars, cells[:8]) == (["answered", "held", "unread"], ["4", "1", "0", "0", "1", "2", "0", "0"])


def test_chosen_wards_and_a_month_are_compared(client: Client) -> None:
    held(95)
    held(96, refused=1)
    held(97)
    page = page_of(client, "/figures/?ward=৯৬, 95, x")
    assert [row[0] for row in rows_of(page, OUTCOMES)] == ["Ward 96", "Ward 95"]
    assert rows_of(page, SHARES)[1] == ("Ward 95", ["question"], ["100 % (1 of 1)", "–", "–"])
    assert [row[2] for row in rows_of(page, WAITS)] == [["0 min", "1"], ["0 min", "1"]]
    assert [row[2] for row in rows_of(page, REASONS) if row[1]] == [["1", "1", "0"]]
    assert 'name="ward" value="96, 95"' in page
    none = page_of(client, "/figures/?ward=95&month=2020-01")
    assert rows_of(none, OUTCOMES) == [("Ward 95", [], ["No chat"])]
    unknown = page_of(client, "/figures/?ward=1")
    assert (rows_of(unknown, OUTCOMES), "By month" in unknown) == ([("Ward 1", [], ["No chat"])], False)


def test_the_page_of_a_ward_goes_month_by_month_and_shows_those_without_a_chat(client: Client) -> None:
    evening = held(95, refused=2)
    this_month = timezone.localdate().replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    before = (last_month - timedelta(days=1)).replace(day=1)
    RecordFigures.objects.update(month=before)
    page = page_of(client, "/wards/95/figures/")
    rows = rows_of(page, OUTCOMES)
    assert [row[0] for row in rows] == [f"{month:%B %Y}" for month in (this_month, last_month, before)]
    assert [row[2] for row in rows] == [["No chat"], ["No chat"], ["3", "1", "0", "2", "0", "0", "0", "0"]]
    slug = Record.objects.get(chat_session=evening.chat_session).slug
    assert f'href="/records/{slug}/"' in page
    chosen = page_of(client, f"/wards/95/figures/?month={this_month:%Y-%m}")
    assert f'href="/records/{slug}/"' not in chosen


def test_an_empty_page_says_what_will_be_here(client: Client) -> None:
    make_evening()
    assert "No record is published yet. After the first chat," in page_of(client, "/figures/")
    assert "No chat of this ward has a record yet." in page_of(client, "/wards/95/figures/")
    assert client.get("/figures.json").json() == {"format": "councillor-chat-figures/1", "figures": []}
    for address in ("/wards/1/figures/", "/wards/1/figures.json", "/wards/1/figures.csv"):
        assert client.get(address).status_code == 404


def test_it_reads_in_bengali_with_its_digits(client: Client) -> None:
    held(95)
    page = client.get("/figures/", headers=BENGALI).content.decode()
    assert "ওয়ার্ড ৯৫" in page
    assert "১০০ %" in page
    assert re.findall(r"<td[^>]*>[^<]*[0-9][^<]*</td>", page) == []
    assert 'height="10"' in page


def test_the_files_have_each_ward_and_month(client: Client) -> None:
    evening = held(95, refused=1)
    held(96)
    slug = Record.objects.get(chat_session=evening.chat_session).slug
    response = client.get("/figures.json")
    first, second = response.json()["figures"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (first["ward"], first["month"], first["records"]) == (95, f"{timezone.localdate():%Y-%m}", [slug])
    assert (first["asked"], first["answered"], first["refused"], first["refused_attack"], first["others"]) == (
        2,
        1,
        1,
        1,
        0,
    )
    assert (first["answered_share_question"], first["answered_share_complaint"]) == (1, None)
    assert first["median_wait_s"] < 60
    assert client.get("/wards/96/figures.json").json()["figures"] == [second]
    answer = client.get("/wards/95/figures.csv")
    table = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="figures-ward-95.csv"'
    assert [(row["ward"], row["asked"], row["records"]) for row in table] == [("95", "2", slug)]


def test_the_pages_lead_to_them(client: Client) -> None:
    held(95)
    assert 'href="/wards/95/figures/"' in page_of(client, "/wards/95/")
    assert 'href="/figures/"' in page_of(client, "/records/")


@pytest.mark.long
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/figures/", 2), ("/wards/81/figures/", 4)])
def test_a_page_takes_a_fixed_number_of_queries(
    client: Client, rows: int, address: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        held(81 + number)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (None, "–"),
        (0, "0 min"),
        (59 * 60_000, "59 min"),
        (200 * 60_000, "3 h 20 min"),
        (47 * 3_600_000, "47 h 0 min"),
        (49 * 3_600_000, "2 days"),
    ],
)
def test_a_wait_in_words(milliseconds: int | None, words: str) -> None:
    assert wait_words(milliseconds) == words


def test_what_cannot_be_a_ward_or_a_month_filters_nothing() -> None:
    assert FiguresFilter.from_query("x, 1234, -", "2020-13") == FiguresFilter()
    assert FiguresFilter.from_query("1 2,1;3/4,5", "২০২৭-০১") == FiguresFilter((1, 2, 3, 4), date(2027, 1, 1))
