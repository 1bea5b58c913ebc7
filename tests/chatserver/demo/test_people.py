"""The people of the demo: as many as are promised, and plainly invented."""

from chatserver.demo.people import DEMO_WARD, EARLIER_WARD, read_people
from sessions.chats.questions.author_labels import clean_label
from sessions.models import OfficeKind
from sessions.platform.text.by_language import language_codes

PEOPLE = read_people()


def test_the_twelve_wards_have_a_co_ordinator_and_a_vacant_office_among_them() -> None:
    kinds = {office.ward: office.kind for office in PEOPLE.offices}
    assert sorted(kinds) == [81, 89, *range(91, 101)]
    assert set(kinds.values()) == {OfficeKind.COUNCILLOR, OfficeKind.COORDINATOR, OfficeKind.VACANT}
    assert kinds[DEMO_WARD] == kinds[EARLIER_WARD] == OfficeKind.COUNCILLOR


MARKS = {"en": " (demo)", "bn": " (ডেমো)", "hi": " (डेमो)", "ur": " (ڈیمو)"}


def test_every_holder_has_a_name_in_each_language_and_is_marked_as_the_demos() -> None:
    held = [office for office in PEOPLE.offices if office.kind != OfficeKind.VACANT]
    assert set(MARKS) == set(language_codes())
    for code, mark in MARKS.items():
        names = [office.names[code] for office in held]
        assert all(name.endswith(mark) and len(name) > len(mark) for name in names)
        assert len(set(names)) == len(held)
    assert len({office.names.get("en", "") for office in held}) == len(held)
    assert [office.names.get("en", "") for office in PEOPLE.offices if office.kind == OfficeKind.VACANT] == [""]


def test_nobody_holds_a_vacant_office() -> None:
    assert [office.ward for office in PEOPLE.offices if office.holder is None] == [91]
    holder = PEOPLE.office_of(DEMO_WARD).holder
    assert holder is not None
    assert holder.username == "demo-councillor-95"


def test_there_are_five_residents_and_thirty_players_with_labels_that_fit() -> None:
    assert len(PEOPLE.residents) == 5
    assert len(PEOPLE.players) == 30
    everybody = [
        *PEOPLE.residents,
        *PEOPLE.players,
        *PEOPLE.neighbours,
        *PEOPLE.moderators,
        PEOPLE.official,
        PEOPLE.clerk,
    ]
    assert len({person.key for person in everybody}) == len(everybody)
    assert [clean_label(person.label) for person in everybody] == [person.label for person in everybody]


def test_four_residents_chose_a_label_and_one_speaks_bengali() -> None:
    assert [bool(person.label) for person in PEOPLE.residents].count(True) == 4
    assert [person.language for person in PEOPLE.residents].count("bn") == 1
