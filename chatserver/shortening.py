"""Gives all that a joined script declares short names: variables, parameters, private members of classes. Pure.

Properties keep theirs, and so does what the browser declares. Names of one function stand in another one, too.
"""

import string
from collections.abc import Iterable, Iterator
from itertools import count, islice, product

from chatserver.script_names.grammar import read_script
from chatserver.script_names.scopes import Declared, Place, Scope, Script

_RESERVED = {"as", "do", "if", "in", "is", "of"}


def shorten_names(text: str) -> str:
    """The same script, with short names. Takes one module, of which nothing is exported. Raises CannotShorten."""
    script = read_script(text)
    short: dict[Place, str] = {}
    for declared, name in _name_all(script):
        short |= dict.fromkeys(declared.places, name)
    for place in script.both & short.keys():
        short[place] = f"{script.pieces[place]}:{short[place]}"
    return "".join(short.get(place, piece) for place, piece in enumerate(script.pieces))


def _name_all(script: Script) -> Iterator[tuple[Declared, str]]:
    """The module's names are none of those inside, which would hide them there."""
    names = _short_names(_RESERVED | script.unknown)
    numbered = [pair for scope in script.module.inner for pair in _number(scope, 0)]
    inside = list(islice(names, max((number + 1 for _, number in numbered), default=0)))
    yield from ((declared, inside[number]) for declared, number in numbered)
    yield from zip(script.module.declared.values(), names, strict=False)
    for scope in script.classes:
        yield from ((member, f"#{name}") for member, name in zip(scope.declared.values(), _short_names(), strict=False))


def _number(scope: Scope, begin: int) -> Iterator[tuple[Declared, int]]:
    """Each scope goes on where the one around it ends."""
    yield from zip(scope.declared.values(), count(begin), strict=False)
    for inner in scope.inner:
        yield from _number(inner, begin + len(scope.declared))


def _short_names(taken: Iterable[str] = ()) -> Iterator[str]:
    letters = string.ascii_letters
    pairs = ("".join(pair) for pair in product(letters, letters + string.digits))
    return (name for name in (*letters, *pairs) if name not in taken)
