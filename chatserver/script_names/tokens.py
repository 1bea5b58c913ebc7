"""Goes through the pieces of a script one by one, without the blanks."""

from collections.abc import Sequence

from chatserver.script_names.pieces import Piece
from chatserver.script_names.scopes import Place

END = ""
PAIRS = {"(": ")", "[": "]", "{": "}"}
_TOLD = 20
"""Pieces before the one that is not understood."""


class CannotShorten(Exception):
    """The script says something that is not understood."""


class Tokens:
    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._order = [place for place, piece in enumerate(pieces) if not piece.text.isspace()]
        self._at = 0
        self._closing = self._match_brackets()

    @property
    def place(self) -> Place:
        return self._order[self._at]

    def peek(self, ahead: int = 0) -> str:
        """What comes; for a kept piece, "kept " and the piece."""
        if self._at + ahead >= len(self._order):
            return END
        piece = self._pieces[self._order[self._at + ahead]]
        return f"kept {piece.text}" if piece.is_kept else piece.text

    def peek_behind_bracket(self, ahead: int) -> str:
        """What comes after the end of the bracket that opens there."""
        return self.peek(self._closing[self._at + ahead] + 1 - self._at)

    def next(self) -> str:
        self._at += 1
        return self.peek(-1)

    def takes(self, *wanted: str) -> bool:
        """Go on if one of these comes."""
        if self.peek() not in wanted:
            return False
        self._at += 1
        return True

    def expect(self, wanted: str) -> None:
        if not self.takes(wanted):
            raise self.refuse(f"{wanted!r} is missing")

    def refuse(self, why: str) -> CannotShorten:
        places = self._order[max(0, self._at - _TOLD) : self._at + 1]
        return CannotShorten(f"{why}: {''.join(piece.text for piece in self._pieces[places[0] : places[-1] + 1])}")

    def _match_brackets(self) -> dict[int, int]:
        closing: dict[int, int] = {}
        opened: list[int] = []
        for index in range(len(self._order)):
            token = self.peek(index)
            if token in PAIRS:
                opened.append(index)
            elif token in PAIRS.values():
                if not opened or PAIRS[self.peek(opened[-1])] != token:
                    raise CannotShorten(f"A {token} too many.")
                closing[opened.pop()] = index
        if opened:
            raise CannotShorten(f"A {self.peek(opened[-1])} is not closed.")
        return closing
