"""Words of the list, and what the office said of it, can be redacted as all others of a record."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.models import Record
from sessions.promises.owed_block.answering import answer_owed
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.transcript_reader import read_transcript
from tests.clients.live_fold import empty, fold
from tests.clients.product_folds import fold_public
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import make_evening
from tests.factories.promises import promise_of

pytestmark = pytest.mark.long


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "field"), [("owed.listed", "redacted"), ("owed.answered", "answer_redacted")])
def test_a_tombstone_stands_in_their_place_and_the_root_holds(kind: str, field: str) -> None:
    evening: Any = make_evening(is_live=False)
    promise = promise_of(evening, "Mina’s wall will go.", due_on=timezone.localdate() - timedelta(days=2))
    chat = evening.chat_session = open_chat_session(evening.chat_session, by="clerk")
    answer_owed(chat, promise.pk, person=evening.councillor, outcome=OwedOutcome.KEPT, text="Mina’s wall is gone.")
    close_chat_session(chat, by="clerk")
    entries = {each["n"]: () for each in document_of(chat)["entries"] if each["type"] == kind}
    why = {"authority": "Order 7 of 2027", "clerk": evening.clerk, **COURT_ORDER}
    confirm_redaction(propose_redaction(chat, entries, **why).pk, clerk=make_clerk())
    [item] = read_transcript(document_of(chat)).owed
    assert getattr(item, field)["ground"] == "court_order"
    assert [item.what is None, item.text is None] == [kind == "owed.listed", kind == "owed.answered"]
    assert verify_document(json.dumps(document_of(chat)).encode(), ()).redacted == 1
    state = empty("public")
    for event in evening.public_events():
        fold("public", state, event)
    assert state["owed"] == fold_public(evening.public_events())["owed"]


def document_of(chat: Any) -> Any:
    return Record.objects.get(chat_session=chat).document
