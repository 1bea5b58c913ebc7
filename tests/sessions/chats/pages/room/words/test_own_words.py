"""What the room says to people about their own questions."""

from sessions.chats.pages.room.words.own_words import many_hint
from tests.running.tables import table


@table(
    ("states", "begins"),
    [
        ([], ""),
        (["waiting", "queued"], ""),
        (["waiting", "queued", "withdrawn"], ""),
        (["answered", "queued", "declined"], "You have asked 3 questions here."),
        (["answered"] * 9, "You have asked 9 questions here."),
    ],
)
def test_a_person_who_has_asked_often_is_reminded_of_the_others(states: list[str], begins: str) -> None:
    assert many_hint({"state": state} for state in states).partition(" Many people")[0] == begins
