"""What is served of a record tells of everything of it that its checkpoint covers."""

from pathlib import Path
from typing import Any

import pytest

from sessions.models import Record
from sessions.record.forms.served_document import served_document
from tests.factories.evening import Evening
from tests.factories.sealed_record import as_bytes, close, grow, redact, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_what_came_after_the_record_was_read_is_served_with_the_checkpoint_that_covers_it(evening: Evening) -> None:
    sealed = seal(close(evening))
    read_before = Record.objects.get()
    grow(redact(sealed))
    document = served_document(read_before)
    assert (len(document["states"]), len(document["redactions"])) == (2, 1)
    assert as_bytes(document) == as_bytes(served_document(Record.objects.get()))


def test_a_draft_is_served_with_its_place_in_the_log(evening: Evening) -> None:
    record = close(evening)
    served = served_document(record)
    log = served.pop("log")
    assert served == record.document
    assert (log["index"], log["checkpoint"].split("\n")[1]) == (0, "1")


def test_a_draft_that_is_not_in_the_log_is_served_as_it_is(evening: Evening) -> None:
    record = close(evening)
    del record.document["drafts"]
    assert served_document(record) == record.document
