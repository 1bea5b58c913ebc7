"""Bounds what a charset's name in a request can cost: Python keeps each name that it does not know, for ever.

A request names charsets in its Content-Type and in the headers of each part of a form, and Django looks all of them up.
Names of some kilobytes, another one each time, filled the memory.
"""

import codecs
import encodings
import pkgutil
from encodings import aliases
from functools import cache


def look_up_known_charsets_only() -> None:
    """Have codecs.lookup() find the codecs of Python's own by name, and keep nothing about other names. Idempotent."""
    codecs.unregister(encodings.search_function)
    codecs.unregister(_find_known)
    codecs.register(_find_known)


def is_utf_8(charset: str) -> bool:
    """Whether a known charset is UTF-8, in any of its spellings."""
    return codecs.lookup(charset).name == "utf-8"


def _find_known(name: str) -> codecs.CodecInfo | None:
    plain = encodings.normalize_encoding(name).replace(".", "_")
    return encodings.search_function(name) if plain in _known_names() else None


@cache
def _known_names() -> frozenset[str]:
    return frozenset(aliases.aliases) | {module.name for module in pkgutil.iter_modules(encodings.__path__)}
