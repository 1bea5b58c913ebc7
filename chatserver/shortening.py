"""Gives the names that a joined script declares at its top level, and its private members, short ones. Pure.

A name is left as it is where it is also a property's, or stands in a template: only what surely is a name is renamed,
and then everywhere, so that whatever it meant in any scope it still means.
"""

import re
import string
from collections import Counter
from collections.abc import Iterator
from itertools import product

from chatserver.shrinking import SCRIPT_TOKEN

_PIECE = re.compile(r"#?[A-Za-z_$][\w$]*|\?\.|\.\.\.|\s+|\d[\w.]*|.", re.DOTALL)
_NAME = re.compile(r"#?[A-Za-z_$][\w$]*")
_DECLARE = ("function", "class", "const", "let")
_OPEN, _CLOSE = "([{", ")]}"
_RESERVED = {"as", "do", "if", "in", "is", "of"}


def shorten_names(text: str) -> str:
    """The same script, with short names. Takes one module, of which nothing is exported."""
    pieces = list(_pieces(text))
    counts, declared, properties = _survey([piece for piece in pieces if not piece[0].isspace()])
    worth_it = (name for name in declared - properties if len(name) > len("#ab"))
    renamed = sorted(worth_it, key=lambda name: (-counts[name], name))
    short = _short_names({*counts, *properties, *_RESERVED})
    names = {name: f"#{next(short)}" if name[0] == "#" else next(short) for name in renamed}
    return "".join(piece if is_kept else names.get(piece, piece) for piece, is_kept in pieces)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Names, signs and blanks; and whole strings, templates and regular expressions, which are kept."""
    end = 0
    for found in SCRIPT_TOKEN.finditer(text):
        yield from ((piece, False) for piece in _PIECE.findall(text[end : found.start()]))
        yield found[0], True
        end = found.end()
    yield from ((piece, False) for piece in _PIECE.findall(text[end:]))


def _survey(pieces: list[tuple[str, bool]]) -> tuple[Counter[str], set[str], set[str]]:
    """How often each name stands there, which are declared for all, and which are also a property's or a template's."""
    counts: Counter[str] = Counter()
    declared: set[str] = set()
    properties: set[str] = set()
    inside: list[str] = []
    for place, (piece, is_kept) in enumerate(pieces):
        before = pieces[place - 1][0] if place else ""
        after = pieces[place + 1][0] if place + 1 < len(pieces) else ""
        if is_kept:
            properties.update(_NAME.findall(piece) if piece[0] == "`" else ())
        elif piece in _OPEN:
            inside.append(piece)
        elif piece in _CLOSE:
            inside.pop()
        elif _NAME.fullmatch(piece):
            counts[piece] += 1
            if piece[0] == "#" or (not inside and before in _DECLARE):
                declared.add(piece)
            elif _is_property(before, after, in_braces=inside[-1:] == ["{"]):
                properties.add(piece)
    return counts, declared, properties


def _is_property(before: str, after: str, *, in_braces: bool) -> bool:
    """Also the short form, {name}, which is both: a name and a property's."""
    if before in (".", "?."):
        return True
    return in_braces and (after == ":" or (before in ("{", ",") and after in (",", "}", "=")))


def _short_names(taken: set[str]) -> Iterator[str]:
    letters = string.ascii_letters
    pairs = ("".join(pair) for pair in product(letters, letters + string.digits))
    return (name for name in (*letters, *pairs) if name not in taken)
