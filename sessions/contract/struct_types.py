"""Has msgspec look at types before threads use them; pure.

It looks at the fields of a Struct when one is first converted. Another thread that converts one meanwhile finds fields
without types and takes the whole process down (seen with msgspec 0.22.0 on CPython 3.13). A decoder looks at all of its
type when it is made, and a module that makes one while it is imported is waited for by other threads.
"""

from collections.abc import Iterable
from typing import Any

import msgspec


def look_at_types(kinds: Iterable[Any]) -> None:
    """Read the annotations of the types.

    To be called by the module that converts values to these types, where it is imported.
    """
    for kind in kinds:
        msgspec.json.Decoder(kind)
