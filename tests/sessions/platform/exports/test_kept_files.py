import gzip
from pathlib import Path
from typing import Any

import pytest

from sessions.platform.exports.kept_files import (
    MOST_FILTERED,
    ListFile,
    discard_lists,
    discard_mark,
    keep_list,
    list_folder,
    state_key,
)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def keep(name: str = "matters", query: str = "", state: str = "a") -> ListFile:
    file = ListFile(name, "csv", query, state)
    keep_list(file, ["one\n", "two\n"])
    return file


def names() -> set[str]:
    return {path.name for path in list_folder().iterdir()} - {".discarded"}


def test_a_list_stands_whole_beside_its_packed_copy():
    file = keep(query="ward=95")
    assert names() == {"matters.a.ward=95.csv", "matters.a.ward=95.csv.gz"}
    assert (file.path.read_bytes(), gzip.decompress(file.packed_path.read_bytes())) == (b"one\ntwo\n",) * 2


def test_what_fails_leaves_nothing():
    def pieces():
        yield "one"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- whatever it is
        keep_list(ListFile("matters", "csv", "", "a"), pieces())
    assert names() == set()


def test_another_state_deletes_the_former_one_of_this_list_only():
    keep(), keep("promises"), keep(query="ward=95"), keep(state="b")
    assert names() == {f"{name}.all.csv{end}" for name in ("matters.b", "promises.a") for end in ("", ".gz")}


def test_other_filters_leave_only_so_many_files_and_those_of_wards_stay():
    keep(query="ward=95")
    for number in range(MOST_FILTERED + 5):
        keep(query=f"q={number}")
    assert len(names()) == 2 * MOST_FILTERED + 2
    assert "matters.a.ward=95.csv" in names()


def test_no_word_of_an_address_is_in_a_name():
    assert not any("lamp" in name or "/" in name for name in (keep(query="q=lamp").name, keep(query="ward=../x").name))


def test_a_redaction_discards_all():
    keep(), keep("promises", "q=x")
    marks = [discard_mark()]
    discard_lists("some chat")
    marks.append(discard_mark())
    discard_lists()
    assert names() == set()
    assert len({*marks, discard_mark()}) == 3


def test_a_key_differs_with_each_part():
    assert len({state_key(each) for each in ([1, 2], [12], ["1, 2"], [1, 2, None])}) == 4
