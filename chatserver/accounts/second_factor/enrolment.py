"""Who may set up the first second factor of an account: the holder of its phone alone may not, as phones are shared.

An account without a duty needs the link of an invitation, opened in this browser. An account with a duty needs its
password, typed just now, or a code that `reset_second_factor` has printed.
"""

import secrets
import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.codes.codes import read_digits
from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.rate_limits import MINUTE_S, Limit, Spending, spend
from chatserver.accounts.models import User
from chatserver.accounts.models.enrolment_code import EnrolmentCode
from chatserver.accounts.names.labels import has_duty
from chatserver.accounts.second_factor.mark import LATELY_S, is_proven
from sessions.city.people.invites import find_open_invite
from sessions.platform.refusals import Refused

INVITED, ENROLMENT = "invited", "enrolment"
"""Keys in the cookie session: the invitation that was opened, and the account for which a code was right."""

GOOD_FOR = timedelta(days=7)
DIGITS = 12
TRIES = Limit("enrolment", 8, 15 * MINUTE_S, _("Too many attempts. Please try again in 15 minutes."))


def may_set_up_first(request: HttpRequest, person: User) -> bool:
    if is_proven(request.session) or request.session.get(ENROLMENT) == person.pk:
        return True
    if person.is_staff or has_duty(person):
        return person.is_staff and _has_typed_password_lately(request, person)
    return find_open_invite(request.session.get(INVITED, 0)) is not None


def make_enrolment_code(person: User) -> str:
    """Make a code and answer its digits, in groups of four; the code before it becomes void."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    given = {"digest": _hash(person, digits), "expires_at": timezone.now() + GOOD_FOR}
    EnrolmentCode.objects.update_or_create(person=person, defaults=given)
    return " ".join(digits[at : at + 4] for at in range(0, DIGITS, 4))


def use_enrolment_code(request: HttpRequest, person: User, text: str) -> None:
    """Let this cookie session set the first second factor up. Raises Refused: too_often, bad_code."""
    spend(Spending(TRIES, str(person.pk)))
    row = EnrolmentCode.objects.filter(person=person, expires_at__gt=timezone.now()).first()
    if row is None or not constant_time_compare(row.digest, _hash(person, read_digits(text))):
        raise Refused("bad_code", _("This code does not work. Ask the people who run this website for a new one."))
    request.session[ENROLMENT] = person.pk


def end_enrolment(request: HttpRequest, person: User) -> None:
    """Delete the code and forget its use: the next first second factor needs a new code."""
    EnrolmentCode.objects.filter(person=person).delete()
    request.session.pop(ENROLMENT, None)


def _has_typed_password_lately(request: HttpRequest, person: User) -> bool:
    records = get_authentication_records(request, person)
    return any(each.get("method") == "password" and time.time() - each["at"] <= LATELY_S for each in records)


def _hash(person: User, digits: str) -> str:
    return hash_keyed("enrolment", f"{person.pk}:{digits}")
