"""Connects what makes kept cards go: a redaction, and a question that is taken down, withdrawn or merged."""

from sessions.log.log import stream_grew
from sessions.record.cards.kept import forget_cards_of, forget_taken_down
from sessions.record.redaction.hooks import forget_copies


def connect_card_forgetting() -> None:
    """Once, when the program starts."""
    forget_copies.append(forget_cards_of)
    stream_grew.connect(forget_taken_down, dispatch_uid="cards.forget_taken_down")
