"""Each post reaches each service at most once, whatever the service answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatserver.outside.posting.sending import send_due, send_next_copy
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Post, PostCopy, PostTarget
from sessions.posting import outbox
from sessions.posting.deciding import settle_copy
from sessions.posting.reasons import post_reason_words
from sessions.posting.services import LENGTH_RULES
from tests.chatserver.outside.posting.later import work
from tests.chatserver.outside.posting.stand_in import SECRETS, Services, open_services
from tests.factories.matters import WardOffice
from tests.factories.posting import approved, kept_promise, promise_in, the_copy, withhold

pytestmark = pytest.mark.slow

SERVICES = tuple(LENGTH_RULES)
SEARCHABLE = ("facebook", "x", "mastodon", "bluesky")


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_an_approved_post_is_sent_once_with_its_link(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    post = approved(office)
    work()
    copy = the_copy()
    assert (copy.state, copy.reason, len(services.taken)) == ("sent", "", 1)
    assert copy.external_id
    [sent] = services.taken
    assert sent["text"] == copy.text
    assert sent["text"].startswith("ওয়ার্ড ৯৫")
    assert f"/promises/{promise_in(post).number}" in sent["text"]
    is_facet = service == "bluesky"
    assert (f"?p={copy.key}" in sent["text"]) == (not is_facet)
    if is_facet:
        assert sent["record"]["embed"]["external"]["thumb"]["mimeType"] == "image/png"
        [facet] = sent["record"]["facets"]
        place = facet["index"]
        shown = sent["text"].encode()[place["byteStart"] : place["byteEnd"]].decode()
        assert sent["text"].endswith(shown)
        assert facet["features"][0]["uri"] == sent["record"]["embed"]["external"]["uri"]
        assert facet["features"][0]["uri"].endswith(f"?p={copy.key}")


@pytest.mark.long
@pytest.mark.variants("how")
@pytest.mark.parametrize("how", ["error_after", "silent", "garbage", "empty", "huge"])
@pytest.mark.parametrize("service", SERVICES)
def test_what_was_taken_without_saying_so_is_never_sent_twice(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = [how]
    approved(office)
    work()
    assert len(services.taken) == 1
    assert the_copy().state == ("sent" if service in SEARCHABLE else "unsure")
    assert the_copy().needs_clerk == (service == "telegram")


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_an_error_before_the_effect_leads_to_one_post(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    """Where it can be looked for. Nobody can look at a channel: the clerk is asked, and says that it is not there."""
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["error"]
    approved(office)
    work()
    if service == "telegram":
        assert (the_copy().needs_clerk, services.taken) == (True, [])
        settle_copy(the_copy(), is_there=False, clerk=office.clerk)
        work()
    assert (the_copy().state, len(services.taken)) == ("sent", 1)


@pytest.mark.parametrize("how", ["late", "drip"])
@pytest.mark.parametrize("service", ["facebook", "telegram"])
def test_an_answer_after_the_time_out_is_a_doubt(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service, timeout_seconds=0.15)]
    services.how = [how]
    approved(office)
    assert send_next_copy()
    assert (the_copy().state, the_copy().reason, len(services.taken)) == ("unsure", "no_answer", 1)


@pytest.mark.variants("service")
@pytest.mark.parametrize("how", ["twice", "two_answers"])
@pytest.mark.parametrize("service", SERVICES)
def test_two_answers_are_one(office: WardOffice, services: Services, settings: Any, service: str, how: str) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = [how]
    approved(office)
    work()
    assert (the_copy().state, len(services.taken)) == ("sent", 1)
    assert the_copy().external_id != "another"


AFTER = {"token": ("pending", True), "rights": ("pending", True), "refused": ("failed", False), "busy": ("sent", False)}
"""The copy's state, and whether the account stands still."""


@pytest.mark.long
@pytest.mark.parametrize("how", AFTER)
@pytest.mark.parametrize("service", SERVICES)
def test_each_refusal_is_understood(
    office: WardOffice, services: Services, settings: Any, service: str, how: str
) -> None:
    state, is_stopped = AFTER[how]
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = [how]
    approved(office)
    work()
    assert (the_copy().state, len(services.posts) <= 2) == (state, True)
    assert PostTarget.objects.filter(stopped_at__isnull=False).exists() == is_stopped
    assert len(services.taken) == (1 if state == "sent" else 0)
    assert state == "sent" or post_reason_words(the_copy().reason)


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_a_dead_token_stops_one_account_until_it_has_another(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    dead = services.target(service)
    other = services.target("telegram" if service != "telegram" else "x", name="other")
    settings.POSTING_TARGETS = [dead, other]
    services.how = ["token"] if service < "telegram" else ["", "token"]
    approved(office)
    work(0, 1)
    states = sorted(PostCopy.objects.values_list("state", flat=True))
    assert states == ["pending", "sent"]
    stopped = PostTarget.objects.get(stopped_at__isnull=False)
    settings.POSTING_TARGETS = [
        services.target(each.service, name=each.name, timeout_seconds=5, values={**each.values, "version": "2"})
        if each.name == stopped.name
        else each
        for each in settings.POSTING_TARGETS
    ]
    work(5)
    assert set(PostCopy.objects.values_list("state", flat=True)) == {"sent"}


def test_a_limit_is_waited_for(office: WardOffice, services: Services, settings: Any) -> None:
    settings.POSTING_TARGETS = [services.target("telegram")]
    services.how = ["busy"]
    approved(office)
    work(0, 1)
    assert (len(services.posts), the_copy().state) == (1, "pending")
    work(3)
    assert (len(services.posts), the_copy().state) == (2, "sent")


@pytest.mark.long
@pytest.mark.parametrize("service", ["facebook", "x"])
def test_a_duplicate_counts_as_sent(office: WardOffice, services: Services, settings: Any, service: str) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    services.how = ["silent", "duplicate"]
    services.how_found = ["error_after", "error_after", "garbage"]
    approved(office)
    work()
    assert (the_copy().state, len(services.taken)) == ("sent", 1)


@pytest.mark.variants("service")
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_is_away_for_a_day_gets_it_once_it_is_back(
    office: WardOffice, settings: Any, service: str
) -> None:
    with open_services() as gone:
        settings.POSTING_TARGETS = [gone.target(service)]
    approved(office)
    work(0, 60, 600, 1440)
    assert (the_copy().state, the_copy().reason) == ("pending", "no_connection")
    with open_services() as back:
        settings.POSTING_TARGETS = [back.target(service)]
        work(1500, 1600)
        assert (the_copy().state, len(back.taken)) == ("sent", 1)


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_a_process_that_died_while_sending_leaves_a_doubt(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    """The post was taken; the process died before it could note that."""
    settings.POSTING_TARGETS = [services.target(service)]
    approved(office)
    send_due()
    PostCopy.objects.update(
        state="sending", claim="gone", next_try_at=timezone.now(), external_id="", sent_at=None, asked_at=timezone.now()
    )
    work()
    assert len(services.taken) == 1
    assert the_copy().state == ("unsure" if service == "telegram" else "sent")


def test_mastodon_is_looked_at_once_its_key_is_too_old(office: WardOffice, services: Services, settings: Any) -> None:
    settings.POSTING_TARGETS = [services.target("mastodon")]
    services.how = ["silent"]
    approved(office)
    work(0, 120)
    assert (the_copy().state, len(services.taken), len(services.posts)) == ("sent", 1, 1)


def test_what_cannot_be_found_after_a_second_try_is_left_to_the_clerk(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("facebook")]
    services.how = ["error", "error"]
    approved(office)
    work()
    assert (the_copy().needs_clerk, len(services.posts)) == (True, 2)
    assert post_reason_words(the_copy().reason) == "Looked for there, and not found."
    settle_copy(the_copy(), is_there=True, clerk=office.clerk)
    assert the_copy().state == "sent"


def test_no_redirect_is_followed(office: WardOffice, services: Services, settings: Any) -> None:
    settings.POSTING_TARGETS = [services.target("telegram")]
    services.how = ["moved"]
    approved(office)
    work()
    assert len(services.requests) == 1
    assert the_copy().needs_clerk


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_words_redacted_after_they_were_sent_are_removed_there(
    office: WardOffice, services: Services, settings: Any, service: str
) -> None:
    settings.POSTING_TARGETS = [services.target(service)]
    post = approved(office)
    work(0)
    withhold(post)
    work(1, 2)
    copy = the_copy()
    assert (copy.removal, copy.text, services.taken) == ("done", "", [])


def test_words_redacted_while_in_doubt_are_found_and_removed_and_never_repeated(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("mastodon")]
    services.how = ["silent"]
    post = approved(office)
    work(0)
    withhold(post)
    work()
    assert (the_copy().removal, services.taken, len(services.posts)) == ("done", [], 1)


@pytest.mark.long
def test_no_secret_is_kept_or_logged(
    office: WardOffice, services: Services, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.POSTING_TARGETS = [services.target(each) for each in SERVICES]
    for how in ("token", "silent", "garbage", "error"):
        services.how = [how] * len(SERVICES)
        kept_promise(office, f"Lamp {how}.")
        post = Post.objects.first()
        assert post is not None
        if post.state == "waiting":
            approved(office, post)
        PostTarget.objects.all().delete()
        work(0)
    kept = str(list(PostCopy.objects.values())) + str(list(PostTarget.objects.values())) + caplog.text
    assert not [secret for secret in SECRETS if secret in kept]
    assert not [secret for secret in SECRETS if secret in repr(settings.POSTING_TARGETS)]


def test_a_freeze_holds_what_is_approved_and_after_it_what_is_news_goes_on(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("telegram"), services.target("x")]
    services.how = ["silent"]
    approved(office)
    send_next_copy()
    today = timezone.localdate()
    until = today + timedelta(days=9)
    add_closure(kind="freeze", ward=None, from_on=today, to_on=until, reasons={"en": "Election"}, clerk=office.clerk)
    work(0, 60, 1440 * 5)
    assert len(services.posts) == 1
    assert "freeze" in PostCopy.objects.values_list("reason", flat=True)
    work(1440 * 10, 1440 * 10 + 30)
    assert len(services.taken) == 2
    assert PostCopy.objects.filter(state="sent").exists()


def test_two_processes_never_claim_the_same_copy(office: WardOffice, services: Services, settings: Any) -> None:
    settings.POSTING_TARGETS = [services.target("telegram")]
    approved(office)
    now = timezone.now()
    first = outbox.claim_next_copy(["our-telegram"], now)
    assert first is not None
    assert outbox.claim_next_copy(["our-telegram"], now) is None
    later = now + timedelta(minutes=6)
    second = outbox.claim_next_copy(["our-telegram"], later)
    assert second is not None
    outbox.note_posted(first.copy, "7")
    assert (the_copy().state, second.act) == ("sending", outbox.CopyAct.DOUBT)


def test_what_was_sent_by_an_account_that_is_gone_is_left_to_the_clerk(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("facebook")]
    services.how = ["silent"]
    approved(office)
    work(0)
    settings.POSTING_TARGETS = []
    work(30)
    assert the_copy().needs_clerk


def test_a_token_that_dies_while_a_doubt_is_settled_is_told(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("facebook")]
    services.how = ["silent"]
    services.how_found = ["token"]
    approved(office)
    work()
    assert PostTarget.objects.get().reason == "token"
    assert (the_copy().state, len(services.taken)) == ("unsure", 1)
