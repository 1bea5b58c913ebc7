"""Words that are redacted go from the digests that quote them; a digest that is shown says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.chats.questions.floor import finish_answer, give_answer
from sessions.digests.forgetting import destroy_in_digests
from sessions.digests.making import make_digest, make_due_digests
from sessions.models import Answer, Digest, Redaction
from sessions.record.redaction.hooks import Destroyed
from tests.factories.clerks import make_clerk
from tests.factories.digests import FIRST, MARCH
from tests.factories.evening import AN_ANSWER, Evening, make_evening
from tests.factories.matters import on_day
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded, make_recorded

pytestmark = pytest.mark.costly


@pytest.fixture
def evening(db: None) -> Evening:
    with on_day(MARCH + timedelta(days=4)):
        evening = make_evening()
        evening.answer()
        declined = evening.ask("Buy my soap.")
        declined.state, declined.reason = "declined", "off_topic"
        declined.save()
        close_chat_session(evening.chat_session, by="clerk")
    return evening


@pytest.mark.long
def test_answers_are_quoted_with_the_most_support_first(evening: Evening) -> None:
    with on_day(FIRST):
        make_due_digests(timezone.now())
    told = Digest.objects.get(language="en").document
    assert [row["asked"] for row in told["answers"]] == ["When will the drain be cleaned?"]
    assert AN_ANSWER.startswith(told["answers"][0]["said"].removesuffix("…"))
    assert told["refused"]["questions"] == {"off_topic": 1}
    page = Client().get("/wards/95/digests/2027-03/", headers={"accept-language": "en"}).content.decode()
    assert f"/records/{evening.chat_session.record.slug}/q/{told['answers'][0]['receipt']}/" in page


@pytest.mark.long
def test_redacted_words_are_destroyed_in_the_digest_itself(evening: Evening) -> None:
    with on_day(FIRST):
        make_digest(evening.ward, MARCH)
    question = evening.chat_session.questions.get(state="answered")
    question.text = ""
    question.save()
    Answer.objects.filter(question=question).update(text="")
    destroy_in_digests(Destroyed(evening.chat_session, None, [], [question], Redaction(), []))
    for digest in Digest.objects.all():
        [row] = digest.document["answers"]
        assert (row["asked"], row["said"], digest.are_words_destroyed) == (None, None, True)


@pytest.mark.long
def test_the_redaction_of_two_clerks_reaches_digests(db: None) -> None:
    with on_day(MARCH + timedelta(days=4)):
        recorded = make_recorded(make_evening())
    with on_day(FIRST):
        make_digest(recorded.evening.ward, MARCH)
        assert CANARY in str(Digest.objects.get(language="en").document["answers"][0]["asked"])
        recorded.redact(*ALL)
    assert not any("Canary" in str(digest.document) for digest in Digest.objects.all())


def test_words_of_an_answer_that_were_corrected_after_the_digest_can_be_redacted_in_it(db: None) -> None:
    """The digest quotes what the answer said then; what it says now stays in the record."""
    with on_day(MARCH + timedelta(days=4)):
        evening = make_evening()
        question = evening.take(evening.queue())
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text=f"Yes. {CANARY}", final=False)
        finish_answer(evening.chat_session, question.pk, person=evening.councillor)
        close_chat_session(evening.chat_session, by="clerk")
    with on_day(FIRST):
        make_digest(evening.ward, MARCH)
        assert CANARY in str(Digest.objects.get(language="en").document["answers"][0]["said"])
        [part] = parts_given_by(evening.councillor, evening.chat_session.pk)
        correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text="Yes.")
        Recorded(evening, make_clerk(), question, None).redact("answer.given")
    rows = [digest.document["answers"][0] for digest in Digest.objects.all()]
    assert [(row["asked"], row["said"]) for row in rows] == [("When will the drain be cleaned?", None)] * len(rows)
    assert Answer.objects.get().text == "Yes."
    assert not any("Canary" in str(digest.document) for digest in Digest.objects.all())


@pytest.mark.long
def test_what_is_removed_later_is_left_out_when_it_is_shown(evening: Evening) -> None:
    with on_day(FIRST):
        make_digest(evening.ward, MARCH)
    question = evening.chat_session.questions.get(state="answered")
    question.state = "removed"
    question.save()
    client = Client(headers={"accept-language": "en"})
    for address in ("", "sheet/"):
        page = client.get(f"/wards/95/digests/2027-03/{address}").content.decode()
        assert "When will the drain" not in page
        assert "The drain is cleaned" not in page
    told = client.get("/wards/95/digests/2027-03.json").json()
    assert told["document"]["answers"][0]["asked"] is None
