import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.running.migrated_once import digest_of_models, migrated_once


def put(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE " + name + " (id)")


def tables(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]


@pytest.mark.costly
def test_the_first_process_makes_it_and_the_others_copy_it(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "of-other-models.sqlite3").touch()
    with migrated_once(tmp_path / "kept", first):
        assert not first.exists()
        put(first, "ward")
    with migrated_once(tmp_path / "kept", second):
        assert tables(second) == ["ward"]
        put(second, "of_the_second")
    with migrated_once(tmp_path / "kept", tmp_path / "third"):
        assert tables(tmp_path / "third") == ["ward"]
    assert [path.name for path in (tmp_path / "kept").glob("*.sqlite3")] == [f"{digest_of_models()}.sqlite3"]


def test_an_unfinished_database_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), migrated_once(tmp_path, tmp_path / "database"):
        put(tmp_path / "database", "no name")
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_other_models_migrations_or_libraries_are_another_database(tmp_path: Path) -> None:
    paths = ("sessions/models/ward.py", "chatserver/accounts/migrations/0001_initial.py", "chatserver/settings.py")
    for path in (*paths, "requirements.txt", "sessions/log/clock_readings.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    digests = [digest_of_models(tmp_path)]
    for path in (*paths, "requirements.txt"):
        (tmp_path / path).write_text("changed")
        digests.append(digest_of_models(tmp_path))
    assert len(set(digests)) == 5
    (tmp_path / "sessions/log/clock_readings.py").write_text("changed")
    assert digest_of_models(tmp_path) == digests[-1]
