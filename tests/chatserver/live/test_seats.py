from uuid import UUID

import pytest

from chatserver.live.line import Line
from chatserver.live.reader import Reader
from chatserver.live.seats import Seats
from tests.chatserver.live.wires import Wire

SUMI, RAHUL = UUID(int=1), UUID(int=2)


def make_reader(public_id: UUID | None, *, is_desk: bool = False) -> Reader:
    return Reader(Line(Wire().send), 7, public_id, "en", is_desk)


def test_people_are_found_by_all_their_tabs_and_the_desk_always():
    seats = Seats()
    sumi = [make_reader(SUMI), make_reader(SUMI)]
    rahul, visitor, desk = make_reader(RAHUL), make_reader(None), make_reader(SUMI, is_desk=True)
    for reader in (*sumi, rahul, visitor, desk):
        seats.add(reader)

    assert set(seats.at_desk_or_of([SUMI, UUID(int=3)])) == {*sumi, desk}
    assert set(seats) == {*sumi, rahul, visitor, desk}
    assert len(seats) == 5

    seats.remove(sumi[0])
    seats.remove(desk)
    assert seats.at_desk_or_of([SUMI]) == (sumi[1],)
    assert sumi[0] not in seats
    with pytest.raises(KeyError):
        seats.remove(desk)


def test_whoever_goes_while_the_seats_are_gone_through_disturbs_nobody():
    seats = Seats()
    readers = [make_reader(None) for _ in range(3)]
    for reader in readers:
        seats.add(reader)

    for reader in seats:
        seats.remove(reader)

    assert not seats
