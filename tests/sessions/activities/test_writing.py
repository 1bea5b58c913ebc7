"""An office writes about its work: drafts, published, corrected, withdrawn, and stopped by an election."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from sessions.activities.answered_matters import read_answers
from sessions.activities.facts import missing_languages
from sessions.activities.public.history import activity_history, words_of_version
from sessions.activities.writing import (
    activity_changed,
    change_activity,
    draft_activity,
    publish_activity,
    withdraw_activity,
)
from sessions.models import Activity, ActivityState, Appointment, Duty, MonthRecord
from sessions.platform.refusals import Refused
from sessions.record.months.sealing import seal_due_months
from tests.factories.activities import drafted, freeze_of, published, said
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.hearing import hearing

pytestmark = pytest.mark.costly


def test_a_draft_is_nobodys_but_the_offices_and_the_log_does_not_know_it(office: WardOffice) -> None:
    draft = drafted(office, said(titles={"bn": "নালা পরিষ্কার"}, texts={"bn": "তিনশো মিটার।"}))
    assert (draft.number, draft.state) == (f"95-A-{timezone.localdate().year}-1", ActivityState.DRAFT)
    assert missing_languages(draft.titles) == ["en", "hi", "ur"]
    assert office.public_events() == []
    assert not Activity.objects.public().exists()


def test_a_form_that_is_sent_twice_makes_one(office: WardOffice) -> None:
    ref = uuid4()
    made = {draft_activity(office.ward, said(), person=office.official, ref=ref).pk for _each in range(2)}
    assert len(made) == 1


def test_published_in_all_its_languages_with_what_it_answers(office: WardOffice) -> None:
    matter, heard = office.publish(), []
    facts = said(
        titles={"en": "Clean", "ur": "صاف"},
        texts={"en": "All.", "ur": "سب."},
        amount_paise=12_500_050,
        answered=read_answers(matter.number, office.ward),
    )
    with hearing(activity_changed, lambda step, **_more: heard.append(step)):
        activity = published(office, facts)
    told = office.public_events()[-1]
    assert (told["type"], told["title"], told["amount_paise"]) == ("activity.published", "Clean", 12_500_050)
    assert told["translations"] == {"title_ur": "صاف", "text_ur": "سب."}
    assert told["matters"] == [matter.number]
    assert heard == ["published"]
    assert list(activity.matters.all()) == [matter]


def test_corrected_the_earlier_words_stay_readable(office: WardOffice) -> None:
    activity = published(office, said("Cleaned 300 m"))
    change_activity(activity.pk, said("Cleaned 200 m"), person=office.clerk, version=activity.version)
    activity.refresh_from_db()
    assert (activity.state, activity.title) == (ActivityState.CORRECTED, "Cleaned 200 m")
    assert [(line.words, line.version) for line in activity_history(activity)] == [("Published", 2), ("Corrected", 3)]
    earlier = words_of_version(activity, 2)
    assert earlier is not None
    assert earlier.title.text == "Cleaned 300 m"


def test_two_officers_at_once_and_a_correction_that_is_sent_twice(office: WardOffice) -> None:
    draft = drafted(office)
    change_activity(draft.pk, said("First"), person=office.official, version=1)
    with pytest.raises(Refused, match="stale"):
        change_activity(draft.pk, said("Second"), person=office.clerk, version=1)
    assert change_activity(draft.pk, said("First"), person=office.official, version=1).version == 2
    with pytest.raises(Refused, match="stale"):
        publish_activity(draft.pk, person=office.clerk, version=1)
    publish_activity(draft.pk, person=office.clerk, version=2)
    with pytest.raises(Refused, match="state"):
        publish_activity(draft.pk, person=office.clerk, version=3)


def test_withdrawn_its_words_leave_the_log_and_the_sealed_months(office: WardOffice) -> None:
    with on_day(date(2027, 3, 2)):
        activity = published(
            office, said("Secret drain", titles={"en": "Secret drain", "bn": "গোপন"}, texts={"en": "a", "bn": "খ"})
        )
    with on_day(date(2027, 5, 2)):
        seal_due_months(timezone.now())
        record = MonthRecord.objects.get()
        assert "গোপন" in str(record.document)
        with pytest.raises(Refused, match="empty"):
            withdraw_activity(activity.pk, person=office.official, version=activity.version, reason=" ")
        withdraw_activity(activity.pk, person=office.official, version=activity.version, reason="It was another lane.")
        record.refresh_from_db()
        assert "গোপন" not in str(record.document)
        assert "Secret" not in str(office.public_events())
    activity.refresh_from_db()
    assert [line.said for line in activity_history(activity)] == ["", "It was another lane."]
    assert words_of_version(activity, 2) is None
    with pytest.raises(Refused, match="state"):
        change_activity(activity.pk, said(), person=office.official, version=activity.version)


def test_in_a_freeze_nothing_is_published_or_corrected_and_nothing_is_lost(office: WardOffice) -> None:
    before, draft = published(office), drafted(office)
    today = timezone.localdate()
    freeze = freeze_of(office.ward, today, today)
    with pytest.raises(Refused, match="frozen") as refused:
        publish_activity(draft.pk, person=office.official, version=draft.version)
    assert "By-election" in str(refused.value.message)
    with pytest.raises(Refused, match="frozen"):
        change_activity(before.pk, said("Better"), person=office.official, version=before.version)
    assert change_activity(draft.pk, said("Better"), person=office.official, version=draft.version).title == "Better"
    withdraw_activity(before.pk, person=office.official, version=before.version, reason="Wrong.")
    freeze.delete()
    assert publish_activity(draft.pk, person=office.official, version=draft.version + 1).is_public


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"is_planned": True, "on_day": -1}, "on_day"),
        ({"on_day": 1}, "on_day"),
        ({"is_planned": True, "on_day": 5000}, "on_day"),
        ({"on_day": -20_000}, "on_day"),
        ({"texts": {}}, "text_en"),
        ({"titles": {"en": "A"}, "texts": {"en": "a", "hi": "b"}}, "title_hi"),
        ({"titles": {}, "texts": {}}, None),
        ({"source_link": "http://kmc.in/"}, "source_link"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    office: WardOffice, fields: dict[str, Any], part: str | None
) -> None:
    if "on_day" in fields:
        fields = fields | {"on_day": timezone.localdate() + timedelta(days=fields["on_day"])}
    with pytest.raises(Refused) as refused:
        drafted(office, said(**fields))
    assert refused.value.facts.get("part") == part


def test_a_planned_one_whose_day_is_past_can_be_corrected_and_reported_but_not_published(office: WardOffice) -> None:
    with on_day(date(2027, 3, 2)):
        planned = said(is_planned=True, on_day=date(2027, 3, 10))
        public, late = published(office, planned), drafted(office, planned)
    with on_day(date(2027, 3, 12)):
        assert public.is_due(timezone.localdate())
        with pytest.raises(Refused, match="bad_field"):
            publish_activity(late.pk, person=office.official, version=1)
        again = said("Other words", is_planned=True, on_day=date(2027, 3, 10))
        change_activity(public.pk, again, person=office.official, version=public.version)
        change_activity(
            public.pk, said("Done", on_day=date(2027, 3, 11)), person=office.official, version=public.version + 1
        )
        public.refresh_from_db()
        assert [line.words for line in activity_history(public)] == ["Published", "Corrected", "Reported as done"]


def test_what_it_answers_may_be_gone_before_it_is_published(office: WardOffice) -> None:
    matter = office.publish()
    draft = drafted(office, said(answered=read_answers(matter.number, office.ward)))
    office.step(matter, "withdraw")
    with pytest.raises(Refused) as refused:
        publish_activity(draft.pk, person=office.official, version=draft.version)
    assert refused.value.facts["part"] == "answers"


def test_only_the_office_writes_and_for_a_borough_those_appointed_to_it(office: WardOffice) -> None:
    borough = office.ward.borough
    assert borough is not None
    there = make_ward_office(96)
    engineer = make_person("engineer of the borough")
    Appointment.objects.create(
        person=engineer, duty=Duty.OFFICIAL, borough=borough, from_on=timezone.localdate() - timedelta(days=9)
    )
    for person in (office.resident, office.moderator, there.official):
        with pytest.raises(Refused, match="forbidden"):
            draft_activity(office.ward, said(), person=person)
    for person in (office.councillor, office.official, office.clerk, engineer):
        draft_activity(office.ward, said(), person=person)
    with pytest.raises(Refused, match="forbidden"):
        draft_activity(borough, said(), person=office.councillor)
    assert draft_activity(borough, said(), person=engineer).number == f"X-A-{timezone.localdate().year}-1"
