"""Divides a script into names, signs and blanks, and what is kept as it is: strings and the like."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chatserver.shrinking import SCRIPT_TOKEN

_PIECE = re.compile(r"#?[A-Za-z_$][\w$]*|\?\.(?!\d)|\.\.\.|=>|[=!]==?|[<>]=|\s+|\d[\w.]*|.", re.DOTALL)


class Piece(NamedTuple):
    text: str
    is_kept: bool = False


def divide_script(text: str) -> Iterator[Piece]:
    """The pieces, which joined are the text. Of `a${b}c` these are `a${, what b is divided into, and }c`."""
    end = 0
    for found in SCRIPT_TOKEN.finditer(text):
        yield from _divide_code(text[end : found.start()])
        if found["template"]:
            yield from _divide_template(found["template"])
        else:
            yield Piece(found[0], is_kept=True)
        end = found.end()
    yield from _divide_code(text[end:])


def _divide_code(code: str) -> Iterator[Piece]:
    return (Piece(text) for text in _PIECE.findall(code))


def _divide_template(template: str) -> Iterator[Piece]:
    begin = 0
    for opened, closed in _braces_in(template):
        yield Piece(template[begin : opened + 1], is_kept=True)
        yield from divide_script(template[opened + 1 : closed - 1])
        begin = closed - 1
    yield Piece(template[begin:], is_kept=True)


def _braces_in(template: str) -> Iterator[tuple[int, int]]:
    """Where its {} begin and end; those inside them are left out."""
    found = SCRIPT_TOKEN.fullmatch(template)
    end = 0
    for begin, stop in sorted(found.spans("braces") if found else []):
        if begin >= end:
            yield begin, stop
            end = stop
