"""Photos and later words of a complaint, for the tests beside this file."""

from django.utils import timezone

from sessions.models import Matter, MatterPhoto, MatterReply


def add_photo(matter: Matter, alt: str = "Water on the road", *, sha256: str = "0" * 64) -> MatterPhoto:
    return MatterPhoto.objects.create(
        matter=matter, sha256=sha256, width=40, height=20, alt=alt, added_at=timezone.now()
    )


def add_reply(matter: Matter, text: str = "It is still there.") -> MatterReply:
    return MatterReply.objects.create(matter=matter, text=text, at=timezone.now())
