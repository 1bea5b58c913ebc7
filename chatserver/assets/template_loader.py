"""Loads our own templates without indentation and without the lines of comments, blocks, conditions and loops.

That makes pages a thirtieth smaller on the wire.
"""

import re
from typing import override

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
SILENT = r"(?:if|elif|else|endif|for|empty|endfor|with|endwith|load|block|endblock|include)\b"
ASSIGNING = r"\w+ (?:(?!%\}).)*\bas \w+ %\}"
ONLY_TAGS = re.compile(
    rf"^((?:\{{% (?:{SILENT}|(?={ASSIGNING}))(?:(?!%\}}).)*%\}}|\{{% comment %\}}.*?\{{% endcomment %\}})+)\n",
    re.MULTILINE,
)
"""A line of these alone: it would leave an empty line; what is included ends with a line's end of its own. Other lines
keep their ends, so words stay apart.
"""
ONLY_COMMENT = re.compile(r"^\{#(?:(?!#\}).)*#\}\n", re.MULTILINE)


class Loader(filesystem.Loader):
    """The template loader, for pages only: in a message each blank has a meaning."""

    @override
    def get_contents(self, origin: Origin) -> str:
        contents = str(super().get_contents(origin))
        if not str(origin.name).endswith(".html"):
            return contents
        return ONLY_TAGS.sub(r"\1", ONLY_COMMENT.sub("", INDENTATION.sub("", contents)))
