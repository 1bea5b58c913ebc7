"""What is joined with another, and what is taken down: its words are gone for every reader of the log."""

import pytest
from django.utils import timezone

from moderation.matters.merging import merge_matter
from moderation.matters.photos import show_photo
from moderation.matters.removal import take_down_matter
from moderation.matters.replies import approve_reply
from moderation.matters.screening import approve_matter
from sessions.matters.lodging.own import withdraw_matter
from sessions.matters.supporting.support_events import log_support
from sessions.models import Event, Matter, MatterPhoto, MatterSupport
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice, make_ward_office
from tests.moderation.matters.parts import add_photo, add_reply

pytestmark = pytest.mark.costly


def support(matter: Matter, *people: object) -> None:
    MatterSupport.objects.bulk_create(
        MatterSupport(matter=matter, person=person, at=timezone.now())  # type: ignore[misc]
        for person in people
    )
    Matter.objects.filter(pk=matter.pk).update(support=matter.support + len(people))


def test_those_whom_it_concerns_are_united_each_once(office: WardOffice) -> None:
    one, two, three = office.neighbours
    target = office.publish(author=three)
    support(target, one)
    matter = office.lodge("The same drain.")
    support(matter, one, two, three)
    merged = merge_matter(matter.pk, moderator=office.moderator, version=1, into=target.number)
    target.refresh_from_db()
    assert (merged.state, merged.merged_into) == ("merged", target)
    assert set(target.supports.values_list("person", flat=True)) == {one.pk, two.pk, office.resident.pk}
    assert target.support == 3
    log_support(timezone.now())
    told = office.public_events()[-1]
    assert (told["type"], told["number"], told["support"]) == ("matter.supported", target.number, 3)
    assert "The same drain." not in str(office.public_events() + office.desk_events())


def test_who_has_no_account_counts_there_too(office: WardOffice) -> None:
    target = office.publish()
    matter = office.lodge("By phone.", author=None, entered_by=office.clerk, source="phone")
    merge_matter(matter.pk, moderator=office.moderator, version=1, into=target.number)
    target.refresh_from_db()
    assert (target.support, target.supports.count()) == (1, 0)


@pytest.mark.long
@pytest.mark.parametrize("into", ["", "itself", "waiting", "other ward", "other kind"])
def test_only_a_public_one_of_the_same_ward_and_kind_can_be_joined(office: WardOffice, into: str) -> None:
    matter = office.lodge()
    targets = {
        "": "",
        "itself": matter.number,
        "waiting": office.lodge("Waits, too.").number,
        "other ward": make_ward_office(96).publish().number,
        "other kind": office.publish("A bench, please.", kind="suggestion").number,
    }
    with pytest.raises(Refused) as refusal:
        merge_matter(matter.pk, moderator=office.moderator, version=1, into=targets[into])
    assert (refusal.value.code, refusal.value.facts["part"]) == ("bad_field", "into")


def test_of_what_was_public_its_readers_learn_with_which_it_was_joined(office: WardOffice) -> None:
    target, matter = office.publish("The first."), office.publish("Canary second.")
    merge_matter(matter.pk, moderator=office.moderator, version=matter.version, into=target.number)
    published, stepped = office.public_events()[1:3]
    assert (stepped["step"], stepped["state"], stepped["into"]) == ("merge", "merged", target.number)
    assert (published["text"], published["label"], "place" in published) == (None, None, False)


def test_what_is_taken_down_leaves_its_number_its_reason_and_no_word(office: WardOffice) -> None:
    matter = office.publish("Canary words", landmark="Canary lane")
    by = {"moderator": office.moderator}
    photo, reply = add_photo(matter, "Canary photo"), add_reply(matter, "Canary reply")
    show_photo(matter.pk, photo.pk, **by, version=matter.version)
    approve_reply(matter.pk, reply.pk, **by, version=1)
    office.step(matter, "update", text="Canary of the office")
    take_down_matter(matter.pk, **by, version=matter.version + 1, reason="personal_data", note="Canary note")
    told = office.events_without_decisions()
    assert [each["type"] for each in told] == [
        "matter.published",
        "matter.photo_shown",
        "matter.replied",
        "matter.stepped",
        "matter.stepped",
        "matter.photo_hidden",
    ]
    assert "Canary" not in str(office.public_events() + office.desk_events())
    removed = told[4]
    assert (removed["number"], removed["state"], removed["reason"]) == (matter.number, "removed", "personal_data")
    assert MatterPhoto.objects.get().state == "waiting"
    assert Event.objects.filter(body__text="Canary words").exists(), "the log itself is never changed"


def test_what_was_joined_with_it_waits_for_a_moderator_again(office: WardOffice) -> None:
    target, matter = office.publish("The first."), office.lodge("The second.")
    merge_matter(matter.pk, moderator=office.moderator, version=1, into=target.number)
    target.refresh_from_db()
    take_down_matter(target.pk, moderator=office.moderator, version=target.version, reason="attack")
    matter.refresh_from_db()
    assert (matter.state, matter.merged_into) == ("waiting", None)
    assert "The second." not in str(office.public_events())


def test_of_what_was_joined_with_one_that_is_withdrawn_the_oldest_takes_its_place(office: WardOffice) -> None:
    one, two, three = office.neighbours
    target = office.publish("The first.")
    support(target, three)
    joined = [office.lodge("The second.", author=one), office.publish("The third.", author=two)]
    for each in joined:
        merge_matter(each.pk, moderator=office.moderator, version=each.version, into=target.number)
    withdraw_matter(target.pk, person=office.resident)
    second, third = (Matter.objects.get(pk=each.pk) for each in joined)
    assert [(each.state, each.merged_into) for each in (second, third)] == [("waiting", None), ("merged", second)]
    assert set(second.supports.values_list("person", flat=True)) == {two.pk, three.pk}
    assert second.support == 2
    assert not any(text in str(office.public_events()) for text in ("The second.", "The third."))
    shown = approve_matter(second.pk, moderator=office.moderator, version=second.version)
    assert (shown.state, shown.support) == ("open", 2)


def test_what_was_public_before_tells_that_it_is_looked_at_again(office: WardOffice) -> None:
    target, matter = office.publish("The first."), office.publish("The second.", author=office.neighbours[0])
    merge_matter(matter.pk, moderator=office.moderator, version=matter.version, into=target.number)
    withdraw_matter(target.pk, person=office.resident)
    stepped = [(each["number"], each["step"]) for each in office.public_events() if each["type"] == "matter.stepped"]
    assert stepped[-2:] == [(target.number, "withdraw"), (matter.number, "reopen")]


def test_one_with_which_nothing_was_joined_goes_alone(office: WardOffice) -> None:
    target = office.publish("The first.")
    support(target, *office.neighbours)
    withdraw_matter(target.pk, person=office.resident)
    assert Matter.objects.get().state == "withdrawn"
