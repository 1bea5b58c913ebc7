import pytest

from chatserver.script_names.pieces import divide_script


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a?.b ?? #c", ["a", "?.", "b", " ", "?", "?", " ", "#c"]),
        ("(a)=>[...a,2e3]", ["(", "a", ")", "=>", "[", "...", "a", ",", "2e3", "]"]),
        ("f('a b',/c d/g)", ["f", "(", "kept 'a b'", ",", "kept /c d/g", ")"]),
        ("`a`", ["kept `a`"]),
        ("`a${b}c${`${d}`}`", ["kept `a${", "b", "kept }c${", "kept `${", "d", "kept }`", "kept }`"]),
        ("`${f({a: {}})}`", ["kept `${", "f", "(", "{", "a", ":", " ", "{", "}", "}", ")", "kept }`"]),
    ],
)
def test_only_what_is_between_the_strings_is_divided(text: str, pieces: list[str]) -> None:
    divided = list(divide_script(text))
    assert [f"kept {piece.text}" if piece.is_kept else piece.text for piece in divided] == pieces
    assert "".join(piece.text for piece in divided) == text
