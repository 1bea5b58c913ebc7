"""One date on the clerk's page: moved, given a date, put back, announced, cancelled; and who was faster."""

from datetime import date

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.schedules.closing_days import Days, close_days
from sessions.models import Change, ChatSession
from tests.factories.planning_desk import NOW, Desk, client_of, errors_beside, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

MOVE = {"on": "2027-02-10", "at": "19:30", "because_en": "the hall is painted", "because_bn": "হলে রং হচ্ছে"}


@pytest.fixture
def february(desk: Desk) -> ChatSession:
    return desk.set_rule()[1]


def page_of(chat_session: ChatSession) -> str:
    return f"/planning/chats/{chat_session.pk}/"


def how_it_stands(chat_session: ChatSession) -> tuple[str, str, str]:
    chat_session.refresh_from_db()
    return (
        f"{timezone.localtime(chat_session.starts_at):%m-%d %H:%M}",
        chat_session.state,
        chat_session.move_reasons.get("en", ""),
    )


def test_it_is_moved_and_everybody_is_told_why(desk: Desk, february: ChatSession) -> None:
    assert desk.post(page_of(february), action="move", **MOVE).status_code == 302
    assert how_it_stands(february) == ("02-10 19:30", "planned", "the hall is painted")
    assert "Moved from 6 February 2027 because the hall is painted" in words_of(desk.get(page_of(february)))


def test_it_is_put_back_on_the_date_of_its_rule(desk: Desk, february: ChatSession) -> None:
    assert "Put it back" not in desk.get(page_of(february))
    desk.post(page_of(february), action="move", **MOVE)
    assert "Put it back" in desk.get(page_of(february))
    assert desk.post(page_of(february), action="put_back").status_code == 302
    assert how_it_stands(february)[0] == "02-06 18:00"


def test_one_that_waits_is_given_a_date(desk: Desk, february: ChatSession) -> None:
    february.schedule.on_closed = "wait"  # type: ignore[union-attr]
    february.schedule.save()  # type: ignore[union-attr]
    close_days(Days("closed", (None,), date(2027, 2, 6), date(2027, 2, 6), {"en": "Fair"}), clerk=None)
    said = words_of(desk.get(page_of(february)))
    assert "It waits for a date." in said
    assert "Announce it now" not in said
    assert desk.post(page_of(february), action="move", **MOVE).status_code == 302
    february.refresh_from_db()
    assert not february.waits


def test_it_is_announced_now_and_then_cancelled_with_its_reason(desk: Desk, february: ChatSession) -> None:
    assert desk.post(page_of(february), action="announce").status_code == 302
    assert how_it_stands(february)[1] == "scheduled"
    assert f'href="/chat/{february.pk}/"' in desk.get(page_of(february))
    assert desk.post(page_of(february), action="cancel", reason="The hall is flooded.").status_code == 302
    assert how_it_stands(february)[1] == "cancelled"
    said = words_of(desk.get(page_of(february)))
    assert "The hall is flooded." in said
    assert "its date can no longer be changed" in said
    changes = Change.objects.filter(subject="chat_session", subject_id=str(february.pk)).order_by("id")
    assert [(change.person, change.after["state"]) for change in changes if change.after] == [
        (desk.clerk, "scheduled"),
        (desk.clerk, "cancelled"),
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("on", {"on": "tomorrow"}, "That is not a day. Write it as 2027-01-31."),
        ("at", {"at": "6 pm"}, "That is not a time of day. Write it as 18:30."),
        ("at", {"on": "2026-12-31"}, "That moment has passed. Choose a later one."),
        ("at", {"on": "2027-01-02", "at": "18:30"}, "This ward has another chat at that time."),
        ("because_en", {"because_en": ""}, "This is needed."),
        ("because_en", {"because_en": "x" * 301}, "That is 1 character too long. Please shorten it."),
        (
            "on",
            {"on": "2027-05-03"},
            "Suspended until 20 May 2027: Election. Until then no chat opens and none is announced.",
        ),
    ],
)
def test_bad_input_is_named_beside_its_field_and_kept(
    desk: Desk, february: ChatSession, field: str, given: dict[str, str], message: str
) -> None:
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 5, 1),
        to_on=date(2027, 5, 20),
        reasons={"en": "Election"},
        clerk=None,
    )
    page = desk.post(page_of(february), action="move", **MOVE | given)
    assert page.status_code == 422
    assert errors_beside(page, field) == [message]
    assert how_it_stands(february)[0] == "02-06 18:00"
    assert 'value="হলে রং হচ্ছে"' in page.content.decode()


def test_a_ward_without_a_host_is_not_announced(desk: Desk, february: ChatSession) -> None:
    desk.wards[95].offices.all().delete()
    page = desk.post(page_of(february), action="announce")
    assert page.status_code == 422
    assert "Enter who will host the chat first." in words_of(page.content.decode())


def test_the_second_of_two_clerks_sees_where_it_went(desk: Desk, february: ChatSession) -> None:
    second = Desk(client_of(desk.clerk), desk.clerk, desk.wards)
    opened = second.client.get(page_of(february), headers={"accept-language": "en"})
    desk.post(page_of(february), action="move", **MOVE)
    later = {"on": "2027-02-11", "because_en": "elsewhere"}
    refused = second.post_again(page_of(february), opened, action="move", **MOVE | later)
    assert refused.status_code == 422
    said = words_of(refused.content.decode())
    assert "Begins When you opened the page: 6 February 2027, 6:00 pm Now: 10 February 2027, 7:30 pm" in said
    assert 'value="elsewhere"' in refused.content.decode()
    assert how_it_stands(february)[0] == "02-10 19:30"
    assert second.post_again(page_of(february), refused, action="move", **MOVE | later).status_code == 302

    stale = second.post_again(page_of(february), opened, action="cancel", reason="Too late")
    assert stale.status_code == 422
    assert how_it_stands(february)[1] == "planned"


def test_one_that_was_put_by_hand_has_no_date_to_go_back_to(desk: Desk) -> None:
    by_hand = announce_chat_session(desk.wards[96], starts_at=NOW.replace(day=20), minutes=60, by="clerk")
    page = desk.post(page_of(by_hand), action="put_back")
    assert page.status_code == 422
    assert "No rule gave this chat a date. Choose one." in page.content.decode()
    assert desk.post(page_of(by_hand), action="fly").status_code == 422
    assert desk.client.get("/planning/chats/00000000-0000-4000-8000-000000000000/").status_code == 404
