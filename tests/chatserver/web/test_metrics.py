"""/metrics: what a process did and does, in numbers, for programs inside; nobody else is told, and nobody is named."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.fanout.hub import Hub, hub_here
from chatserver.live.wire.decoding import make_command
from chatserver.monitoring.outage.breaker import breaker
from tests.chatserver.live.sockets import PATIENCE_S, close_connections, join
from tests.factories.evening import Evening, make_evening, make_person
from tests.running.tables import table
from tests.servers.programs.evenings import cookie_of

LABELS = {"check", "le", "reply", "channel", "purpose", "outcome", "commit", "python"}

type Sample = tuple[str, tuple[tuple[str, str], ...]]


@pytest.fixture
async def hub(transactional_db: None) -> AsyncIterator[Hub]:
    yield hub_here()
    await close_connections()


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


def read_metrics() -> dict[Sample, float]:
    """Every number by its name and labels."""
    answer = Client().get("/metrics")
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, "text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (each.name, tuple(sorted(each.labels.items()))): each.value for family in families for each in family.samples
    }


async def reply_to(socket: Any, **fields: Any) -> dict[str, Any]:
    """The ack or nack of one command."""
    command = {"type": "cmd", "ref": str(uuid4()), **fields}
    await socket.send_json_to(command)
    while (frame := await socket.receive_json_from(PATIENCE_S)).get("ref") != command["ref"]:
        pass
    return dict(frame)


@pytest.mark.django_db(transaction=True)
async def test_people_rooms_and_the_commands_by_their_replies_are_counted(hub: Hub, evening: Evening) -> None:
    before = await sync_to_async(read_metrics)()
    room, desk = await join(evening, "room", evening.residents[0]), await join(evening, "desk", evening.moderator)
    asked = await reply_to(room, op="question.ask", text="When will the drain be cleaned?", kind="question")
    refused = await reply_to(room, op="question.ask", text="", kind="question")
    now = await sync_to_async(read_metrics)()
    await room.disconnect()
    await desk.disconnect()
    assert (asked["type"], refused["type"]) == ("ack", "nack")
    assert {name: now[name, ()] for name in ("chat_rooms", "chat_people", "chat_commands_waiting")} == {
        "chat_rooms": 1,
        "chat_people": 2,
        "chat_commands_waiting": 0,
    }
    counted = [("chat_command_seconds_count", (("reply", reply),)) for reply in ("ack", "nack")]
    assert [now[sample] - before[sample] for sample in counted] == [1, 1]
    assert (
        now["chat_command_seconds_sum", (("reply", "ack"),)] > before["chat_command_seconds_sum", (("reply", "ack"),)]
    )


@pytest.mark.django_db
def test_each_check_of_readyz_is_a_number() -> None:
    told, seen = Client().get("/readyz").json(), read_metrics()
    checks = {dict(labels)["check"] for name, labels in seen if name == "chat_check"}
    assert checks == told.keys() - {"ready"}
    assert seen["chat_ready", ()] == told["ready"]


@pytest.mark.row("threat", 46)
@pytest.mark.django_db
def test_no_label_names_a_person_a_chat_or_an_address() -> None:
    assert {key for _name, labels in read_metrics() for key, _value in labels} <= LABELS


@pytest.mark.django_db
@table(
    ("address", "status"),
    [
        ("127.0.0.1", 200),
        ("::1", 200),
        ("10.1.2.3", 200),
        ("192.168.1.20", 200),
        ("::ffff:172.16.0.9", 200),
        ("fd00::7", 200),
        ("172.32.0.1", 404),
        ("203.0.113.9", 404),
        ("2001:db8::1", 404),
        ("", 404),
    ],
)
def test_only_this_machine_and_private_networks_are_told(address: str, status: int) -> None:
    assert Client(REMOTE_ADDR=address).get("/metrics").status_code == status


@pytest.mark.django_db
def test_who_is_not_told_gets_no_page_and_asks_the_database_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie_of(make_person("resident"))
    monkeypatch.setattr(breaker, "_is_open", True)
    with django_assert_num_queries(0):
        answer = client.get("/metrics", REMOTE_ADDR="203.0.113.9")
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.django_db(transaction=True)
async def test_a_command_whose_caller_stops_waiting_is_counted_too(hub: Hub, evening: Evening) -> None:
    before = await sync_to_async(read_metrics)()
    command = make_command(str(uuid4()), "question.ask", {"text": "When?", "kind": "question"})
    submitted = SubmittedCommand(evening.residents[0].pk, evening.chat_session.pk, "room", "en", command)
    held = asyncio.create_task(hub.command_queue.submit(submitted))
    await asyncio.sleep(0)
    held.cancel()
    await asyncio.wait({held})
    now = await sync_to_async(read_metrics)()
    sample = ("chat_command_seconds_count", (("reply", "none"),))
    assert now[sample] - before[sample] == 1


@pytest.mark.django_db
def test_they_are_told_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "_is_open", True)
    assert ("chat_ready", ()) in read_metrics()
