"""The figures of wards and boroughs as charts that read as tables."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.models import MatterKind
from sessions.platform.lists.bars import Bar, ChartRow, bars_below, divided_bars
from sessions.platform.text.by_language import Words
from sessions.platform.text.digits import digits
from sessions.record.pages.figures.charts import Chart
from sessions.site.figures import SiteFigures

type Counts = Mapping[str, int]

PROMISE = "promise"
"""The kind of bars of promises."""

MATTER_WORDS: Mapping[str, Words] = {
    "open": gettext_lazy("Open"),
    "claimed": gettext_lazy("Done, says the office"),
    "confirmed": gettext_lazy("Done, and confirmed"),
    "unconfirmed": gettext_lazy("Done, not confirmed"),
    "not_possible": gettext_lazy("Not possible, or decided against"),
}
PROMISE_WORDS: Mapping[str, Words] = {
    "kept": gettext_lazy("Kept, confirmed by those who asked"),
    "claimed": gettext_lazy("Kept, says the office; not confirmed"),
    "owed": gettext_lazy("Still to be kept"),
    "broken": gettext_lazy("Not kept, or dropped"),
}


def matter_chart(figures: SiteFigures) -> Chart:
    """A row for each state, with a bar for complaints and one for suggestions."""
    kinds: dict[str, Words] = {MatterKind.COMPLAINT: _("Complaints"), MatterKind.SUGGESTION: _("Suggestions")}
    counts: dict[Words, Counts] = {
        words: {kind: figures.matters(part, kind) for kind in kinds} for part, words in MATTER_WORDS.items()
    }
    late = {kind: figures.late[kind] for kind in kinds}
    return _chart(_("What became of complaints and suggestions"), list(kinds.items()), _with_late(counts, late))


def promise_chart(figures: SiteFigures) -> Chart:
    """A row for each state, the confirmed ones first."""
    counts: dict[Words, Counts] = {
        words: {PROMISE: figures.promises_that_are(part)} for part, words in PROMISE_WORDS.items()
    }
    late = {PROMISE: figures.late_promises}
    return _chart(_("What became of promises"), [(PROMISE, _("Promises"))], _with_late(counts, late))


def _with_late(counts: Mapping[Words, Counts], late: Counts) -> Iterable[tuple[Words, Counts]]:
    """Insert the overdue ones below the open ones, of which they are a part."""
    for words, count in counts.items():
        yield words, count
        if words in (MATTER_WORDS["open"], PROMISE_WORDS["owed"]):
            yield _("Of the open ones, overdue"), late


def _chart(title: str, kinds: list[tuple[str, Words]], counts: Iterable[tuple[Words, Counts]]) -> Chart:
    rows = list(counts)
    bars = bars_below([count for _words, count in rows], [kind for kind, _words in kinds])
    drawn = [
        ChartRow(str(words), bar, [digits(count[kind]) for kind, _words in kinds])
        for (words, count), bar in zip(rows, bars, strict=True)
    ]
    return Chart(title, kinds, drawn)


def open_bars(figures: Iterable[SiteFigures]) -> list[list[Bar]]:
    """Bars of open complaints and suggestions, one for each ward, to compare: the overdue part first."""
    counts = ({"overdue": each.overdue, "open": each.open - each.overdue} for each in figures)
    return divided_bars(list(counts), ["overdue", "open"])
