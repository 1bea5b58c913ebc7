"""Each redaction is a leaf of the installation's log, and none waits for a log that is out of order."""

from typing import Any

import pytest

from sessions.models import RedactedEntry
from sessions.record.proof.log_refused import LogRefused
from sessions.record.redaction import leaves
from sessions.record.redaction.leaves import append_missing_leaves
from tests.sessions.record.redaction.conftest import Recorded

pytestmark = pytest.mark.costly


class Leaves(list[Any]):
    is_refusing = False

    def append_leaf(self, *, data: Any) -> int:
        if self.is_refusing:
            raise LogRefused
        self.append(data)
        return len(self) - 1


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Leaves:
    found = Leaves()
    monkeypatch.setattr(leaves, "append_redaction", found.append_leaf)
    return found


def test_a_leaf_holds_the_line_of_the_document(recorded: Recorded, log: Leaves) -> None:
    recorded.redact("question.queued", "answer.given")
    record = recorded.record
    assert log == [{"record": record.slug, **line} for line in record.document["redactions"]]
    assert list(RedactedEntry.objects.values_list("log_index", flat=True)) == [0, 1]


def test_a_log_that_refuses_delays_the_leaf_and_not_the_redaction(recorded: Recorded, log: Leaves) -> None:
    log.is_refusing = True
    recorded.redact("question.queued")
    assert len(recorded.record.document["redactions"]) == 1
    append_missing_leaves()
    assert log == []
    log.is_refusing = False
    append_missing_leaves()
    append_missing_leaves()
    assert [leaf["record"] for leaf in log] == [recorded.record.slug]
