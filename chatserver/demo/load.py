"""Loads the demo into an empty database: Borough X, its invented people, and their questions so far."""

from collections.abc import Iterable, Sequence
from datetime import time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from chatserver.accounts.models import Installation, User
from chatserver.accounts.sign_in.demo_links import sign_in_link
from chatserver.demo.activities import load_activities
from chatserver.demo.calendar import plan_coming_months
from chatserver.demo.matters import load_matters
from chatserver.demo.owed import owe_from_before, speak_of_owed
from chatserver.demo.people import DEMO_WARD, EARLIER_WARD, InventedPerson, People, read_people
from chatserver.demo.promise_steps import carry_on_promises
from chatserver.demo.promises import load_promises
from chatserver.demo.script import Planned, Scripted, read_script
from chatserver.demo.scripted_chat import ScriptedChat
from moderation.questions.notices import post_notice
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session, open_chat_session
from sessions.city.people.consents import agree_together
from sessions.city.wards.contacts import OfficeContact, change_contact
from sessions.city.wards.table import BOROUGH_X, load_wards
from sessions.digests.making import make_digest
from sessions.log.steps.steps import actor
from sessions.models import Appointment, Chair, Duty, Office, Ward
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.months import month_before

MINUTES = 90
IN_OFFICE_FOR = timedelta(days=400)

Accounts = dict[str, User]
Wards = dict[int, Ward]


CONTACT = OfficeContact(
    phone="033 5550 0095",
    addresses={
        "en": "Ground floor, 12 Kash Lane (demo)",
        "bn": "একতলা, ১২ কাশ লেন (ডেমো)",
        "hi": "ग्राउंड फ़्लोर, १२ काश लेन (डेमो)",
        "ur": "گراؤنڈ فلور، ۱۲ کاش لین (ڈیمو)",
    },
    hours={
        "en": "Monday to Saturday, 10 am to 5 pm",
        "bn": "সোম থেকে শনি, সকাল ১০টা থেকে বিকেল ৫টা",
        "hi": "सोमवार से शनिवार, सुबह १० से शाम ५ बजे",
        "ur": "پیر سے سنیچر، صبح ۱۰ سے شام ۵ بجے",
    },
)
"""Contact details of an invented office."""


@transaction.atomic
def load_demo(*, base_url: str) -> dict[str, Any]:
    """Load everything into an empty database; answer the sheet (DESIGN 6): who can sign in, and where.

    Everything goes through the domain, so that the log is complete.
    """
    Installation.make_demo()
    load_wards(BOROUGH_X)
    people, script = read_people(), read_script()
    wards = {ward.number: ward for ward in Ward.objects.select_related("borough")}
    accounts = _create_accounts(people, wards)
    _fill_offices(people, wards, accounts)
    _appoint(people, wards[DEMO_WARD], accounts)
    clerk = actor("clerk", accounts[people.clerk.key])
    _plan(script.calendar, wards, by=clerk)
    plan_coming_months(wards.values(), clerk=accounts[people.clerk.key])

    # The finished evening has today's date: the log cannot be given another one.
    owed = owe_from_before(wards[EARLIER_WARD])
    earlier = _hold_evening(
        wards[EARLIER_WARD], accounts, script.earlier, people.neighbours, people.moderators[0], by=clerk
    )
    speak_of_owed(earlier.chat_session, owed, councillor=earlier.councillor)
    close_chat_session(earlier.chat_session, by=clerk)
    carry_on_promises(earlier.asked, person=earlier.councillor)

    crowd = (*people.players, *people.residents)
    evening = _hold_evening(wards[DEMO_WARD], accounts, script.opening, crowd, people.moderators[1], by=clerk)
    post_notice(evening.chat_session, moderator=evening.moderator, text=script.notices[0])
    officer = accounts[people.official.key]
    moderator = accounts[people.moderators[0].key]
    matters = load_matters(wards[DEMO_WARD], accounts, moderator=moderator, officer=officer)
    load_promises(wards, {**earlier.asked, **evening.asked}, accounts)
    load_activities(wards[DEMO_WARD], matters, officer=officer, moderator=moderator)
    make_digest(wards[DEMO_WARD], month_before(timezone.localdate()))  # last, so that it tells of all the rest
    return _make_sheet(people, accounts, base_url) | {"chat_session": str(evening.chat_session.pk), "ward": DEMO_WARD}


def _create_accounts(people: People, wards: Wards) -> Accounts:
    staff = [office.holder for office in people.offices if office.holder is not None]
    staff += [*people.moderators, people.playing_moderator, people.official, people.clerk]
    places: list[tuple[Sequence[InventedPerson], Ward | None]] = [
        (staff, None),
        (people.residents, wards[DEMO_WARD]),
        (people.players, wards[DEMO_WARD]),
        (people.neighbours, wards[EARLIER_WARD]),
    ]
    accounts = {
        person.key: User.objects.create_user(person.username, label=person.label, language=person.language, ward=ward)
        for group, ward in places
        for person in group
    }
    for language in {account.language for account in accounts.values()}:
        here = (one for one in accounts.values() if one.ward is not None and one.language == language)
        agree_together(here, language=language)
    return accounts


def _fill_offices(people: People, wards: Wards, accounts: Accounts) -> None:
    """All in one house: the demo has one borough, and one of its councillors chairs it."""
    from_on, borough = timezone.localdate() - IN_OFFICE_FOR, wards[DEMO_WARD].borough
    assert borough is not None, "the demo's wards are those of a borough"
    Office.objects.bulk_create(
        Office(
            ward=wards[office.ward],
            kind=office.kind,
            holder=accounts[office.holder.key] if office.holder is not None else None,
            names=office.names,
            from_on=from_on,
        )
        for office in people.offices
    )
    for place in (wards[DEMO_WARD], borough):
        change_contact(place, CONTACT, clerk=accounts[people.clerk.key])
    chair = Office.objects.get(ward=wards[EARLIER_WARD])
    Chair.objects.create(borough=borough, office=chair, from_on=from_on)


def _appoint(people: People, ward: Ward, accounts: Accounts) -> None:
    """The clerk and the first moderator serve the whole borough, the other moderators and the engineer this ward."""
    from_on = timezone.localdate() - IN_OFFICE_FOR
    first, *others = people.moderators
    for person, duty in ((people.clerk, Duty.CLERK), (first, Duty.MODERATOR)):
        Appointment.objects.create(person=accounts[person.key], duty=duty, borough=ward.borough, from_on=from_on)
    for person in (*others, people.playing_moderator):
        Appointment.objects.create(person=accounts[person.key], duty=Duty.MODERATOR, ward=ward, from_on=from_on)
    engineer = accounts[people.official.key]
    Appointment.objects.create(person=engineer, duty=Duty.OFFICIAL, ward=ward, from_on=from_on, title="Ward engineer")


def _plan(calendar: Iterable[Planned], wards: Wards, *, by: str) -> None:
    for planned in calendar:
        day = timezone.localdate() + timedelta(days=planned.in_days)
        starts_at = city_moment(day, time.fromisoformat(planned.at))
        chat_session = announce_chat_session(wards[planned.ward], starts_at=starts_at, minutes=planned.minutes, by=by)
        if planned.cancelled:
            cancel_chat_session(chat_session, reason=planned.cancelled, by=by)


def _hold_evening(
    ward: Ward,
    accounts: Accounts,
    questions: Sequence[Scripted],
    crowd: Sequence[InventedPerson],
    moderator: InventedPerson,
    *,
    by: str,
) -> ScriptedChat:
    """Announce a chat session, ask questions, screen them, open it and answer. It stays live."""
    starts_at = timezone.now().replace(second=0, microsecond=0)
    chat_session = announce_chat_session(ward, starts_at=starts_at, minutes=MINUTES, by=by)
    chat = ScriptedChat(
        chat_session,
        accounts,
        crowd=[accounts[person.key] for person in crowd],
        moderator=accounts[moderator.key],
        councillor=accounts[f"councillor-{ward.number}"],
    )
    chat.ask_and_screen(questions)
    open_chat_session(chat_session, by=by)
    chat.answer(questions)
    return chat


def _make_sheet(people: People, accounts: Accounts, base_url: str) -> dict[str, Any]:
    def entry(person: InventedPerson) -> dict[str, str]:
        account = accounts[person.key]
        return {"name": account.shown_as, "sign_in": base_url + sign_in_link(account)}

    councillor, owing = people.office_of(DEMO_WARD).holder, people.office_of(EARLIER_WARD).holder
    assert councillor is not None
    assert owing is not None, "an evening needs somebody who answers"
    with translation.override("en"):
        return {
            "base_url": base_url,
            "residents": [entry(person) for person in people.residents],
            "moderators": [entry(person) for person in people.moderators],
            "councillor": entry(councillor),
            "official": entry(people.official),
            "owing": entry(owing),
            "clerk": entry(people.clerk),
        }
