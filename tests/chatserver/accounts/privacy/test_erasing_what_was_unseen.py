"""An erasure withdraws what is undecided, and no byte is left of what nobody was to read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.db import connection
from django.test import Client

from chatserver.accounts.models import User
from chatserver.accounts.privacy.erasure import erase_person
from chatserver.operations.workers.cleaning_thread import CleaningThread
from moderation.appeals.deciding import decide_appeal
from moderation.appeals.verdict import AppealVerdict
from moderation.desk.reopening import reopen_question
from moderation.matters.appeals import appeal_matter, decide_matter_appeal
from moderation.matters.photos import decline_photo
from moderation.matters.removal import take_down_matter
from moderation.matters.replies import decline_reply
from moderation.matters.screening import approve_matter, decline_matter, hold_matter
from moderation.models import MatterAppeal
from moderation.questions.screening import decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.appeals import appeal
from sessions.chats.questions.own_questions import withdraw_question
from sessions.matters.lodging.own import find_by_receipt
from sessions.matters.lodging.unprepared_files import UNPREPARED_FOLDER, keep_unprepared
from sessions.models import Appeal, Matter, MatterPhoto, Question, Record, UnpreparedPhoto
from sessions.platform.photos.storage import path_of_picture
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import client_of
from tests.moderation.matters.parts import add_photo, add_reply
from tests.sessions.platform.photos.files import corners, file_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]

ENGLISH = {"accept-language": "en"}
CANARY, NAME = "Kanarienvogel", "Nachtigall"
PUBLIC = "Wann wird der Abfluss gereinigt?"


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def evening(transactional_db: None, data_dir: Path) -> Evening:
    """The evening: of the first resident everything that was asked was unseen, but one question."""
    evening = make_evening()
    person = evening.residents[0]
    person.label = NAME
    person.save()
    evening.queue("Somebody else’s?", by=1)
    for index, become in enumerate((waits, is_held, is_declined, is_withdrawn, is_merged)):
        become(evening, evening.ask(f"{CANARY} {index} of the lane, once more?", by=0))
    person.label = "Resident"
    person.save()
    evening.queue(PUBLIC, by=0)
    return evening


def waits(_evening: Evening, _question: Question) -> None:
    pass


def is_held(evening: Evening, question: Question) -> None:
    hold_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)


def is_declined(evening: Evening, question: Question) -> None:
    chat, by = evening.chat_session, evening.moderator
    decline_question(chat, question.pk, moderator=by, version=1, reason="attack", note=f"No {CANARY} here.")
    appeal(chat, question.pk, person=evening.residents[0], words=f"But {CANARY}!")


def is_withdrawn(evening: Evening, question: Question) -> None:
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])


def is_merged(evening: Evening, question: Question) -> None:
    [into] = Question.objects.queued()
    merge_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1, into=into.pk)


@pytest.fixture
def office(transactional_db: None, data_dir: Path) -> WardOffice:
    return make_ward_office(96)


def lodge_everything(office: WardOffice, person: Any) -> Matter:
    """What waits, what is held, refused and appealed, and one that is public with words and photos that wait."""
    matters = [office.lodge(f"{CANARY} {index}", author=person, landmark=f"{CANARY} lane") for index in range(3)]
    hold_matter(matters[1].pk, moderator=office.moderator, version=1)
    decline_matter(matters[2].pk, moderator=office.moderator, version=1, reason="attack", note=f"No {CANARY}.")
    appeal_matter(matters[2].pk, person=person, words=f"But {CANARY}!")
    shown = office.publish("The drain overflows.", author=person)
    add_reply(shown, f"{CANARY} is still there.")
    refused = add_reply(shown, f"{CANARY} again.")
    decline_reply(shown.pk, refused.pk, moderator=office.moderator, version=1, reason="attack")
    for place, matter in enumerate((matters[0], shown)):
        add_photo(matter, f"{CANARY} on the wall", sha256=put_picture(str(place)))
        name = keep_unprepared(file_of(corners()) + CANARY.encode(), sender_id=person.pk, find_named=set)
        UnpreparedPhoto.objects.create(pk=name, matter=matter, alt=f"{CANARY}, too", added_at=matter.lodged_at)
    keep_unprepared(file_of(corners()) + CANARY.encode(), sender_id=person.pk, find_named=set)  # the form was not sent
    photo = add_photo(shown, f"{CANARY} once more", sha256=put_picture("2"))
    decline_photo(shown.pk, photo.pk, moderator=office.moderator, version=shown.version, reason="attack")
    return shown


def put_picture(digit: str) -> str:
    path = path_of_picture(digit * 64)
    path.parent.mkdir(parents=True)
    path.write_bytes(f"RIFF {CANARY}".encode())
    return digit * 64


def database() -> str:
    """Every row of every table, the log's among them."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return "".join(serialize("json", model._default_manager.all(), ensure_ascii=False) for model in models)


def files(data_dir: Path) -> Iterator[bytes]:
    """The files of SQLite's database, its write-ahead log among them, and of the data folder."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        yield from (path.read_bytes() for path in (name, Path(f"{name}-wal")))
    yield from (path.read_bytes() for path in data_dir.rglob("*") if path.is_file())


def places_of_words(data_dir: Path) -> tuple[bool, bool]:
    """Whether a row holds a word that nobody was to read, and whether a byte of the files does."""
    rows = database()
    words = (CANARY, NAME)
    in_files = any(word.encode() in content for content in files(data_dir) for word in words)
    return any(word in rows for word in words), in_files


@pytest.mark.long
@pytest.mark.row("threat", 66)
def test_no_byte_is_left_of_what_nobody_was_to_read(evening: Evening, office: WardOffice, data_dir: Path) -> None:
    person = evening.residents[0]
    shown = lodge_everything(office, person)
    assert places_of_words(data_dir) == (True, True)
    client = client_of(person)
    assert client.post("/me/privacy/erase/", {"sure": "on"}).status_code == 302
    CleaningThread().take_turn()  # where another connection was reading in the log
    assert places_of_words(data_dir) == (False, False)
    assert [*shown.replies.values_list("text", "state")] == [("", "declined")]
    assert (MatterPhoto.objects.count(), UnpreparedPhoto.objects.count()) == (0, 0)
    assert list((data_dir / UNPREPARED_FOLDER).iterdir()) == []
    assert "The drain overflows." in database()
    assert PUBLIC in database()


def test_what_was_undecided_is_withdrawn_and_commitments_stay(evening: Evening, office: WardOffice) -> None:
    person = evening.residents[0]
    lodge_everything(office, person)
    commitments = set(Question.objects.values_list("receipt", "commitment"))
    erase_person(User.objects.get(pk=person.pk))
    assert not Question.objects.filter(author=person).exists()
    states = Question.objects.filter(text="").order_by("asked_at").values_list("state", "appeal", "label")
    assert list(states) == [
        ("withdrawn", "", ""),
        ("withdrawn", "", ""),
        ("declined", "withdrawn", ""),
        ("withdrawn", "", ""),
        ("merged", "", ""),
    ]
    assert set(Question.objects.values_list("receipt", "commitment")) == commitments
    matters = Matter.objects.filter(text="").order_by("serial")
    kept = [(matter.state, matter.landmark, matter.lat, matter.author) for matter in matters]
    assert kept == [(state, "", None, None) for state in ("withdrawn", "withdrawn", "declined")]
    assert [Appeal.objects.waiting().count(), MatterAppeal.objects.waiting().count()] == [0, 0]
    assert all(find_by_receipt(matter.receipt) == matter for matter in matters)
    page = Client().post("/matters/receipt/", {"code": matters[0].receipt}, headers=ENGLISH)
    assert page.status_code == 200


@pytest.mark.long
def test_the_desk_shows_nothing_broken_and_nothing_can_be_published_after_all(
    evening: Evening, office: WardOffice
) -> None:
    person = evening.residents[0]
    shown = lodge_everything(office, person)
    waiting, held, declined = Matter.objects.filter(published_at=None).order_by("serial")
    desk, matters_desk = client_of(evening.second_moderator), client_of(office.moderator)
    open_page = matters_desk.get(f"/desk/matters/{waiting.pk}/")
    erase_person(User.objects.get(pk=person.pk))
    by = {"moderator": office.moderator}
    overturned = {"moderator": office.clerk, "outcome": "overturned", "note": "Yes."}
    refused = Question.objects.get(state="declined")
    verdict = AppealVerdict("overturned", "Yes.")
    chat, second = evening.chat_session, {"moderator": evening.second_moderator, "version": refused.version}
    for code, attempt in (
        ("stale", lambda: approve_matter(waiting.pk, version=waiting.version, **by)),
        ("stale", lambda: approve_matter(held.pk, version=held.version, **by)),
        ("state", lambda: approve_matter(waiting.pk, version=Matter.objects.get(pk=waiting.pk).version, **by)),
        ("stale", lambda: decide_matter_appeal(declined.pk, version=declined.version, **overturned)),
        ("state", lambda: decide_appeal(chat, refused.pk, verdict=verdict, **second)),
        ("state", lambda: reopen_question(chat, refused.pk, note="By mistake", **second)),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert no.value.code == code
    assert open_page.status_code == 200
    for address in (f"/desk/{chat.pk}/", f"/desk/{chat.pk}/appeals/"):
        assert desk.get(address).status_code == 200
    for address in ("/desk/matters/", f"/desk/matters/{shown.pk}/", f"/desk/matters/{waiting.pk}/"):
        assert matters_desk.get(address).status_code == 200
    close_chat_session(evening.chat_session, by="clerk")
    assert CANARY not in str(Record.objects.get().document)


def test_what_was_merged_unseen_is_not_set_free_without_words(office: WardOffice) -> None:
    shown = office.publish("The drain overflows.", author=office.neighbours[0])
    merged = office.lodge(CANARY)
    Matter.objects.filter(pk=merged.pk).update(state="merged", merged_into=shown)
    erase_person(User.objects.get(pk=office.resident.pk))
    take_down_matter(shown.pk, moderator=office.moderator, version=shown.version, reason="attack")
    merged.refresh_from_db()
    assert (merged.state, merged.text) == ("merged", "")
