"""A service that contradicts itself, or answers what is no answer: nothing is doubled, lost, or taken for removed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Post, PostCopy
from sessions.posting import outbox
from sessions.posting.deciding import settle_copy
from sessions.posting.reasons import post_reason_words
from sessions.posting.services import LENGTH_RULES
from tests.chatserver.outside.posting.later import work
from tests.chatserver.outside.posting.stand_in import Services, open_services
from tests.factories.matters import WardOffice
from tests.factories.posting import approved, kept_promise, the_copy, withhold

pytestmark = pytest.mark.slow

SERVICES = tuple(LENGTH_RULES)


@pytest.mark.long
@pytest.mark.variants("how")
@pytest.mark.parametrize("how", ["page", "error_body", "latin1", "reset", "misled"])
@pytest.mark.parametrize("service", SERVICES)
def test_an_answer_that_is_none_after_the_effect_doubles_nothing(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = [how]
    approved(office)
    work()
    assert len(services.taken) == 1
    assert the_copy().state == ("unsure" if service == "telegram" else "sent")
    assert bool(post_reason_words(the_copy().reason)) == (service == "telegram")


def test_a_page_in_place_of_the_last_posts_is_no_proof_that_ours_is_not_there(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("mastodon")]
    services.how = ["silent"]
    services.how_found = ["", "page", "", "page", "", "error_body", "", "page"]  # after each question who we are
    approved(office)
    work(0, 120, 150, 180, 210)
    assert (len(services.posts), the_copy().state, the_copy().reason) == (1, "unsure", "unreadable")
    work(240)
    assert (len(services.posts), the_copy().state) == (1, "sent")


@pytest.mark.long
@pytest.mark.parametrize("how", ["busy", "token", "refused", "away"])
@pytest.mark.parametrize("service", ["mastodon", "bluesky"])
def test_a_repeat_that_did_nothing_settles_no_doubt(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    """The post was taken at the first request.

    The key that makes a repeat harmless is too old once the service is back.
    """
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["silent"] if how == "away" else ["silent", how]
    approved(office)
    work(0)
    if how == "away":
        with open_services() as gone:
            settings.POSTING_TARGETS = [gone.target(service)]
        work(3)
        settings.POSTING_TARGETS = [services.target(service)]
    else:
        work(3)
    services.keys.clear()  # an hour later the service has forgotten them
    settings.POSTING_TARGETS = [services.target(service, values={**services.target(service).values, "user": "new"})]
    work(180, 200, 300)
    assert (len(services.taken), the_copy().state) == (1, "sent")
    assert the_copy().external_id


@pytest.mark.long
@pytest.mark.parametrize("service", ["facebook", "x", "telegram"])
def test_the_name_of_another_post_is_not_believed(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    """A removal by that name would remove the other one."""
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["", "another"]
    approved(office)
    work(0)
    kept_promise(office, "The lamp will burn.")
    work()
    assert len(services.taken) == 2
    names = list(PostCopy.objects.order_by("pk").values_list("external_id", flat=True))
    if service == "telegram":
        second = PostCopy.objects.get(external_id="")
        assert (second.needs_clerk, second.reason) == (True, "another")
        assert post_reason_words("another")
    else:
        assert len({name.rpartition("_")[2] for name in names}) == 2


@pytest.mark.long
@pytest.mark.parametrize("service", ["facebook", "x"])
def test_a_duplicate_that_is_not_there_is_not_believed(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["duplicate", "duplicate"]
    approved(office)
    work()
    assert (the_copy().needs_clerk, services.taken) == (True, [])
    assert post_reason_words(the_copy().reason)


@pytest.mark.long
@pytest.mark.parametrize("service", ["facebook", "x", "mastodon"])
def test_a_list_that_does_not_reach_back_is_no_proof(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    """Others post there by hand: ours is below the end of the list."""
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["silent"]
    approved(office)
    work(0)
    services.keys.clear()
    services.taken += [{"id": str(each), "text": "By hand.\n\nhttps://x"} for each in range(2000, 2060)]
    work(60, 80, 100, 200)
    assert (len(services.posts), the_copy().state, the_copy().reason) == (1, "unsure", "not_found")


@pytest.mark.variants("how")
@pytest.mark.parametrize("how", ["page", "error_body", "lost_page"])
@pytest.mark.parametrize("service", SERVICES)
def test_what_the_service_did_not_remove_is_not_called_removed(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    post = approved(office)
    work(0)
    withhold(post)
    services.how_removed = [how]
    work(1)
    assert (the_copy().removal in {"due", "by_hand"}, len(services.taken)) == (True, 1)
    if the_copy().removal == "due":
        work(60)
        assert (the_copy().removal, services.taken) == ("done", [])


@pytest.mark.long
@pytest.mark.parametrize("how", ["refused", "silent", "error"])
@pytest.mark.parametrize("service", ["mastodon", "telegram"])
def test_words_redacted_while_they_are_sent_are_kept_nowhere(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = [how]
    post = approved(office)
    work(0)
    withhold(post)
    work()
    if the_copy().needs_clerk:
        settle_copy(the_copy(), is_there=how == "silent", clerk=office.clerk)
    assert the_copy().text == ""
    assert the_copy().removal == ("" if how != "silent" else "by_hand" if service == "telegram" else "done")


def test_words_that_go_between_the_check_and_the_answer_are_removed_there(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("facebook")]
    post = approved(office)
    claimed = outbox.claim_next_copy(["our-facebook"], timezone.now())
    assert claimed is not None
    assert outbox.keep_sent_text(claimed.copy, "Words.", timezone.now())
    withhold(post)
    work(0)
    assert the_copy().text == ""
    assert not outbox.keep_sent_text(claimed.copy, "Words.", timezone.now())
    outbox.note_refused(claimed.copy, "refused 400")
    assert (the_copy().state, the_copy().text) == ("failed", "")


def test_what_was_never_asked_needs_no_clerk(office: WardOffice, services: Services, settings: Any) -> None:
    """The process died after it had claimed it, and before it asked."""
    settings.POSTING_TARGETS = [services.target("telegram")]
    approved(office)
    assert outbox.claim_next_copy(["our-telegram"], timezone.now()) is not None
    work(6)
    assert (the_copy().state, len(services.taken)) == ("sent", 1)


def test_a_clock_that_was_set_back_repeats_nothing(office: WardOffice, services: Services, settings: Any) -> None:
    settings.POSTING_TARGETS = [services.target("mastodon")]
    services.how = ["silent"]
    approved(office)
    work(0)
    services.keys.clear()
    PostCopy.objects.update(asked_at=timezone.now() + timedelta(hours=5))
    work(10, 30)
    assert (len(services.posts), the_copy().state) == (1, "sent")


@pytest.mark.long
def test_trouble_without_end_is_asked_ever_more_rarely(office: WardOffice, services: Services, settings: Any) -> None:
    settings.POSTING_TARGETS = [services.target("bluesky")]
    services.how = ["garbage"] * 500
    approved(office)
    work(*range(0, 600, 2))
    assert len(services.posts) < 20
    assert Post.objects.get().state == "approved"


@pytest.mark.parametrize(("service", "becomes"), [("facebook", "failed refused 400"), ("telegram", "pending busy")])
def test_numbers_beyond_reason_are_none(
    office: WardOffice, services: Services, settings: Any, service: str, becomes: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["huge_number"]
    approved(office)
    work(0)
    assert f"{the_copy().state} {the_copy().reason}" == becomes
