"""The figures of promises as charts in the reader's language and digits."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import ward_name, written_month_words
from sessions.models import PromiseState, Ward
from sessions.platform.lists.bars import ChartRow, divided_bars
from sessions.platform.text.digits import digits
from sessions.promises.public.counting import Key, PromiseFigures
from sessions.record.pages.figures.charts import NO_FIGURE, Chart

type Rows = Sequence[tuple[str, PromiseFigures]]
"""What each row is about, in words, and its figures."""

PARTS: Mapping[str, str | Lazy] = {
    "kept": PromiseState.KEPT.label,
    "claimed": PromiseState.CLAIMED_KEPT.label,
    "disputed": PromiseState.DISPUTED.label,
    "open": PromiseState.MADE.label,
    "broken": PromiseState.BROKEN.label,
    "dropped": gettext_lazy("Dropped"),
}
PROPOSAL_PARTS: Mapping[str, str | Lazy] = {
    "refused": PromiseState.NOT_CONFIRMED.label,
    "unanswered": gettext_lazy("Not answered in time"),
}


def charts_of(found: Mapping[Key, PromiseFigures], ward: Ward | None) -> Iterable[Chart]:
    """Charts of a ward by month; without a ward, of all wards side by side, and then by month."""
    if ward is None:
        wards = [(ward_name(number), each) for (number, by, _of), each in found.items() if number and by == "year"]
        yield _made_chart(_("What became of the promises, by ward"), wards)
    own = ward.number if ward is not None else None
    months = [
        (written_month_words(of), each) for (number, by, of), each in found.items() if by == "month" and number == own
    ]
    yield _made_chart(_("What became of the promises, by the month in which they were made"), months)
    proposals = [(of, each) for of, each in months if each.counts["proposed"]]
    if proposals:
        yield _proposal_chart(_("What moderators marked as a promise, by month"), proposals)


def _made_chart(title: str, rows: Rows) -> Chart:
    bars = divided_bars(({part: figures.counts[part] for part in PARTS} for _of, figures in rows), list(PARTS))
    more = (_("Not confirmed in time"), _("Overdue"), _("With a later day"), _("Days late"))
    columns = [("", _("Made")), *PARTS.items(), *(("", name) for name in more)]
    return Chart(
        title,
        columns,
        [ChartRow(of, bar, _made_cells(figures)) for (of, figures), bar in zip(rows, bars, strict=True)],
    )


def _made_cells(figures: PromiseFigures) -> list[str]:
    counts = figures.counts
    return [
        *(digits(counts[name]) for name in ("made", *PARTS, "unconfirmed", "overdue", "new_day")),
        days_words(figures),
    ]


def _proposal_chart(title: str, rows: Rows) -> Chart:
    counts = [{part: figures.counts[part] for part in PROPOSAL_PARTS} for _of, figures in rows]
    bars = divided_bars(counts, list(PROPOSAL_PARTS))
    columns = [("", _("Marked")), *PROPOSAL_PARTS.items()]
    names = ("proposed", *PROPOSAL_PARTS)
    return Chart(
        title,
        columns,
        [
            ChartRow(of, bar, [digits(figures.counts[name]) for name in names])
            for (of, figures), bar in zip(rows, bars, strict=True)
        ],
    )


def days_words(figures: PromiseFigures) -> str:
    """The median days late, or a dash."""
    days = figures.median_days_late
    return NO_FIGURE if days is None else digits(f"{days:g}")
