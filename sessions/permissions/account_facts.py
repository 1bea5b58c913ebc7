"""What decides about an account wherever it goes, and is read with it; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """banned_from: the ids of the wards from whose chats it is banned now; has_agreed: to the notice."""

    banned_from: frozenset[int]
    has_agreed: bool
