"""Near-copies are kept in groups across scripts, as texts come and go, fast among thousands."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.likeness.copy_groups import CopyGroups
from tests.measuring.timing import least_measured
from tests.running.tables import table
from tests.sessions.platform.text.likeness.test_likeness_index import MANY, TEXTS, many_questions

COPIES = [
    ("When will the drain behind the market be cleaned?", "When will the drain behind the market be cleaned??"),
    ("When will the drain behind the market be cleaned?", "Sir, when will drain behind the market be cleaned"),
    ("রাস্তার আলো কবে জ্বলবে?", "রাস্তার আলো কবে জ্বলবে"),
    ("রাস্তার আলো কবে জ্বলবে?", "rastar alo kobe jolbe?"),
    ("पार्क की लाइट कब ठीक होगी?", "park ki light kab theek hogi?"),
    ("पार्क की लाइट कब ठीक होगी?", "پارک کی لائٹ کب ٹھیک ہوگی؟"),
    ("amader golite jol jome keno?", "আমাদের গলিতে জল জমে কেন?"),
]
NO_COPIES = [
    ("When will the drain behind the market be cleaned?", "Who put the benches behind the school?"),
    ("রাস্তার আলো কবে জ্বলবে?", "পার্কের দোলনা কে সারাবে?"),
    ("सड़क कब बनेगी?", "पार्क का झूला कौन ठीक करेगा?"),
    ("سڑک کب بنے گی؟", "پارک کا جھولا کون ٹھیک کرے گا؟"),
    ("rasta kobe hobe?", "parker dolna ke sarabe?"),
    ("When will the street lamps burn again?", "রাস্তার আলো কবে জ্বলবে?"),
]


def groups_of(*texts: str) -> CopyGroups[int]:
    groups = CopyGroups[int]()
    for number, text in enumerate(texts):
        groups.add(number, text)
    return groups


@table(("one", "other"), COPIES)
def test_the_same_words_are_copies_in_whatever_script(one: str, other: str) -> None:
    assert groups_of(one, other).groups() == [[0, 1]]
    assert groups_of(other, one).groups() == [[0, 1]]


@table(("one", "other"), NO_COPIES)
def test_other_words_are_none_and_neither_is_the_same_meaning(one: str, other: str) -> None:
    assert groups_of(one, other).groups() == []


def test_a_group_outlives_its_first_text() -> None:
    texts = [text for pair in COPIES[2:4] for text in pair]
    groups = groups_of(*texts, NO_COPIES[0][1])
    assert groups.groups() == [[0, 1, 2, 3]]
    groups.remove(0)
    assert (groups.groups(), groups.group_of(2), groups.group_of(0)) == ([[1, 2, 3]], [1, 2, 3], [])
    groups.add(5, texts[0])
    assert groups.groups() == [[1, 2, 3, 5]]
    for key in (1, 2, 3):
        groups.remove(key)
    assert (groups.groups(), groups.group_of(5), groups.group_of(4), len(groups)) == ([], [5], [4], 2)


@pytest.mark.costly
@given(st.lists(TEXTS, max_size=12), st.randoms(use_true_random=False))
def test_each_text_is_in_one_group_whatever_is_removed(texts: list[str], chance: random.Random) -> None:
    groups, kept = groups_of(*texts), list(range(len(texts)))
    chance.shuffle(kept)
    while kept:
        grouped = [key for group in groups.groups() for key in group]
        assert len(grouped) == len(set(grouped)) <= len(kept)
        assert all(groups.group_of(other) == groups.group_of(key) for key in kept for other in groups.group_of(key))
        groups.remove(kept.pop())
    assert (len(groups), groups.groups()) == (0, [])


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.takes(10)
def test_three_thousand_questions_are_grouped_in_milliseconds_each() -> None:
    """In the thread's own time."""
    texts = many_questions()

    def slow_ms() -> float:
        groups, took = CopyGroups[int](), []
        for number, text in enumerate(texts):
            began_at = time.thread_time()
            groups.add(number, text)
            took.append((time.thread_time() - began_at) * 1000)
        assert len(groups) == MANY
        return sorted(took)[MANY * 19 // 20]

    assert least_measured(slow_ms, wanted=20) <= 20
