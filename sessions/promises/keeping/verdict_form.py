"""What a page needs to ask a reader whether a promise was kept."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from sessions.city.people.ward_staff import ward_duties_of
from sessions.models import Promise, PromiseState, PromiseVerdict
from sessions.platform.people import Person
from sessions.promises.keeping.askers import asked_of
from sessions.promises.keeping.claims import kept_claim_of, last_day_to_say


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """The form of a verdict.

    claim: the version that is answered. last_day: until which. may_answer: by this reader, who has not yet.
    """

    promise: Promise
    claim: int
    last_day: date
    may_answer: bool
    has_answered: bool


def verdict_context(promise: Promise, person: Person | None, *, receipt: str = "") -> dict[str, Any]:
    """{"verdict_form": VerdictForm, or None where nobody can say anything now} for _verdict.html.

    promise: with its ward. receipt: of the person who asked, where they came by that.
    """
    if promise.state != PromiseState.CLAIMED_KEPT:
        return {"verdict_form": None}
    claim = kept_claim_of(promise)
    last_day = last_day_to_say(promise.ward, claim.day)
    if timezone.localdate() > last_day:
        return {"verdict_form": None}
    form = VerdictForm(promise, claim.version, last_day, may_answer=False, has_answered=False)
    if person is None and not receipt:
        return {"verdict_form": form}
    if person is not None:
        given = PromiseVerdict.objects.filter(promise=promise, claim=claim.version, person=person)
        if given.exists():
            return {"verdict_form": replace(form, has_answered=True)}
    asked = asked_of(promise)
    is_asked = asked.is_asker(person=person, receipt=receipt) or asked.is_supporter(person)
    may_answer = is_asked and not ward_duties_of(person).may("resolve", promise.ward_id)
    return {"verdict_form": replace(form, may_answer=may_answer)}
