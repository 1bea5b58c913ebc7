"""Printed codes: a clerk makes a batch, a resident signs in with one of them once, a clerk revokes a batch."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.codes.codes import RequestOrigin, read_digits
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.models import User
from chatserver.accounts.models.counted_support import CODE_ON_PAPER
from chatserver.accounts.models.printed_code import PrintedBatch, PrintedCode
from sessions.city.duties.events import clerks_name
from sessions.log import audit
from sessions.log.events.staff import CodesPrinted
from sessions.log.months.current import append_to_month
from sessions.log.steps.steps import actor
from sessions.models import Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import fold_digits

BY_PAPER = "paper"
"""The identifier that a device remembers after a sign-in with a printed code."""

DIGITS = 12
LARGEST_BATCH = 120
LONGEST_SLIP = 40
"""Characters of a number as it is typed, of which some may be blanks."""

USED = Q(codes__used_at__isnull=False, codes__is_void=False)
"""Filter for a query of batches: the codes with which somebody has signed in."""

LONGEST_LIFE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Slip:
    """One code as it is printed: its number on the sheet, and its digits in groups of four."""

    number: str
    digits: str


@transaction.atomic
def print_batch(ward: Ward, *, count: int, expires_on: date, clerk: Person) -> tuple[PrintedBatch, list[Slip]]:
    """Make that many new codes for residents of a ward. The digits are in the answer and nowhere else.

    Raises Refused bad_number and bad_date.
    """
    if not 1 <= count <= LARGEST_BATCH:
        raise Refused("bad_number", _("Print between 1 and 120 codes at once."))
    return _make(ward, [None] * count, expires_on=expires_on, clerk=clerk)


@transaction.atomic
def print_again(ward: Ward, *, slip: str, expires_on: date, clerk: Person) -> tuple[PrintedBatch, list[Slip]]:
    """A new code for a person who has signed in with an earlier slip of this ward: they come back as the same person.

    If the earlier code was never used, it becomes void. Raises Refused not_found and bad_date.
    """
    code = _find_slip(ward, slip)
    if code is None or code.person is None or not _knows_paper_alone(code.person):
        raise Refused("not_found", _("Nobody has signed in with a slip of that number in this ward."))
    void_codes_of(code.person)
    return _make(ward, [code.person], expires_on=expires_on, clerk=clerk)


def void_codes_of(person: User) -> None:
    """Void the unused codes that were printed for this person: without the person, each would make a new account."""
    PrintedCode.objects.filter(person=person, used_at=None).update(used_at=timezone.now(), is_void=True)


@transaction.atomic
def revoke_batch(batch: PrintedBatch, *, clerk: Person) -> None:
    """Void the unused codes of a batch; people who have signed in stay. Idempotent."""
    if PrintedBatch.objects.filter(pk=batch.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.note(
            "printed_codes", batch.pk, ward=batch.ward, clerk=clerk, before={"slips": batch.codes.count()}, after=None
        )


def sign_in_by_slip(text: str, *, language: str, origin: RequestOrigin) -> User:
    """Sign in with a printed code, once: answers a new resident of the ward that it was printed for.

    Raises Refused too_often and bad_code, and WorkNeeded. bad_code does not say whether the code never existed, was
    used, was revoked or has expired.
    """
    rate_limits.spend(_try_from(origin), work=origin.work)
    code = _usable().filter(digest=_hash(read_digits(text))).select_related("batch__ward", "person").first()
    if code is None:
        raise _opens_nothing()
    with transaction.atomic():
        # By a condition on the code's own row: PostgreSQL looks at joined ones only once, before it waits for a lock.
        if not PrintedCode.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()):
            raise _opens_nothing()
        if code.person is not None and not code.person.is_active:
            raise Refused("bad_code", _("This account has been closed."))
        if code.person is None:
            code.person = User.objects.create_resident(
                ward=code.batch.ward, language=language, vouched_by=CODE_ON_PAPER
            )
            PrintedCode.objects.filter(pk=code.pk).update(person=code.person)
        return code.person


def _try_from(origin: RequestOrigin) -> Spending:
    if origin.device is not None and origin.knows(BY_PAPER):
        return Spending(rate_limits.PRINTED_TRIES_PER_DEVICE, origin.device.id)
    return Spending(rate_limits.PRINTED_TRIES_PER_ADDRESS, origin.address)


def batches_of(wards: list[Ward]) -> list[PrintedBatch]:
    """Batches of these wards, the newest first; each with the number of codes `printed` and of those `used`."""
    rows = PrintedBatch.objects.filter(ward__in=wards).select_related("ward", "made_by__ward")
    return list(rows.annotate(printed=Count("codes"), used=Count("codes", filter=USED)))


def _make(ward: Ward, people: list[User | None], *, expires_on: date, clerk: Person) -> tuple[PrintedBatch, list[Slip]]:
    today = timezone.localdate()
    if not today <= expires_on <= today + LONGEST_LIFE:
        raise Refused("bad_date", _("Choose a day from today on, within a year."))
    batch = PrintedBatch.objects.create(ward=ward, made_by=clerk, expires_on=expires_on)
    digits = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}" for _person in people]
    codes = [
        PrintedCode(batch=batch, number=number, digest=_hash(each), person=person)
        for number, (each, person) in enumerate(zip(digits, people, strict=True), start=1)
    ]
    PrintedCode.objects.bulk_create(codes)
    facts = {"slips": len(codes), "to": expires_on.isoformat()}
    audit.note("printed_codes", batch.pk, ward=ward, clerk=clerk, before=None, after=facts)
    name = clerks_name(clerk, batch.made_at)
    event = CodesPrinted(count=len(codes), expires_on=expires_on.isoformat(), by=name)
    append_to_month(ward, event, actor=actor("clerk", clerk))
    return batch, [Slip(code.slip, _in_groups(each)) for code, each in zip(codes, digits, strict=True)]


def _usable() -> QuerySet[PrintedCode]:
    today = timezone.localdate()
    return PrintedCode.objects.filter(used_at=None, batch__revoked_at=None, batch__expires_on__gte=today)


def _opens_nothing() -> Refused:
    return Refused("bad_code", _("This code does not work. Each one works once, until the day printed on it."))


def _find_slip(ward: Ward, slip: str) -> PrintedCode | None:
    if len(slip) > LONGEST_SLIP:
        return None
    batch_id, _dash, number = fold_digits(slip).strip().partition("-")
    if not (batch_id.isascii() and batch_id.isdecimal() and number.isascii() and number.isdecimal()):
        return None
    rows = PrintedCode.objects.select_related("person").filter(batch__ward=ward)
    return rows.filter(batch_id=int(batch_id[:18]), number=int(number[:4])).first()


def _knows_paper_alone(person: User) -> bool:
    """Whether the person has no telephone, mailbox or password: only such a person gets a new slip."""
    return person.is_active and not person.has_usable_password() and not person.identities.exists()


def _in_groups(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _hash(digits: str) -> str:
    return hash_keyed("printed_codes", digits)
