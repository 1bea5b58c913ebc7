"""The index finds every text above the bound and no other, as texts come and go, fast among thousands."""

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.likeness.likeness_index import NEAR_COPY, LikenessIndex, Match
from tests.measuring.timing import AT_MOST_S, seconds_for

pytestmark = pytest.mark.costly

HERE = Path(__file__).parent
MANY = 3000
PLACES = ("Lake Road", "Rashbehari", "গড়িয়াহাট", "আনোয়ার শাহ রোড", "बालीगंज", "خضر پور", "Behala", "কসবা", "যাদবপুর")
TEXTS = st.one_of(
    st.text(st.characters()),
    st.lists(st.sampled_from(["drain", "ড্রেন", "कब", "kobe", "কবে", "জল", "पानी", "پانی", "5", "৫"])).map(" ".join),
)


def index_of(*texts: str) -> LikenessIndex[int]:
    index = LikenessIndex[int]()
    for number, text in enumerate(texts):
        index.add(number, text)
    return index


def many_questions() -> list[str]:
    """Thousands of texts of the usual length, made of halves of the pairs' texts."""
    chance = random.Random(1)
    documents = [tomllib.loads((HERE / name).read_text("utf-8")) for name in ("pairs_bengali.toml", "pairs_hindi.toml")]
    texts = [text.split() for document in documents for rows in document.values() for row in rows for text in row]
    questions: list[str] = []
    for _number in range(MANY):
        one, other = chance.sample(texts, 2)
        halves = [*one[: chance.randint(3, 8)], *other[-chance.randint(2, 5) :]]
        questions.append(" ".join([chance.choice(PLACES), *halves]))
    return questions


@given(st.lists(TEXTS, max_size=6), TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_nothing_and_one(texts: list[str], one: str, other: str) -> None:
    index = index_of(*texts)
    likeness = index.likeness(one, other)
    assert likeness == index.likeness(other, one)
    assert 0 <= likeness <= 1


@given(st.lists(TEXTS, max_size=6), TEXTS)
def test_the_same_text_has_a_likeness_of_one(texts: list[str], text: str) -> None:
    index = index_of(*texts)
    assert index.likeness(text, text) == 1
    index.add(99, text)
    assert index.find(text)[0].likeness == 1
    assert 99 in [match.key for match in index.find(text) if match.likeness == 1]


@given(st.lists(TEXTS, max_size=12), TEXTS, st.sampled_from([0.1, NEAR_COPY, 0.7]))
def test_every_text_above_the_bound_is_found_the_most_alike_first(texts: list[str], text: str, above: float) -> None:
    index = index_of(*texts)
    matches = [Match(number, index.likeness(text, other)) for number, other in enumerate(texts)]
    expected = sorted((match for match in matches if match.likeness > above), key=lambda match: -match.likeness)
    assert index.find(text, above=above) == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.none() | TEXTS), max_size=20), TEXTS)
def test_texts_that_came_and_went_leave_nothing_behind(changes: list[tuple[int, str | None]], text: str) -> None:
    index, texts = LikenessIndex[int](), dict[int, str]()
    for key, change in changes:
        if change is not None:
            index.add(key, change)
            texts.pop(key, None)  # as the index, which counts it as the last one now
            texts[key] = change
        elif key in texts:
            index.remove(key)
            del texts[key]
    fresh = LikenessIndex[int]()
    for key, present in texts.items():
        fresh.add(key, present)
    assert len(index) == len(texts)
    assert all(key in index for key in texts)
    assert index.find(text, above=0.1) == fresh.find(text, above=0.1)
    assert index.groups() == fresh.groups()


def test_copies_are_found_where_nearly_everybody_asks_the_same() -> None:
    spellings = [
        "amader golir rastar alo jole na, kobe thik hobe",
        "golir rastar alo jolche na dada kbe thik hbe",
        "আমাদের গলির রাস্তার আলো জ্বলে না, কবে ঠিক হবে?",
    ]
    index = index_of(
        *(f"{spelling} {number}" for number in range(20) for spelling in spellings), "park er dolna bhanga"
    )
    assert {match.key for match in index.find(spellings[0])} == set(range(60))


def test_a_key_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(KeyError):
        index_of("a drain").remove(1)


def test_near_copies_are_grouped_across_scripts() -> None:
    index = index_of(
        "আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না",
        "खाली मकान की टंकी में लार्वा पल रहा है",
        "amader golir rastar alo du mash dhore jole na",
        "The swings in the children's park are broken",
        "خالی مکان کی ٹنکی میں لاروا پل رہا ہے",
        "amader golir rastar alo 2 mas jolena",
    )
    assert index.groups() == [[0, 2, 5], [1, 4]]


def test_a_text_between_two_others_does_not_make_one_group_of_them() -> None:
    lamp, both, drain = (
        "the street lamp near the temple is dark",
        "the street lamp near the temple is dark and the drain behind the market stinks",
        "the drain behind the market stinks",
    )
    index = index_of(lamp, drain, both)
    assert index.likeness(lamp, both) > NEAR_COPY
    assert index.likeness(drain, both) > NEAR_COPY
    assert index.groups() == [[0, 2]]


def test_the_same_question_about_another_street_is_alike_and_for_a_person_to_tell_apart() -> None:
    index = index_of("When will the lamps on Lake Road be repaired?")
    assert [match.key for match in index.find("When will the lamps on Rashbehari Avenue be repaired?")] == [0]


def test_a_lookup_among_thousands_takes_less_than_five_milliseconds() -> None:
    index = index_of(*many_questions())
    asked = "আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না, কবে সারাবেন?"

    def look_up_after_a_change() -> None:
        index.add(MANY, asked)
        index.remove(MANY)
        index.find(asked)

    assert len(index) == MANY
    assert seconds_for(look_up_after_a_change) < AT_MOST_S
