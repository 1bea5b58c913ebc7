"""Two installations on one Redis: neither hears the other, and a renamed one goes on hearing itself."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from chatserver.live.cluster.installation import MAX_UNJUDGED, OwnInstallation
from chatserver.live.cluster.messages import ClusterMessage


class Database:
    """What the installation is called, by the answer of the database."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.times_asked = 0
        self.is_away = False

    async def ask(self) -> str:
        self.times_asked += 1
        await asyncio.sleep(0)
        if self.is_away:
            raise ConnectionError
        return self.name


@pytest.fixture
def database() -> Database:
    return Database("ours")


@pytest.fixture
def heard() -> list[ClusterMessage]:
    return []


@pytest.fixture
async def installation(database: Database, heard: list[ClusterMessage]) -> AsyncIterator[OwnInstallation]:
    installation = OwnInstallation(database.ask, heard.append)
    await settled(installation)
    yield installation
    installation.close()


async def settled(installation: OwnInstallation) -> None:
    await asyncio.gather(installation._asking)


def message_of(installation: str) -> ClusterMessage:
    return ClusterMessage(process=uuid4().hex, installation=installation)


async def test_its_own_are_heard_and_those_of_an_earlier_version_which_name_none(
    installation: OwnInstallation, heard: list[ClusterMessage], database: Database
) -> None:
    messages = [message_of("ours"), message_of("")]
    for message in messages:
        installation.take(message)
    assert (heard, installation.name, database.times_asked) == (messages, "ours", 1)


async def test_another_one_is_not_heard_and_costs_one_query(
    installation: OwnInstallation, heard: list[ClusterMessage], database: Database
) -> None:
    for _time in range(3):
        installation.take(message_of("theirs"))
        await settled(installation)
    assert (heard, database.times_asked) == ([], 2)


async def test_what_comes_before_the_name_is_known_waits_for_it(
    database: Database, heard: list[ClusterMessage]
) -> None:
    installation = OwnInstallation(database.ask, heard.append)
    ours, theirs = message_of("ours"), message_of("theirs")
    installation.take(theirs)
    installation.take(ours)
    await settled(installation)
    assert (heard, database.times_asked) == ([ours], 1)


async def test_a_process_that_learns_of_a_new_name_first_is_heard_by_the_others(
    installation: OwnInstallation, heard: list[ClusterMessage], database: Database
) -> None:
    database.name = "renamed"
    news = message_of("renamed")
    installation.take(news)
    await settled(installation)
    assert (heard, installation.name) == ([news], "renamed")


async def test_while_the_database_is_away_nothing_piles_up_and_then_it_is_asked_again(
    installation: OwnInstallation, heard: list[ClusterMessage], database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.is_away = True
    for _time in range(MAX_UNJUDGED * 2):
        installation.take(message_of("renamed"))
    await settled(installation)
    assert (installation._unjudged, len(caplog.records)) == ([], 1)
    database.name, database.is_away = "renamed", False
    news = message_of("renamed")
    installation.take(news)
    await settled(installation)
    assert heard == [news]
