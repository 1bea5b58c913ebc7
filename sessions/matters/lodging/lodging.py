"""Lodge a complaint or suggestion: it gets its number and receipt, and waits for a moderator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sessions.chats.questions.author_labels import plain_label
from sessions.log.events.months import DeskMatterLodged
from sessions.matters.lodging.preparing_photos import add_file
from sessions.matters.matter_numbers import matter_number, next_serial
from sessions.matters.steps import append_about
from sessions.models import Activity, Category, Matter, MatterPhoto, MatterSource, Question, Ward
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.text.commitments import base64url, commitment, new_salt
from sessions.platform.text.receipts import new_receipt
from sessions.platform.text.text_input import NO_WORDS, CleanText


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedPhoto:
    """A stored photograph (platform/photos), which comes with a complaint. width, height: pixels."""

    sha256: str
    width: int
    height: int
    alt: CleanText = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedFile:
    """A photograph that is prepared later: its name among the unprepared files (unprepared_files.py)."""

    name: str
    alt: CleanText = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMatter:
    """A complaint or suggestion to be lodged, as the form, program or table that brought it was parsed.

    Its words are clean and its place is checked: nothing after the edge does either again. lat, lon: degrees with four
    decimals. author: None where a clerk writes it down for somebody without an account. is_named: under the name that
    the author has chosen, and not as a resident of the ward.
    """

    ward: Ward
    kind: str
    category: Category
    text: CleanText
    author: Person | None = None
    is_named: bool = False
    entered_by: Person | None = None
    source: str = MatterSource.WEB
    language: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None
    landmark: CleanText = NO_WORDS
    is_landmark_only: bool = False
    from_question: Question | None = None
    about_activity: Activity | None = None
    photos: Sequence[LodgedPhoto | LodgedFile] = ()
    ref: UUID | None = None


@transaction.atomic
def lodge(new: NewMatter) -> Matter:
    """Save it, and tell the ward's desk."""
    now = timezone.now()
    today = timezone.localdate(now)
    matter = make_row(new, today.year, next_serial(new.ward, today), now)
    matter.save(force_insert=True)
    _add_photos(matter, new.photos)
    by = By.RESIDENT if new.entered_by is None else By.OFFICE
    append_about(matter, lodged_event(matter), by=by, person=new.author)
    return matter


def make_row(new: NewMatter, year: int, serial: int, lodged_at: datetime) -> Matter:
    """A row with a receipt and a commitment of its own, not saved yet. year, serial: its number in the ward."""
    ward, author, salt = new.ward, new.author, new_salt()
    return Matter(
        ward=ward,
        year=year,
        serial=serial,
        number=matter_number(ward.number, year, serial),
        kind=new.kind,
        category=new.category,
        text=new.text,
        language=new.language,
        label=(author.label if author is not None and new.is_named else "") or plain_label(ward.number),
        author=author,
        entered_by=new.entered_by,
        source=new.source,
        receipt=new_receipt(),
        commitment=commitment(salt, new.text),
        salt=base64url(salt),
        lat=new.lat,
        lon=new.lon,
        landmark=new.landmark,
        is_landmark_only=new.is_landmark_only or new.category.is_place_hidden,
        lodged_at=lodged_at,
        changed_at=lodged_at,
        from_question=new.from_question,
        about_activity=new.about_activity,
        ref=new.ref,
    )


def lodged_event(matter: Matter) -> DeskMatterLodged:
    """The event that tells the ward's desk of a new row; its words stay in the row."""
    return DeskMatterLodged(
        id=str(matter.pk),
        number=matter.number,
        kind=matter.kind,
        category=matter.category.slug,
        source=matter.source,
        commitment=matter.commitment,
    )


def _add_photos(matter: Matter, photos: Sequence[LodgedPhoto | LodgedFile]) -> None:
    """Add the photos in the order in which they were chosen, whenever each is prepared."""
    for photo in photos:
        alt, now = photo.alt, timezone.now()
        match photo:
            case LodgedPhoto():
                size = {"width": photo.width, "height": photo.height}
                MatterPhoto.objects.create(matter=matter, sha256=photo.sha256, **size, alt=alt, added_at=now)
            case LodgedFile():
                add_file(matter, photo.name, alt=alt, added_at=now)
