"""Finds the players of the evening in the demo's database, and their sign-in links."""

from dataclasses import dataclass
from uuid import UUID

from chatserver.accounts.models import Installation, User
from chatserver.accounts.sign_in.demo_links import sign_in_link
from chatserver.demo.people import DEMO_WARD, InventedPerson, read_people
from sessions.models import ChatSession


class NothingToPlay(Exception):
    """There is no evening to play; the text says why."""


@dataclass(frozen=True, slots=True)
class SignInLinks:
    """The sign-in link of each; the residents' by their keys."""

    chat_session_id: UUID
    moderator: str
    moderator_label: str
    councillor: str
    official: str
    official_id: UUID
    clerk: str
    players: dict[str, str]


def find_sign_in_links() -> SignInLinks:
    """Raises NothingToPlay outside of a demo, and once its evening is over."""
    if not Installation.is_demo():
        raise NothingToPlay("There is no demo in this database.")
    chat_session = ChatSession.objects.live().filter(ward__number=DEMO_WARD).first()
    if chat_session is None:
        raise NothingToPlay(f"The demo's chat in ward {DEMO_WARD} is over. Start a new demo with another --data.")
    people = read_people()
    councillor = people.office_of(DEMO_WARD).holder
    assert councillor is not None
    return SignInLinks(
        chat_session_id=chat_session.pk,
        moderator=_link(people.playing_moderator),
        moderator_label=people.playing_moderator.label,
        councillor=_link(councillor),
        official=_link(people.official),
        official_id=_account(people.official).public_id,
        clerk=_link(people.clerk),
        players={person.key: _link(person) for person in people.players},
    )


def _link(person: InventedPerson) -> str:
    return sign_in_link(_account(person))


def _account(person: InventedPerson) -> User:
    return User.objects.get(username=person.username)
