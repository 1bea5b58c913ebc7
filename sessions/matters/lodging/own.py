"""What the person who lodged a complaint or suggestion may see and do, by account or by receipt."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.steps import lock_matter, no_such_matter, take_matter_step
from sessions.models import Matter
from sessions.models.matters.transitions import By, state_after
from sessions.platform.people import Person
from sessions.platform.text.receipts import read_receipt


def matters_of(person: Person) -> QuerySet[Matter]:
    """The person's complaints and suggestions, the newest first."""
    return Matter.objects.select_related("ward", "category").filter(author=person).order_by("-lodged_at")


def find_own(person: Person, number: str) -> Matter:
    """Raises Refused not_found, also for one of somebody else."""
    stored = read_matter_number(number)
    matter = matters_of(person).filter(number=stored).first() if stored else None
    if matter is None:
        raise no_such_matter()
    return matter


def find_by_receipt(words: str) -> Matter | None:
    """The one whose receipt this is, as people write receipts; None where it cannot be one, or is nobody's."""
    code = read_receipt(words)
    return Matter.objects.select_related("ward", "category").filter(receipt=code).first() if code else None


def is_matter_withdrawable(matter: Matter) -> bool:
    return state_after(matter.kind, "withdraw", matter.state) is not None


@transaction.atomic
def withdraw_matter(matter_id: UUID, *, person: Person | None) -> Matter:
    """Withdraw a matter for its author, whom the caller knows by account or (person: None) by receipt.

    Raises Refused: not_found, state.
    """
    matter = lock_matter(matter_id)
    take_matter_step(matter, "withdraw", by=By.RESIDENT, person=person)
    return matter
