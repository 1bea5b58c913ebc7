from sessions.places.public_precision import PublicPlace, public_place


def test_a_drain_is_told_exactly_and_what_betrays_its_author_by_a_landmark_alone():
    assert public_place(22.4998, 88.3512, "Pump house", is_hidden=False) == PublicPlace(22.4998, 88.3512, "Pump house")
    assert public_place(22.4998, 88.3512, "Pump house", is_hidden=True) == PublicPlace(None, None, "Pump house")


def test_half_a_point_is_none():
    assert public_place(22.4998, None, "", is_hidden=False) == PublicPlace(None, None, "")
