from shapely.geometry import shape

from sessions.city.wards.map.survey import survey, survey_lines
from tests.factories.town import SQUARES, square

TOWN = {ward: shape(square(*corners)) for ward, corners in SQUARES.items()}


def test_overlaps_holes_and_missing_wards_are_told_the_largest_first():
    found = survey(TOWN, known=[11, 19])
    assert [(each.wards, round(each.square_metres, -2)) for each in found.overlaps] == [((14, 15), 20_000)]
    assert found.missing == [*range(1, 11), 19]


def test_a_hole_names_the_wards_around_it():
    closed = TOWN | {12: shape(square(0, 998, 1000, 2000))}
    [hole] = survey(closed).holes
    assert (hole.wards, round(hole.square_metres, -3)) == ((12, 13, 14, 15, 16, 17, 18), 1_000_000)


def test_the_report_says_all_that_is_wrong():
    assert survey_lines(survey({1: shape(square(0, 0, 1000, 1000)), 3: shape(square(990, 0, 2000, 1000))})) == [
        "Together 2.0 km².",
        "Overlaps: 1 pairs of wards, 10,000 m² in all. The largest:",
        "  wards 1 and 3: 10,000 m²",
        "Without an outline: wards 2. Residents choose them by hand.",
    ]
