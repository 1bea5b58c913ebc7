"""Days and hours are the city's, and one function says when they are."""

import ast
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from sessions.platform.clock.city_zone import city_moment

ROOT = Path(__file__).parents[4]
MADE_OF_PARTS = {"sessions/platform/clock/city_zone.py", "sessions/chats/calendar/rules/starts.py"}
"""The rules of the calendar are pure: their zone is handed to them."""


@pytest.mark.parametrize(("zone", "hours"), [("Asia/Kolkata", 5.5), ("America/Sao_Paulo", -3), ("UTC", 0)])
def test_a_moment_is_that_of_the_citys_clocks(zone: str, hours: float) -> None:
    with override_settings(TIME_ZONE=zone):
        assert city_moment(date(2027, 1, 2)) == datetime(2027, 1, 2, tzinfo=UTC) - timedelta(hours=hours)
        assert city_moment(date(2027, 1, 2), time(18)) == datetime(2027, 1, 2, 18, tzinfo=UTC) - timedelta(hours=hours)


@pytest.mark.costly
def test_nobody_else_puts_a_day_and_an_hour_together() -> None:
    """Seven modules had a function of their own for the city's midnight."""
    found = {
        str(path.relative_to(ROOT))
        for top in ("chatserver", "moderation", "sessions")
        for path in (ROOT / top).rglob("*.py")
        if path.parent.name != "migrations"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "combine"
    }
    assert found == MADE_OF_PARTS
