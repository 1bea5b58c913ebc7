"""One chat announced by hand on the clerk's pages: seen before it is done, refused beside its field, in the history."""

from datetime import date
from typing import Any

import pytest

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Appointment, ChatSession, Office
from tests.factories.evening import make_person
from tests.factories.planning_desk import Desk, client_of, errors_beside, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/announce/"
NEW = {"ward": "95", "on": "2027-01-06", "at": "18:00", "minutes": "45", "ask_days": "7"}


def preview_of(page: Any) -> str:
    return words_of(page.content.decode().partition('id="preview"')[2].partition("</section>")[0])


def look(desk: Desk, **given: str) -> Any:
    return desk.post(PAGE, action="preview", **NEW | given)


def announce(desk: Desk, **given: str) -> Any:
    return desk.post_again(PAGE, look(desk, **given), action="announce", **NEW | given)


def test_it_is_shown_first_then_announced_and_stands_in_the_history(desk: Desk) -> None:
    page = look(desk)
    assert page.status_code == 200
    assert "Ward 95, Wednesday 6 January 2027, 6:00 pm to 6:45 pm" in preview_of(page)
    assert "Host Councillor Holder of ward 95" in preview_of(page)
    assert "Questions open at once" in preview_of(page)
    assert not ChatSession.objects.exists()
    done = desk.post_again(PAGE, page, action="announce", **NEW)
    chat_session = ChatSession.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/planning/chats/{chat_session.pk}/")
    assert "Announced. Questions are open now." in desk.get(done["Location"])
    said = words_of(desk.get("/planning/changes/"))
    assert "A chat was announced: Ward 95, 6 January 2027 Clerk of Borough X (clerk)" in said
    assert "Begins 6 January 2027, 6:00 pm Length in minutes 45 State Announced" in said


def test_one_that_lies_ahead_says_when_its_questions_open(desk: Desk) -> None:
    page = look(desk, on="2027-03-10")
    assert "Questions open by themselves on Wednesday 3 March" in preview_of(page)
    assert "Put it into the calendar" in preview_of(page)
    done = announce(desk, on="2027-03-10")
    assert done.status_code == 302
    assert "Its questions open by themselves on Wednesday 3 March." in desk.get(done["Location"])
    assert ChatSession.objects.get().state == "planned"
    assert "A chat was planned by hand: Ward 95, 10 March 2027" in words_of(desk.get("/planning/changes/"))


def test_short_notice_holidays_a_second_chat_and_conflicts_are_said_before(desk: Desk) -> None:
    desk.set_rule()
    Appointment.objects.filter(duty="moderator").delete()
    preview = preview_of(look(desk, on="2027-01-26"))
    assert "A holiday, not marked as closed: Republic Day" in preview
    assert "The ward has another chat in this month: Saturday 2 January, 6:00 pm." in preview
    assert "Nobody can review its questions" in preview
    assert "Short notice" not in preview
    add_closure(
        kind="closed",
        ward=None,
        from_on=date(2027, 1, 26),
        to_on=date(2027, 1, 26),
        reasons={"en": "Parade"},
        clerk=None,
    )
    preview = preview_of(look(desk, on="2027-01-26"))
    assert ("It falls on a closed day." in preview, "A holiday" in preview) == (True, False)
    notice = "Short notice: questions are open for 5 days before it; usual here are 7."
    assert notice in preview_of(look(desk))
    assert notice.replace("5 days", "1 day") in preview_of(look(desk, on="2027-01-20", ask_days="1"))


def test_what_has_changed_since_the_preview_is_shown_again_before_it_is_done(desk: Desk) -> None:
    page = look(desk)
    Office.objects.filter(ward=desk.wards[95]).update(names={"en": "Asha Sen"})
    again = desk.post_again(PAGE, page, action="announce", **NEW)
    assert again.status_code == 200
    assert "Something has changed since the last preview." in preview_of(again)
    assert "Host Councillor Asha Sen" in preview_of(again)
    other = desk.post_again(PAGE, again, action="announce", **NEW | {"minutes": "60"})
    assert (other.status_code, ChatSession.objects.count()) == (200, 0)
    assert desk.post_again(PAGE, other, action="announce", **NEW | {"minutes": "60"}).status_code == 302


def test_the_same_form_sent_twice_announces_once(desk: Desk) -> None:
    page = look(desk)
    assert desk.post_again(PAGE, page, action="announce", **NEW).status_code == 302
    second = desk.post_again(PAGE, page, action="announce", **NEW)
    assert second.status_code == 422
    assert errors_beside(second, "at") == ["This ward has another chat at that time."]
    assert ChatSession.objects.count() == 1


@pytest.mark.long
@pytest.mark.parametrize("action", ["preview", "announce"])
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("on", {"on": ""}, "This is needed."),
        (
            "on",
            {"on": "2027-05-03"},
            "Suspended until 20 May 2027: Election. Until then no chat opens and none is announced.",
        ),
        ("at", {"on": "2026-12-31"}, "That moment has passed. Choose a later one."),
        ("minutes", {"minutes": "301"}, "A chat lasts from 5 minutes to 5 hours."),
        ("ask_days", {"ask_days": "61"}, "Questions open at most 60 days before the chat."),
    ],
)
def test_bad_input_is_named_beside_its_field(
    desk: Desk, action: str, field: str, given: dict[str, str], message: str
) -> None:
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 5, 1),
        to_on=date(2027, 5, 20),
        reasons={"en": "Election"},
        clerk=None,
    )
    page = desk.post(PAGE, action=action, **NEW | given)
    assert page.status_code == 422
    assert errors_beside(page, field) == [message]
    assert not ChatSession.objects.exists()


def test_where_nobody_holds_the_office_the_host_is_entered_with_it(desk: Desk) -> None:
    desk.wards[95].offices.all().delete()
    page = look(desk)
    assert page.status_code == 422
    assert errors_beside(page, "host_name_en") == [
        "Nobody holds this ward's office on that day. Enter who will host the chat first."
    ]
    host = {"host_kind": "coordinator", "host_name_en": "Asha Sen", "host_name_bn": "আশা সেন"}
    assert "Host Co-ordinator Asha Sen" in preview_of(look(desk, **host))
    assert announce(desk, **host).status_code == 302
    office = desk.wards[95].offices.get()
    assert (office.kind, office.names["bn"], office.from_on) == ("coordinator", "আশা সেন", date(2027, 1, 6))


def test_the_form_begins_with_the_ward_and_the_hour_of_its_rule(desk: Desk) -> None:
    desk.set_rule(96)
    page = desk.get(f"{PAGE}?ward=96")
    assert '<option value="96" selected>' in page
    assert f'href="{PAGE}?ward=96"' in desk.get("/planning/wards/96/")
    assert f'href="{PAGE}"' in desk.get("/planning/")
    assert '<option value="95" selected>' in desk.get(f"{PAGE}?ward=7")


def test_a_clerk_announces_in_their_own_wards_alone() -> None:
    desk = make_desk(95, 96, ward_clerk_of=95)
    assert "Ward 96" not in desk.get(PAGE)
    assert announce(desk, ward="96").status_code == 422
    assert not ChatSession.objects.exists()
    resident = client_of(make_person("mita", desk.wards[95]))
    assert resident.post(PAGE, NEW | {"action": "announce"}).status_code == 403
