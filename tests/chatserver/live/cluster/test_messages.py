"""The messages between processes."""

import json
from uuid import UUID, uuid4

from chatserver.live.cluster.messages import ClusterMessage, Hints, read_message
from tests.running.tables import table

ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_message_arrives_as_it_was_sent() -> None:
    message = ClusterMessage(
        process="a",
        hints=Hints(grew=frozenset({ONE}), backed=frozenset({ONE, TWO})),
        present={TWO: 7},
        visitors={ONE: 2},
        is_last=True,
        installation="b",
    )
    assert read_message(json.loads(json.dumps(message.as_message()))) == message


def test_it_carries_numbers_and_names_of_chat_sessions_and_of_its_sender_and_nothing_else() -> None:
    message = ClusterMessage(process="a", hints=Hints(grew=frozenset({ONE})), present={ONE: 3}).as_message()
    assert message == {
        "type": "live.bulletin",
        "process": "a",
        "hints": {"grew": [str(ONE)], "backed": []},
        "present": {str(ONE): 3},
        "visitors": {},
        "is_last": False,
        "installation": "",
    }


@table(
    "message",
    [
        None,
        "text",
        {},
        {"type": "chat.message", "process": "a"},
        {"type": "live.bulletin", "process": "a", "present": 1},
    ],
)
def test_other_programs_messages_on_the_same_redis_are_ignored(message: object) -> None:
    assert read_message(message) is None


def test_a_later_version_may_say_more() -> None:
    message = ClusterMessage(process="a").as_message() | {"mood": "good"}
    assert read_message(message) == ClusterMessage(process="a")


def test_hints_are_put_together() -> None:
    chat_session = uuid4()
    both = Hints(grew=frozenset({ONE})) | Hints(grew=frozenset({TWO}), backed=frozenset({chat_session}))
    assert both == Hints(grew=frozenset({ONE, TWO}), backed=frozenset({chat_session}))
    assert (bool(both), bool(Hints())) == (True, False)
