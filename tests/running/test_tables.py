import inspect

import pytest

from tests.running.tables import table


def test_every_row_is_tried_and_each_that_fails_is_named() -> None:
    tried = []

    @table(("number", "square"), [(2, 4), (3, 8), (4, 16), (5, 24)])
    def test_squares(number: int, square: int) -> None:
        tried.append(number)
        assert number * number == square

    with pytest.raises(BaseExceptionGroup, match="test_squares: 2 of 4 rows") as failed:
        test_squares()
    assert tried == [2, 3, 4, 5]
    assert [failure.__notes__ for failure in failed.value.exceptions] == [
        ["in the row {'number': 3, 'square': 8}"],
        ["in the row {'number': 5, 'square': 24}"],
    ]


def test_what_should_have_been_raised_and_was_not_fails_its_row() -> None:
    @table("text", ["1", "x"])
    def test_refused(text: str) -> None:
        with pytest.raises(ValueError, match="invalid"):
            int(text)

    with pytest.raises(BaseExceptionGroup) as failed:
        test_refused()
    [failure] = failed.value.exceptions
    assert failure.__notes__ == ["in the row {'text': '1'}"]


def test_tables_multiply_and_leave_the_fixtures_to_pytest() -> None:
    tried = []

    @table("first", "ab")
    @table("second", [1, 2])
    def test_all(first: str, second: int, tmp_path: str) -> None:
        tried.append((first, second, tmp_path))

    assert list(inspect.signature(test_all).parameters) == ["tmp_path"]
    test_all(tmp_path="/")
    assert tried == [("a", 1, "/"), ("a", 2, "/"), ("b", 1, "/"), ("b", 2, "/")]


def test_a_table_of_nothing_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="tries nothing"):
        table("text", [])
