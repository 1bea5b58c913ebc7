"""Words of a clerk that everybody will read are confirmed once where they look as if they held personal data."""

from typing import Any

import pytest

from sessions.chats.pages.planning.dates.chat_forms import CancelForm, MoveForm
from sessions.chats.pages.planning.dates.closed import DaysForm
from sessions.chats.pages.planning.people.bans import BanForm
from sessions.chats.pages.planning.people.contact import ContactForm
from sessions.chats.pages.planning.people.hosts import HostForm
from sessions.chats.pages.planning.people.people_form import InviteForm
from sessions.city.pages.planning.fields import LineField, PlanningForm
from sessions.models import Closure, Office
from sessions.record.pages.redactions import RejectionForm
from sessions.record.pages.translation_forms import TranslationForm
from tests.factories.planning_desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.row("threat", 47), pytest.mark.costly]

CALL = "please call 98300 12345"
HELD = "This seems to contain a phone number. It has not been published. If everybody may read that, publish it anyway."
NOT_PUBLIC = {(InviteForm, "name"), (BanForm, "reason"), (RejectionForm, "note"), (ContactForm, "phone")}
"""The clerk's own list; what one person is told; an office's own number, which everybody is to have."""


def all_forms(form: type[PlanningForm] = PlanningForm) -> list[type[PlanningForm]]:
    return [each for below in form.__subclasses__() for each in (below, *all_forms(below))]


def test_every_field_for_words_says_whether_they_are_public() -> None:
    assert {MoveForm, CancelForm, DaysForm, HostForm, TranslationForm} < set(all_forms())
    words = {
        (form, name) for form in all_forms() for name, field in form.base_fields.items() if isinstance(field, LineField)
    }
    public = {(form, name) for form in all_forms() for name in form.public}
    assert words == public | NOT_PUBLIC


@pytest.mark.long
@pytest.mark.parametrize(
    "given",
    [
        {"action": "move", "on": "2027-02-10", "at": "19:30", "because_en": CALL, "because_bn": ""},
        {
            "action": "move",
            "on": "2027-02-10",
            "at": "19:30",
            "because_en": "paint",
            "because_bn": "\u09ef\u09ee\u09e9\u09e6\u09e6\u09e7\u09e8\u09e9\u09ea\u09eb",
        },
        {"action": "cancel", "reason": CALL},
    ],
)
def test_a_reason_is_published_only_with_the_box_ticked(desk: Desk, given: dict[str, str]) -> None:
    february = desk.set_rule()[1]
    page = f"/planning/chats/{february.pk}/"
    before = (february.starts_at, february.state)
    answer = desk.post(page, **given)
    assert answer.status_code == 422
    assert HELD in answer.content.decode()
    february.refresh_from_db()
    assert (february.starts_at, february.state) == before
    assert desk.post(page, **given, confirmed="on").status_code == 302
    february.refresh_from_db()
    assert (february.starts_at, february.state) != before


def test_reasons_of_closed_days_are_held_until_they_are_confirmed(desk: Desk) -> None:
    days = {"kind": "closed", "where": "95", "from_on": "2027-03-01", "to_on": "2027-03-01", "reason_en": CALL}
    answer = desk.post("/planning/closed/", action="take", **days)
    assert HELD in answer.content.decode()
    assert not Closure.objects.exists()
    desk.post("/planning/closed/", action="take", **days, confirmed="on")
    assert [each.reasons["en"] for each in Closure.objects.all()] == [CALL]


def test_a_name_is_held_until_it_is_confirmed_and_its_box_stays_ticked(desk: Desk) -> None:
    host: dict[str, Any] = {"kind": "administrator", "name_en": CALL, "name_bn": "", "from_on": "2027-02-01"}
    page = "/planning/wards/95/hosts/"
    assert HELD in desk.post(page, **host).content.decode()
    again = desk.post(page, **host | {"account": "nobody", "confirmed": "on"}).content.decode()
    assert HELD not in again
    assert '<input type="checkbox" name="confirmed" id="id_confirmed" checked>' in again
    assert desk.post(page, **host, confirmed="on").status_code == 302
    assert Office.objects.latest("pk").names.get("en", "") == CALL


def test_ordinary_words_are_asked_nothing(desk: Desk) -> None:
    february = desk.set_rule()[1]
    given = {"action": "cancel", "reason": "Rain from 6 to 8, wards 95, 96 and 97"}
    assert "confirmed" not in desk.get(f"/planning/chats/{february.pk}/")
    assert desk.post(f"/planning/chats/{february.pk}/", **given).status_code == 302
