"""Lodge a complaint or suggestion: it gets its number and receipt, and waits for a moderator."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sessions.chats.questions.author_labels import plain_label
from sessions.contract.limits import MAX_ALT_GRAPHEMES, MAX_LANDMARK_GRAPHEMES, MAX_QUESTION_GRAPHEMES
from sessions.log.events.months import DeskMatterLodged
from sessions.matters.lodging.preparing_photos import add_file
from sessions.matters.matter_numbers import matter_number, next_serial
from sessions.matters.steps import append_about
from sessions.models import Activity, Category, Matter, MatterPhoto, MatterSource, Question, Ward
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.text.commitments import base64url, commitment, new_salt
from sessions.platform.text.receipts import new_receipt
from sessions.platform.text.text_input import clean_optional_line, clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedPhoto:
    """A stored photograph (platform/photos), which comes with a complaint. width, height: pixels."""

    sha256: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedFile:
    """A photograph that is prepared later: its name among the unprepared files (unprepared_files.py)."""

    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodged:
    """What somebody lodges. author: None where a clerk writes it down for somebody without an account. is_named: under
    the name that the author has chosen, and not as a resident of the ward.

    lat, lon: degrees with four decimals, checked before (city/places). Words are cleaned here.
    """

    ward: Ward
    kind: str
    category: Category
    text: str
    author: Person | None
    is_named: bool = False
    entered_by: Person | None = None
    source: str = MatterSource.WEB
    language: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None
    landmark: str = ""
    is_landmark_only: bool = False
    from_question: Question | None = None
    about_activity: Activity | None = None
    photos: Sequence[LodgedPhoto | LodgedFile] = ()
    ref: UUID | None = None
    most_graphemes: int = MAX_QUESTION_GRAPHEMES


@transaction.atomic
def lodge(lodged: Lodged) -> Matter:
    """Save it, and tell the ward's desk. Raises Refused: empty, too_long, bad_characters."""
    text = clean_words(lodged.text, lodged.most_graphemes)
    landmark = clean_landmark(lodged.landmark)
    now, ward, author = timezone.now(), lodged.ward, lodged.author
    today = timezone.localdate(now)
    serial, salt = next_serial(ward, today), new_salt()
    matter = Matter.objects.create(
        ward=ward,
        year=today.year,
        serial=serial,
        number=matter_number(ward.number, today.year, serial),
        kind=lodged.kind,
        category=lodged.category,
        text=text,
        language=lodged.language,
        label=(author.label if author is not None and lodged.is_named else "") or plain_label(ward.number),
        author=author,
        entered_by=lodged.entered_by,
        source=lodged.source,
        receipt=new_receipt(),
        commitment=commitment(salt, text),
        salt=base64url(salt),
        lat=lodged.lat,
        lon=lodged.lon,
        landmark=landmark,
        is_landmark_only=lodged.is_landmark_only or lodged.category.is_place_hidden,
        lodged_at=now,
        changed_at=now,
        from_question=lodged.from_question,
        about_activity=lodged.about_activity,
        ref=lodged.ref,
    )
    _add_photos(matter, lodged.photos)
    facts = {"id": str(matter.pk), "number": matter.number, "kind": matter.kind, "category": lodged.category.slug}
    event = DeskMatterLodged(**facts, source=matter.source, commitment=matter.commitment)
    append_about(matter, event, by=By.RESIDENT if lodged.entered_by is None else By.OFFICE, person=author)
    return matter


def clean_words(text: str, most_graphemes: int = MAX_QUESTION_GRAPHEMES) -> str:
    """Clean the words, by default at most as long as a question. Raises Refused: empty, too_long, bad_characters."""
    return clean_text(text, max_graphemes=most_graphemes)


def clean_landmark(landmark: str) -> str:
    """One line; blank for none. Raises Refused: too_long, bad_characters."""
    return clean_optional_line(landmark, max_graphemes=MAX_LANDMARK_GRAPHEMES)


def clean_alt(alt: str) -> str:
    """What can be seen in a photograph; blank for none. Raises Refused: too_long, bad_characters."""
    return clean_optional_line(alt, max_graphemes=MAX_ALT_GRAPHEMES)


def _add_photos(matter: Matter, photos: Sequence[LodgedPhoto | LodgedFile]) -> None:
    """In the order in which they were chosen, whenever each is prepared."""
    for photo in photos:
        alt, now = clean_alt(photo.alt), timezone.now()
        match photo:
            case LodgedPhoto():
                size = {"width": photo.width, "height": photo.height}
                MatterPhoto.objects.create(matter=matter, sha256=photo.sha256, **size, alt=alt, added_at=now)
            case LodgedFile():
                add_file(matter, photo.name, alt=alt, added_at=now)
