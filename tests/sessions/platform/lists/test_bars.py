"""The widths of a chart's bars."""

from sessions.platform.lists.bars import Bar, bars_below, divided_bars


def test_the_longest_row_is_as_long_as_the_chart_and_each_is_divided() -> None:
    drawn = divided_bars([{"a": 1, "b": 3}, {"b": 2}, {}], ("a", "b"))
    assert drawn == [[Bar("a", 0, 50), Bar("b", 50, 150)], [Bar("b", 0, 100)], []]


def test_without_any_number_nothing_is_drawn() -> None:
    assert divided_bars([{}, {"a": 0}], ("a",)) == bars_below([{}, {"a": 0}], ("a",)) == [[], []]
    assert divided_bars([], ("a",)) == bars_below([], ("a",)) == []


def test_bars_below_each_other_share_the_height_of_the_row() -> None:
    drawn = bars_below([{"a": 0.5, "b": 1}], ("a", "b"), most=1)
    assert drawn == [[Bar("a", 0, 100, y=0, height=5), Bar("b", 0, 200, y=5, height=5)]]
    assert bars_below([{"a": 4}, {"a": 1}], ("a",)) == [[Bar("a", 0, 200)], [Bar("a", 0, 50)]]
