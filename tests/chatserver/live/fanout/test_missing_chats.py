from uuid import uuid4

from chatserver.live.fanout.hub import MOST, REMEMBERED_S, MissingChats


def test_an_id_is_remembered_for_a_moment() -> None:
    missing, one, other = MissingChats(), uuid4(), uuid4()
    missing.note(one, 100.0)
    assert missing.holds(one, 100.0 + REMEMBERED_S - 0.1)
    assert not missing.holds(one, 100.0 + REMEMBERED_S)
    assert not missing.holds(other, 100.0)


def test_there_are_only_so_many_and_the_oldest_goes_first() -> None:
    missing, ids = MissingChats(), [uuid4() for _time in range(MOST + 1)]
    missing.note(ids[0], 100.0)
    for each in ids[1:MOST]:
        missing.note(each, 100.0)
    missing.note(ids[0], 100.0)
    missing.note(ids[MOST], 100.0)
    assert [missing.holds(ids[at], 100.0) for at in (0, 1, 2, MOST)] == [True, False, True, True]
    assert len(missing) == MOST
