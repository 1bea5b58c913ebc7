import pytest

from tests.bench.parts.catalogue import PARTS, chosen


def test_without_names_everything_is_measured() -> None:
    assert chosen([]) == list(PARTS)


def test_a_group_stands_for_its_parts_and_nothing_is_measured_twice() -> None:
    assert chosen(["storm", "fanout", "fanout-500"]) == ["fanout-500", "fanout-2000", "fanout-10000", "storm"]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="stormy"):
        chosen(["storm", "stormy"])
