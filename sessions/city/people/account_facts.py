"""The facts that decide about an account in every chat, read together with it; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the rules need to know about an account.

    banned_from: the ids of the wards whose chats it is banned from now; has_agreed: to the notice.
    """

    banned_from: frozenset[int]
    has_agreed: bool
