"""A chat that is moved after its announcement was posted gets a second post for each date; else the first says it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.models import ChatSession, Post, PostCopy
from sessions.platform.text.by_language import language_codes
from sessions.posting.deciding import approve_post, change_words, refuse_post, set_post_settings
from sessions.posting.preview import previews_of, words_to_copy
from sessions.posting.still_news import card_of_post, is_held, link_path, why_gone
from sessions.posting.sweeping import sweep
from tests.chatserver.outside.posting.targets import target
from tests.factories.matters import WardOffice
from tests.sessions.posting.test_posts import freeze

pytestmark = pytest.mark.costly

BECAUSE = {"en": "The hall is closed."}


@pytest.fixture
def chat(office: WardOffice, settings: Any) -> ChatSession:
    settings.POSTING_TARGETS = [target("telegram")]
    return announce_chat_session(office.ward, starts_at=in_days(3), minutes=60, by="clerk")


def in_days(days: int) -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=days)


def move(chat: ChatSession, days: int) -> ChatSession:
    chat.refresh_from_db()
    return move_chat_session(chat, starts_at=in_days(days), because=BECAUSE, sequence=chat.sequence, clerk=None)


def post_it(office: WardOffice, occasion: str = "announced", state: str = "sent") -> Post:
    """Approved, and sent as far as the state says."""
    waiting = Post.objects.filter(occasion=occasion, state="waiting").last()
    if waiting is not None:
        approve_post(waiting.pk, version=waiting.version, clerk=office.clerk)
    post = Post.objects.filter(occasion=occasion).order_by("-pk")[0]
    PostCopy.objects.filter(post=post).update(state=state, next_try_at=None, external_id="7")
    return post


def kinds() -> list[tuple[str, str]]:
    return list(Post.objects.order_by("pk").values_list("occasion", "state"))


@pytest.mark.long
@pytest.mark.parametrize("state", ["sent", "sending", "unsure"])
def test_what_is_there_or_may_be_there_gets_a_second_post_and_stays(
    office: WardOffice, chat: ChatSession, state: str
) -> None:
    post_it(office, state=state)
    moved = move(chat, 6)
    assert kinds() == [("announced", "approved"), ("moved", "waiting")]
    assert (PostCopy.objects.get().state, PostCopy.objects.get().removal) == (state, "")
    post = Post.objects.with_subject().get(occasion="moved")
    assert (post.keep_until, post.sequence) == (moved.starts_at, moved.sequence)
    assert link_path(post) == f"/chat/{chat.pk}/"
    assert card_of_post(post) is not None
    with translation.override("en"):
        assert "is moved. It is now on" in words_to_copy(post)
    sweep(timezone.now())
    assert kinds() == [("announced", "approved"), ("moved", "waiting")]


def test_an_announcement_that_was_not_sent_says_the_new_date_by_itself(office: WardOffice, chat: ChatSession) -> None:
    moved = move(chat, 6)
    assert kinds() == [("announced", "waiting")]
    assert Post.objects.get().keep_until == moved.starts_at
    post_it(office, state="pending")
    move(chat, 8)
    assert kinds() == [("announced", "approved")]


def test_words_of_the_clerk_that_may_name_the_earlier_date_wait_again_without_them(
    office: WardOffice, chat: ChatSession
) -> None:
    post = Post.objects.get()
    change_words(post.pk, {"en": "On the third!"}, version=1, clerk=office.clerk)
    post_it(office, state="pending")
    move(chat, 6)
    post.refresh_from_db()
    assert (post.state, post.words, post.approved_at, PostCopy.objects.count()) == ("waiting", {}, None, 0)


def test_words_of_the_clerk_do_not_go_to_a_service_that_lacks_them_yet(
    office: WardOffice, settings: Any, chat: ChatSession
) -> None:
    settings.POSTING_TARGETS = [target("telegram"), target("x")]
    post = Post.objects.get()
    change_words(post.pk, {"en": "On the third!"}, version=1, clerk=office.clerk)
    post_it(office, state="sent")
    PostCopy.objects.filter(service="x").update(state="pending", next_try_at=timezone.now())
    move(chat, 6)
    assert dict(PostCopy.objects.values_list("service", "state")) == {"telegram": "sent", "x": "dropped"}
    assert kinds()[-1] == ("moved", "waiting")


def test_each_date_is_told_once_and_only_the_last_one(office: WardOffice, chat: ChatSession) -> None:
    post_it(office)
    move(chat, 6)
    move(chat, 8)
    assert kinds() == [("announced", "approved"), ("moved", "gone"), ("moved", "waiting")]
    post_it(office, "moved")
    move(chat, 9)
    assert kinds()[-1] == ("moved", "approved")
    assert Post.objects.filter(occasion="moved").values("sequence").distinct().count() == 3
    told = Post.objects.with_subject().filter(occasion="moved").order_by("pk")[1]
    assert why_gone(told, timezone.now()) == "changed"


def test_the_first_of_the_kind_waits_and_later_ones_go_by_themselves_unless_each_is_read(
    office: WardOffice, chat: ChatSession
) -> None:
    post_it(office)
    move(chat, 6)
    post_it(office, "moved")
    move(chat, 7)
    assert kinds()[-1] == ("moved", "approved")
    assert PostCopy.objects.filter(post__occasion="moved", state="pending").count() == 1
    set_post_settings(office.ward, languages=["en"], always_ask=["moved"], clerk=office.clerk)
    post_it(office, "moved")
    move(chat, 8)
    assert kinds()[-1] == ("moved", "waiting")


def test_a_freeze_blocks_it_also_later(office: WardOffice, chat: ChatSession) -> None:
    post_it(office)
    move(chat, 30)
    freeze(office)
    post = Post.objects.with_subject().get(occasion="moved")
    assert is_held(post)
    move(chat, 40)
    assert kinds() == [("announced", "approved"), ("moved", "gone")]
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        sweep(timezone.now())
    assert len(kinds()) == 2


def test_what_a_clerk_refused_gets_no_second_post(office: WardOffice, chat: ChatSession) -> None:
    refuse_post(Post.objects.get().pk, version=1, clerk=office.clerk)
    move(chat, 6)
    assert kinds() == [("announced", "refused")]


def test_without_any_account_a_clerk_may_have_copied_what_was_approved(
    office: WardOffice, settings: Any, chat: ChatSession
) -> None:
    post_it(office)
    PostCopy.objects.all().delete()  # as it was approved before that needed an account
    settings.POSTING_TARGETS = []
    move(chat, 6)
    assert kinds() == [("announced", "approved"), ("moved", "waiting")]


def test_a_chat_without_a_date_is_postponed_and_its_new_date_told_after_that(
    office: WardOffice, chat: ChatSession
) -> None:
    post_it(office)
    chat.refresh_from_db()
    chat = let_wait(chat, because=BECAUSE, sequence=chat.sequence, clerk=None)
    post = Post.objects.with_subject().get(occasion="moved")
    assert why_gone(post, timezone.now()) is None
    with translation.override("en"):
        assert "is postponed" in words_to_copy(post)
    post_it(office, "moved")
    move(chat, 9)
    assert kinds()[-1] == ("moved", "approved")
    with translation.override("en"):
        assert "It is now on" in words_to_copy(Post.objects.with_subject().filter(occasion="moved").order_by("-pk")[0])


def test_an_announcement_that_was_dropped_without_a_date_is_made_good_by_the_new_date(
    office: WardOffice, chat: ChatSession
) -> None:
    chat = let_wait(chat, because=BECAUSE, sequence=chat.sequence, clerk=None)
    assert len(kinds()) == 1
    sweep(timezone.now())
    assert kinds() == [("announced", "gone")]
    move(chat, 9)
    assert kinds() == [("announced", "gone"), ("moved", "waiting")]


def test_it_has_words_in_every_language_with_and_without_a_date(office: WardOffice, chat: ChatSession) -> None:
    post_it(office)
    move(chat, 6)
    chat.refresh_from_db()
    for waits in (False, True):
        if waits:
            let_wait(chat, because=BECAUSE, sequence=chat.sequence, clerk=None)
        post = Post.objects.with_subject().filter(occasion="moved").order_by("-pk")[0]
        for code in language_codes():
            set_post_settings(office.ward, languages=[code], always_ask=[], clerk=office.clerk)
            texts = {preview.composed.text for preview in previews_of(post)}
            assert all("{" not in text and len(text) > 30 for text in texts)
            assert code == "en" or not any("Ward" in text for text in texts)
