"""What one card says, and its permanent address; only of what is public."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac

SEAL_DIGITS = 16
ZERO_WIDTH_SPACE = "\u200b"
"""A place where a long word may be broken."""


class CardKind(StrEnum):
    CHAT = "chat"
    QUESTION = "question"
    ANSWER = "answer"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class SaidWords:
    """The words on a card. lang: of the words, by their script; `und` for Latin letters."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card to be shared.

    id: the chat's id, the receipt of a question, or the slug of a record. head, foot: short pieces in one line each.

    between: what stands between two pieces in that language.

    chat_session_id: the chat whose redactions delete the kept picture. language: that of the page, a key of LANGUAGES.
    """

    kind: CardKind
    id: str
    chat_session_id: UUID
    language: str
    head: tuple[str, ...]
    words: tuple[SaidWords, ...]
    foot: tuple[str, ...]
    between: str

    @property
    def alt(self) -> str:
        """The head and the words of the card in one line, for people who do not see the picture."""
        return self.between.join((*self.head, *(said.text for said in self.words))).replace(ZERO_WIDTH_SPACE, "")

    @property
    def version(self) -> str:
        """The language, a seal that only this installation can set, and a digest that tells nothing of the words.

        Plain hashes would let anybody confirm a guess at words that were redacted since: both parts need SECRET_KEY.
        """
        return f"{self.language}-{seal_of(self.kind, self.id)}-{_keyed('words', self.made_from)}"

    @property
    def path(self) -> str:
        return reverse("card", args=[self.kind, self.id, self.version])

    @property
    def name(self) -> str:
        """The name of the card's file; one for each language."""
        return f"{self.kind}-{self.id}-{self.language}.png"

    @property
    def made_from(self) -> bytes:
        return card_code_version() + dumps(self.layout, sort_keys=True).encode()

    @property
    def layout(self) -> Mapping[str, Any]:
        """The card for the typesetter."""
        return {
            "lang": self.language,
            "head": list(self.head),
            "words": [asdict(said) for said in self.words],
            "foot": list(self.foot),
            "between": self.between,
        }


def seal_of(kind: str, card_id: str) -> str:
    """The seal in each address, so that made-up addresses are refused without a query, and nobody guesses receipts."""
    return _keyed("address", f"{kind} {card_id}".encode())


@cache
def card_code_version() -> bytes:
    """Changes with the looks of the cards."""
    here = Path(__file__).parent
    return sha256(b"".join((here / name).read_bytes() for name in ("card.typ", "draw_process.py"))).digest()


def _keyed(salt: str, value: bytes) -> str:
    return salted_hmac(f"sessions.record.cards.{salt}", value, algorithm="sha256").hexdigest()[:SEAL_DIGITS]
