"""Appeals about complaints and suggestions: their author asks once, and another moderator than the first decides.

Overturned: what was declined becomes public, as it was lodged, its photos waiting; what was removed is open again.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.appeals.verdict import AppealVerdict
from moderation.matters.deciding import decide_matter, end_claim, require_no_matter_conflict
from moderation.matters.screening import approve_matter
from moderation.models import MatterAppeal, MatterDecision, MatterPart
from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import SecondPersonShown, require_independent, show_second_person
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.log.events.months import DeskMatterAppealDecided, DeskMatterAppealed
from sessions.log.logged_event import wire_time
from sessions.matters.deadlines import start_clock
from sessions.matters.resolving.complainants import is_complainant
from sessions.matters.steps import append_about, lock_matter, matter_state_facts, no_such_matter
from sessions.models import AppealState, Matter, MatterState, SecondAct
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line

APPEALABLE = (MatterState.DECLINED, MatterState.REMOVED)
APPEALED = ("declined", "taken_down")


@transaction.atomic
def appeal_matter(matter_id: UUID, *, person: Person | None = None, receipt: str = "", words: str = "") -> MatterAppeal:
    """Appeal against the refusal or removal of what one lodged, by account or receipt, once, with words or without.

    Another moderator has APPEAL_DAYS days to decide. Raises Refused: too_long, bad_characters, not_found (also for what
    others lodged), appealed, state.
    """
    words = clean_optional_line(words, max_graphemes=MAX_NOTE_GRAPHEMES)
    matter = lock_matter(matter_id)
    if not is_complainant(matter, person=person, receipt=receipt):
        raise no_such_matter()
    if MatterAppeal.objects.filter(matter=matter).exists():
        raise Refused("appealed", _("You have appealed already."), facts=matter_state_facts(matter))
    if not may_appeal_matter(matter):
        message = _("That cannot be done with this complaint or suggestion now.")
        raise Refused("state", message, facts=matter_state_facts(matter))
    now = timezone.now()
    due_at = now + timedelta(days=settings.APPEAL_DAYS)
    made = MatterAppeal.objects.create(matter=matter, words=words, made_at=now, due_at=due_at)
    event = DeskMatterAppealed(
        id=str(matter.pk), number=matter.number, due_at=wire_time(due_at), commitment=matter.commitment or UNSET
    )
    append_about(matter, event, by=By.RESIDENT, person=person)
    return made


def may_appeal_matter(matter: Matter) -> bool:
    return matter.state in APPEALABLE and not hasattr(matter, "appeal_made")


@transaction.atomic
def decide_matter_appeal(
    matter_id: UUID, *, moderator: Person, version: int, outcome: str, note: str, is_confirmed: bool = False
) -> Matter:
    """Uphold or overturn what another moderator decided; note: why, for the author. It may be overdue.

    is_confirmed: as in approve_matter. Raises Refused: bad_field (outcome), empty, too_long, bad_characters, not_found,
    stale, state (no appeal waits), own_decision, own_matter, passed_on, not_independent, second_look.
    """
    note = AppealVerdict(outcome, note).cleaned().note
    matter = lock_matter(matter_id, version=version)
    waiting = MatterAppeal.objects.waiting().filter(matter=matter).first()
    if waiting is None or matter.state not in APPEALABLE:
        raise Refused("state", _("No appeal about this waits."), facts=matter_state_facts(matter))
    require_may_decide_appeal(matter, moderator)
    waiting.outcome, waiting.note = outcome, note
    waiting.decided_by, waiting.decided_at = moderator, timezone.now()
    waiting.save()
    _tell_decided(matter, outcome, by=By.MODERATOR, person=moderator)
    if outcome == AppealState.OVERTURNED:
        _undo(matter, note, moderator, is_confirmed=is_confirmed)
    return matter


def withdraw_matter_appeals(person: Person) -> None:
    """Withdraw the appeals that wait of a person who is about to be erased. In the caller's transaction."""
    waiting = MatterAppeal.objects.waiting().filter(matter__author=person)
    for matter_id in waiting.order_by("matter").values_list("matter", flat=True):
        matter = lock_matter(matter_id)
        rows = MatterAppeal.objects.filter(matter=matter)
        rows.update(outcome=AppealState.WITHDRAWN, decided_at=timezone.now(), words="")
        _tell_decided(matter, AppealState.WITHDRAWN, by=By.RESIDENT, person=person)


def _tell_decided(matter: Matter, outcome: str, *, by: By, person: Person) -> None:
    event = DeskMatterAppealDecided(
        id=str(matter.pk),
        number=matter.number,
        appeal=outcome,
        reason=matter.reason,
        commitment=matter.commitment or UNSET,
    )
    append_about(matter, event, by=by, person=person)


def require_may_decide_appeal(matter: Matter, moderator: Person) -> None:
    """Raises Refused: own_decision, own_matter, passed_on, not_independent."""
    if has_decided(matter, moderator):
        message = _("You made this decision: another moderator decides about the appeal.")
        raise Refused("own_decision", message, facts=matter_state_facts(matter))
    require_no_matter_conflict(matter, moderator)
    require_independent(SecondPeople(SecondAct.APPEAL, matter.ward), moderator, _first_of(matter))


def has_decided(matter: Matter, moderator: Person) -> bool:
    """Whether the decision that can be appealed against is this person's."""
    return moderator.pk in _first_of(matter)


def second_person_of(matter: Matter, reader: Person) -> SecondPersonShown:
    """Why the reader may not decide about the appeal, if so, and who may."""
    left = set(matter.recusals.values_list("person", flat=True)) | {matter.author_id or 0}
    return show_second_person(SecondPeople(SecondAct.APPEAL, matter.ward), reader, _first_of(matter), but=left)


def _first_of(matter: Matter) -> set[int]:
    decided = MatterDecision.objects.filter(matter=matter, part=MatterPart.WORDS, decision__in=APPEALED)
    return set(decided.filter(moderator__isnull=False).order_by().values_list("moderator", flat=True))


def _undo(matter: Matter, note: str, moderator: Person, *, is_confirmed: bool) -> None:
    """Whatever claim there was has ended: a decision had been made."""
    end_claim(matter)
    matter.reason, matter.note = "", note
    if matter.state == MatterState.REMOVED:
        start_clock(matter, timezone.localdate())
        decide_matter(matter, "restore", moderator)
        return
    decide_matter(matter, "reopen", moderator)
    approve_matter(matter.pk, moderator=moderator, version=matter.version, is_confirmed=is_confirmed)
    matter.refresh_from_db(fields=("state", "version", "published_at"))
