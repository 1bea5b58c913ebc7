"""The figures as charts in the reader's language and digits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import wait_words
from sessions.platform.lists.bars import Bar, ChartRow, bars_below, divided_bars
from sessions.platform.text.by_language import Words
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import REASON_WORDS
from sessions.record.figures.counting import ChatFigures
from sessions.record.figures.files import COUNTED_KINDS, REASONS

type Rows = Sequence[tuple[str, ChatFigures]]
"""What each row is about, in words, and its figures."""

PARTS = ("answered", "owed", "refused", "held", "unread", "others")
PART_WORDS: Mapping[str, Words] = {
    "answered": gettext_lazy("Answered"),
    "owed": gettext_lazy("Written answer still owed"),
    "refused": gettext_lazy("Not accepted"),
    "held": gettext_lazy("Held, never decided"),
    "unread": gettext_lazy("Never read"),
    "others": gettext_lazy("Others"),
}
KINDS_WORDS: Mapping[str, Words] = {
    "question": gettext_lazy("Questions"),
    "complaint": gettext_lazy("Complaints"),
    "suggestion": gettext_lazy("Suggestions"),
}
NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its table. columns: of the table, each with the kind whose bar it tells, or blank, and its words."""

    title: Words
    columns: Sequence[tuple[str, Words]]
    rows: Sequence[ChartRow]


def outcome_chart(title: Words, rows: Rows) -> Chart:
    """The chart of what became of all that was asked."""
    bars = divided_bars((_parts(figures) for _of, figures in rows), PARTS)
    columns: list[tuple[str, Words]] = [("", _("Asked")), *PART_WORDS.items(), ("", _("Written answer promised"))]
    return Chart(title, columns, _rows(rows, bars, _outcome_cells))


def whole_chart(title: Words, rows: Rows) -> Chart:
    """All in one table, for many rows: what became of the questions is drawn."""
    outcomes = outcome_chart(title, rows)
    columns = [*outcomes.columns, ("", _("Median wait")), *(("", _share_head(words)) for words in KINDS_WORDS.values())]
    return Chart(title, columns, _rows(rows, [row.bars for row in outcomes.rows], _whole_cells))


def wait_chart(title: Words, rows: Rows) -> Chart:
    bars = bars_below(({"wait": figures.median_wait or 0} for _of, figures in rows), ("wait",))
    return Chart(title, [("", _("Median wait")), ("", _("Taken"))], _rows(rows, bars, _wait_cells))


def share_chart(title: Words, rows: Rows) -> Chart:
    bars = bars_below(
        ({kind: figures.share(kind) or 0 for kind in COUNTED_KINDS} for _of, figures in rows), COUNTED_KINDS, most=1
    )
    return Chart(title, list(KINDS_WORDS.items()), _rows(rows, bars, _share_cells))


def reason_chart(title: Words, named: Rows) -> Chart:
    """The reasons are the rows; a column for each of the named figures, whose first is drawn."""
    counts = [{"refused": named[0][1].refused.get(reason, 0)} for reason in REASONS]
    rows = [
        ChartRow(str(REASON_WORDS[reason]), bars, [digits(figures.refused.get(reason, 0)) for _of, figures in named])
        for reason, bars in zip(REASONS, divided_bars(counts, ("refused",)), strict=True)
    ]
    return Chart(title, [("" if n else "refused", of) for n, (of, _figures) in enumerate(named)], rows)


def share_words(share: float | None) -> str:
    return NO_FIGURE if share is None else _("{n} %").format(n=digits(round(100 * share)))


def _rows(rows: Rows, bars: Sequence[Sequence[Bar]], cells_of: Callable[[ChatFigures], list[str]]) -> list[ChartRow]:
    return [
        ChartRow(of, drawn, cells_of(figures), note="" if figures.chats else _("No chat"))
        for (of, figures), drawn in zip(rows, bars, strict=True)
    ]


def _parts(figures: ChatFigures) -> dict[str, int]:
    undecided = {"held": figures.held, "unread": figures.unread}
    counts = {"answered": figures.all_answered, "owed": figures.owed, "refused": figures.all_refused, **undecided}
    return counts | {"others": figures.others}


def _outcome_cells(figures: ChatFigures) -> list[str]:
    return [digits(each) for each in (figures.asked, *_parts(figures).values(), figures.on_notice)]


def _whole_cells(figures: ChatFigures) -> list[str]:
    shares = [share_words(figures.share(kind)) for kind in COUNTED_KINDS]
    return [*_outcome_cells(figures), wait_words(figures.median_wait), *shares]


def _share_head(words: Words) -> str:
    return _("{kind}: answered share").format(kind=words)


def _wait_cells(figures: ChatFigures) -> list[str]:
    return [wait_words(figures.median_wait), digits(len(figures.waits))]


def _share_cells(figures: ChatFigures) -> list[str]:
    return [_share_cell(figures, kind) for kind in COUNTED_KINDS]


def _share_cell(figures: ChatFigures, kind: str) -> str:
    accepted = figures.accepted.get(kind, 0)
    if not accepted:
        return NO_FIGURE
    numbers = _("{n} of {all}").format(n=digits(figures.answered.get(kind, 0)), all=digits(accepted))
    return f"{share_words(figures.share(kind))} ({numbers})"
