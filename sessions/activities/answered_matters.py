"""What an activity answers: complaints, suggestions and promises, found by the numbers that the office wrote."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_ACTIVITY_LINKS
from sessions.matters.matter_numbers import read_matter_number
from sessions.models import Activity, Borough, Matter, Promise, PromiseState, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.promises.promise_numbers import read_promise_number

LONGEST_LIST_OF_NUMBERS = 41 * MAX_ACTIVITY_LINKS
_BETWEEN = re.compile(r"[,;،؛\n\r]+")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an activity answers. matters: complaints and suggestions."""

    matters: tuple[Matter, ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def numbers(self) -> list[str]:
        return [*(each.number for each in self.matters), *(each.number for each in self.promises)]


def read_answers(words: str, owner: Ward | Borough) -> Answered:
    """Read the matters from numbers with commas between them, in digits of any script.

    Raises Refused: too_long; bad_field for a number that nothing public has, or that is of another ward or borough.
    """
    written = [each.strip() for each in _BETWEEN.split(words[: LONGEST_LIST_OF_NUMBERS + 1]) if each.strip()]
    if len(words) > LONGEST_LIST_OF_NUMBERS or len(written) > MAX_ACTIVITY_LINKS:
        raise Refused("too_long", _("At most {n} numbers can be linked.").format(n=digits(MAX_ACTIVITY_LINKS)))
    matters: dict[str, Matter] = {}
    promises: dict[str, Promise] = {}
    for each in written:
        found = _find(each)
        if found is None:
            message = _(
                "There is nothing public with the number {number}. Numbers look like 95-2027-0143, those of promises "
                "like 95-P-2027-12."
            )
            raise Refused("bad_field", message.format(number=each))
        if not found.ward.is_of(owner):
            message = _("{number} is of another ward. An activity answers what was said in its own ward or borough.")
            raise Refused("bad_field", message.format(number=found.number))
        if isinstance(found, Matter):
            matters[found.number] = found
        else:
            promises[found.number] = found
    return Answered(tuple(matters.values()), tuple(promises.values()))


def answered_by_activity(activity: Activity) -> Answered:
    """The linked matters and promises that are still public; two queries."""
    return Answered(
        tuple(each for each in activity.matters.select_related("ward", "category") if each.is_shown),
        tuple(activity.promises.filter(is_withheld=False).select_related("ward")),
    )


def _find(written: str) -> Matter | Promise | None:
    number = read_promise_number(written)
    if number is not None:
        rows = Promise.objects.filter(number=number, is_withheld=False)
        return rows.exclude(state=PromiseState.PROPOSED).select_related("ward").first()
    matter = Matter.objects.filter(number=read_matter_number(written) or "").select_related("ward").first()
    return matter if matter is not None and matter.is_shown else None
