from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.results.percentiles import percentile, percentile_of_counts
from tests.running.tables import table


@table(("percent", "expected"), [(0, 15), (5, 15), (30, 20), (40, 20), (50, 35), (99, 50), (100, 50)])
def test_a_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([50, 15, 40, 20, 35], percent) == expected


@pytest.mark.costly
@given(st.lists(st.integers(0, 30), min_size=1), st.floats(0, 100))
def test_counted_values_have_the_same_percentiles_as_listed_ones(values: list[int], percent: float) -> None:
    assert percentile_of_counts(Counter(values), percent) == percentile(values, percent)


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)
    with pytest.raises(ValueError, match="nothing"):
        percentile_of_counts({}, 50)
