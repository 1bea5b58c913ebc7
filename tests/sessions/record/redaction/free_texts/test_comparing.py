"""A text is looked at as the search looks at it: folded words, one after the other."""

from sessions.record.redaction.free_texts.comparing import holds_any, phrases_of, without_holders


def test_the_words_are_found_in_any_spelling_of_them_and_as_a_whole_alone() -> None:
    phrases = phrases_of(["Mr Das, flat 4!"])
    assert holds_any("About MR  DAS flat ৪, again", phrases)
    assert not holds_any("Flat 4: Mr Das", phrases)
    assert not holds_any("Mr Das, flat 42", phrases)


def test_fewer_than_three_words_are_never_looked_for() -> None:
    assert phrases_of(["Mr Das", "?!", ""]) == ()
    assert not holds_any("Mr Das", ())


def test_of_json_each_text_is_looked_at_and_those_that_hold_the_words_are_emptied() -> None:
    phrases = phrases_of(["one two three"])
    value = {"a": ["One, two, three.", "two", 3], "b": {"c": "zero one two three"}, "d": None}
    assert holds_any(value, phrases)
    assert without_holders(value, phrases) == {"a": ["", "two", 3], "b": {"c": ""}, "d": None}
    assert not holds_any(["one two", "three"], phrases)
