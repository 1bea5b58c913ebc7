"""The words of the demo: everything in the right spelling and language, and nobody real among them."""

import re

import pytest

from chatserver.demo.people import read_people
from chatserver.demo.script import LINE_AT_LEAST, Scripted, ScriptLine, read_script
from sessions.contract.reasons import Reason
from sessions.models import QuestionKind
from sessions.platform.text.script_detection import text_language
from sessions.platform.text.text_input import clean_line, clean_text, fold_digits
from tests.running.tables import table

SCRIPT = read_script()
PEOPLE = read_people()
WARD_95 = (*SCRIPT.opening, *SCRIPT.questions, *SCRIPT.later)
EVERYTHING = (*SCRIPT.earlier, *WARD_95)
NOTES = [item.note for item in EVERYTHING if item.note]
ANSWERS = [part for item in EVERYTHING for part in item.answer]
LINES = [line for item in EVERYTHING if item.answer for line in item.lines()]
SAID = [each for line in LINES for each in (line.text, line.at_first) if each]
LABELS = [person.label for person in (*PEOPLE.residents, *PEOPLE.players, *PEOPLE.neighbours) if person.label]
CANCELLED = [planned.cancelled for planned in SCRIPT.calendar if planned.cancelled]
TEXTS = [
    *(item.text for item in EVERYTHING),
    *ANSWERS,
    *SAID,
    *SCRIPT.notices,
    SCRIPT.last_call,
    *SCRIPT.unscripted_answer.values(),
    SCRIPT.unscripted_note,
    *NOTES,
    *LABELS,
    *CANCELLED,
]
OBVIOUSLY_NO_NUMBER = "98300 00000"
MAY_BE_CAPITAL = {
    *("Bengali", "English", "Hindi", "Urdu", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    *("Sunday", "Sundays", "State", "Bijoygarh", "Guppies", "I", "Me"),
}
"""Words that English writes with a capital inside a sentence. A person's name would not be among them."""
SURNAMES = re.compile(
    r"\b(?:Das|Dasgupta|Biswas|Bose|Basu|Banerjee|Chatterjee|Mukherjee|Ganguly|Ghosh|Goswami|Sen|Roy|Dutta|Mondal|Hakim"
    r"|দাস|দাশগুপ্ত|বিশ্বাস|বসু|বন্দ্যোপাধ্যায়|চট্টোপাধ্যায়|মুখোপাধ্যায়|ঘোষ|গোস্বামী|সেন|রায়|দত্ত|মণ্ডল|হাকিম"
    r"|दास|बोस|बनर्जी|घोष|शर्मा|सिंह|यादव|خان|انصاری)\b",
    re.IGNORECASE,
)


def test_every_text_is_what_the_domain_would_save() -> None:
    assert [clean_text(text) for text in TEXTS] == TEXTS


def test_what_has_to_fit_a_line_does() -> None:
    assert [clean_line(line, max_graphemes=40) for line in LABELS] == LABELS
    lines = [*NOTES, *CANCELLED, SCRIPT.unscripted_note]
    assert [clean_line(line, max_graphemes=300) for line in lines] == lines


def test_no_text_names_a_person() -> None:
    inside = {word for text in TEXTS for word in re.findall(r"(?<=[a-z,;:] )[A-Z]\w*", text)}
    assert inside - MAY_BE_CAPITAL == set()
    assert [text for text in TEXTS if SURNAMES.search(text)] == []


def test_the_only_number_of_a_phone_is_one_that_nobody_has() -> None:
    digits = [fold_digits(text.replace(OBVIOUSLY_NO_NUMBER, "")) for text in TEXTS]
    assert [text for text in digits if re.search(r"(?:\d[\s-]?){7,}", text)] == []


def test_an_answer_is_in_the_language_of_its_question() -> None:
    answered = [item for item in WARD_95 if item.answer]
    spoken = {
        item.key: (text_language(item.text), {text_language(line.text) for line in item.lines()}) for item in answered
    }
    # Bengali in Latin letters may be answered in either script.
    foreign = [key for key, (asked, told) in spoken.items() if asked != "und" and not told <= {asked}]
    assert foreign == []


def test_the_evening_is_long_and_speaks_the_languages_of_the_city() -> None:
    languages = [text_language(item.text) for item in SCRIPT.questions]
    assert len(languages) >= 40
    assert {language: languages.count(language) >= 2 for language in ("bn", "hi", "ur", "und")} == {
        "bn": True,
        "hi": True,
        "ur": True,
        "und": True,
    }
    assert set(SCRIPT.unscripted_answer) == {"bn", "hi", "ur", "und"}


def test_keys_and_words_are_unique_so_that_a_question_is_known_by_its_words() -> None:
    assert len({item.key for item in EVERYTHING}) == len(EVERYTHING)
    assert len({item.text for item in WARD_95}) == len(WARD_95)
    assert all(SCRIPT.find(item.text) == item for item in WARD_95)
    assert SCRIPT.find("What somebody else wrote") is None


def test_authors_live_in_that_ward() -> None:
    players = {person.key for person in PEOPLE.players}
    assert {item.by for item in SCRIPT.questions} <= players
    assert {item.by for item in SCRIPT.later} == {""}
    assert {item.by for item in SCRIPT.opening} <= players | {person.key for person in PEOPLE.residents}
    assert {item.by for item in SCRIPT.earlier} <= {person.key for person in PEOPLE.neighbours}


@pytest.mark.parametrize("items", [SCRIPT.earlier, SCRIPT.opening + SCRIPT.questions], ids=["earlier", "evening"])
def test_what_is_joined_to_another_comes_after_it(items: tuple[Scripted, ...]) -> None:
    keys = [item.key for item in items]
    joined = [item for item in items if item.into]
    assert len(joined) > 0
    assert all(item.into in keys[: keys.index(item.key)] for item in joined)
    assert all(next(other for other in items if other.key == item.into).answer for item in joined)


def test_each_question_comes_to_one_end() -> None:
    ends = {item.key: [bool(item.answer), bool(item.decline), bool(item.into), item.withdraws] for item in EVERYTHING}
    left_open = {item.key for item in SCRIPT.earlier if item.done == "queued"}
    assert {key for key, found in ends.items() if sum(found) != 1} == left_open
    assert {item.kind for item in EVERYTHING} == set(QuestionKind.values)
    assert all(len(item.answer) > 1 for item in EVERYTHING if item.returns)


def test_every_reason_for_a_refusal_is_shown_with_a_note() -> None:
    declined = [item for item in SCRIPT.questions if item.decline]
    assert {item.decline for item in declined} == set(Reason)
    assert all(item.note for item in declined)


def test_the_later_questions_fill_the_rest_of_the_evening_and_vary() -> None:
    assert len(SCRIPT.later) >= 60
    assert all("{" not in item.text for item in SCRIPT.later)
    first = SCRIPT.later[:12]
    assert len({item.answer for item in first}) == len(first)


@table(
    ("text", "language"),
    [
        ("Is this real?", "und"),
        ("এটা কি সত্যি?", "bn"),
        ("क्या यह सच है?", "hi"),
        ("کیا یہ سچ ہے؟", "ur"),
    ],
)
def test_words_that_are_not_in_the_script_are_answered_honestly_in_their_language(text: str, language: str) -> None:
    lines = SCRIPT.answer_to(text)
    assert " ".join(line.text for line in lines) == SCRIPT.unscripted_answer[language]
    assert len(lines) > 1


def test_nothing_of_an_answer_is_lost_between_its_lines() -> None:
    for item in EVERYTHING:
        if item.answer:
            said = " ".join(line.text for line in item.lines() if not line.by_official)
            assert said == " ".join(item.answer)


def test_what_is_said_at_once_can_be_read_while_the_next_is_written() -> None:
    assert max(len(line.text) for line in LINES if not line.by_official) <= 200
    short = [line.text for line in LINES if not line.by_official and len(line.text) < LINE_AT_LEAST]
    assert [text for text in short if text not in ANSWERS] == []


def test_an_official_is_called_after_the_first_part_and_a_slip_is_corrected() -> None:
    called = [item for item in WARD_95 if item.official]
    assert len(called) >= 2
    assert all([line.by_official for line in item.lines()].count(True) == 1 for item in called)
    assert all(not item.lines()[0].by_official and not item.lines()[-1].by_official for item in called)
    slips = [line for item in WARD_95 if item.slip for line in item.lines() if line.at_first]
    assert len(slips) == len([item for item in WARD_95 if item.slip]) >= 1
    assert ScriptLine("a") == ScriptLine("a", by_official=False, at_first="")
    assert all(line.at_first != line.text for line in slips)
