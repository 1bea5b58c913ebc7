"""Keeps drawn cards with the rendered forms of records, and deletes those of questions that are not public any longer.

They stand in one folder for each chat, which a redaction deletes whole.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from sessions.models import Question, StreamName
from sessions.platform.exports.rendered_files import discard_rendered, path_of_rendered, rendered_file, rendered_folder
from sessions.record.cards.card import Card, CardKind
from sessions.record.cards.drawing import draw_card, drawing_turn

MOST_KEPT = 4_000
"""Pictures of all chats together: some 300 MB. What is more goes, the oldest first, and is drawn again when asked."""


def picture_of(card: Card, *, is_current: Callable[[], bool]) -> bytes:
    """The kept picture, or a new one.

    is_current: asked once a new one is kept, so that a question that was taken down meanwhile leaves none. Raises
    CardBusy, CardNotDrawn.
    """
    path = path_of_rendered(str(card.chat_session_id), card.name, card.made_from)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    with drawing_turn():
        png = rendered_file(
            str(card.chat_session_id),
            card.name,
            made_from=card.made_from,
            render=lambda: draw_card(card.layout),
            is_current=is_current,
        )
    _delete_oldest()
    return png


def forget_cards_of(chat_session_id: UUID) -> None:
    """Delete all kept cards of a chat; to be called after a commit, perhaps more than once."""
    discard_rendered(str(chat_session_id))


def forget_taken_down(chat_session_id: UUID, stream: str = StreamName.PUBLIC, **_more: Any) -> None:
    """After each public event of a chat: where a kept question is not public now, its pictures go at once.

    No query while no question of the chat is kept.
    """
    if stream != StreamName.PUBLIC:
        return
    kept = [path for path in _pictures(chat_session_id) if _receipt_in(path)]
    if not kept:
        return
    rows = Question.objects.public().filter(chat_session=chat_session_id, receipt__in={_receipt_in(it) for it in kept})
    shown = set(rows.exclude(text="").values_list("receipt", flat=True))
    for path in kept:
        if _receipt_in(path) not in shown:
            path.unlink(missing_ok=True)


def _pictures(chat_session_id: UUID) -> list[Path]:
    """Asked after each public event: mostly there is no folder yet, and a pattern would take longer to compile."""
    folder = rendered_folder() / str(chat_session_id)
    try:
        return [path for path in folder.iterdir() if path.suffix == ".png"]
    except FileNotFoundError:
        return []


def _receipt_in(path: Path) -> str:
    """The receipt in the file name of a question's or an answer's card; blank for other cards.

    The name is <key>.<kind>-<id>-<language>.png.
    """
    kind, _dash, rest = path.name.split(".")[1].partition("-")
    return rest.rpartition("-")[0] if kind in (CardKind.QUESTION, CardKind.ANSWER) else ""


def _delete_oldest() -> None:
    """A picture that is deleted by another process at the same moment is none the less gone."""
    kept = {path: path.stat().st_mtime for path in rendered_folder().glob("*/*.png") if path.exists()}
    for path in sorted(kept, key=lambda path: kept[path])[: max(0, len(kept) - MOST_KEPT)]:
        path.unlink(missing_ok=True)
