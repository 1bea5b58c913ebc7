"""Who may what: commands in a chat, pages of staff, steps between the chats, appointments. No other module decides it.

A person is named by their duties: the holder of an office, and appointments (sessions/models/wards/office.py::Duty).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.models import Duty

HOLDER = "councillor"
"""The duty of the person who holds the office of the ward."""

# Commands in a chat

RESIDENT_OPS = (
    "question.ask",
    "draft.check",
    "draft.answered",
    "question.withdraw",
    "question.back",
    "report",
    "question.appeal",
    "correction.ask",
)
CONSENT_OPS = frozenset({"question.ask", "draft.check", "draft.answered"})
"""Commands that nobody may give before they have agreed to the notice (sessions/city/people/consents.py)."""
OPS_WITHOUT_CONSENT = tuple(op for op in RESIDENT_OPS if op not in CONSENT_OPS)
TAKING_PART_OPS = frozenset({"question.ask", "question.back"})
"""Commands that nobody may give in two wards in one month; sessions/city/wards/ward_change.py checks each again."""

COUNCILLOR_OPS = (
    "question.take",
    "answer.give",
    "answer.finish",
    "answer.correct",
    "question.return",
    "question.defer",
    "owed.answer",
)
OFFICIAL_OPS = ("answer.give", "answer.correct")
CALLING_OPS = ("official.call", "official.send_back")
MODERATOR_OPS = (
    "question.take",
    "question.set_topic",
    "question.claim",
    "question.release",
    "question.approve",
    "question.unmask",
    "question.hold",
    "question.decline",
    "question.merge",
    "question.undo",
    "question.reopen",
    "question.pass_on",
    "question.note",
    "questions.decline",
    "questions.merge",
    "question.separate",
    "question.reword",
    "question.take_down",
    "report.acknowledge",
    "report.dismiss",
    "appeal.decide",
    "correction.decide",
    "notice.post",
    "notice.correct",
    "session.slow",
    "decision.reread",
    "resident.mute",
    "resident.unmute",
)
CLERK_OPS = ("session.open", "session.close", "session.extend", "session.cancel", "resident.ban")
STAFF_OPS = {
    "councillor": COUNCILLOR_OPS + CALLING_OPS,
    "delegate": COUNCILLOR_OPS + CALLING_OPS,
    "moderator": MODERATOR_OPS + CALLING_OPS,
    "clerk": CLERK_OPS + CALLING_OPS,
    "official": OFFICIAL_OPS,
}
"""What each duty may do, in the order in which one person's duties are named. For an official's answer,
sessions.chats.questions.floor checks whether they were called."""

# Steps between the chats

OFFICE_STAFF = (Duty.OFFICIAL, Duty.DELEGATE, Duty.CLERK)
"""Duties whose holders do the work of an office beside its holder, the nearest to the work first."""

STEP_DUTIES: dict[str, tuple[str, ...]] = {
    "screen": (Duty.MODERATOR,),
    "resolve": (HOLDER, *OFFICE_STAFF),
    "enter": (Duty.CLERK, Duty.MODERATOR),
    "decide": (HOLDER, Duty.DELEGATE),
    "merge_promises": (HOLDER, Duty.DELEGATE, Duty.CLERK),
    "draft_answer": (Duty.DELEGATE, Duty.OFFICIAL),
    "translate": (Duty.CLERK, Duty.MODERATOR),
}
"""By a step, the duties in the ward that take it; of several, a person acts in the first.

screen: complaints and proposed promises before they are public. resolve: complaints, suggestions and promises of the
office. enter: write down what somebody says by phone, in a letter or at the counter. decide: confirm a proposed
promise, adopt or drop one of the holder before, end what a resident disputes. draft_answer: prepare an owed answer,
which only the holder of the office sends. translate: the words of a record."""

# Pages of staff


class DutyScope(StrEnum):
    """Where one of the page's duties has to be held; the comment says what its view gets."""

    CHAT = "the ward of the chat in the address"  # sessions.city.people.access.Admission
    RECORD = "the ward of the record in the address"  # sessions.city.people.ward_staff.Staff
    WARDS = "any ward: the page is about all of theirs"  # Staff, too
    CALENDAR = "any ward, borough or the city, which a clerk plans"  # sessions.city.pages.planning.clerk.Clerk


@dataclass(frozen=True, slots=True)
class StaffPage:
    """scope: where one of the duties has to be held. whose: the sentence for signed-in people without such a duty."""

    scope: DutyScope
    duties: tuple[str, ...]
    whose: Promise


_DESK = _("This page is for the moderators and clerks of the ward.")
_FLOOR = _("This page is for the councillor of the ward, and for those who answer with them.")
_MODERATORS = _("This page is for the moderators of the wards.")
_PHOTOS = _(
    "This page is for the people of an office, for clerks and for moderators, who look at photos before others do."
)
_OFFICE = _("This page is for the people who hold an office, for those who help them with answers, and for clerks.")
_CLERKS = _("This page is for the clerks who plan the chats.")

PAGE_DUTIES: dict[str, StaffPage] = {
    "desk": StaffPage(DutyScope.CHAT, (HOLDER, Duty.DELEGATE, Duty.MODERATOR, Duty.CLERK), _DESK),
    "floor": StaffPage(DutyScope.CHAT, tuple(STAFF_OPS), _FLOOR),
    "translations": StaffPage(DutyScope.RECORD, STEP_DUTIES["translate"], _DESK),
    "desk_matters": StaffPage(DutyScope.WARDS, STEP_DUTIES["screen"], _MODERATORS),
    "office": StaffPage(DutyScope.WARDS, STEP_DUTIES["resolve"], _OFFICE),
    "owed": StaffPage(DutyScope.WARDS, (HOLDER, *STEP_DUTIES["draft_answer"], Duty.CLERK), _OFFICE),
    "activities": StaffPage(DutyScope.WARDS, STEP_DUTIES["resolve"], _OFFICE),
    "activity_photos": StaffPage(DutyScope.WARDS, (*STEP_DUTIES["resolve"], Duty.MODERATOR), _PHOTOS),
    "entering": StaffPage(DutyScope.WARDS, STEP_DUTIES["enter"], _CLERKS),
    "planning": StaffPage(DutyScope.CALENDAR, (Duty.CLERK,), _CLERKS),
}
"""By the name in @staff_page(...) of a view (sessions/city/pages/staff_page.py)."""

# Appointments

WARD_SCOPE, BOROUGH_SCOPE, CITY_SCOPE = "ward", "borough", "city"
CHAIR = "chair"
"""To chair a borough: an office, beside the duties."""

MAY_APPOINT: dict[str, dict[str, tuple[str, ...]]] = {
    WARD_SCOPE: {
        "office": (WARD_SCOPE,),
        CHAIR: (),
        Duty.DELEGATE: (WARD_SCOPE,),
        Duty.OFFICIAL: (WARD_SCOPE,),
        Duty.MODERATOR: (WARD_SCOPE,),
        Duty.CLERK: (),
    },
    BOROUGH_SCOPE: {
        "office": (WARD_SCOPE,),
        CHAIR: (BOROUGH_SCOPE,),
        Duty.DELEGATE: (WARD_SCOPE, BOROUGH_SCOPE),
        Duty.OFFICIAL: (WARD_SCOPE, BOROUGH_SCOPE),
        Duty.MODERATOR: (WARD_SCOPE, BOROUGH_SCOPE),
        Duty.CLERK: (WARD_SCOPE,),
    },
    CITY_SCOPE: {
        "office": (WARD_SCOPE,),
        CHAIR: (BOROUGH_SCOPE,),
        Duty.DELEGATE: (WARD_SCOPE, BOROUGH_SCOPE, CITY_SCOPE),
        Duty.OFFICIAL: (WARD_SCOPE, BOROUGH_SCOPE, CITY_SCOPE),
        Duty.MODERATOR: (WARD_SCOPE, BOROUGH_SCOPE, CITY_SCOPE),
        Duty.CLERK: (WARD_SCOPE, BOROUGH_SCOPE),
    },
}
"""By a clerk's scope and a duty: the scopes in which they may appoint to it. Never wider than their own, and no clerk
of their own scope. Clerks of the whole city are entered in the administration."""
