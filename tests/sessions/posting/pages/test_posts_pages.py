"""The clerk reads what would go where, decides, and settles what nobody else can know."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatserver.outside.posting.dry_run import lines
from sessions.models import Post, PostCopy, PostSettings, PostTarget
from tests.chatserver.outside.posting.targets import target
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import client_of, words_of
from tests.factories.posting import approved, kept_promise, published_activity

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()


class Browser:
    def __init__(self, office: WardOffice) -> None:
        self._client = client_of(office.clerk)

    def get(self, address: str) -> str:
        answer = self._client.get(address, headers=ENGLISH)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, address: str, **given: Any) -> str:
        answer = self._client.post(address, given, headers=ENGLISH)
        return self.get(address) if answer.status_code == 302 else answer.content.decode()


@pytest.fixture
def browser(office: WardOffice) -> Browser:
    return Browser(office)


@pytest.mark.long
def test_a_waiting_post_is_read_as_each_service_shows_it_and_approved(
    office: WardOffice, browser: Browser, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("x"), target("telegram")]
    kept_promise(office)
    post = Post.objects.get()
    assert "A promise is kept" in words_of(browser.get("/planning/posts/"))
    page = words_of(browser.get(f"/planning/posts/{post.pk}/"))
    assert "X ( our-x ): " in page
    assert " of 280 characters" in page
    assert "https://wa.me/?text=" in browser.get(f"/planning/posts/{post.pk}/")
    assert "Approved. It is sent in a moment." in words_of(
        browser.post(f"/planning/posts/{post.pk}/", do="approve", version=1)
    )
    assert PostCopy.objects.count() == 2
    assert "That cannot be done" in words_of(browser.post(f"/planning/posts/{post.pk}/", do="approve", version=2))


@pytest.mark.long
def test_what_goes_with_a_post_is_listed_before_and_said_after_its_approval(
    office: WardOffice, browser: Browser, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    for what in ("The drain.", "The lamp.", "The tap."):
        kept_promise(office, what)
    first, *others = Post.objects.order_by("pk")
    page = browser.get(f"/planning/posts/{first.pk}/")
    said = words_of(page)
    assert "Sent with it" in said
    assert all(f'href="/planning/posts/{other.pk}/"' in page for other in others)
    assert "The tap." in said
    after = words_of(browser.post(f"/planning/posts/{first.pk}/", do="approve", version=1))
    assert "Approved, with 2 others that waited. They are sent in a moment." in after
    assert "Sent with it" not in after
    assert "Nothing waits." in words_of(browser.get("/planning/posts/"))


def test_without_an_account_the_page_shows_examples_and_words_for_whatsapp(
    office: WardOffice, browser: Browser, settings: Any
) -> None:
    settings.POSTING_TARGETS = []
    published_activity(office)
    assert "No account is set up" in words_of(browser.get("/planning/posts/"))
    page = words_of(browser.get(f"/planning/posts/{Post.objects.get().pk}/"))
    for name in ("Facebook :", "X :", "Mastodon :", "Bluesky :", "Telegram :", "Download the picture"):
        assert name in page


def test_the_clerk_changes_the_words_or_takes_those_of_the_template_again(office: WardOffice, browser: Browser) -> None:
    kept_promise(office)
    address = f"/planning/posts/{Post.objects.get().pk}/"
    page = browser.post(address, do="words", version=1, words_bn="নালা পরিষ্কার হয়েছে।", words_en="The drain is clean.")
    assert "The drain is clean." in page
    assert Post.objects.get().words == {"bn": "নালা পরিষ্কার হয়েছে।", "en": "The drain is clean."}
    assert "Not saved yet" in words_of(browser.post(address, do="words", version=2, words_en="x" * 1001))
    browser.post(address, do="words", version=2, words_bn="", words_en="")
    assert Post.objects.get().words == {}


@pytest.mark.long
@pytest.mark.parametrize(("do", "state"), [("there", "sent"), ("not_there", "pending")])
def test_only_the_clerk_knows_what_became_of_a_doubt(
    office: WardOffice, browser: Browser, settings: Any, do: str, state: str
) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    post = approved(office)
    PostCopy.objects.update(state="unsure", next_try_at=None, reason="no_answer", text="As it was sent.")
    assert "It is not there, send again" in browser.get(f"/planning/posts/{post.pk}/")
    assert "did not answer in time" in words_of(browser.get("/planning/posts/"))
    copy = PostCopy.objects.get()
    browser.post(f"/planning/posts/{post.pk}/", do=do, copy=copy.pk)
    assert PostCopy.objects.get().state == state
    browser.post(f"/planning/posts/{post.pk}/", do=do, copy=copy.pk)
    assert PostCopy.objects.get().state == state


def test_an_account_that_stands_still_is_told_and_tried_again(
    office: WardOffice, browser: Browser, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("facebook")]
    mark = settings.POSTING_TARGETS[0].mark
    PostTarget.objects.create(name="our-facebook", stopped_at=timezone.now(), reason="rights", settings_mark=mark)
    assert "may not post there" in words_of(browser.get("/planning/posts/"))
    browser.post("/planning/posts/", target="our-facebook")
    assert PostTarget.objects.get().stopped_at is None


def test_a_wards_languages_and_approvals_are_set(office: WardOffice, browser: Browser) -> None:
    browser.post("/planning/posts/wards/95/", first="ur", second="", always_ask=["record", "activity"])
    row = PostSettings.objects.get()
    assert (row.languages, row.always_ask) == (["ur"], ["record", "activity"])
    kept_promise(office)
    assert 'lang="ur"' in browser.get(f"/planning/posts/{Post.objects.get().pk}/")
    assert "Languages of posts" in words_of(browser.get("/planning/changes/"))


def test_of_what_is_gone_no_words_are_shown(office: WardOffice, browser: Browser) -> None:
    kept_promise(office, "The wall of Mina will go.")
    Post.objects.update(state="gone", why_gone="redacted")
    pages = browser.get("/planning/posts/") + browser.get(f"/planning/posts/{Post.objects.get().pk}/")
    assert "Mina" not in pages
    assert "Its words were redacted." in pages


def test_an_account_whose_service_asked_us_to_wait_is_not_called_ready(
    office: WardOffice, browser: Browser, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("x")]
    assert "Ready" in words_of(browser.get("/planning/posts/"))
    PostTarget.objects.create(name="our-x", waits_until=timezone.now() + timedelta(hours=20))
    page = words_of(browser.get("/planning/posts/"))
    assert "Waits" in page
    assert "The service asks us to wait until then: " in page
    assert "Ready" not in page
    assert any("our-x\tx\twaits until 20" in line for line in lines())
