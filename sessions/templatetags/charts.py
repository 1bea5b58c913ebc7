"""The bars of a chart's row as SVG; made here, because a template takes much longer for thousands of them."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sessions.platform.lists.bars import BAR_HEIGHT, BAR_WIDTH, Bar

register = template.Library()

_RECT = '<rect data-kind="{}" x="{}" y="{}" width="{}" height="{}"></rect>'


@register.filter
def drawn(bars: Iterable[Bar]) -> SafeString:
    """Hidden from screen readers, which read the numbers beside them."""
    rects = format_html_join("", _RECT, ((bar.kind, bar.x, bar.y, bar.width, bar.height) for bar in bars))
    return format_html(
        '<svg class="chart__bars" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        "{}</svg>",
        BAR_WIDTH,
        BAR_HEIGHT,
        rects,
    )


@register.filter
def as_cells(cells: Sequence[str], kinds: Sequence[tuple[str, object]]) -> SafeString:
    """Each with the words of its column, before the number where the table is a list (css/parts/charts.css)."""
    pairs = ((words, cell) for (_kind, words), cell in zip(kinds, cells, strict=True))
    return format_html_join("", '<td role="cell" data-label="{}">{}</td>', pairs)
