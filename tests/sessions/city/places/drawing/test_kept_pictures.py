from sessions.city.places.drawing.kept_pictures import KeptPictures


def test_pictures_are_kept_up_to_a_number_of_bytes_and_the_longest_unasked_goes_first():
    kept, drawn = KeptPictures(most_bytes=100), []

    def ask(name: str) -> None:
        kept.picture(name, lambda: drawn.append(name) or bytes(40))  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert (drawn, len(kept)) == (["a", "b", "c", "b"], 2)


def test_a_picture_larger_than_all_the_room_is_drawn_and_not_kept():
    kept = KeptPictures(most_bytes=10)
    assert kept.picture("large", lambda: bytes(11)) == bytes(11)
    assert len(kept) == 0
