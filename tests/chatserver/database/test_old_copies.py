"""What a restore has put aside goes some days after a redaction that is newer than it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chatserver.database.old_copies import delete_outdated_copies
from sessions.models import Redaction
from tests.factories.evening import Evening, make_evening

REDACTED_AT = datetime(2027, 3, 1, tzinfo=UTC)
LATER = REDACTED_AT + timedelta(days=31)


@pytest.fixture
def copies(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.BACKUP_KEEP_DAYS = tmp_path, 30
    for name in ("replaced-20270228T120000", "replaced-20270302T120000", "replaced-by-hand", "keys"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "db.sqlite3").write_text("words")
    return tmp_path


@pytest.fixture
def redacted(db: None) -> Evening:
    evening = make_evening()
    Redaction.objects.create(
        chat_session=evening.chat_session,
        ground="error",
        authority="A",
        proposed_at=REDACTED_AT,
        decided_at=REDACTED_AT,
        state="confirmed",
    )
    return evening


@pytest.mark.usefixtures("redacted")
def test_only_what_is_older_than_the_redaction_goes(copies: Path) -> None:
    assert delete_outdated_copies(LATER) == ["replaced-20270228T120000"]
    left = {"replaced-20270302T120000", "replaced-by-hand", "keys"}
    assert {path.name for path in copies.iterdir()} == left


@pytest.mark.usefixtures("redacted")
def test_until_then_everything_stays(copies: Path) -> None:
    assert delete_outdated_copies(LATER - timedelta(days=2)) == []
    assert len(list(copies.iterdir())) == 4


@pytest.mark.django_db
def test_without_a_redaction_everything_stays(copies: Path) -> None:
    assert delete_outdated_copies(LATER) == []
    assert len(list(copies.iterdir())) == 4
