"""Drawn cards are kept, and go as soon as their words are not public, wherever that happens."""

import os
from pathlib import Path
from typing import Any

import pytest

from sessions.chats.cards import find_card
from sessions.chats.questions.own_questions import withdraw_question
from sessions.record.cards import kept
from sessions.record.cards.card import Card
from sessions.record.cards.drawing import CardBusy, coming, drawing_turn
from sessions.record.cards.kept import picture_of
from sessions.record.redaction.after_commit import forget_in_memory
from tests.factories.evening import Evening
from tests.factories.recorded import close

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
PNG = b"\x89PNG"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "rendered"


def keep(card: Card, *, is_current: bool = True) -> bytes:
    return picture_of(card, is_current=lambda: is_current)


def names(folder: Path) -> list[str]:
    return sorted(path.name.partition(".")[2] for path in folder.glob("*/*"))


def test_a_card_is_drawn_once(evening: Evening, folder: Path) -> None:
    card = find_card("question", evening.queue().receipt)
    assert keep(card).startswith(PNG)
    (path,) = folder.glob("*/*.png")
    path.write_bytes(b"kept")
    assert keep(card) == b"kept"
    assert names(folder) == [card.name]


def test_of_a_question_that_goes_all_pictures_go_and_others_stay(
    evening: Evening, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    going, staying = evening.queue(), evening.queue(by=1)
    chat = find_card("chat", str(evening.chat_session.pk))
    for card in (find_card("question", going.receipt), find_card("question", staying.receipt), chat):
        keep(card)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_question(evening.chat_session, going.pk, person=evening.residents[0])
    assert names(folder) == sorted([chat.name, find_card("question", staying.receipt).name])


def test_nothing_is_asked_of_the_tables_while_no_question_is_kept(
    evening: Evening, folder: Path, django_assert_num_queries: Any
) -> None:
    keep(find_card("chat", str(evening.chat_session.pk)))
    with django_assert_num_queries(0):
        kept.forget_taken_down(evening.chat_session.pk, stream="public", seq=1)


def test_a_redaction_deletes_all_of_its_chat(evening: Evening, folder: Path) -> None:
    evening.answer()
    record = close(evening)
    keep(find_card("record", record.slug))
    forget_in_memory(evening.chat_session.pk)
    assert names(folder) == []


def test_what_goes_while_it_is_drawn_is_not_kept(evening: Evening, folder: Path) -> None:
    keep(find_card("question", evening.queue().receipt), is_current=False)
    assert names(folder) == []


def test_only_so_many_are_kept_the_newest(evening: Evening, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 1)
    first, second = (find_card("question", evening.queue(by=by).receipt) for by in (0, 1))
    keep(first)
    (path,) = folder.glob("*/*.png")
    os.utime(path, (1, 1))
    keep(second)
    assert names(folder) == [second.name]


def test_more_than_two_at_once_are_told_to_come_again(evening: Evening, folder: Path) -> None:
    card = find_card("question", evening.queue().receipt)
    with drawing_turn():
        assert coming.acquire(blocking=False)
        try:
            with pytest.raises(CardBusy):
                keep(card)
        finally:
            coming.release()
    assert keep(card).startswith(PNG)
