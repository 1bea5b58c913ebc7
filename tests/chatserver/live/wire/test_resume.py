"""The position that a client names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.live.wire.resume import NOWHERE, ResumePosition, read_resume_position
from sessions.log.replica import Replica
from tests.measuring.timing import AT_MOST_S, seconds_for
from tests.running.tables import table


@table(
    ("query", "resume_from"),
    [
        ("", ResumePosition()),
        ("epoch=e&since=12", ResumePosition("e", 12)),
        ("epoch=e&since=12&desk_since=3", ResumePosition("e", 12, 3)),
        ("since=12", ResumePosition("", 12)),
        ("epoch=e&since=-1", ResumePosition("e", NOWHERE)),
        ("epoch=e&since=1.0", ResumePosition("e", NOWHERE)),
        ("epoch=e&since=" + "9" * 16, ResumePosition("e", NOWHERE)),
        ("epoch=e&since=১২", ResumePosition("e", NOWHERE)),
        ("epoch=e&since=1&since=2", ResumePosition("e", 1)),
        ("%ff%00&=&&&since", ResumePosition()),
        ("epoch=e&since=12&" + "a=1&" * 120, ResumePosition("e", 12)),
        ("epoch=e&since=12&" + "a=1&" * 130, ResumePosition()),
    ],
)
def test_a_position_is_read_and_anything_else_means_a_snapshot(query: str, resume_from: ResumePosition) -> None:
    assert read_resume_position(query) == resume_from


@pytest.mark.row("threat", 43)
def test_thousands_of_fields_take_no_time() -> None:
    """For sockets and long polls, a query is read in the event loop, where everybody else waits for it."""
    assert seconds_for(lambda: read_resume_position("a=1&" * 125_000)) < AT_MOST_S


@pytest.mark.costly
@given(st.text())
def test_no_query_is_an_error(query: str) -> None:
    assert read_resume_position(query).public_seq >= NOWHERE


@table(
    ("resume_from", "public", "desk"),
    [
        (ResumePosition("e", 0, 0), 0, 0),
        (ResumePosition("e", 5, 6), 5, NOWHERE),
        (ResumePosition("e", 6, 5), NOWHERE, 5),
        (ResumePosition("other", 5, 5), NOWHERE, NOWHERE),
        (ResumePosition("", 5, 5), NOWHERE, NOWHERE),
    ],
)
def test_only_a_position_that_was_reached_in_this_epoch_counts(
    resume_from: ResumePosition, public: int, desk: int
) -> None:
    replicas = (Replica("public", "e"), Replica("desk", "e"))
    for replica in replicas:
        replica.seq = 5
    assert tuple(resume_from.within(replica) for replica in replicas) == (public, desk)


@table(
    ("resume_from", "is_ahead"),
    [
        (ResumePosition("e", 5, 5), False),
        (ResumePosition("e", 6, 5), True),
        (ResumePosition("e", 5, 6), True),
        (ResumePosition("other", 6, 6), False),
        (ResumePosition(), False),
    ],
)
def test_a_client_that_saw_more_than_this_process_holds_is_ahead_of_it(
    resume_from: ResumePosition, is_ahead: bool
) -> None:
    public, desk = Replica("public", "e"), Replica("desk", "e")
    public.seq = desk.seq = 5
    assert resume_from.is_ahead_of(public, desk) is is_ahead


def test_a_poll_of_the_desk_says_since_of_the_desk() -> None:
    assert read_resume_position("epoch=e&since=4").at_desk() == ResumePosition("e", NOWHERE, 4)
