from typing import Any

from chatserver.monitoring.logs.repetitions import Repetitions


def make_repetitions(**limits: Any) -> Repetitions[str]:
    """Each kind is one word of its source, as `database down`."""
    return Repetitions(other="other", source=lambda kind: kind.partition(" ")[0], **limits)


def test_the_first_is_told_at_once_and_the_others_are_counted_until_the_minute_is_over():
    repetitions = make_repetitions()
    assert [repetitions.is_first("locked", now) for now in (0, 1, 2)] == [True, False, False]
    assert repetitions.next_due_in(2) == 58
    assert repetitions.take_due(59) == {}
    assert repetitions.take_due(60) == {"locked": 2}


def test_what_goes_on_is_told_once_a_minute():
    repetitions = make_repetitions()
    told = 0
    for now in range(600):
        told += repetitions.is_first("away", now)
        told += len(repetitions.take_due(now))
    assert told == 1 + 9


def test_what_has_not_come_for_a_minute_is_new():
    repetitions = make_repetitions()
    assert [repetitions.is_first("away", now) for now in (0, 61)] == [True, True]
    assert repetitions.next_due_in(61) is None


def test_more_kinds_than_can_be_kept_are_counted_together():
    repetitions = make_repetitions(most_kinds=3)
    assert [repetitions.is_first(f"kind {number}", 0) for number in range(5)] == [True, True, True, False, False]
    assert repetitions.take_all() == {"other": 2}


def test_kinds_whose_minute_is_over_make_room():
    repetitions = make_repetitions(most_kinds=1)
    assert [repetitions.is_first("early", 0), repetitions.is_first("late", 61)] == [True, True]


def test_what_a_source_repeated_is_told_before_its_next_line_and_once_a_minute():
    repetitions = make_repetitions()
    happened = ("database down", "database down", "hints down", "hints down", "database back")
    assert [repetitions.is_first(kind, now) for now, kind in enumerate(happened)] == [True, False, True, False, True]
    assert repetitions.take_before("database back") == {"database down": 1}
    assert [repetitions.is_first(kind, 5) for kind in ("database down", "database slow")] == [False, True]
    assert repetitions.take_before("database slow") == {}
    assert repetitions.take_due(60) == {"database down": 1}
    assert repetitions.take_due(62) == {"hints down": 1}


def test_what_a_source_repeated_is_told_together_in_the_order_in_which_it_came_last():
    repetitions = make_repetitions()
    for now, kind in enumerate(("database back", "database down", "database down", "database back")):
        repetitions.is_first(kind, now)
    assert list(repetitions.take_due(60)) == ["database down", "database back"]
    for now, kind in enumerate(("database back", "database down")):
        repetitions.is_first(kind, 70 + now)
    assert list(repetitions.take_all()) == ["database back", "database down"]
