"""Who may speak about a complaint or suggestion after it was lodged: the person who lodged it, or those it concerns."""

from hmac import compare_digest

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sessions.matters.resolving.claims import DoneClaim, done_claim_of
from sessions.models import Matter, MatterSupport, Standing
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.receipts import read_receipt


def is_complainant(matter: Matter, *, person: Person | None, receipt: str = "") -> bool:
    """Whether they lodged it: by their account, or by its receipt, written as people write it."""
    if person is not None and matter.author_id == person.pk:
        return True
    code = read_receipt(receipt) if receipt else None
    return code is not None and compare_digest(code, matter.receipt)


def require_complainant(matter: Matter, *, person: Person | None, receipt: str = "") -> None:
    """Raises Refused forbidden."""
    if not is_complainant(matter, person=person, receipt=receipt):
        raise Refused("forbidden", _("Only the person who lodged it can do this."))


def counted_supporters(matter: Matter) -> QuerySet[MatterSupport]:
    """Supporters whose support counts now: two mailboxes of one person do not close anybody's complaint."""
    return MatterSupport.objects.filter(matter=matter, standing=Standing.COUNTED)


def asked_supporters(matter: Matter, claim: DoneClaim) -> QuerySet[MatterSupport]:
    """Counted supporters who had joined before the office said that it is done.

    A later supporter is counted, but not asked: otherwise two friends of the office could close anybody's complaint.
    """
    return counted_supporters(matter).filter(at__lte=claim.at)


def is_supporter(matter: Matter, person: Person | None) -> bool:
    return person is not None and counted_supporters(matter).filter(person=person).exists()


def is_asked_supporter(matter: Matter, person: Person) -> bool:
    """Answer whether this supporter may say if a matter that is claimed done really is."""
    return asked_supporters(matter, done_claim_of(matter)).filter(person=person).exists()


def require_shown(matter: Matter) -> None:
    """Raises Refused state for what everybody cannot read now."""
    if not matter.is_shown:
        raise Refused("state", _("That cannot be done with this complaint or suggestion now."))
