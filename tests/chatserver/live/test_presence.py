"""Who is here."""

from chatserver.live.presence import Presence


def test_a_person_with_three_tabs_is_one_person() -> None:
    presence = Presence()
    for _ in range(3):
        presence.enter(7)
    presence.enter("a visitor's line")
    assert (presence.present, presence.sockets_of(7), presence.sockets_of(8)) == (2, 3, 0)


def test_whoever_has_closed_the_last_tab_is_gone() -> None:
    presence = Presence()
    presence.enter(7)
    presence.enter(7)
    presence.leave(7)
    assert presence.present == 1
    presence.leave(7)
    assert (presence.present, presence.sockets_of(7)) == (0, 0)
