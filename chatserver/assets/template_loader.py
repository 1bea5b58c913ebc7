"""Loads our own templates without indentation, which makes pages a fortieth smaller on the wire."""

import re
from typing import override

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(filesystem.Loader):
    """For pages only: in a message each blank has a meaning. Line ends stay, so that errors name the right line."""

    @override
    def get_contents(self, origin: Origin) -> str:
        contents = str(super().get_contents(origin))
        return INDENTATION.sub("", contents) if str(origin.name).endswith(".html") else contents
