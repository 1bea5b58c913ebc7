"""Whether a promise was kept, say those who asked: kept, or not. The office cannot say it for them.

The word of the person who asked is enough. Without it, what most of the supporters said counts, where three or more
have answered: at once where more than half of all who were asked have said the same, else after 14 days.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import ward_duties_of
from sessions.models import Promise, PromiseState, PromiseVerdict
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.promises.keeping.askers import AskedPeople, asked_of
from sessions.promises.keeping.claims import KeptClaim, kept_claim_of, last_day_to_say
from sessions.promises.steps import lock_promise, promise_state_facts, take_promise_step

KEPT_VERDICT, NOT_KEPT_VERDICT = "kept", "not"
VERDICTS = (KEPT_VERDICT, NOT_KEPT_VERDICT)

FEWEST_SUPPORTERS = 3
"""Supporters needed: so many have to answer before what most of them say counts."""


@transaction.atomic
def give_kept_verdict(
    promise_id: UUID, verdict: str, *, person: Person | None = None, receipt: str = "", claim: int | None = None
) -> Promise:
    """Answer the office's claim that it is kept, once for each claim, within 14 days after being asked.

    person, receipt: by account, or of the person who asked by receipt. claim: the version of the claim that they saw;
    None for the one that stands. Raises Refused: not_found, bad_field (no such verdict), forbidden (they did not ask
    and do not support it, or work for the office), state (nothing is claimed now, or it is settled), stale (the office
    has claimed it anew since), too_late, repeated.
    """
    if verdict not in VERDICTS:
        raise Refused("bad_field", _("Choose one: kept, or not kept."))
    promise = lock_promise(promise_id)
    asked = asked_of(promise)
    is_asker = asked.is_asker(person=person, receipt=receipt)
    _require_asked(promise, asked, person=person, is_asker=is_asker)
    _require_open(promise)
    _note(promise, _open_claim(promise, claim), is_kept=verdict == KEPT_VERDICT, person=person, is_asker=is_asker)
    if is_asker:
        _settle(promise, is_kept=verdict == KEPT_VERDICT, by=PromiseStepBy.RESIDENT, person=person)
    elif is_decided_early(promise, asked):
        settle_by_majority(promise)
    return promise


def settle_by_majority(promise: Promise) -> bool:
    """Settle a locked promise that is claimed kept by its supporters' votes; answers whether these were enough."""
    kept, not_kept = promise.kept_votes, promise.not_votes
    if promise.state != PromiseState.CLAIMED_KEPT or kept + not_kept < FEWEST_SUPPORTERS or kept == not_kept:
        return False
    _settle(promise, is_kept=kept > not_kept, by=PromiseStepBy.SUPPORTERS)
    return True


def is_decided_early(promise: Promise, asked: AskedPeople) -> bool:
    """Whether no later answer could change what most of them say."""
    most = max(promise.kept_votes, promise.not_votes)
    return most >= FEWEST_SUPPORTERS and most * 2 > asked.count()


def can_be_confirmed(promise: Promise, claim: KeptClaim, asked: AskedPeople) -> bool:
    """Whether those who can be asked are enough: the person who asked, or three with those who answered this claim."""
    if asked.can_ask_asker():
        return True
    answered = PromiseVerdict.objects.filter(promise=promise, claim=claim.version).values_list("person", flat=True)
    return promise.kept_votes + promise.not_votes + len(asked.reachable() - set(answered)) >= FEWEST_SUPPORTERS


def _settle(promise: Promise, *, is_kept: bool, by: PromiseStepBy, person: Person | None = None) -> None:
    told = {"kept": promise.kept_votes, "not_kept": promise.not_votes}
    take_promise_step(promise, "keep" if is_kept else "dispute", by=by, person=person, told=told)


def _require_open(promise: Promise) -> None:
    if promise.state in (PromiseState.KEPT, PromiseState.DISPUTED):
        message = _("This has been answered already: what was said stands.")
        raise Refused("state", message, facts=promise_state_facts(promise))
    if promise.state != PromiseState.CLAIMED_KEPT:
        message = _("The office has not said that this promise is kept.")
        raise Refused("state", message, facts=promise_state_facts(promise))


def _require_asked(promise: Promise, asked: AskedPeople, *, person: Person | None, is_asker: bool) -> None:
    """Nobody judges their own office."""
    if not is_asker and not asked.is_supporter(person):
        raise Refused("forbidden", _("Only those who asked, and those who support it, can say that."))
    if ward_duties_of(person).may("resolve", promise.ward_id):
        raise Refused("forbidden", _("You work for this office. Those who asked say whether it has kept its word."))


def _open_claim(promise: Promise, seen: int | None) -> KeptClaim:
    """The claim that can be answered now."""
    claim = kept_claim_of(promise)
    if seen is not None and seen != claim.version:
        message = _("The office has said something new since. Look at it again before you answer.")
        raise Refused("stale", message, facts=promise_state_facts(promise))
    if timezone.localdate() > last_day_to_say(promise.ward, claim.day):
        raise Refused("too_late", _("The 14 days for an answer are over. You can ask again in the next chat."))
    return claim


def _note(promise: Promise, claim: KeptClaim, *, is_kept: bool, person: Person | None, is_asker: bool) -> None:
    """A person counts once for each claim."""
    given = PromiseVerdict.objects.filter(promise=promise, claim=claim.version)
    if person is not None and given.filter(person=person).exists():
        raise Refused("repeated", _("You have answered this already."), facts=promise_state_facts(promise))
    PromiseVerdict.objects.create(
        promise=promise, person=person, is_asker=is_asker, claim=claim.version, is_kept=is_kept, at=timezone.now()
    )
    if is_kept:
        promise.kept_votes += 1
    else:
        promise.not_votes += 1
    promise.save(update_fields=["kept_votes", "not_votes"])
