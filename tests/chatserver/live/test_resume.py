"""Where a client says it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.live.feed import NOWHERE, Feed
from chatserver.live.resume import Standing, read_standing


@pytest.mark.parametrize(
    ("query", "standing"),
    [
        ("", Standing()),
        ("epoch=e&since=12", Standing("e", 12)),
        ("epoch=e&since=12&desk_since=3", Standing("e", 12, 3)),
        ("since=12", Standing("", 12)),
        ("epoch=e&since=-1", Standing("e", NOWHERE)),
        ("epoch=e&since=1.0", Standing("e", NOWHERE)),
        ("epoch=e&since=" + "9" * 16, Standing("e", NOWHERE)),
        ("epoch=e&since=১২", Standing("e", NOWHERE)),
        ("epoch=e&since=1&since=2", Standing("e", 1)),
        ("%ff%00&=&&&since", Standing()),
    ],
)
def test_a_position_is_read_and_anything_else_means_a_snapshot(query: str, standing: Standing) -> None:
    assert read_standing(query) == standing


@given(st.text())
def test_no_query_is_an_error(query: str) -> None:
    assert read_standing(query).public_seq >= NOWHERE


@pytest.mark.parametrize(
    ("standing", "public", "desk"),
    [
        (Standing("e", 0, 0), 0, 0),
        (Standing("e", 5, 6), 5, NOWHERE),
        (Standing("e", 6, 5), NOWHERE, 5),
        (Standing("other", 5, 5), NOWHERE, NOWHERE),
        (Standing("", 5, 5), NOWHERE, NOWHERE),
    ],
)
def test_only_a_position_that_was_reached_in_this_epoch_counts(standing: Standing, public: int, desk: int) -> None:
    feeds = (Feed("public", "e"), Feed("desk", "e"))
    for feed in feeds:
        feed.seq = 5
    assert tuple(standing.within(feed) for feed in feeds) == (public, desk)


@pytest.mark.parametrize(
    ("standing", "is_ahead"),
    [
        (Standing("e", 5, 5), False),
        (Standing("e", 6, 5), True),
        (Standing("e", 5, 6), True),
        (Standing("other", 6, 6), False),
        (Standing(), False),
    ],
)
def test_whoever_saw_more_than_the_feeds_hold_is_ahead_of_them(standing: Standing, is_ahead: bool) -> None:
    public, desk = (Feed("public", "e"), Feed("desk", "e"))
    public.seq = desk.seq = 5
    assert standing.is_ahead_of(public, desk) is is_ahead


def test_a_poll_of_the_desk_says_since_of_the_desk() -> None:
    assert read_standing("epoch=e&since=4").at_desk() == Standing("e", NOWHERE, 4)
