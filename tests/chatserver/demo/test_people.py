"""The people of the demo: as many as are promised, and plainly invented."""

from chatserver.demo.people import EARLIER_WARD, WARD, read_people
from sessions.models import OfficeKind
from sessions.questions.author_labels import clean_label

PEOPLE = read_people()


def test_the_twelve_wards_have_a_co_ordinator_and_a_vacant_office_among_them() -> None:
    kinds = {office.ward: office.kind for office in PEOPLE.offices}
    assert sorted(kinds) == [81, 89, *range(91, 101)]
    assert set(kinds.values()) == {OfficeKind.COUNCILLOR, OfficeKind.COORDINATOR, OfficeKind.VACANT}
    assert kinds[WARD] == kinds[EARLIER_WARD] == OfficeKind.COUNCILLOR


def test_every_holder_is_marked_as_the_demos_in_both_languages() -> None:
    held = [office for office in PEOPLE.offices if office.kind != OfficeKind.VACANT]
    assert all(
        office.names.get("en", "").endswith(" (demo)") and office.names["bn"].endswith(" (ডেমো)") for office in held
    )
    assert len({office.names.get("en", "") for office in held}) == len(held)
    assert [office.names.get("en", "") for office in PEOPLE.offices if office.kind == OfficeKind.VACANT] == [""]


def test_nobody_holds_a_vacant_office() -> None:
    assert [office.ward for office in PEOPLE.offices if office.holder is None] == [91]
    holder = PEOPLE.office_of(WARD).holder
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
