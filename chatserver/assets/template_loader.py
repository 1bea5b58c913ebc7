"""Loads our own templates without indentation and without the lines of conditions and loops.

That makes pages a thirtieth smaller on the wire.
"""

import re
from typing import override

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
ONLY_TAGS = re.compile(
    r"^((?:\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith)\b(?:(?!%\}).)*%\})+)\n", re.MULTILINE
)
"""A line of these alone: it would leave an empty line. Other lines keep their ends, so words stay apart."""


class Loader(filesystem.Loader):
    """For pages only: in a message each blank has a meaning."""

    @override
    def get_contents(self, origin: Origin) -> str:
        contents = str(super().get_contents(origin))
        if not str(origin.name).endswith(".html"):
            return contents
        return ONLY_TAGS.sub(r"\1", INDENTATION.sub("", contents))
