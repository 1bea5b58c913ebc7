import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.one_line import one_line
from sessions.platform.text.sms_parts import parts_of


@pytest.mark.costly
@given(st.text(), st.integers(min_value=2, max_value=50))
def test_it_is_one_line_and_never_longer(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= 4 * most
    assert line == " ".join(line.split())


def test_it_is_cut_between_two_letters() -> None:
    assert one_line("কি কি কি", 4) == "কি কি…"
    assert one_line("short  and\nwhole", 40) == "short and whole"


def test_parts_of_text_messages() -> None:
    assert [parts_of("a" * length) for length in (0, 160, 161, 306, 307)] == [1, 1, 2, 2, 3]
    assert [parts_of("ক" * length) for length in (70, 71, 134, 135)] == [1, 2, 2, 3]
    assert parts_of("€" * 80) == 1
    assert parts_of("€" * 81) == 2
