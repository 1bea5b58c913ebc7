"""Masks in the places of a text that are hidden from the public."""

from sessions.platform.text.masking import MASK, MaskedPlace, mask, split


def places(*spans: tuple[int, int]) -> list[MaskedPlace]:
    return [MaskedPlace(start=start, end=end, checks=["mobile"]) for start, end in spans]


def test_each_place_has_one_mask() -> None:
    assert mask("Call 98300 12345 or 98300 12346.", places((5, 16), (20, 31))) == f"Call {MASK} or {MASK}."
    assert mask("Drains?", ()) == "Drains?"


def test_pieces_say_which_of_them_are_hidden_and_none_is_empty() -> None:
    assert split("ফোন 98300", places((4, 9))) == [("ফোন ", False), ("98300", True)]
    assert split("", ()) == []
