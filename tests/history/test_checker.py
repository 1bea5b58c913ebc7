"""The checker finds each broken promise in a history written by hand, and nothing in one where all were kept."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from tests.clients.journal import Journal
from tests.clients.live_fold import empty, fold
from tests.history.check_reading import is_same_state
from tests.history.checker import check
from tests.history.log_dump import LogDump, QuestionDump, ReplyDump, StreamDump
from tests.running.tables import table

AT = "2027-01-02T13:00:00.000Z"
FIRST, SECOND = "q-first", "q-second"


@dataclass
class History:
    """Two residents ask, the first question is approved and backed; everybody is present at the end."""

    asker: Journal
    neighbour: Journal
    desk: Journal
    dump: LogDump

    @property
    def journals(self) -> list[Journal]:
        return [self.asker, self.neighbour, self.desk]

    def found(self) -> list[str]:
        return [violation[:2] for violation in check(self.journals, self.dump)]


def asked(question: str, seq: int, text: str) -> dict[str, Any]:
    return {"seq": seq, "type": "question.asked", "at": AT, **card(question, text), "version": 1}


def card(question: str, text: str) -> dict[str, Any]:
    return {"id": question, "text": text, "kind": "question", "label": "R", "receipt": question, "asked_at": AT}


def queued(seq: int) -> dict[str, Any]:
    return {"seq": seq, "type": "question.queued", "at": AT, **card(FIRST, "Why?")}


def command(journal: Journal, ref: str, op: str, result: dict[str, Any], **fields: Any) -> ReplyDump:
    journal.invoke(ref, op, fields)
    journal.answer({"type": "ack", "ref": ref, "result": result})
    return ReplyDump(journal.person, ref, result)


def follow(journal: Journal, **streams: list[dict[str, Any]]) -> None:
    """Apply all events of the streams, from an empty snapshot on."""
    for stream, events in streams.items():
        journal.start_from(stream, "e", 0)
        state = empty(stream)
        for event in deepcopy(events):
            journal.apply(stream, "e", event)
            journal.received.append(f'{{"type":"events","stream":"{stream}","seq":{event["seq"]},"of":"{event}"}}')
            fold(stream, state, event)
        journal.seqs[stream], journal.states[stream] = len(events), state
    journal.states["public"]["counts"] = {"present": 2, "backing": {FIRST: 1}}


@pytest.fixture
def history() -> History:
    asker, neighbour, desk = Journal("asker"), Journal("neighbour"), Journal("desk", "desk")
    standing = {"question": FIRST, "state": "waiting", "version": 1, "receipt": FIRST}
    replies = [
        command(asker, "r1", "question.ask", standing, text="Why?", kind="question"),
        command(neighbour, "r2", "question.ask", {**standing, "question": SECOND}, text="Secret?", kind="question"),
        command(desk, "r3", "question.approve", {"question": FIRST, "state": "queued", "version": 2}, question=FIRST),
        command(neighbour, "r4", "question.back", {"question": FIRST, "on": True}, question=FIRST, on=True),
        command(desk, "r5", "notice.post", {"seq": 3}, text="Welcome."),
    ]
    approved = {"seq": 3, "type": "question.approved", "at": AT, "id": FIRST, "state": "queued", "version": 2}
    public: list[dict[str, Any]] = [
        {"seq": 1, "type": "session.opened", "at": AT, "ends_at": AT},
        queued(2),
        {"seq": 3, "type": "notice.posted", "at": AT, "text": "Welcome."},
    ]
    at_desk = [asked(FIRST, 1, "Why?"), asked(SECOND, 2, "Secret?"), approved]
    for resident in (asker, neighbour):
        follow(resident, public=public)
    follow(desk, public=public, desk=at_desk)
    streams = {"public": StreamDump("e", 3, public), "desk": StreamDump("e", 3, at_desk)}
    questions = [
        QuestionDump(FIRST, "Why?", "queued", 2, backing=1, backers=1),
        QuestionDump(SECOND, "Secret?", "waiting", 1, backing=0, backers=0),
    ]
    return History(asker, neighbour, desk, LogDump(streams, replies, questions))


def test_a_history_in_which_every_promise_was_kept_passes(history: History) -> None:
    assert check(history.journals, history.dump) == []


def test_a_client_that_came_later_and_left_early_is_checked_by_what_it_saw(history: History) -> None:
    late = Journal("late")
    late.start_from("public", "e", 2)
    late.apply("public", "e", history.dump.streams["public"].rows[2])
    assert check([*history.journals, late], history.dump) == []


def test_a_desk_put_together_from_pieces_is_the_same_in_another_order(history: History) -> None:
    desk = history.desk.states["desk"]
    desk |= {"more": {"missing": []}, "questions": desk["questions"][::-1]}
    assert check(history.journals, history.dump) == []


def lose_an_acked_question(history: History) -> None:
    del history.dump.replies[0]
    del history.dump.questions[0]


def ask_twice(history: History) -> None:
    history.dump.streams["desk"].rows.append(asked("q-twice", 4, "Why?"))
    history.dump.streams["desk"].seq = 4
    history.dump.questions.append(QuestionDump("q-twice", "Why?", "waiting", 1, 0, 0))
    history.desk.seqs.clear()


def do_what_nobody_sent(history: History) -> None:
    history.dump.replies.append(ReplyDump("asker", "r9", {"question": FIRST}))


def do_what_was_refused(history: History) -> None:
    history.asker.entries[1] = {"what": "fail", "ref": "r1", "code": "closed", "retry": False}


def answer_in_two_ways(history: History) -> None:
    history.asker.invoke("r1", "question.ask", {"text": "Why?"})
    history.asker.answer({"type": "ack", "ref": "r1", "result": {"question": SECOND}})


def approve_without_an_event(history: History) -> None:
    history.dump.replies[2].result["version"] = 3
    history.desk.entries[1]["result"]["version"] = 3


def post_other_words(history: History) -> None:
    history.desk.entries[2]["fields"]["text"] = "Goodbye."


def post_a_notice_twice(history: History) -> None:
    history.dump.replies.append(ReplyDump("desk", "r5", {"seq": 4}))


def miscount_the_backing(history: History) -> None:
    history.dump.questions[0].backing = 2
    for journal in history.journals:
        journal.states["public"]["counts"]["backing"][FIRST] = 2


def forget_who_backed(history: History) -> None:
    history.dump.questions[0].backers = history.dump.questions[0].backing = 0
    for journal in history.journals:
        journal.states["public"]["counts"]["backing"][FIRST] = 0


def leave_a_gap_in_the_log(history: History) -> None:
    stream = history.dump.streams["public"]
    stream.rows[2]["seq"] = stream.seq = 4


def commit_out_of_order(history: History) -> None:
    rows = history.dump.streams["desk"].rows
    rows[0], rows[1] = rows[1], rows[0]


def end_elsewhere_than_the_last_event(history: History) -> None:
    history.dump.streams["desk"].seq = 4


def skip_a_version(history: History) -> None:
    history.dump.questions[1].version = 2


def ask_after_the_end(history: History) -> None:
    history.dump.order = ["question.asked", "session.closed", "question.asked"]


def apply_twice(history: History) -> None:
    history.neighbour.apply("public", "e", queued(2))


def apply_over_a_gap(history: History) -> None:
    history.neighbour.entries = [e for e in history.neighbour.entries if e.get("event", {}).get("seq") != 2]


def apply_out_of_order(history: History) -> None:
    history.neighbour.entries[-1], history.neighbour.entries[-2] = history.neighbour.entries[-2:]


def apply_what_the_log_has_not(history: History) -> None:
    history.neighbour.entries[-1]["event"]["text"] = "Welcome!"


def follow_another_epoch(history: History) -> None:
    history.neighbour.entries[-1]["epoch"] = "f"


def be_put_back(history: History) -> None:
    history.neighbour.start_from("public", "e", 1)


def stay_behind(history: History) -> None:
    history.neighbour.seqs["public"] = 2


def see_another_room(history: History) -> None:
    history.neighbour.states["public"]["queue"].clear()


def see_a_part_of_the_desk(history: History) -> None:
    desk = history.desk.states["desk"]
    desk |= {"more": {"to_read": {"after": FIRST, "left": 1}, "missing": []}, "questions": desk["questions"][:1]}


def never_ask_for_what_changed_unseen(history: History) -> None:
    history.desk.states["desk"]["more"] = {"missing": [SECOND]}


def count_otherwise(history: History) -> None:
    history.neighbour.states["public"]["counts"]["backing"] = {}


def break_the_contract(history: History) -> None:
    history.neighbour.find_fault("a frame of type hello")


def tell_a_neighbour_what_waits(history: History) -> None:
    history.asker.received.append('{"type":"events","stream":"public","seq":3,"events":[{"text":"Secret?"}]}')


def tell_the_room_too_early(history: History) -> None:
    history.neighbour.received.append('{"type":"events","stream":"public","seq":1,"events":[{"text":"Why?"}]}')


def note_to_the_wrong_person(history: History) -> None:
    history.asker.received.append('{"type":"note","note":"About Secret? it is said that"}')


def never_answer(history: History) -> None:
    history.asker.invoke("r9", "question.withdraw", {"question": FIRST})


def answer_more_than_was_asked(history: History) -> None:
    history.asker.answer({"type": "ack", "ref": "r1", "result": history.dump.replies[0].result})


@pytest.mark.long
@pytest.mark.parametrize(
    ("damage", "promise"),
    [
        (lose_an_acked_question, "I1"),
        (ask_twice, "I1"),
        (do_what_nobody_sent, "I1"),
        (do_what_was_refused, "I1"),
        (answer_in_two_ways, "I1"),
        (approve_without_an_event, "I1"),
        (post_other_words, "I1"),
        (post_a_notice_twice, "I1"),
        (miscount_the_backing, "I1"),
        (forget_who_backed, "I1"),
        (leave_a_gap_in_the_log, "I2"),
        (commit_out_of_order, "I2"),
        (end_elsewhere_than_the_last_event, "I2"),
        (skip_a_version, "I2"),
        (ask_after_the_end, "I2"),
        (apply_twice, "I3"),
        (apply_over_a_gap, "I3"),
        (apply_out_of_order, "I3"),
        (apply_what_the_log_has_not, "I3"),
        (follow_another_epoch, "I3"),
        (be_put_back, "I3"),
        (stay_behind, "I3"),
        (see_another_room, "I3"),
        (see_a_part_of_the_desk, "I3"),
        (never_ask_for_what_changed_unseen, "I3"),
        (count_otherwise, "I3"),
        (break_the_contract, "I3"),
        (tell_a_neighbour_what_waits, "I4"),
        (tell_the_room_too_early, "I4"),
        (note_to_the_wrong_person, "I4"),
        (never_answer, "I8"),
        (answer_more_than_was_asked, "I8"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_broken_promise_is_found(history: History, damage: Callable[[History], None], promise: str) -> None:
    damage(history)
    assert promise in history.found()


@pytest.mark.parametrize(("times", "promises"), [(0, []), (1, []), (2, ["I1"])])
def test_what_ended_unknown_was_done_once_at_most(history: History, times: int, promises: list[str]) -> None:
    history.asker.invoke("r6", "question.withdraw", {"question": FIRST})
    history.asker.break_off()
    result = {"question": FIRST, "state": "withdrawn", "version": 3}
    history.dump.replies += [ReplyDump("asker", "r6", result)] * times
    event = {"seq": 4, "type": "question.withdrawn", "at": AT, "id": FIRST, "state": "withdrawn", "version": 3}
    if times:
        history.dump.streams["desk"].rows.append(event)
        history.dump.streams["desk"].seq = 4
        history.dump.questions[0].version = 3
    history.desk.seqs.clear()
    assert history.found() == promises


def test_a_refusal_for_now_leaves_it_open_whether_the_commit_was_lost(history: History) -> None:
    history.neighbour.entries[1] = {"what": "fail", "ref": "r2", "code": "busy", "retry": True}
    assert check(history.journals, history.dump) == []


def test_the_same_ref_of_two_people_is_two_commands(history: History) -> None:
    standing = {"question": "q-third", "state": "waiting", "version": 1, "receipt": "q-third"}
    history.dump.replies.append(command(history.neighbour, "r1", "question.ask", standing, text="Third?"))
    history.dump.streams["desk"].rows.append(asked("q-third", 4, "Third?"))
    history.dump.streams["desk"].seq = 4
    history.dump.questions.append(QuestionDump("q-third", "Third?", "waiting", 1, 0, 0))
    history.desk.seqs.clear()
    assert check(history.journals, history.dump) == []


def test_an_answer_that_comes_after_the_patience_has_ended_is_an_answer(history: History) -> None:
    history.asker.invoke("r1", "question.ask", {"text": "Why?"})
    history.asker.give_up("r1")
    answer_more_than_was_asked(history)
    assert check(history.journals, history.dump) == []


def desk_card(number: int, state: str = "waiting") -> dict[str, object]:
    return {"id": f"Q{number}", "state": state, "asked_at": AT}


PART, REST = desk_card(1), desk_card(2)
WHOLE = {"questions": [PART, REST]}


@table(
    ("other", "is_same"),
    [
        (WHOLE, True),
        ({"questions": [REST, PART]}, False),
        ({"questions": [PART]}, False),
        ({"questions": [REST, PART], "more": {"missing": []}}, True),
        ({"questions": [PART], "more": {"missing": []}}, False),
        ({"questions": [PART, desk_card(2, "held")], "more": {"missing": []}}, False),
        ({"questions": [PART, REST], "more": {"missing": ["Q2"]}}, False),
        ({"questions": [PART, REST], "more": {"missing": [], "to_read": {"after": "Q2", "left": 1}}}, False),
    ],
)
def test_a_desk_of_pieces_is_the_same_when_all_of_it_is_here(other: dict[str, object], is_same: bool) -> None:
    assert (is_same_state("desk", WHOLE, other), is_same_state("desk", other, WHOLE)) == (is_same, is_same)
