"""Photographs with which an office shows that something is done: everybody sees them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_ALT_GRAPHEMES, MAX_MATTER_PHOTOS
from sessions.log.events.months import MatterPhotoShown, PhotoFacts
from sessions.matters.steps import append_about
from sessions.models import Matter, MatterPhoto, PhotoState, PhotoUse
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.photos.picture import Picture
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line


@dataclass(frozen=True, slots=True)
class Proof:
    """A picture that is stored already (sessions/platform/photos/storage.py). alt: what can be seen."""

    picture: Picture
    alt: str = ""


def show_proofs(matter: Matter, proofs: Sequence[Proof], *, person: Person) -> None:
    """Add photos as proof to a locked matter. Raises Refused: too_many_photos, too_long, bad_characters."""
    if len(proofs) > MAX_MATTER_PHOTOS:
        raise Refused("too_many_photos", _("At most three photos can be sent."))
    for proof in proofs:
        alt = clean_optional_line(proof.alt, max_graphemes=MAX_ALT_GRAPHEMES)
        photo = MatterPhoto.objects.create(
            matter=matter,
            use=PhotoUse.PROOF,
            sha256=proof.picture.sha256,
            width=proof.picture.width,
            height=proof.picture.height,
            alt=alt,
            state=PhotoState.SHOWN,
            added_at=timezone.now(),
        )
        facts = PhotoFacts(id=str(photo.pk), use=photo.use, alt=alt, width=photo.width, height=photo.height)
        shown = MatterPhotoShown(id=str(matter.pk), number=matter.number, photo=facts)
        append_about(matter, shown, by=By.OFFICE, person=person)
