"""A clerk writes down what somebody says by phone, in a letter or at the counter.

No name of that person is kept: they get the receipt, and with it everything that an author may do
(sessions/matters/pages/lodging/by_receipt.py). Where they wish to have it sent, receipt_subscriptions.py says where to.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import WardDuties
from sessions.matters.lodging.by_resident import find_sent, lock_person
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.steps import no_such_matter
from sessions.models import Matter, MatterSource
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

SOURCES = (MatterSource.PHONE, MatterSource.VISIT, MatterSource.PAPER)

RECEIPT_SHOWN_FOR = timedelta(hours=12)
"""Span of reprinting. For so long the clerk can print the receipt once more. Afterwards only the person has it."""


@transaction.atomic
def enter_for(new: NewMatter, duties: WardDuties, *, consented: bool, read_back: bool) -> Matter:
    """Lodge it for somebody without an account; the same form twice is one.

    consented, read_back: that the clerk has read out how the words are used, and the words themselves, and both were
    agreed to. new.entered_by: the clerk; new.author: None. Raises Refused: forbidden, consent, read_back, bad_field
    (source), and as find_sent().
    """
    clerk = new.entered_by
    assert clerk is not None, "somebody enters it"
    assert new.author is None, "for somebody without an account"
    if not duties.may("enter", new.ward.pk):
        raise Refused("forbidden", _("You can write down only what is about a ward that you work for."))
    if new.source not in SOURCES:
        raise Refused("bad_field", _("Choose one."), facts={"part": "source"})
    if not consented:
        raise Refused("consent", _("Read the sentence out. Without their consent nothing can be written down."))
    if not read_back:
        raise Refused("read_back", _("Read the words back to the person before you send them."))
    return find_sent(new, by=lock_person(clerk)) or lodge(new)


def entered_lately(clerk: Person, number: str) -> Matter:
    """What this clerk has entered, while its receipt can still be printed. Raises Refused not_found."""
    since = timezone.now() - RECEIPT_SHOWN_FOR
    rows = Matter.objects.select_related("ward", "category")
    matter = rows.filter(number=number, entered_by=clerk, author=None, lodged_at__gte=since).first()
    if matter is None:
        raise no_such_matter()
    return matter
