"""Who may translate."""

import pytest

from sessions.city.people.ward_staff import admit_staff_of
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening


def test_clerks_and_moderators_of_the_ward_may_with_a_second_factor(evening: Evening) -> None:
    ward = evening.ward
    assert admit_staff_of(ward, evening.clerk, "translations", is_proven=True).role == "clerk"
    assert admit_staff_of(ward, evening.moderator, "translations", is_proven=True).role == "moderator"
    evening.second_moderator.is_active = False
    for person, is_proven, code in (
        (None, True, "sign_in"),
        (evening.councillor, True, "forbidden"),
        (evening.residents[0], True, "forbidden"),
        (evening.second_moderator, True, "forbidden"),
        (evening.clerk, False, "second_factor"),
    ):
        with pytest.raises(Refused) as refused:
            admit_staff_of(ward, person, "translations", is_proven=is_proven)
        assert refused.value.code == code
