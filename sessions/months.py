"""Months, each as its first day; pure."""

from datetime import date, timedelta


def next_month(day: date) -> date:
    """The first day of the month after the one with this day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_before(day: date) -> date:
    """The first day of the month before the one with this day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
