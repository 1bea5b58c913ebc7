"""A preview as lines of text, in English and Bengali: the schedule, its dates, and remarks on exceptions."""

from sessions.calendar.rules.preview import Plan, Previewed
from sessions.calendar.rules.words import schedule_in_words
from sessions.text.bilingual import Bilingual, date_words, time_words, weekday_words

_INDENTED = Bilingual("      {remark}", "      {remark}")


def preview_lines(plan: Plan, entries: list[Previewed], *, ward: int | None) -> list[Bilingual]:
    """The schedule in words, then a line for each date and a line for each exception."""
    heading = Bilingual("{words} ({zone})", "{words} ({zone})").fill(
        words=schedule_in_words(plan.rule, at=plan.at, minutes=plan.minutes), zone=plan.zone.key
    )
    if ward is not None:
        heading = Bilingual("Ward {ward}: {heading}", "ওয়ার্ড {ward}: {heading}").fill(ward=ward, heading=heading)
    lines = [heading]
    if not entries:
        lines.append(Bilingual("  No date falls into these months.", "  এই মাসগুলিতে কোনও তারিখ নেই।"))
    for entry in entries:
        lines.append(
            Bilingual("  {weekday} {day}, {at}", "  {weekday} {day}, {at}").fill(
                weekday=weekday_words(entry.placed.on),
                day=date_words(entry.placed.on),
                at=time_words(entry.starts_at.time()),
            )
        )
        lines += [_INDENTED.fill(remark=remark) for remark in remarks_on(entry)]
    return lines


def remarks_on(entry: Previewed) -> list[Bilingual]:
    """Remarks for a page beside a date: moved from … because …; suspended because …; waits …; how the hour was read."""
    placed = entry.placed
    remarks = []
    if placed.because:
        pattern = Bilingual("moved from {day} because {because}", "{day} থেকে সরানো হয়েছে, কারণ {because}")
        if placed.is_suspended:
            pattern = Bilingual("suspended because {because}", "স্থগিত, কারণ {because}")
        elif placed.waits:
            pattern = Bilingual("waits for another day because {because}", "অন্য দিনের অপেক্ষায়, কারণ {because}")
        remarks.append(pattern.fill(day=date_words(placed.planned_on), because=placed.because))
    if entry.note:
        remarks.append(entry.note)
    return remarks
