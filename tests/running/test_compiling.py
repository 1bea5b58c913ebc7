"""Each test file is compiled by one process, under the name that pytest gives it."""

from pathlib import Path

from tests.running.compiling import name_of, share_of

ROOT = Path(__file__).parent.parent.parent


def test_the_shares_are_all_files_and_none_is_in_two():
    paths = [Path(f"test_{number}.py") for number in range(10)]
    shares = [share_of(paths, number, 4) for number in range(4)]
    assert sorted(path for share in shares for path in share) == paths
    assert [len(share) for share in shares] == [3, 3, 2, 2]


def test_a_file_has_the_name_by_which_pytest_imports_it():
    assert name_of(Path(__file__).relative_to(ROOT)) == __name__
