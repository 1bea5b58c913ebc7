from chatserver.logs.repetitions import Repetitions


def test_the_first_is_told_at_once_and_the_others_are_counted_until_the_minute_is_over():
    repetitions = Repetitions(other="other")
    assert [repetitions.is_first("locked", now) for now in (0, 1, 2)] == [True, False, False]
    assert repetitions.next_due_in(2) == 58
    assert repetitions.take_due(59) == {}
    assert repetitions.take_due(60) == {"locked": 2}


def test_what_goes_on_is_told_once_a_minute():
    repetitions = Repetitions(other="other")
    told = 0
    for now in range(600):
        told += repetitions.is_first("away", now)
        told += len(repetitions.take_due(now))
    assert told == 1 + 9


def test_what_has_not_come_for_a_minute_is_new():
    repetitions = Repetitions(other="other")
    assert [repetitions.is_first("away", now) for now in (0, 61)] == [True, True]
    assert repetitions.next_due_in(61) is None


def test_more_kinds_than_can_be_kept_are_counted_together():
    repetitions = Repetitions(other="other", most_kinds=3)
    assert [repetitions.is_first(f"kind {number}", 0) for number in range(5)] == [True, True, True, False, False]
    assert repetitions.take_all() == {"other": 2}


def test_kinds_whose_minute_is_over_make_room():
    repetitions = Repetitions(other="other", most_kinds=1)
    assert [repetitions.is_first("early", 0), repetitions.is_first("late", 61)] == [True, True]
