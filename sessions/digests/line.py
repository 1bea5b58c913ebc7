"""The subject of a digest's mail, and its one line for text messages: dates and numbers, no words of anybody."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.city.display import ward_name
from sessions.digests.document import Document
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.marks import without_marks
from sessions.platform.text.sms_parts import parts_of
from sessions.platform.text.spoken.dates import month_words


def subject_of(document: Document) -> str:
    """The subject of a digest, in the active language, as line_of_digest."""
    return without_marks(_("{ward}: what happened in {month}").format(**_names(document)))


def line_of_digest(document: Document) -> str:
    """With numbers where it fits into one text message together with its link, else without."""
    counts = document["counts"]
    short = _("{ward}, {month}:").format(**_names(document))
    long = _("{ward}, {month}: answers {answers}, done {done}, overdue {overdue}.").format(
        **_names(document),
        answers=digits(counts["answers"]),
        done=digits(counts["confirmed"] + counts["kept"]),
        overdue=digits(counts["overdue"]),
    )
    address = settings.ALLOWED_ORIGINS[0] if settings.ALLOWED_ORIGINS else ""
    link = address + reverse("short_digest", args=[document["ward"], month_of_document(document)])
    fits = (line for line in (long, short) if parts_of(f"{without_marks(line)} {link}") == 1)
    return without_marks(next(fits, short))


def month_of_document(document: Document) -> date:
    return date.fromisoformat(f"{document['month']}-01")


def _names(document: Document) -> dict[str, str]:
    return {"ward": ward_name(document["ward"]), "month": month_words(month_of_document(document))}
