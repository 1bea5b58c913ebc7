"""A category that is renamed, or no longer offered, keeps its complaints under one name that is the same everywhere."""

import json

import pytest
from django.test import Client

from sessions.models import Category
from tests.factories.matters import WardOffice, make_category

pytestmark = pytest.mark.costly


def rename(office: WardOffice) -> None:
    office.category.refresh_from_db()
    office.category.names = {"en": "Water that stands", "bn": "জমা জল"}
    office.category.save()


def test_a_new_name_stands_at_once_wherever_the_old_one_stood(office: WardOffice, client: Client) -> None:
    matter = office.publish()
    old, slug = office.category.name, office.category.slug
    addresses = [
        "/matters/",
        f"/matters/?category={slug}",
        f"/matters/{matter.number}/",
        "/matters/figures/?ward=95",
        f"/open311/v2/requests/{matter.number}.xml",
        "/open311/v2/services.xml",
    ]
    before = [client.get(address).content.decode() for address in addresses]
    assert all(old in page for page in before)
    rename(office)
    after = [client.get(address).content.decode() for address in addresses]
    assert [("Water that stands" in page, f">{old}<" in page) for page in after] == [(True, False)] * len(addresses)


def test_programs_and_the_log_know_it_by_the_same_word_as_before(office: WardOffice, client: Client) -> None:
    first = office.publish()
    rename(office)
    second = office.publish()
    assert [event["category"] for event in office.public_events()] == [office.category.slug] * 2
    listed = json.loads(client.get("/open311/v2/requests.json").content)
    assert {each["service_request_id"]: each["service_code"] for each in listed} == dict.fromkeys(
        (first.number, second.number), office.category.slug
    )


def test_one_that_is_no_longer_offered_still_filters_and_counts_what_it_has(office: WardOffice, client: Client) -> None:
    matter = office.publish()
    make_category("lamps")
    Category.objects.filter(pk=office.category.pk).update(is_offered=False)
    assert matter.number in client.get(f"/matters/?category={office.category.slug}").content.decode()
    assert office.category.name in client.get("/matters/figures/?ward=95").content.decode()
    assert office.category.name not in client.get("/open311/v2/services.xml").content.decode()
