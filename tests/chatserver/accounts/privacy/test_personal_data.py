"""Every table that points at people has a fate, so that no new one is forgotten when somebody is erased."""

from chatserver.accounts.privacy.personal_data import PLACES, Fate, pointers


def test_every_table_that_points_at_people_has_a_fate_and_words() -> None:
    assert sorted({name for name, _model, _field in pointers()} - set(PLACES)) == []


def test_what_is_cut_can_point_at_nobody() -> None:
    cut = [(model, field) for name, model, field in pointers() if PLACES[name].fate == Fate.CUT]
    assert [field for model, field in cut if not model._meta.get_field(field).null] == []
