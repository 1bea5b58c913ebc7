from uuid import UUID

import pytest

from chatserver.live.fanout.outbound import Outbound
from chatserver.live.fanout.subscribers import Subscriber, Subscribers
from tests.chatserver.live.wires import Wire

SUMI, RAHUL = UUID(int=1), UUID(int=2)


def make_subscriber(public_id: UUID | None, *, is_desk: bool = False) -> Subscriber:
    return Subscriber(Outbound(Wire().send), 7, public_id, "en", is_desk)


def test_people_are_found_by_all_their_tabs_and_the_desk_always():
    subscribers = Subscribers()
    sumi = [make_subscriber(SUMI), make_subscriber(SUMI)]
    rahul, visitor, desk = make_subscriber(RAHUL), make_subscriber(None), make_subscriber(SUMI, is_desk=True)
    for subscriber in (*sumi, rahul, visitor, desk):
        subscribers.add(subscriber)

    assert set(subscribers.at_desk_or_of([SUMI, UUID(int=3)])) == {*sumi, desk}
    assert set(subscribers) == {*sumi, rahul, visitor, desk}
    assert len(subscribers) == 5

    subscribers.remove(sumi[0])
    subscribers.remove(desk)
    assert subscribers.at_desk_or_of([SUMI]) == (sumi[1],)
    assert sumi[0] not in subscribers
    with pytest.raises(KeyError):
        subscribers.remove(desk)


def test_a_subscriber_that_leaves_during_an_iteration_disturbs_nobody():
    subscribers = Subscribers()
    for _ in range(3):
        subscribers.add(make_subscriber(None))

    for subscriber in subscribers:
        subscribers.remove(subscriber)

    assert not subscribers
