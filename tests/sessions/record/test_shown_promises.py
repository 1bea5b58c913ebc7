"""What became of a promise, as the page of a record tells it."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from sessions.record.promises_noted import PromiseStepShown

DAY = date(2026, 12, 20)


@pytest.mark.parametrize(
    ("step", "state", "text", "told"),
    [
        ("new_day", "made", "The lamps were too tall.", "Promised: By 20 December 2026. The lamps were too tall."),
        ("new_day", "made", "", "Promised: By 20 December 2026."),
        ("new_day", "made", None, "Promised: By 20 December 2026. These words were removed."),
        ("kept", "claimed_kept", "All nine burn.", "Kept, says the office: All nine burn."),
        ("kept", "claimed_kept", "", "Kept, says the office"),
        ("kept", "claimed_kept", None, "Kept, says the office: These words were removed."),
    ],
)
def test_a_step_is_told_with_one_sign_before_its_words(step: str, state: str, text: str | None, told: str) -> None:
    shown = PromiseStepShown(step=step, state=state, at=timezone.now(), text=text, due_on=DAY)
    facts = {"number": "98-P-2026-5", "what": "Lamps.", "state": "made", "claim_end": "", "later_steps": [shown]}
    with translation.override("en"):
        page = render_to_string("sessions/record/_promises.html", {"promises": [SimpleNamespace(**facts)]})
    words = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page)
    assert words.split(" · ")[-1].strip() == told
