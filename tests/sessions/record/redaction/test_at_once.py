"""Two clerks at once: one decision holds, and the other clerk is told in a sentence."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.models import Redaction
from sessions.platform.refusals import Refused
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction, reject_redaction
from tests.factories.clerks import make_clerk
from tests.factories.evening import make_evening
from tests.sessions.record.redaction.conftest import Recorded, make_recorded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.costly]


@pytest.fixture
def recorded(settings: Any, tmp_path: Path) -> Recorded:
    settings.DATA_DIR = tmp_path
    return make_recorded(make_evening())


def at_once(*acts: Any) -> list[str]:
    """The code of each refusal, or "done"."""
    together = Barrier(len(acts))

    def run(act: Any) -> str:
        try:
            together.wait(60)
            act()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.long
def test_of_two_who_decide_one_is_told_that_it_is_decided(recorded: Recorded) -> None:
    proposed = recorded.propose("question.queued")
    third = make_clerk("third-clerk")
    told = at_once(
        partial(confirm_redaction, proposed.pk, clerk=recorded.second_clerk),
        partial(reject_redaction, proposed.pk, clerk=third, note="They stay."),
    )
    assert told == ["done", "state"]
    is_redacted = bool(recorded.record.document["redactions"])
    assert Redaction.objects.get().state == ("confirmed" if is_redacted else "rejected")


@pytest.mark.long
def test_of_two_who_propose_the_same_one_is_told_that_it_waits(recorded: Recorded) -> None:
    [n] = recorded.numbers_of("question.queued")
    given: dict[str, Any] = {"ground": "error", "authority": "The clerk"}
    chat_session = recorded.evening.chat_session
    told = at_once(
        *(
            partial(propose_redaction, chat_session, {n: ()}, clerk=clerk, **given)
            for clerk in (recorded.evening.clerk, recorded.second_clerk)
        )
    )
    assert told == ["done", "proposed"]
    assert Redaction.objects.count() == 1


def test_of_two_who_confirm_one_is_told_and_the_words_go_once(recorded: Recorded) -> None:
    seal_chat_session(recorded.evening.chat_session, by="clock")
    proposed = recorded.propose("question.queued", "answer.given")
    clerks = (recorded.second_clerk, make_clerk("third-clerk"))
    told = at_once(*(partial(confirm_redaction, proposed.pk, clerk=clerk) for clerk in clerks))
    assert told == ["done", "state"]
    document = recorded.record.document
    redacted = [line["n"] for line in document["redactions"]]
    assert redacted == sorted(set(redacted))
    assert [entry["type"] for entry in document["entries"]].count("question.redacted") == len(redacted) == 2
    served = Client().get(f"/records/{recorded.record.slug}.json").content
    assert verify_document(served, known_keys()).redacted == 2


def test_of_two_parts_of_one_entry_that_are_confirmed_at_once_both_go(recorded: Recorded) -> None:
    seal_chat_session(recorded.evening.chat_session, by="clock")
    [n] = recorded.numbers_of("question.queued")
    given: dict[str, Any] = {"ground": "error", "authority": "The clerk", "clerk": recorded.evening.clerk}
    parts = [propose_redaction(recorded.evening.chat_session, {n: (part,)}, **given) for part in ("text", "label")]
    told = at_once(*(partial(confirm_redaction, part.pk, clerk=recorded.second_clerk) for part in parts))
    assert told == ["done", "done"]
    assert recorded.record.document["entries"][n]["texts"] == {"text": None, "label": None}
    served = Client().get(f"/records/{recorded.record.slug}.json").content
    assert verify_document(served, known_keys()).redacted == 1


def test_a_redaction_and_the_sealing_at_once_both_hold(recorded: Recorded) -> None:
    proposed = recorded.propose("question.queued")
    told = at_once(
        partial(confirm_redaction, proposed.pk, clerk=recorded.second_clerk),
        partial(seal_chat_session, recorded.evening.chat_session, by="clock"),
    )
    assert told == ["done", "done"]
    served = Client().get(f"/records/{recorded.record.slug}.json").content
    assert verify_document(served, known_keys()).redacted == 1
