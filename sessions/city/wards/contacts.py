"""How the office of a ward or borough is reached: entered by a clerk, read by everybody; never a private number."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.log import audit
from sessions.models import Borough, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, as_fields
from sessions.platform.text.text_input import fold_digits

_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/-]{4,38}")


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """Any of it may be blank."""

    phone: str = ""
    addresses: ByLanguage = field(default_factory=dict)
    hours: ByLanguage = field(default_factory=dict)


@transaction.atomic
def change_contact(place: Ward | Borough, contact: OfficeContact, *, clerk: Person | None) -> None:
    """Replace it all, and note it in the audit; the last one who saves is right. Raises Refused bad_field."""
    phone = fold_digits(contact.phone.strip())
    if phone and not _TELEPHONE.fullmatch(phone):
        message = _("That is no telephone number. Write it as 033 2286 1000.")
        raise Refused("bad_field", message, facts={"part": "phone"})
    row = type(place).objects.select_for_update().get(pk=place.pk)
    before = _facts_of(row)
    row.office_phone, row.office_addresses, row.office_hours = phone, contact.addresses, contact.hours
    row.save(update_fields=["office_phone", "office_addresses", "office_hours"])
    ward = row if isinstance(row, Ward) else None
    audit.note("contact", row.pk, ward=ward, clerk=clerk, before=before, after=_facts_of(row))


def _facts_of(place: Ward | Borough) -> dict[str, Any]:
    """The facts of a contact, with the code of the borough, which the audit of a ward names by itself."""
    return {
        "phone": place.office_phone,
        **as_fields("address", place.office_addresses),
        **as_fields("hours", place.office_hours),
        **({"place": f"borough:{place.code}"} if isinstance(place, Borough) else {}),
    }
