"""What everybody sees of promises: pages, files and feeds say the same, and never more than may be read."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from sessions.models import Activity, Closure, Office, Promise, PromiseBy, PromiseState, PromiseText
from sessions.models.promises.transitions import PromiseStepBy
from sessions.promises.public.facts import PROMISE_COLUMNS
from sessions.promises.public.figures import counts_now, figures_today
from sessions.promises.public.filters import PromiseFilter
from sessions.promises.public.listing import list_promises, promises_matching
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of, promise_step
from tests.sessions.promises.lived_year import YEAR, change, live_through, seal_the_year

pytestmark = pytest.mark.costly


def numbers(query: dict[str, str], **more: Any) -> list[str]:
    page = list_promises(PromiseFilter.from_query(query), today=timezone.localdate(), **more)
    return [facts.number for facts in page.rows]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return (response.getvalue() if response.streaming else response.content).decode()


def table_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client, address).removeprefix("\ufeff"))))


def test_the_list_is_newest_first_in_pages_that_later_ones_do_not_move(office: WardOffice) -> None:
    made = [promise_of(office, f"Drain {each}").number for each in range(5)]
    first = list_promises(PromiseFilter(), per_page=2, today=timezone.localdate())
    assert [facts.number for facts in first.rows] == made[:2:-1]
    promise_of(office, "A newer one")
    assert numbers({}, before=first.older, per_page=2) == [made[2], made[1]]
    assert numbers({}, before="no number") == numbers({})


@pytest.mark.long
def test_each_filter_leaves_what_it_says(office: WardOffice) -> None:
    made = live_through(office)
    cases: list[tuple[dict[str, str], str]] = [
        ({"state": "all_made"}, "broken claimed confirmed disputed dropped kept moved open"),
        ({"state": "overdue"}, "confirmed disputed moved"),
        ({"state": "kept"}, "kept"),
        ({"state": "claimed_kept"}, "claimed"),
        ({"state": "new_day"}, "moved"),
        ({"state": "merged"}, "joined"),
        ({"state": "proposals"}, "confirmed refused unanswered"),
        ({"state": "not_confirmed"}, "refused"),
        ({"state": "unanswered", "year": "2027"}, "unanswered"),
        ({"state": "owed", "kind": "act"}, "confirmed disputed moved open"),
        ({"year": "2026"}, ""),
        ({"ward": "96"}, ""),
        ({"ward": "৯৫", "q": "broken"}, "broken"),
    ]
    with on_day(date(YEAR, 12, 31)):
        for query, words in cases:
            found = numbers(query)
            assert sorted(word for word, promise in made.items() if promise.number in found) == words.split(), query


@pytest.mark.long
def test_each_number_is_as_long_as_the_list_behind_it(office: WardOffice, client: Client) -> None:
    live_through(office)
    with on_day(date(YEAR, 12, 31)):
        counts = client.get("/promises/?ward=95").context["counts"]
        figures = figures_today(YEAR, timezone.localdate(), office.ward)[95, "year", str(YEAR)].counts
        for name, link in counts.items():
            rows = json.loads(text_of(client, link.address.replace("/promises/?", "/promises/export.json?")))
            assert len(rows["promises"]) == link.count == figures[name], name
        assert counts_now(Promise.objects.all(), YEAR, timezone.localdate())["made"] == 8


def test_words_are_found_in_any_script_and_redacted_ones_are_not(office: WardOffice) -> None:
    bengali = promise_of(office, "গলির জল সরানো হবে", where="বিজয়গড়")
    promise_of(office, "The lamp will burn.")
    assert numbers({"q": "jol"}) == [bengali.number] == [each.number for each in promises_matching("bijoygor")]
    assert list(promises_matching(" ")) == []
    bengali.is_withheld = True
    bengali.save()
    assert numbers({"q": "jol"}) == []
    assert PromiseText.objects.count() == 1


@pytest.mark.long
def test_a_page_tells_words_days_whose_word_it_is_and_what_came_of_it(office: WardOffice, client: Client) -> None:
    made = live_through(office)
    with on_day(date(YEAR, 12, 31)):
        moved = text_of(client, f"/promises/{made['moved'].number}/")
        confirmed = text_of(client, f"/promises/{made['confirmed'].number}/")
        kept = text_of(client, f"/promises/{made['kept'].number}/")
        joined = text_of(client, f"/promises/{made['joined'].number}/")
    for words in ("The moved one.", "Overdue since", "2 June 2027", "10 February 2027", "The pipes are late."):
        assert words in moved
    assert "Holder of ward 95" in moved
    for words in ("the confirmed one", "Question and answer", "In the live chat of", "The office confirms that it is"):
        assert words in confirmed
    for words in ("Kept, and confirmed", "Look at it.", made["joined"].number):
        assert words in kept
    assert f"/promises/{made['kept'].number}/" in joined


def test_redacted_words_stand_nowhere(office: WardOffice, client: Client) -> None:
    promise = promise_of(office, "Mina's wall will go.", said="the wall of Mina", where="Mina's lane")
    change(promise, "claim", proof="Mina's wall is gone.", claimed_at=timezone.now())
    Promise.objects.update(is_withheld=True)
    for address in (
        f"/promises/{promise.number}/",
        "/promises/",
        "/promises/export.csv",
        "/promises/export.json",
        "/feeds/promises-95.atom",
        f"/feeds/promise-{promise.number}.atom",
    ):
        assert "Mina" not in text_of(client, address), address


def test_what_was_done_about_it_is_linked_but_for_an_election_freeze(office: WardOffice, client: Client) -> None:
    promise, day = promise_of(office), timezone.localdate()
    now = timezone.now()
    activity = Activity.objects.create(
        ward=office.ward,
        year=day.year,
        serial=1,
        number=f"95-A-{day.year}-1",
        titles={"en": "A new drain"},
        on_day=day,
        state="published",
        made_at=now,
        changed_at=now,
        published_at=now,
    )
    activity.promises.add(promise)
    assert "A new drain" in text_of(client, f"/promises/{promise.number}/")
    Closure.objects.create(kind="freeze", ward=office.ward, from_on=day, to_on=day, reasons={"en": "Election"})
    assert "A new drain" not in text_of(client, f"/promises/{promise.number}/")


def test_a_number_is_found_as_people_write_it(office: WardOffice, client: Client) -> None:
    number = promise_of(office).number
    response = client.get(f"/promises/{number.replace('P', 'p')}/")
    assert (response.status_code, response["Location"]) == (302, f"/promises/{number}/")
    assert client.get("/promises/95-P-2027-999/").status_code == 404


def test_files_hold_the_same_facts_and_no_cell_is_computed(
    office: WardOffice, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.promises.public.export.CHUNK", 2)
    for each in range(5):
        promise_of(office, f"=HYPERLINK({each})")
    rows = table_of(client, "/promises/export.csv")
    document = json.loads(text_of(client, "/promises/export.json"))["promises"]
    assert [row["number"] for row in rows] == [row["number"] for row in document] == numbers({})
    assert (len(rows), tuple(rows[0])) == (5, PROMISE_COLUMNS)
    assert (rows[0]["what"], document[0]["what"]) == ("'=HYPERLINK(4)", "=HYPERLINK(4)")
    assert json.loads(text_of(client, "/promises/export.json?ward=89"))["promises"] == []


def test_feeds_have_categories_and_the_same_bytes_for_the_same_state(office: WardOffice, client: Client) -> None:
    promise = promise_step(promise_of(office), "overdue", by=PromiseStepBy.CLOCK)
    feed = client.get("/feeds/promises-95.atom")
    assert '<category term="promise"' in feed.content.decode()
    again = client.get("/feeds/promises-95.atom", headers={"if-none-match": feed["ETag"]})
    assert again.status_code == 304
    assert ": Overdue<" in text_of(client, f"/feeds/promise-{promise.number}.atom")


@pytest.mark.long
def test_figures_as_page_table_and_json_say_what_they_count(office: WardOffice, client: Client) -> None:
    live_through(office)
    seal_the_year(office)
    with on_day(date(YEAR + 1, 1, 9)):
        page = text_of(client, f"/promises/figures/?year={YEAR}&ward=95")
        whole = text_of(client, f"/promises/figures/?year={YEAR}")
        sealed = text_of(client, f"/promises/figures/?year={YEAR}&ward=95&until=2027-03")
        rows = table_of(client, f"/promises/figures/{YEAR}.csv")
        document = json.loads(text_of(client, f"/promises/figures/{YEAR}.json?ward=95"))
    assert "9 January 2028" in page
    assert "What became of the promises, by ward" in whole
    assert "31 March 2027" in sealed
    assert "Silence is no confirmation." in page
    assert (rows[0]["ward"], rows[0]["made"], rows[0]["median_days_late"]) == ("", "8", "99.0")
    assert {row["ward"] for row in document["figures"]} == {95}
    assert client.get(f"/promises/figures/{YEAR}.json?ward=141").status_code == 404


@pytest.mark.long
def test_all_that_is_needed_to_recompute_comes_in_one_file(office: WardOffice, client: Client) -> None:
    live_through(office)
    seal_the_year(office)
    with on_day(date(YEAR + 1, 1, 9)):
        archive = zipfile.ZipFile(io.BytesIO(client.get(f"/promises/figures/{YEAR}.zip?ward=95").content))
    assert sorted(archive.namelist()) == [
        "figures-2027.json",
        "keys.json",
        *(f"ward-95-2027-{month}.json" for month in ("01", "02", "05")),
    ]


def test_empty_pages_say_what_will_stand_there(db: None, client: Client) -> None:
    assert "Each promise will stand here" in text_of(client, "/promises/")
    assert "this page shows what became of each" in text_of(client, "/promises/figures/")
    assert json.loads(text_of(client, "/promises/figures/2027.json"))["counted_from"] == []


def test_the_pages_are_translated(office: WardOffice, client: Client) -> None:
    promise = promise_step(promise_of(office), "new_day", due_on="2099-01-01")
    for language in ("bn", "hi", "ur"):
        client.cookies["language"] = language
        page = text_of(client, f"/promises/{promise.number}/")
        for words in ("What has happened", "The office names a later day", "Whose word it was", "To be kept by"):
            assert words not in page, language


def test_the_history_names_people_and_ends_sentences_as_the_reader_does(office: WardOffice, client: Client) -> None:
    names = {"en": "Asha Sen", "bn": "আশা সেন", "hi": "आशा सेन", "ur": "آشا سین"}
    Office.objects.update(names=names)
    promise = promise_of(office)
    for language in ("bn", "hi", "ur"):
        client.cookies["language"] = language
        page = text_of(client, f"/promises/{promise.number}/")
        assert page.count(names[language]) == 2, language
        with translation.override(language):
            assert f"{PromiseBy(promise.made_by).label}." not in page, language


def test_what_is_saved_is_not_called_kept() -> None:
    """In Bengali one word says both: after “not kept” the page said that it was."""
    for language in ("bn", "hi", "ur"):
        with translation.override(language):
            kept = str(PromiseState.KEPT.label).replace("،", ",").partition(",")[0]
            assert kept not in gettext("Saved. Everybody can read it now."), language


@pytest.mark.long
def test_pages_take_few_queries_however_many_there_are(
    office: WardOffice, client: Client, django_assert_max_num_queries: Any
) -> None:
    other = make_ward_office(96)
    for each in range(25):
        promise_of(office if each % 2 else other, f"Drain {each}")
    for address, most in (("/promises/", 8), ("/promises/figures/", 8), ("/feeds/promises-95.atom", 6)):
        with django_assert_max_num_queries(most):
            response = client.get(address)
        assert len(response.content) < 40 * 1024, address


def test_while_a_claim_can_be_answered_the_page_says_by_whom(office: WardOffice, client: Client) -> None:
    promise = promise_step(promise_of(office), "claim", text="It is clean.")
    assert "Is this promise kept?" in text_of(client, f"/promises/{promise.number}/")
    assert "Is this promise kept?" not in text_of(client, f"/promises/{promise_of(office).number}/")
