import pytest

from chatserver.script_names.pieces import divide_script
from chatserver.script_names.tokens import END, CannotShorten, Tokens


def tokens(text: str) -> Tokens:
    return Tokens(list(divide_script(text)))


def test_blanks_are_passed_over_and_the_end_is_told() -> None:
    script = tokens("a = 1")
    assert [script.next() for _ in range(3)] == ["a", "=", "1"]
    assert script.peek() == END


def test_what_comes_behind_a_bracket_is_seen_from_before_it() -> None:
    script = tokens("f((a)=>a)")
    assert script.next() == "f"
    assert script.peek_behind_bracket(1) == "=>"


def test_what_is_missing_is_told_with_what_stands_before_it() -> None:
    script = tokens("a = 1")
    assert script.takes("b", "a")
    with pytest.raises(CannotShorten, match="';' is missing: a ="):
        script.expect(";")
