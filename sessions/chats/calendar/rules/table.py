"""A preview as lines of text in the active language: the schedule, its dates, and remarks on exceptions."""

from sessions.chats.calendar.rules.preview import Plan, Previewed
from sessions.chats.calendar.rules.words import schedule_in_words
from sessions.platform.text.by_language import for_reader, gettext, pgettext
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import date_words, time_words, weekday_name


def preview_lines(plan: Plan, entries: list[Previewed], *, ward: int | None) -> list[str]:
    """The schedule in words, then a line for each date and a line for each exception."""
    heading = f"{schedule_in_words(plan.rule, at=plan.at, minutes=plan.minutes)} ({plan.zone.key})"
    if ward is not None:
        heading = gettext("Ward {ward}: {heading}").format(ward=digits(ward), heading=heading)
    lines = [heading]
    if not entries:
        lines.append("  " + gettext("No date falls into these months."))
    for entry in entries:
        lines.append("  " + _date_line(entry))
        lines += [f"      {remark}" for remark in remarks_on(entry)]
    return lines


def remarks_on(entry: Previewed) -> list[str]:
    """Remarks for a page beside a date: moved from … because …; suspended because …; waits …; how the hour was read."""
    placed = entry.placed
    remarks = []
    if placed.because:
        form = pgettext("a clause", "moved from {day} because {because}")
        if placed.is_suspended:
            form = pgettext("a clause", "suspended because {because}")
        elif placed.waits:
            form = pgettext("a clause", "waits for another day because {because}")
        remarks.append(form.format(day=date_words(placed.planned_on), because=for_reader(placed.because)))
    if entry.note:
        remarks.append(entry.note)
    return remarks


def _date_line(entry: Previewed) -> str:
    on, at = entry.placed.on, entry.starts_at.time()
    form = pgettext("a date", "{weekday} {day}, {at}")
    return form.format(weekday=weekday_name(on), day=date_words(on), at=time_words(at))
