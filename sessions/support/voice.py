"""Whether a person's support counts, as their account says."""

from dataclasses import dataclass

from sessions.people import Person


@dataclass(frozen=True, slots=True)
class Voice:
    """standing: one of sessions.models.Standing. why: email, number or crowd, where it does not count (yet)."""

    standing: str = "counted"
    why: str = ""


def voice_of(person: Person) -> Voice:
    """Without a query."""
    return person.voice
