"""What follows the sealing waits while the log cannot be signed, and says so."""

from pathlib import Path

import pytest

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.log.audit import CLOCK
from sessions.models import Record
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening


@pytest.mark.costly
def test_a_correction_waits_for_a_log_that_can_be_signed(evening: Evening, data_folder: Path) -> None:
    evening.answer()
    close_chat_session(evening.chat_session, by="clerk")
    seal_chat_session(evening.chat_session, by=CLOCK)
    [part] = parts_given_by(evening.councillor, evening.chat_session.pk)
    question = evening.chat_session.questions.get()
    before, events = Record.objects.get().document, evening.public_events()
    keys = {path: path.read_bytes() for path in data_folder.glob("log_keys/*")}

    def correct() -> None:
        correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text="In April.")

    for path in keys:
        path.unlink()
    with pytest.raises(Refused, match="busy"):
        correct()
    assert (Record.objects.get().document, evening.public_events()) == (before, events)
    for path, content in keys.items():
        path.write_bytes(content)
    correct()
    assert len(Record.objects.get().document["states"]) == 2
