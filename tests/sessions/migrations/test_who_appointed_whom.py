"""Who appointed whom in older data is taken from the invitations that were accepted, and old ends are not told now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.sessions.migrations.step_by_step import migrate, migrate_to_the_newest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.row("threat", 61)]

BEFORE = [("chat_sessions", "0060_independent_second_people")]
AFTER = [("chat_sessions", "0061_who_appointed_whom")]


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were; the newest come back in any case."""
    yield migrate(BEFORE)
    migrate_to_the_newest()


def test_accepted_invitations_tell_it_and_others_do_not(before: Any) -> None:
    models = {name: before.get_model("chat_sessions", name) for name in ("Ward", "Invite", "Appointment")}
    user, now, today = before.get_model("accounts", "User"), timezone.now(), timezone.localdate()
    ward = models["Ward"].objects.create(number=95)
    clerk, invited, entered, gone = (user.objects.create(username=name) for name in ("c", "invited", "entered", "gone"))

    def invite(number: int, used_by: Any, duty: str = "moderator") -> None:
        models["Invite"].objects.create(
            token_hash=str(number),
            duty=duty,
            ward=ward,
            from_on=today - timedelta(days=9),
            made_at=now,
            made_by=clerk,
            expires_at=now,
            used_by=used_by,
            used_at=now if used_by is not None else None,
        )

    def appoint(person: Any, to_on: Any = None) -> Any:
        began = today - timedelta(days=9)
        return models["Appointment"].objects.create(
            person=person, duty="moderator", ward=ward, from_on=began, to_on=to_on
        )

    held = {"invited": appoint(invited), "entered": appoint(entered)}
    held["gone"] = appoint(gone, today - timedelta(days=1))
    invite(1, invited)
    invite(2, None)
    invite(3, entered, "delegate")
    rows = migrate(AFTER).get_model("chat_sessions", "Appointment").objects
    found = {name: rows.get(pk=each.pk) for name, each in held.items()}
    assert {name: row.appointed_by_id for name, row in found.items()} == {
        "invited": clerk.pk,
        "entered": None,
        "gone": None,
    }
    assert {name: row.is_end_told for name, row in found.items()} == {"invited": False, "entered": False, "gone": True}
    assert all(row.is_begin_told and row.appointed_at is None for row in found.values())
