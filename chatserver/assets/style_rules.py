"""Reads a stylesheet of ours into rules and declarations, and writes it again; pure.

It knows what our files use: rules, declarations, and at-rules that hold either. Comments are left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE = re.compile(r"""url\((?:[^"')]|"[^"]*"|'[^']*')*\)|"[^"]*"|'[^']*'|[{};]|[^{};"'u]+|u""")
"""Strings and addresses may hold braces and semicolons: they are one piece each."""


@dataclass(frozen=True)
class Declaration:
    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}:{self.value};"


@dataclass(frozen=True)
class StyleRule:
    """A rule of a style sheet. head: the selectors, or an at-rule with its condition."""

    head: str
    content: list["Declaration | StyleRule"] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.head}{{{write_style(self.content)}}}"

    @property
    def declarations(self) -> Iterator[Declaration]:
        return (each for each in self.content if isinstance(each, Declaration))


def read_style(text: str) -> list[Declaration | StyleRule]:
    """Raises ValueError where braces do not match."""
    pieces = PIECE.findall(COMMENT.sub("", text))
    content, rest = _read_content(pieces, 0)
    if rest != len(pieces):
        raise ValueError("a brace is closed that was not opened")
    return content


def write_style(content: Iterable[Declaration | StyleRule]) -> str:
    return "".join(map(str, content))


def _read_content(pieces: list[str], place: int) -> tuple[list[Declaration | StyleRule], int]:
    content: list[Declaration | StyleRule] = []
    words = ""
    while place < len(pieces) and pieces[place] != "}":
        piece = pieces[place]
        place += 1
        if piece == "{":
            inside, place = _read_content(pieces, place)
            if place == len(pieces):
                raise ValueError(f"{words.strip()!r} is not closed")
            content.append(StyleRule(" ".join(words.split()), inside))
            words, place = "", place + 1
        elif piece == ";":
            content += _declaration(words)
            words = ""
        else:
            words += piece
    return content + _declaration(words), place


def _declaration(words: str) -> list[Declaration | StyleRule]:
    name, is_one, value = words.partition(":")
    return [Declaration(name.strip(), " ".join(value.split()))] if is_one else []
