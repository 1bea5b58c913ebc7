"""Whether the extra that sets PDFs is installed."""

from importlib.util import find_spec


def can_set_pdf() -> bool:
    return find_spec("typst") is not None
