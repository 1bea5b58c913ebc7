"""What the room's stage and bar show without a script: from the same state that the scripts go on from."""

from typing import Any

from sessions.chats.pages.room.stage import stage_context, waits_for
from tests.running.tables import table

ANSWERED = {"id": "a", "text": "The drain?", "answers": [{"text": "By Friday.", "at": "2027-01-02T13:00:00.000Z"}]}
ASKED = {"id": "b", "text": "The pond?", "answers": []}


def room(state: str, **more: Any) -> dict[str, Any]:
    session = {"state": state, "record": more.pop("record", None)}
    return {"session": session, "floor": None, "queue": [], "answered": [], **more}


@table(
    ("state", "moment", "label", "href"),
    [
        (room("scheduled"), "scheduled", "Not begun", "#floor"),
        (room("live", queue=[ASKED]), "soon", "Next question soon", "#floor"),
        (room("live"), "idle", "Nothing is waiting. Ask one.", "#ask"),
        (room("live", floor=ASKED), "idle", "Now:", "#floor"),
        (room("closed"), "over", "The chat is over", "#closed"),
        (room("sealed", record="ward-95"), "over", "The chat is over", "/records/ward-95/"),
        (room("cancelled"), "cancelled", "This chat was cancelled", "#cancelled"),
    ],
)
def test_the_bar_says_what_is_going_on_and_leads_there(state: Any, moment: str, label: str, href: str) -> None:
    bar = stage_context(state, None)["now"]
    assert (waits_for(state), bar["label"], bar["href"]) == (moment, label, href)


def test_between_two_questions_the_last_answer_stands_there_with_what_comes_next() -> None:
    context = stage_context(room("live", queue=[ASKED], answered=[ANSWERED]), ANSWERED)
    assert (context["shown"], context["stage_title"]) == (ANSWERED, "Last answer")
    assert context["stage_wait"] == "The next question will be taken soon."


def test_while_a_question_is_answered_its_first_part_is_waited_for() -> None:
    context = stage_context(room("live", floor=ASKED), ASKED)
    assert (context["stage_title"], context["stage_wait"]) == (
        "Being answered now",
        "The answer appears here as it is sent.",
    )
    assert context["now"]["text"] == "The pond?"
