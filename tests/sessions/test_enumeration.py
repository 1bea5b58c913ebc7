"""Nothing can be found by counting: what a person may not see has an address that cannot be guessed (row 32)."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

GUESSABLE = re.compile(r"<int:(\w+)>")
NUMBERED_IN_PUBLIC = {"number", "level", "office_id", "file_number"}
"""A ward's own number, which hangs on every street corner; a level of the public log's tree; a file of the sitemap; a
term of office with a record: /speakers/ lists them all, and no other is found."""


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, address)
        elif isinstance(each, URLPattern):
            yield address


def test_only_wards_are_counted_in_addresses_beside_the_pages_of_clerks_and_administrators():
    counted = {
        (address, name)
        for address in addresses()
        if not address.startswith(("admin/", "planning/"))
        for name in GUESSABLE.findall(address)
    }
    assert {name for _address, name in counted} == NUMBERED_IN_PUBLIC


@pytest.mark.long
@pytest.mark.row("threat", 32)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/chat/{}/", "/desk/{}/", "/floor/{}/", "/api/chat/{}/events", "/calendar/chats/{}.ics"]
)
def test_a_guessed_chat_is_not_found_and_no_number_stands_for_one(evening: Evening, address: str):
    client = client_of(evening.residents[0])
    codes = {client.get(address.format(guess)).status_code for guess in (uuid4(), 1, 2, "0" * 32)}
    assert codes == {404}


@pytest.mark.row("threat", 32)
@pytest.mark.django_db
def test_receipts_do_not_follow_each_other(client: Client, evening: Evening):
    codes = [evening.ask(f"Question {index}?", by=index).receipt for index in range(3)]
    assert len({code[:4] for code in codes}) == 3
    near = codes[0][:-1] + ("A" if codes[0][-1] != "A" else "B")
    assert client.get(f"/receipt/{near}/").status_code == 404
