"""The public ledger lists exactly the decisions about complaints and suggestions, at once, and without a word."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.ledger.decision_counts import count_decisions
from moderation.matters.merging import merge_matter
from moderation.matters.photos import decline_photo
from moderation.matters.removal import take_down_matter
from moderation.matters.screening import approve_matter, decline_matter, hold_matter
from moderation.models import MatterDecision
from sessions.models import Matter
from tests.factories.matters import WardOffice, make_ward_office
from tests.moderation.matters.parts import add_photo

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


def decide_all(office: WardOffice) -> list[Matter]:
    by = {"moderator": office.moderator}
    public, refused, merged = (office.lodge(f"Canary {n}", landmark="Canary lane") for n in range(3))
    approve_matter(public.pk, **by, version=1)
    photo = add_photo(public, "Canary photo")
    decline_photo(public.pk, photo.pk, **by, version=2, reason="personal_data")
    hold_matter(refused.pk, **by, version=1)
    decline_matter(refused.pk, **by, version=2, reason="attack", note="Canary note")
    merge_matter(merged.pk, **by, version=1, into=public.number)
    take_down_matter(public.pk, **by, version=2, reason="campaign", note="Canary note")
    return [public, refused, merged]


def test_it_lists_exactly_the_decisions(office: WardOffice, client: Client) -> None:
    public, refused, merged = decide_all(office)
    rows = client.get("/ledger.json", headers=ENGLISH).json()["decisions"]
    listed = [(row["decision"], row["part"], row["reason"], row["number"], row["commitment"]) for row in rows]
    assert listed == [
        ("reopened", "words", None, None, merged.commitment),
        ("taken_down", "words", "campaign", public.number, public.commitment),
        ("merged", "words", None, None, merged.commitment),
        ("declined", "words", "attack", None, refused.commitment),
        ("held", "words", None, None, refused.commitment),
        ("declined", "photo", "personal_data", None, public.commitment),
        ("approved", "place", None, public.number, public.commitment),
        ("approved", "words", None, public.number, public.commitment),
    ]
    saved = MatterDecision.objects.order_by("-pk").values_list("decision", "part")
    assert [(row["decision"], row["part"]) for row in rows] == list(saved)
    assert {(row["ward"], row["chat_session"], row["role"]) for row in rows} == {(95, None, "moderator")}


def test_no_word_no_place_and_no_account_stands_in_it(office: WardOffice, client: Client) -> None:
    matters = decide_all(office)
    page, table = (client.get(f"/ledger{end}", headers=ENGLISH).content.decode() for end in ("/", ".csv"))
    secrets = [
        "Canary",
        "22.4989",
        matters[1].number,
        matters[2].number,
        office.moderator.username,
        str(office.moderator.public_id),
    ]
    secrets += [text for each in matters for text in (each.receipt, each.salt, str(each.pk))]
    assert [each for each in secrets if each in page or each in table] == []
    assert "Photo of a complaint or suggestion" in page
    rows = list(csv.DictReader(StringIO(table.removeprefix("\ufeff"))))
    assert [row["part"] for row in rows][:2] == ["words", "words"]


def test_wards_and_months_filter_it_and_its_numbers_count_the_words(
    office: WardOffice, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decide_all(office)
    make_ward_office(96)
    month = f"{timezone.localdate():%Y-%m}"
    assert len(client.get(f"/ledger.json?ward=95&month={month}").json()["decisions"]) == 8
    assert client.get("/ledger.json?ward=96").json()["decisions"] == []
    [ward] = count_decisions(None).by_ward
    assert (ward.of, ward.counts) == (95, {"approved": 1, "merged": 1, "declined": 1, "taken_down": 1})
    with django_assert_num_queries(1):
        count_decisions(95)
