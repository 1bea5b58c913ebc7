"""Three wards with a chat each, and a person of every kind, who tries everything in the matrix."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from chatserver.accounts.models import PrintedBatch, User
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.models import Appointment, Ban, Borough, ChatSession, Duty, Matter, Post, Redaction, Ward
from sessions.platform.text.text_input import CleanText
from tests.factories.evening import make_office, make_person
from tests.factories.matters import make_category

OWN, BESIDE, FAR = 95, 96, 7
BOROUGH_OF = {OWN: "X", BESIDE: "X", FAR: "I"}
DAY = date(2022, 1, 1)


@dataclass
class Somebody:
    """duties: by ward, today, whether or not they count; is_clerk: of any ward; keeps_boroughs: as a whole."""

    person: Any
    is_proven: bool
    home: int | None = None
    banned_from: int | None = None
    duties: dict[int, set[str]] = field(default_factory=dict)
    is_administrator: bool = False
    keeps_boroughs: frozenset[str] = frozenset()

    def duties_in(self, ward: int) -> set[str]:
        return self.duties.get(ward, set())

    @property
    def owes_answers(self) -> bool:
        """Or reads what others owe."""
        owing = {"councillor", Duty.DELEGATE, Duty.OFFICIAL, Duty.CLERK}
        return any(duties & owing for duties in self.duties.values())

    @property
    def is_moderator(self) -> bool:
        return any(Duty.MODERATOR in duties for duties in self.duties.values())

    @property
    def may_enter_matters(self) -> bool:
        """Write down the complaints of others."""
        return any(duties & {Duty.CLERK, Duty.MODERATOR} for duties in self.duties.values())

    @property
    def is_clerk(self) -> bool:
        return any(Duty.CLERK in duties for duties in self.duties.values())


@dataclass
class Town:
    wards: dict[int, Ward]
    chats: dict[int, ChatSession]
    people: dict[str, Somebody]
    objects: dict[str, dict[int, Any]]
    """By the name of an address's parameter, and the ward: its value."""


def make_borough(code: str) -> Borough:
    return Borough.objects.get_or_create(code=code, defaults={"names": {"en": code}})[0]


def make_town() -> Town:
    wards = {
        number: Ward.objects.create(number=number, borough=make_borough(code)) for number, code in BOROUGH_OF.items()
    }
    people = {"visitor": Somebody(None, is_proven=False)}
    people |= {name: _resident(name, wards[home]) for name, home in (("resident", OWN), ("neighbour", BESIDE))}
    people["stranger"] = _resident("stranger", wards[FAR])
    people["banned"] = _resident("banned", wards[OWN], is_banned=True)
    holder = people["councillor"] = Somebody(make_person("councillor"), is_proven=True, duties={OWN: {"councillor"}})
    for ward in wards.values():
        make_office(ward, holder.person if ward.number == OWN else None)
    for duty in Duty.values:
        people[duty] = _appointed(duty, duty, wards, [OWN], ward=wards[OWN])
    people |= {
        "moderator of the borough": _appointed(
            "moderator b", Duty.MODERATOR, wards, [OWN, BESIDE], borough=wards[OWN].borough
        ),
        "clerk beside": _appointed("clerk beside", Duty.CLERK, wards, [BESIDE], ward=wards[BESIDE]),
        "clerk of the borough": _appointed("clerk b", Duty.CLERK, wards, [OWN, BESIDE], borough=wards[OWN].borough),
        "clerk of another borough": _appointed("clerk f", Duty.CLERK, wards, [FAR], borough=wards[FAR].borough),
        "clerk of the city": _appointed("clerk c", Duty.CLERK, wards, list(wards), is_for_city=True),
        "clerk without proof": _appointed("clerk u", Duty.CLERK, wards, [OWN], is_proven=False, ward=wards[OWN]),
        "moderator without proof": _appointed(
            "moderator u", Duty.MODERATOR, wards, [OWN], is_proven=False, ward=wards[OWN]
        ),
        "clerk of last year": Somebody(make_person("clerk of last year"), is_proven=True),
        "administrator": Somebody(User.objects.create_superuser("root"), is_proven=True, is_administrator=True),
        "administrator without proof": Somebody(
            User.objects.create_superuser("root u"), is_proven=False, is_administrator=True
        ),
    }
    Appointment.objects.create(
        person=people["clerk of last year"].person,
        duty=Duty.CLERK,
        is_for_city=True,
        from_on=DAY,
        to_on=timezone.localdate() - timedelta(days=1),
    )
    starts_at = timezone.now() + timedelta(hours=1)
    chats = {
        number: announce_chat_session(ward, starts_at=starts_at, minutes=60, by="clerk")
        for number, ward in wards.items()
    }
    return Town(wards, chats, people, _objects(wards, chats))


def _resident(name: str, ward: Ward, *, is_banned: bool = False) -> Somebody:
    person, now = make_person(name, ward), timezone.now()
    if is_banned:
        Ban.objects.create(person=person, ward=ward, reason="Threats", from_at=now, until_at=now + timedelta(days=9))
    return Somebody(person, is_proven=False, home=ward.number, banned_from=ward.number if is_banned else None)


def _appointed(
    name: str, duty: str, wards: dict[int, Ward], counts_in: list[int], *, is_proven: bool = True, **place: Any
) -> Somebody:
    """Staff live in ward 95, too, where their duty keeps them from asking; elsewhere they may do what residents may."""
    person = make_person(name, wards[OWN])
    Appointment.objects.create(person=person, duty=duty, from_on=DAY, **place)
    duties = {number: {str(duty)} for number in counts_in}
    kept = frozenset() if "ward" in place else frozenset(BOROUGH_OF[number] for number in counts_in)
    return Somebody(person, is_proven=is_proven, home=OWN, duties=duties, keeps_boroughs=kept)


def _lodged_in(ward: Ward) -> Matter:
    return lodge(NewMatter(ward=ward, kind="complaint", category=make_category(), text=CleanText("The lamp is out.")))


def _objects(wards: dict[int, Ward], chats: dict[int, ChatSession]) -> dict[str, dict[int, Any]]:
    days = {"from_on": date(2027, 3, 1), "to_on": date(2027, 3, 2), "reasons": {"en": "Works"}, "clerk": None}
    later = timezone.localdate() + timedelta(days=30)
    return {
        "number": dict(zip(wards, wards, strict=True)),
        "chat_session_id": {number: chat.pk for number, chat in chats.items()},
        "closure_id": {number: add_closure(kind="closed", ward=ward, **days).pk for number, ward in wards.items()},  # type: ignore[arg-type]
        "redaction_id": {
            number: Redaction.objects.create(
                chat_session=chat, ground="error", authority="A", proposed_at=timezone.now()
            ).pk
            for number, chat in chats.items()
        },
        "post_id": {number: Post.objects.get(chat_session=chat).pk for number, chat in chats.items()},
        "matter_id": {number: _lodged_in(ward).pk for number, ward in wards.items()},
        "batch_id": {n: PrintedBatch.objects.create(ward=ward, expires_on=later).pk for n, ward in wards.items()},
    }
