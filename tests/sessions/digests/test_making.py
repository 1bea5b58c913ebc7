"""Made once, about the month before, in every language, and told in the log."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from sessions.digests import making
from sessions.digests.document import sum_of_document
from sessions.digests.gathering import gather
from sessions.digests.making import make_digest, make_due_digests, preview_digest
from sessions.models import Digest, Ward
from sessions.platform.text.by_language import language_codes
from sessions.tick import tick
from tests.factories.digests import FIRST, MARCH, build, close
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of

pytestmark = pytest.mark.costly


def english() -> dict[str, Any]:
    document: dict[str, Any] = Digest.objects.get(language="en").document
    return document


def test_it_says_what_happened_in_the_month_before(office: WardOffice, march: dict[str, Any]) -> None:
    with on_day(FIRST, hour=0):
        assert make_due_digests(timezone.now()) == ["made the digest of ward 95"]
    told = english()
    assert (told["month"], told["made_on"], told["next"]) == ("2027-03", "2027-04-01", None)
    assert [row["number"] for row in told["overdue"]] == [march["overdue"].number]
    assert [row["what"] for row in told["due"]] == ["The drain will be cleaned."]
    assert [row["what"] for row in told["kept"]] == ["The tank will be fenced."]
    assert [row["number"] for row in told["confirmed"]] == [march["matter"].number]
    assert [row["title"] for row in told["built"]] == ["Two lamps at the pond"]
    assert told["refused"] == {"questions": {}, "matters": {"off_topic": 1}}


def test_one_for_each_language_whose_sums_stand_in_the_log(office: WardOffice, march: dict[str, Any]) -> None:
    with on_day(FIRST):
        tick()
    rows = {row.language: row for row in Digest.objects.all()}
    assert sorted(rows) == sorted(language_codes())
    [event] = [each for each in office.public_events() if each["type"] == "digest.made"]
    assert event["month"] == "2027-03-01"
    assert event["sha256"] == {language: sum_of_document(row.document) for language, row in rows.items()}


def test_it_is_made_once_and_late_where_the_clock_was_down(office: WardOffice, march: dict[str, Any]) -> None:
    with on_day(date(2027, 3, 31)):
        Digest.objects.all().delete()
        make_due_digests(timezone.now())  # February's
        Digest.objects.all().delete()
    with on_day(date(2027, 4, 19)):
        assert make_due_digests(timezone.now()) == ["made the digest of ward 95"]
        assert make_due_digests(timezone.now()) == []
        assert not make_digest(office.ward, MARCH), "another process was faster"
    assert english()["made_on"] == "2027-04-19"
    with pytest.raises(IntegrityError):
        Digest.objects.create(
            **{
                name: getattr(Digest.objects.get(language="en"), name)
                for name in ("ward", "month", "language", "document", "subject", "line", "sha256", "made_at")
            }
        )


def test_what_changes_later_does_not_change_it(office: WardOffice, march: dict[str, Any]) -> None:
    with on_day(FIRST):
        make_due_digests(timezone.now())
        before = english()
        build(office.ward, 2, "A road", on=date(2027, 3, 30))
        assert english() == before
        assert len(preview_digest(office.ward, MARCH, "en")["built"]) == 2


def test_on_a_holiday_it_waits_for_the_citys_next_working_day(office: WardOffice, march: dict[str, Any]) -> None:
    close("closed", None, FIRST, date(2027, 4, 2))
    with on_day(date(2027, 4, 2)):
        assert make_due_digests(timezone.now()) == []
    with on_day(date(2027, 4, 5)):
        assert make_due_digests(timezone.now()) == ["made the digest of ward 95"]


def test_where_nothing_happened_it_is_short_and_where_nothing_stands_here_there_is_none(office: WardOffice) -> None:
    Ward.objects.create(number=96)
    with on_day(date(2027, 2, 2)):
        office.publish()
    with on_day(FIRST):
        assert make_due_digests(timezone.now()) == ["made the digest of ward 95"]
    assert not any(english()["counts"].values())


def test_one_ward_that_fails_stops_no_other(
    office: WardOffice, march: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_ward_office(96)
    with on_day(date(2027, 3, 3)):
        promise_of(other)

    def fail_in_95(ward: Ward, month: date, **more: Any) -> Any:
        if ward.number == 95:
            raise ValueError("broken")
        return gather(ward, month, **more)

    monkeypatch.setattr(making, "gather", fail_in_95)
    with on_day(FIRST), pytest.raises(ExceptionGroup):
        make_due_digests(timezone.now())
    assert {row.ward_id for row in Digest.objects.all()} == {other.ward.pk}
    monkeypatch.undo()
    with on_day(FIRST):
        assert make_due_digests(timezone.now()) == ["made the digest of ward 95"]


def test_in_an_election_freeze_nothing_built_is_in_it(office: WardOffice, march: dict[str, Any]) -> None:
    close("freeze", office.ward, FIRST, date(2027, 5, 9))
    with on_day(FIRST):
        make_due_digests(timezone.now())
    assert (english()["built"], len(english()["kept"])) == (None, 1)


def test_nothing_due_costs_two_queries(
    office: WardOffice, march: dict[str, Any], django_assert_num_queries: Any
) -> None:
    with on_day(FIRST):
        make_due_digests(timezone.now())
        with django_assert_num_queries(2):
            make_due_digests(timezone.now())
