"""The outbox: which copy is sent or looked for next, and what has become of it.

A copy is claimed before it is sent. If the process dies then, or if no answer comes, the service may have the copy. The
adapter of the service says how the service is asked about that, and whether the copy may be sent again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions.models import CopyState, Post, PostCopy, PostState, Removal
from sessions.models.post import new_key
from sessions.posting.reasons import CopyReason
from sessions.posting.still_news import TO_TAKE_AWAY, is_held, why_gone

LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=each) for each in (1, 2, 5, 15, 30, 60)]
LOOK_AFTER = [timedelta(minutes=each) for each in (2, 15)]
"""Waiting times after a doubt; then, not found, it is sent once more. A service may be slow to show what it has."""

ASK_AGAIN_AFTER = timedelta(minutes=15)
HELD = "held"
HELD_FOR = timedelta(minutes=10)
MOST_REMOVALS = 5


class AfterDoubt(StrEnum):
    """What may be done where nobody knows whether a copy arrived.

    retry: sending the same again makes no second one. look: it can be found there. leave: neither; a clerk decides.
    """

    RETRY = "retry"
    LOOK = "look"
    LEAVE = "leave"


class CopyAct(StrEnum):
    SEND = "send"
    DOUBT = "doubt"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class ClaimedCopy:
    """A copy that this process has claimed.

    copy: ours until the lease ends. act: send it; decide about a doubt; or remove what was sent.
    """

    copy: PostCopy
    act: CopyAct


def claim_next_copy(names: list[str], now: datetime) -> ClaimedCopy | None:
    """The next copy that is due. Several processes may ask at once."""
    open_states = Q(state__in=(CopyState.PENDING, CopyState.SENDING, CopyState.UNSURE)) | Q(removal=Removal.DUE)
    rows = PostCopy.objects.filter(open_states, target__in=names, next_try_at__lte=now).order_by("next_try_at", "pk")
    for row in rows[:20]:
        claimed = _claim(row, now)
        if claimed is not None:
            claimed.copy.post = Post.objects.with_subject().get(pk=row.post_id)
            return claimed
    return None


def _claim(row: PostCopy, now: datetime) -> ClaimedCopy | None:
    """A row that is claimed already was left by a process that died: that is a doubt."""
    act = {CopyState.PENDING: CopyAct.SEND, CopyState.SENT: CopyAct.REMOVE}.get(CopyState(row.state), CopyAct.DOUBT)
    state = CopyState.SENT if act == CopyAct.REMOVE else CopyState.SENDING
    seen = PostCopy.objects.filter(pk=row.pk, state=row.state, next_try_at=row.next_try_at, claim=row.claim)
    token = new_key()
    if not seen.update(state=state, claim=token, next_try_at=now + LEASE):
        return None
    row.state, row.claim = state, token
    return ClaimedCopy(row, act)


def why_not_now(copy: PostCopy, now: datetime) -> str | None:
    """Why a claimed copy is not sent: its news is gone, a freeze holds it, or it is no longer approved."""
    if copy.post.state != PostState.APPROVED:
        return copy.post.why_gone or CopyReason.NOT_APPROVED
    return why_gone(copy.post, now) or (HELD if is_held(copy.post) else None)


@transaction.atomic
def keep_sent_text(copy: PostCopy, text: str, now: datetime) -> bool:
    """Store the text before it is sent; False if the claim is lost, or if its words had to be removed meanwhile."""
    if _had_to_go(copy):
        return False
    copy.text, copy.asked_at = text, copy.asked_at or now
    rows = PostCopy.objects.filter(pk=copy.pk, claim=copy.claim)
    return bool(rows.update(text=text, asked_at=Coalesce(F("asked_at"), now), looks=0))


def is_anothers(copy: PostCopy, external_id: str) -> bool:
    """Whether the service gave this name to another copy of ours before: to remove one would remove the other."""
    return PostCopy.objects.filter(target=copy.target, external_id=external_id).exclude(pk=copy.pk).exists()


@transaction.atomic
def note_posted(copy: PostCopy, external_id: str, link: str = "") -> None:
    """Note that the service has the copy. If its words had to go meanwhile, its removal is due."""
    removal = removal_for(external_id) if _had_to_go(copy) else Removal.NONE
    _note(
        copy,
        CopyState.SENT,
        due=timezone.now() if removal == Removal.DUE else None,
        external_id=external_id,
        external_link=link,
        sent_at=timezone.now(),
        removal=removal,
        reason="",
        tries=0,
    )


def note_not_taken(copy: PostCopy, reason: str, *, after: timedelta | None = None) -> None:
    """The service surely does not have it, and may take it later."""
    due = timezone.now() + (_next_wait(copy) if after is None else after)
    _note(copy, CopyState.PENDING, due=due, reason=reason, tries=copy.tries + 1, asked_at=None, text="")


def note_still_in_doubt(copy: PostCopy, reason: str, *, after: timedelta | None = None) -> None:
    """This repeat surely did nothing, the request before it perhaps did: the moment of that one is kept."""
    due = timezone.now() + (_next_wait(copy) if after is None else after)
    _note(copy, CopyState.UNSURE, due=due, reason=reason, tries=copy.tries + 1)


def note_refused(copy: PostCopy, reason: str) -> None:
    """The service refused it, and would do so again."""
    _note(copy, CopyState.FAILED, reason=reason)


def note_dropped(copy: PostCopy, reason: str) -> None:
    _note(copy, CopyState.DROPPED, reason=reason, text="")


def note_held(copy: PostCopy, *, is_doubted: bool = False) -> None:
    state = CopyState.UNSURE if is_doubted else CopyState.PENDING
    _note(copy, state, due=timezone.now() + HELD_FOR, reason=CopyReason.FREEZE)


def note_doubt(copy: PostCopy, reason: str, rule: AfterDoubt) -> None:
    """Note that the service may have the copy. By the rule, it is looked for soon, sent again, or left to a clerk."""
    wait = {AfterDoubt.LOOK: LOOK_AFTER[0], AfterDoubt.RETRY: _next_wait(copy)}.get(rule)
    due = None if wait is None else timezone.now() + wait
    _note(copy, CopyState.UNSURE, due=due, reason=reason, looks=0, tries=copy.tries + 1)


def note_unanswered(copy: PostCopy, reason: str, now: datetime) -> None:
    """Asked about a doubt, the service gave no answer: it is asked again as long as it is news, then a clerk is."""
    due = now + ASK_AGAIN_AFTER if now < copy.post.keep_until else None
    _note(copy, CopyState.UNSURE, due=due, reason=reason)


def note_missing(copy: PostCopy, *, may_repeat: bool, why: str) -> bool:
    """Whether it is to be sent once more now. It is looked for twice; of one repeated already a clerk decides.

    may_repeat: False, for the reason `why`, if it is no longer sent.
    """
    looks = copy.looks + 1
    if looks < len(LOOK_AFTER):
        _note(copy, CopyState.UNSURE, due=timezone.now() + LOOK_AFTER[looks], looks=looks)
        return False
    if not may_repeat:
        note_dropped(copy, why)
        return False
    if copy.was_repeated:
        _note(copy, CopyState.UNSURE, looks=looks, reason=CopyReason.NOT_FOUND)
        return False
    copy.was_repeated = True
    return bool(PostCopy.objects.filter(pk=copy.pk, claim=copy.claim).update(was_repeated=True))


def note_removed(copy: PostCopy) -> None:
    _note(copy, CopyState.SENT, removal=Removal.DONE, reason="")


def note_not_removed(copy: PostCopy, reason: str, *, may_retry: bool) -> None:
    """Note that a copy was not removed: after some tries a clerk has to remove it."""
    tries = copy.tries + 1
    is_over = not may_retry or tries >= MOST_REMOVALS
    due = None if is_over else timezone.now() + RETRY_AFTER[min(tries, len(RETRY_AFTER) - 1)]
    removal = Removal.BY_HAND if is_over else Removal.DUE
    _note(copy, CopyState.SENT, due=due, removal=removal, reason=reason, tries=tries)


def removal_for(external_id: str) -> Removal:
    """The way of removal: by the service if it has told us its name for it, otherwise by hand."""
    return Removal.DUE if external_id else Removal.BY_HAND


def _next_wait(copy: PostCopy) -> timedelta:
    return RETRY_AFTER[min(copy.tries, len(RETRY_AFTER) - 1)]


def _had_to_go(copy: PostCopy) -> bool:
    """Whether its words were taken away. Locks the post, as taking away does: neither overtakes the other."""
    post = Post.objects.select_for_update().filter(pk=copy.post_id)
    return post.values_list("why_gone", flat=True).first() in TO_TAKE_AWAY


@transaction.atomic
def _note(copy: PostCopy, state: CopyState, *, due: datetime | None = None, **fields: object) -> None:
    """Nothing where the claim is lost: another process has decided. Words that had to go meanwhile are not kept."""
    if _had_to_go(copy):
        fields["text"] = ""
    rows = PostCopy.objects.filter(pk=copy.pk, claim=copy.claim)
    rows.update(state=state, next_try_at=due, claim="", **fields)
