"""How many sockets an account, an address and all visitors together may have."""

import logging
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from chatserver.accounts.limits.client_address import address_levels, counted_address
from chatserver.live.admission.occupancy import Occupancy, occupancy
from chatserver.live.fanout.hub import hub_here
from sessions.contract.limits import ADDRESSES_OF_NETWORK, MAX_SOCKETS_OF_ACCOUNT
from tests.chatserver.live.sockets import close_connections, join, join_request, until_closed
from tests.factories.evening import Evening, make_evening


@pytest.fixture
def few(settings: Settings) -> Occupancy:
    settings.VISITORS_PER_ADDRESS = 3
    return Occupancy()


@pytest.mark.row("threat", 39)
def test_visitors_of_one_address_are_bounded_and_those_of_another_have_their_own_places(few: Occupancy) -> None:
    place = address_levels("192.0.2.1")
    assert [few.take(None, "192.0.2.1") for _ in range(4)] == [place] * 3 + [None]
    assert few.take(None, "192.0.2.2") is not None
    few.leave(place)
    assert [few.take(None, "192.0.2.1") for _ in range(2)] == [place, None]


@pytest.mark.row("threat", 39)
@pytest.mark.parametrize(
    ("network", "other"), [("2001:db8:1:{:x}::1", "2001:db8:2::1"), ("192.0.2.{}", "198.51.100.1")]
)
def test_visitors_of_one_network_are_bounded_with_however_many_addresses(
    few: Occupancy, network: str, other: str
) -> None:
    here = [few.take(None, network.format(number)) for number in range(100)]
    assert [place is not None for place in here] == [True] * ADDRESSES_OF_NETWORK * 3 + [False] * 88
    assert few.take(None, other) is not None
    few.leave(here[0])
    assert [few.take(None, network.format(number)) is not None for number in (100, 101)] == [True, False]


def test_one_customer_of_ipv6_counts_as_one_address_with_any_of_theirs() -> None:
    assert len({counted_address(f"2001:db8::{number:x}") for number in range(100)}) == 1
    assert counted_address("2001:db8:0:1::1") != counted_address("2001:db8::1")


def test_hundreds_of_signed_in_people_may_share_one_address(few: Occupancy) -> None:
    assert all(few.take(account_id, "192.0.2.1") == account_id for account_id in range(1, 1000))
    assert few.visitors == 0


def test_an_account_has_so_many_sockets_in_all_rooms(few: Occupancy) -> None:
    assert [few.take(7, "") for _ in range(MAX_SOCKETS_OF_ACCOUNT + 1)] == [7] * MAX_SOCKETS_OF_ACCOUNT + [None]
    few.leave(7)
    assert few.take(7, "") == 7


def test_visitors_from_everywhere_leave_room_for_residents(few: Occupancy, caplog: pytest.LogCaptureFixture) -> None:
    few.max_visitors = 10
    with caplog.at_level(logging.WARNING):
        places = [few.take(None, f"192.0.{number}.1") for number in range(20)]
    assert [place is not None for place in places] == [True] * 10 + [False] * 10
    assert few.take(1, "192.0.2.1") == 1
    [told] = caplog.messages
    assert told == (
        "Turning visitors away: 10 are here, the most that this process's limit of open files allows. "
        "Raise the limit (ulimit -n, LimitNOFILE)."
    )


@pytest.fixture
def evening(transactional_db: None) -> Iterator[Evening]:
    before = occupancy.visitors
    yield make_evening()
    assert occupancy.visitors == before


@pytest.mark.costly
@pytest.mark.row("threat", 39)
@pytest.mark.django_db(transaction=True)
async def test_a_visitor_too_many_is_told_to_come_back_and_the_residents_beside_come_in(
    evening: Evening, settings: Settings
) -> None:
    settings.VISITORS_PER_ADDRESS = 2
    inside = [await join(evening, "room", None) for _ in range(2)]
    bye = await until_closed(await join_request(evening, "room", None))
    assert (bye["code"], 10_000 <= bye["after_ms"] <= 30_000) == (4002, True)
    inside += [await join(evening, "room", person) for person in evening.residents]
    await inside.pop(0).disconnect()
    inside.append(await join(evening, "room", None))
    for socket in inside:
        await socket.disconnect()
    await hub_here().close()
    await close_connections()
