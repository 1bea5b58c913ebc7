"""Keep the tables of the figures as they were rendered, until a figure changes: those of a city take long."""

from collections.abc import Callable, Hashable

from django.utils.safestring import SafeString

from sessions.record.figures.keeping import Version, version_of_figures

MOST = 64
"""Pages that a process keeps: all wards and all months in each language, and what people compare."""

_kept: tuple[Version | None, dict[Hashable, SafeString]] = None, {}


def rendered_fragment(key: Hashable, make: Callable[[], SafeString]) -> SafeString:
    """What was made with this key before, if no figure has changed since. The key has the language and the filters."""
    global _kept  # noqa: PLW0603 -- replaced as one value: what another thread makes goes into the old pages
    version = version_of_figures()
    if version is None:
        return make()
    if _kept[0] != version:
        _kept = version, {}
    pages = _kept[1]
    if key not in pages:
        if len(pages) >= MOST:
            pages.clear()
        pages[key] = make()
    return pages[key]
