"""For every table that points at people, OnErasure says what an erasure does, so that no table is forgotten."""

from chatserver.accounts.privacy.personal_data import PERSONAL_DATA, OnErasure, fields_about_people


def test_every_table_that_points_at_people_has_a_fate_and_words() -> None:
    assert sorted({name for name, _model, _field in fields_about_people()} - set(PERSONAL_DATA)) == []


def test_what_is_cut_can_point_at_nobody() -> None:
    cut = [
        (model, field)
        for name, model, field in fields_about_people()
        if PERSONAL_DATA[name].on_erasure == OnErasure.CUT
    ]
    assert [field for model, field in cut if not model._meta.get_field(field).null] == []
