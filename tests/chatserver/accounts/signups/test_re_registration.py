"""Erasure and a new sign-up give nobody a second voice in a month."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin, ask_for_code, try_code
from chatserver.accounts.limits.rate_limits import forget_spent
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.models.tally import Tally
from chatserver.accounts.privacy.erasure import erase_person
from chatserver.accounts.signups.re_registration import BLOCKED_FOR, require_not_blocked
from chatserver.accounts.signups.shared_numbers import add_person, people_at
from sessions.chats.questions.own_questions import back_question, report_question
from sessions.matters.supporting.support import support_matter
from sessions.models import Ban, Matter, MatterVerdict, Verdict
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening
from tests.factories.matters import make_ward_office

pytestmark = pytest.mark.costly

NUMBER, OTHER = "+919830012345", "+919830067890"


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def known(person: Any) -> Any:
    Identity.objects.create(person=person, channel="sms", address=NUMBER)
    return person


def makes_accounts(number: str) -> bool:
    try:
        require_not_blocked("sms", number)
    except Refused as no:
        assert (no.code, 0 < (no.after_ms or 0) <= BLOCKED_FOR.total_seconds() * 1000) == ("too_often", True)
        return False
    return True


def test_who_backed_lately_makes_no_new_account_for_a_month_and_nobody_elses_number_rests(evening: Evening) -> None:
    question = evening.queue(by=1)
    back_question(evening.chat_session, question.pk, person=known(evening.residents[0]), on=True)
    erase_person(evening.residents[0])
    assert [makes_accounts(number) for number in (NUMBER, OTHER)] == [False, True]
    with time_machine.travel(timezone.now() + BLOCKED_FOR + timedelta(minutes=1)):
        assert makes_accounts(NUMBER)
        forget_spent()
    assert Tally.objects.count() == 0


def test_who_asked_lately_does_so_too_and_who_did_neither_may_come_back_at_once(evening: Evening) -> None:
    known(evening.residents[1])
    erase_person(evening.residents[1])
    assert makes_accounts(NUMBER)
    known(evening.residents[0])
    evening.ask()
    erase_person(evening.residents[0])
    assert not makes_accounts(NUMBER)


@pytest.mark.row("threat", 28)
@pytest.mark.parametrize("act", ["supported", "lodged", "reported", "judged"])
def test_nobody_is_counted_twice_by_an_erasure_where_they_did_something_else(evening: Evening, act: str) -> None:
    office = make_ward_office(96)
    person = known(office.neighbours[0])
    match act:
        case "supported":
            support_matter(office.publish().pk, person)
        case "lodged":
            office.publish(author=person)
        case "reported":
            question = evening.queue(by=1)
            report_question(evening.chat_session, question.pk, person=person, why="It names a child.")
        case "judged":
            matter = office.publish(author=person)
            Matter.objects.update(lodged_at=timezone.now() - BLOCKED_FOR - timedelta(days=1))
            said = {"is_author": True, "claim": 1, "verdict": Verdict.values[0]}
            MatterVerdict.objects.create(matter=matter, person=person, at=timezone.now(), **said)
    erase_person(person)
    assert not makes_accounts(NUMBER)


@pytest.mark.parametrize("days", [5, 90])
def test_a_ban_outlasts_the_account_that_it_was_for(evening: Evening, days: int) -> None:
    now, person = timezone.now(), known(evening.residents[0])
    ban = {"from_at": now - timedelta(days=1), "until_at": now + timedelta(days=days)}
    Ban.objects.create(person=person, ward=evening.chat_session.ward, reason="Threats", **ban)
    erase_person(person)
    assert Ban.objects.count() == 0
    for passed, may in ((0.1, False), (days - 0.1, False), (days + 0.1, True)):
        with time_machine.travel(now + timedelta(days=passed)):
            forget_spent()
            if may:
                require_not_blocked("sms", NUMBER)
            else:
                with pytest.raises(Refused, match="too_often"):
                    require_not_blocked("sms", NUMBER)


def test_the_number_itself_is_kept_nowhere(evening: Evening) -> None:
    known(evening.residents[0])
    evening.ask()
    erase_person(evening.residents[0])
    assert [NUMBER[1:] in row.key for row in Tally.objects.all()] == [False]


def test_the_sign_in_asks_before_it_makes_an_account(evening: Evening) -> None:
    known(evening.residents[0])
    evening.ask()
    erase_person(evening.residents[0])
    home = RequestOrigin("203.0.113.7/32", "203.0.113.0/24")
    _row, digits = ask_for_code("browser", channel="sms", address=NUMBER, origin=home)
    with pytest.raises(Refused, match="too_often"):
        add_person(try_code("browser", text=digits, origin=home), language="bn", origin=home)
    assert people_at("sms", NUMBER) == []
