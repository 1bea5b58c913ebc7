"""Posts are made from what happens, once; the first of each kind waits, and nothing that is not public goes out."""

import base64
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session, open_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.own_questions import ask_question
from sessions.models import Change, LogCheckpoint, Post, PostCopy, PromiseState, Redaction
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import language_codes
from sessions.platform.text.direction.marks import FIRST_STRONG, POP
from sessions.posting.deciding import approve_post, change_words, refuse_post, set_post_settings
from sessions.posting.outbox import HELD, claim_next_copy, why_not_now
from sessions.posting.preview import previews_of, words_to_copy
from sessions.posting.still_news import is_held, why_gone
from sessions.posting.sweeping import forget_redacted, sweep
from sessions.posting.wording import checkpoint_in, template_words
from sessions.record.proof.high_water import HIGH_WATER_FILE
from sessions.record.proof.notes.checkpoint_words import words_of_root
from sessions.record.redaction.hooks import Destroyed
from tests.chatserver.outside.posting.targets import target
from tests.factories.matters import WardOffice
from tests.factories.posting import approved, kept_promise, promise_in, published_activity, withhold
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly


def freeze(office: WardOffice, *, days: int = 10) -> None:
    today = timezone.localdate()
    until = today + timedelta(days=days)
    add_closure(kind="freeze", ward=None, from_on=today, to_on=until, reasons={"en": "Election"}, clerk=office.clerk)


def kinds() -> list[tuple[str, str]]:
    return list(Post.objects.order_by("pk").values_list("occasion", "state"))


def hold_chat(office: WardOffice, *, ask: bool) -> None:
    chat = announce_chat_session(office.ward, starts_at=timezone.now() + timedelta(minutes=1), minutes=60, by="clerk")
    open_chat_session(chat, by="clock")
    if ask:
        ask_question(chat, Ask(office.resident, "When is the drain cleaned?", "question"))
    close_chat_session(chat, by="clock")
    seal_chat_session(chat, by="clock")


def test_a_chat_is_posted_when_it_is_announced_begins_and_has_its_record(office: WardOffice) -> None:
    hold_chat(office, ask=True)
    assert kinds() == [("announced", "waiting"), ("begins", "waiting"), ("record", "waiting")]
    record = Post.objects.with_subject().get(occasion="record")
    with translation.override("en"):
        assert "Asked: 1, answered: 0" in words_to_copy(record)
    assert "/records/ward-95-" in words_to_copy(record)


def test_a_record_of_a_chat_in_which_nobody_asked_anything_is_no_news(office: WardOffice) -> None:
    hold_chat(office, ask=False)
    assert kinds() == [("announced", "waiting"), ("begins", "waiting")]


def test_without_an_account_nothing_is_approved_and_one_that_is_added_later_gets_it(
    office: WardOffice, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    approved(office)
    settings.POSTING_TARGETS = [target("telegram", wards=[7])]
    kept_promise(office, "A second one.")
    second = Post.objects.with_subject().order_by("-pk")[0]
    with pytest.raises(Refused) as refused:
        approve_post(second.pk, version=1, clerk=office.clerk)
    assert str(refused.value.message) == "No account is set up that could post it. It waits until one is."
    assert (refused.value.code, kinds()[-1]) == ("no_account", ("promise_kept", "waiting"))
    settings.POSTING_TARGETS = [target("telegram")]
    assert approve_post(second.pk, version=1, clerk=office.clerk) == [second]
    assert PostCopy.objects.filter(post=second).count() == 1


def test_the_news_of_a_record_carries_the_newest_checkpoint_where_there_is_room(
    office: WardOffice, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    hold_chat(office, ask=True)
    announced, _begins, record = Post.objects.with_subject().order_by("pk")
    newest = LogCheckpoint.objects.latest("pk")
    words = " ".join(words_of_root(base64.b64decode(newest.root)))
    said = {each.service: each.composed.text for each in previews_of(record)}
    assert f"\n\nনথিগুলির চেকপয়েন্ট, ২টি লাইন: {words}\n\n" in said["mastodon"]
    assert {service for service, text in said.items() if words in text} == {"facebook", "mastodon", "telegram"}
    assert f"\n\nনথিগুলির চেকপয়েন্ট, ২টি লাইন: {words}\n\nhttp" in words_to_copy(record)
    assert not any("চেকপয়েন্ট" in each.composed.text for each in previews_of(announced))
    assert f": {FIRST_STRONG}{words}{POP}" in checkpoint_in("ur", record)
    (settings.DATA_DIR / HIGH_WATER_FILE).write_text("{")  # nothing may be published
    assert checkpoint_in("en", record) == ""


def test_a_promise_is_posted_when_it_is_kept_or_overdue_and_an_activity_when_published(office: WardOffice) -> None:
    kept_promise(office)
    promise_step(promise_of(office, "The lamp will burn."), "overdue", by=PromiseStepBy.CLOCK)
    published_activity(office)
    published_activity(office, ward=None, borough=office.ward.borough, number="X-A-2027-1", is_planned=True)
    assert [kind for kind, _state in kinds()] == ["promise_kept", "promise_overdue", "activity", "activity"]


def test_the_same_is_never_posted_twice(office: WardOffice) -> None:
    promise = promise_of(office)
    for _each in range(2):
        promise_step(promise, "overdue", by=PromiseStepBy.CLOCK)
    assert Post.objects.count() == 1


def test_only_the_first_of_each_kind_waits_for_the_clerk(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    approved(office)
    kept_promise(office, "A second one.")
    published_activity(office)
    assert kinds() == [("promise_kept", "approved"), ("promise_kept", "approved"), ("activity", "waiting")]
    assert PostCopy.objects.count() == 2
    set_post_settings(office.ward, languages=["en"], always_ask=["promise_kept"], clerk=office.clerk)
    kept_promise(office, "A third one.")
    assert kinds()[-1] == ("promise_kept", "waiting")


def test_others_of_a_kind_that_wait_go_with_the_first_that_is_approved_and_once(
    office: WardOffice, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    for what in ("One.", "Two.", "Three.", "Four."):
        kept_promise(office, what)
    published_activity(office)
    first, second, refused, withheld = Post.objects.with_subject().filter(occasion="promise_kept").order_by("pk")
    refuse_post(refused.pk, version=1, clerk=office.clerk)
    withhold(withheld)
    assert approve_post(second.pk, version=1, clerk=office.clerk) == [second, first]
    assert [state for _kind, state in kinds()] == ["approved", "approved", "refused", "waiting", "waiting"]
    assert set(PostCopy.objects.values_list("post", flat=True)) == {first.pk, second.pk}
    assert Change.objects.filter(subject="post").count() == 3
    with pytest.raises(Refused) as late:
        approve_post(first.pk, version=1, clerk=office.clerk)
    assert (late.value.code, PostCopy.objects.count()) == ("stale", 2)


def test_where_a_clerk_reads_each_the_others_go_on_waiting(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    set_post_settings(office.ward, languages=["en"], always_ask=["promise_kept"], clerk=office.clerk)
    approved_one = approved(office)
    kept_promise(office, "Two.")
    kept_promise(office, "Three.")
    assert kinds() == [("promise_kept", "approved"), ("promise_kept", "waiting"), ("promise_kept", "waiting")]
    two = Post.objects.exclude(pk=approved_one.pk).order_by("pk")[0]
    assert approve_post(two.pk, version=1, clerk=office.clerk) == [two]


def test_one_that_a_freeze_holds_is_approved_with_the_others_and_sent_after_it(
    office: WardOffice, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    now = timezone.now()
    soon, later = (
        announce_chat_session(office.ward, starts_at=now + timedelta(days=days), minutes=60, by="clerk")
        for days in (3, 20)
    )
    day = timezone.localdate(later.starts_at)
    add_closure(kind="freeze", ward=None, from_on=day, to_on=day, reasons={"en": "Election"}, clerk=office.clerk)
    post = Post.objects.with_subject().get(chat_session=soon)
    assert len(approve_post(post.pk, version=post.version, clerk=office.clerk)) == 2
    names = ["our-telegram"]
    claimed = [claim_next_copy(names, timezone.now()) for _each in range(3)]
    held = {each.copy.post.chat_session_id: why_not_now(each.copy, now) for each in claimed if each is not None}
    assert held == {soon.pk: None, later.pk: HELD}


def test_an_account_posts_for_its_wards_only(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = [
        target("telegram", name="all"),
        target("telegram", name="ours", wards=(95,)),
        target("telegram", name="borough", boroughs=("X",)),
        target("telegram", name="others", wards=(7,)),
        target("telegram", name="elsewhere", boroughs=("I",)),
    ]
    approved(office)
    assert set(PostCopy.objects.values_list("target", flat=True)) == {"all", "ours", "borough"}


def test_in_a_freeze_nothing_is_made_or_approved_and_what_waits_goes_on_after_it(
    office: WardOffice, settings: Any
) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    kept_promise(office)
    post = Post.objects.with_subject().get()
    freeze(office)
    kept_promise(office, "In the freeze.")
    published_activity(office)
    assert (Post.objects.count(), is_held(post)) == (1, True)
    with pytest.raises(Refused) as refused:
        approve_post(post.pk, version=1, clerk=office.clerk)
    assert refused.value.code == "frozen"
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        sweep(timezone.now())
        [post] = approve_post(post.pk, version=1, clerk=office.clerk)
        assert post.state == "approved"


def test_what_is_no_news_any_longer_is_not_posted(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    approved(office)
    published_activity(office)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        sweep(timezone.now())
    assert kinds() == [("promise_kept", "approved"), ("activity", "gone")]
    assert (PostCopy.objects.get().state, PostCopy.objects.get().reason) == ("dropped", "late")


def _dispute(post: Post) -> None:
    promise = promise_in(post)
    promise.state = PromiseState.DISPUTED
    promise.save()


@pytest.mark.parametrize(("change", "why"), [(withhold, "redacted"), (_dispute, "changed")])
def test_what_is_not_so_any_longer_is_dropped_with_the_clerks_words(
    office: WardOffice, change: Callable[[Post], None], why: str
) -> None:
    kept_promise(office)
    post = Post.objects.with_subject().get()
    change_words(post.pk, {"en": "The drain of Mina."}, version=1, clerk=office.clerk)
    change(post)
    sweep(timezone.now())
    post.refresh_from_db()
    assert (post.state, post.why_gone, post.words) == ("gone", why, {} if why == "redacted" else post.words)


def test_a_cancelled_chat_is_not_announced(office: WardOffice) -> None:
    chat = announce_chat_session(office.ward, starts_at=timezone.now() + timedelta(days=3), minutes=60, by="clerk")
    cancel_chat_session(chat, reason="Flood", by="clerk")
    assert why_gone(Post.objects.with_subject().get(), timezone.now()) == "cancelled"


def test_a_withdrawn_activity_that_was_sent_is_listed_to_be_removed(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = [target("telegram"), target("x")]
    activity = published_activity(office)
    approved(office, Post.objects.get())
    PostCopy.objects.filter(service="telegram").update(state="sent", external_id="7", next_try_at=None)
    PostCopy.objects.filter(service="x").update(state="sent", next_try_at=None)
    activity.state = "withdrawn"
    activity.save()
    sweep(timezone.now())
    assert dict(PostCopy.objects.values_list("service", "removal")) == {"telegram": "due", "x": "by_hand"}


def test_refused_posts_and_stale_decisions_send_nothing(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = [target("telegram")]
    post = approved(office)
    refuse_post(post.pk, version=post.version, clerk=office.clerk)
    assert (PostCopy.objects.get().state, Change.objects.filter(subject="post").count()) == ("dropped", 2)
    with pytest.raises(Refused) as refused:
        approve_post(post.pk, version=1, clerk=office.clerk)
    assert refused.value.code == "stale"


def test_the_clerks_words_take_the_place_of_the_template(office: WardOffice) -> None:
    kept_promise(office)
    post = Post.objects.with_subject().get()
    change_words(post.pk, {"en": "Ours.", "bn": ""}, version=1, clerk=office.clerk)
    post.refresh_from_db()
    assert words_to_copy(post).startswith("Ours.\n\nhttp")
    with pytest.raises(Refused):
        change_words(post.pk, {"en": "x" * 1001}, version=2, clerk=office.clerk)


def test_every_occasion_has_words_in_every_language(office: WardOffice) -> None:
    day = date(2027, 3, 1)
    with time_machine.travel(f"{day}T10:00:00+05:30"):
        promise_step(promise_of(office, due_on=day), "overdue", by=PromiseStepBy.CLOCK)
        kept_promise(office)
        published_activity(office)
        published_activity(office, is_planned=True)
        for post in Post.objects.with_subject():
            for code in language_codes():
                set_post_settings(office.ward, languages=[code], always_ask=[], clerk=office.clerk)
                texts = {preview.composed.text for preview in previews_of(post)}
                assert all("{" not in text and len(text) > 30 for text in texts)
                assert code == "en" or not any("Ward" in text for text in texts)


def test_words_of_a_clerk_go_with_what_they_may_quote(office: WardOffice) -> None:
    chat = announce_chat_session(office.ward, starts_at=timezone.now() + timedelta(days=3), minutes=60, by="clerk")
    post = Post.objects.with_subject().get()
    forget_redacted(Destroyed(chat, None, [], [], Redaction(), []))
    change_words(post.pk, {"en": "Mina asks about her wall."}, version=1, clerk=office.clerk)
    forget_redacted(Destroyed(chat, None, [], [], Redaction(), []))
    post.refresh_from_db()
    assert (post.state, post.why_gone, post.words) == ("gone", "redacted", {})


def test_what_was_sent_of_a_promise_goes_in_the_redaction_itself(office: WardOffice, settings: Any) -> None:
    """Not with the next sweep: the database's files are cleaned before that."""
    settings.POSTING_TARGETS = [target("telegram")]
    chat = announce_chat_session(office.ward, starts_at=timezone.now() + timedelta(days=3), minutes=60, by="clerk")
    kept_promise(office)
    post = approved(office, Post.objects.exclude(promise=None).get())
    copies = PostCopy.objects.filter(post=post)
    copies.update(state="sent", external_id="7", next_try_at=None, text="“The drain of Mina.”")
    withhold(post)
    forget_redacted(Destroyed(chat, None, [], [], Redaction(), []))
    copy = copies.get()
    assert (copy.text, copy.removal, Post.objects.get(pk=post.pk).why_gone) == ("", "due", "redacted")


def test_nobody_is_called_by_a_name_in_a_promise(office: WardOffice) -> None:
    kept_promise(office, "The drain of @mina will be cleaned.")
    assert "@mina" not in words_to_copy(Post.objects.with_subject().get())


def test_urdu_words_keep_their_order_in_a_post_of_another_direction(office: WardOffice) -> None:
    day = date(2027, 3, 1)
    with time_machine.travel(f"{day}T10:00:00+05:30"):
        promise_step(promise_of(office, "نالی صاف ہوگی۔", due_on=day), "overdue", by=PromiseStepBy.CLOCK)
        promise_step(promise_of(office, "The lamp will burn.", due_on=day), "overdue", by=PromiseStepBy.CLOCK)
    urdu, english = Post.objects.with_subject().order_by("pk")
    assert f"“{FIRST_STRONG}نالی صاف ہوگی۔{POP}”" in template_words(urdu, "bn")
    assert "“The lamp will burn.”" in template_words(english, "bn")
