"""What is marked as a promise or a day in four languages, which days are read, and that the time is linear."""

from datetime import date
from functools import partial

import pytest

from sessions.promises.candidates import MarkKind, find_candidates, find_marks
from tests.measuring.timing import least_measured, seconds_once

TODAY = date(2027, 3, 10)
IN_TEN = date(2027, 3, 20)
MARCH = date(2027, 3, 31)

CASES: list[tuple[str, bool, date | None]] = [
    ("The drain will be cleaned by 31 March.", True, MARCH),
    ("We'll clean it within 10 days.", True, IN_TEN),
    ("I will do it in 2 weeks.", True, date(2027, 3, 24)),
    ("It will be done by March 31, 2028.", True, date(2028, 3, 31)),
    ("It shall be ready on the 1st of January.", True, date(2028, 1, 1)),
    ("The lamps will be back before the puja.", True, None),
    ("The lamps will be back by 31/03/2027.", True, MARCH),
    ("It will be ready by 31 February.", True, None),
    ("৩১ মার্চের মধ্যে নালা পরিষ্কার করা হবে।", True, MARCH),
    ("১০ দিনের মধ্যে আলো লাগানো হয়ে যাবে।", True, IN_TEN),
    ("আলো লাগানো হয়ে যাবে।", True, None),
    ("পুজোর আগে রাস্তা সারানো হবে।", True, None),
    ("31 मार्च तक नाला साफ हो जाएगा।", True, MARCH),
    ("10 दिनों में बत्ती लग जाएगी, काम किया जाएगा।", True, IN_TEN),
    ("۳۱ مارچ تک نالہ صاف کر دیا جائے گا۔", True, MARCH),
    ("10 دنوں میں کام ہو جائے گا۔", True, IN_TEN),
    ("Nala 31 march er moddhe poriskar kora hobe", True, MARCH),
    ("Das dino nahi, 10 din mein kaam ho jayega", True, IN_TEN),
    ("Pujor age rasta thik hoye jabe", True, None),
    ("The tender was opened on Monday.", False, None),
    ("Willow Lane and Mayor Road are in the list.", False, None),
    ("নালাটি পরিষ্কার হয়েছে।", False, None),
    ("यह काम हमारे वार्ड का नहीं है।", False, None),
    ("یہ کام ہمارے وارڈ کا نہیں ہے۔", False, None),
    ("It took 10 days.", False, None),
]


@pytest.mark.long
@pytest.mark.parametrize(("text", "is_candidate", "day"), CASES, ids=[case[0][:24] for case in CASES])
def test_what_is_marked_and_which_day_is_read(text: str, is_candidate: bool, day: date | None) -> None:
    found = find_candidates(text, TODAY)
    assert bool(found) == is_candidate
    if found:
        assert (found[0].start, found[-1].end, found[0].day) == (0, len(text), day)


def test_each_sentence_is_a_candidate_of_its_own_and_two_days_are_none() -> None:
    text = "I know it. The drain will be cleaned by 31 March. By 1 May or 1 June the lamps will be back! Thank you."
    first, second = find_candidates(text, TODAY)
    assert text[first.start : first.end] == "The drain will be cleaned by 31 March."
    assert (first.day, second.day) == (MARCH, None)


def test_marks_are_places_in_the_text() -> None:
    text = "Ok. We will mend it within 10 days."
    marks = [(text[mark.start : mark.end], mark.kind) for mark in find_marks(text, TODAY)]
    assert marks == [("We will", MarkKind.PROMISE), ("within 10 days", MarkKind.DAY)]


@pytest.mark.parametrize("piece", ["10 ", "will ", "within 10 ", "৩১ ", "31 march ", "हो ", ". ", "1/", "ক"])
def test_ten_times_the_text_takes_no_more_than_some_ten_times_the_time(piece: str) -> None:
    text = piece * (12_000 // len(piece))
    assert least_measured(partial(seconds_once, partial(find_candidates, text, TODAY)), wanted=2) < 2
