"""Whether a person's support counts, by the facts of their account."""

from dataclasses import dataclass

from sessions.people import Person


@dataclass(frozen=True, slots=True)
class Voice:
    """standing: one of sessions.models.Standing. why: email, number or crowd, if it does not count (yet)."""

    standing: str = "counted"
    why: str = ""


def voice_of(person: Person) -> Voice:
    """Makes no query."""
    return person.voice
