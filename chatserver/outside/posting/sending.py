"""One turn of posting: sends what is new, decides what is in doubt, and removes what is not public any longer.

No transaction is open while a service is asked.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from chatserver.config.posting_targets import PostingTarget
from chatserver.outside.posting.adapter import Adapter, AfterDoubt, PostMessage, rule_after
from chatserver.outside.posting.http import NoUsableAnswer
from chatserver.outside.posting.outcomes import (
    CopyOutcome,
    NotTaken,
    RefusedThere,
    Sent,
    TargetStopped,
    TargetWaits,
    Unsure,
)
from chatserver.outside.posting.services.bluesky import BlueskyAccount
from chatserver.outside.posting.services.facebook import FacebookPage
from chatserver.outside.posting.services.mastodon import MastodonAccount
from chatserver.outside.posting.services.telegram import TelegramChannel
from chatserver.outside.posting.services.x import XAccount
from chatserver.web_client import NotConnected
from sessions.models import PostCopy
from sessions.posting import outbox
from sessions.posting.composing import link_as_shown
from sessions.posting.preview import composed_for, languages_of
from sessions.posting.reasons import CopyReason
from sessions.posting.services import PostingService
from sessions.posting.still_news import link_of, picture_of_post
from sessions.posting.sweeping import sweep
from sessions.posting.targets import rule_of, running, stop, wait
from sessions.posting.wording import texts_of

logger = logging.getLogger(__name__)

LONGEST_LINK = 300
LONGEST_TITLE = 100


def send_next_copy() -> bool:
    """Look at the next copy that is due; False where there is none."""
    now = timezone.now()
    targets: Mapping[str, PostingTarget] = {each.name: each for each in settings.POSTING_TARGETS}
    claimed = outbox.claim_next_copy(running(targets.values(), now), now)
    if claimed is None:
        return False
    copy, target = claimed.copy, targets[claimed.copy.target]
    adapter = adapter_of(target)
    match claimed.act:
        case outbox.CopyAct.SEND:
            _send_new(copy, target, adapter, now)
        case outbox.CopyAct.DOUBT:
            _decide_doubt(copy, target, adapter, now)
        case outbox.CopyAct.REMOVE:
            _remove(copy, adapter)
    return True


def send_due() -> int:
    """Everything that is due now; the number of copies that were looked at."""
    sweep(timezone.now())
    done = 0
    while send_next_copy():
        done += 1
    return done


def message_of(copy: PostCopy, target: PostingTarget) -> PostMessage:
    """Build the message of a copy, with the text of an earlier request if there was one."""
    assert copy.asked_at is not None
    languages, link = languages_of(copy.post), link_of(copy.post, key=copy.key)
    words = texts_of(copy.post, languages[:1])[0]
    return PostMessage(
        key=copy.key,
        copy_id=copy.pk,
        text=copy.text,
        link=link,
        shown_link=link_as_shown(link) if rule_of(target).has_short_link else link,
        language=languages[0],
        title=words.partition(":")[0][:LONGEST_TITLE],
        description=words,
        asked_at=copy.asked_at,
        fixed_at=copy.post.approved_at or copy.post.made_at,
        picture=partial(_picture, copy, languages[0]),
    )


def _picture(copy: PostCopy, language: str) -> bytes:
    with override(language):
        return picture_of_post(copy.post)


def _send_new(copy: PostCopy, target: PostingTarget, adapter: Adapter, now: datetime) -> None:
    why = outbox.why_not_now(copy, now)
    if why == outbox.HELD:
        outbox.note_held(copy)
    elif why is not None:
        outbox.note_dropped(copy, why)
    else:
        _send(copy, target, adapter, now)


def _send(copy: PostCopy, target: PostingTarget, adapter: Adapter, now: datetime, *, is_doubted: bool = False) -> None:
    """What was perhaps sent before is sent again in the same words. is_doubted: it may be there from before."""
    text = copy.text or composed_for(copy.post, target, key=copy.key).text
    if not outbox.keep_sent_text(copy, text, now):
        return
    message = message_of(copy, target)
    outcome = adapter.send(message)
    match outcome:
        case Sent(""):
            outcome = _found_or(adapter, message, found_not=Unsure(CopyReason.NOT_FOUND), unknown=outcome)
        case Sent(external_id) if outbox.is_anothers(copy, external_id):
            outcome = Unsure(CopyReason.ANOTHER)
        case RefusedThere(reason) if is_doubted:
            outcome = _found_or(adapter, message, found_not=outcome, unknown=Unsure(reason))
    _note(copy, target, adapter, outcome, is_doubted=is_doubted)


def _found_or(adapter: Adapter, message: PostMessage, *, found_not: CopyOutcome, unknown: CopyOutcome) -> CopyOutcome:
    """Where the service says that it has it already, or refuses what it may have taken before: it is looked for."""
    try:
        found = adapter.find(message)
    except (NoUsableAnswer, NotConnected):
        return unknown
    return Sent(*found) if found is not None else found_not


def _note(
    copy: PostCopy, target: PostingTarget, adapter: Adapter, outcome: CopyOutcome, *, is_doubted: bool = False
) -> None:
    now = timezone.now()
    note_not_taken = outbox.note_still_in_doubt if is_doubted else outbox.note_not_taken
    match outcome:
        case Sent(external_id, link):
            is_link = link.startswith(("https://", "http://")) and len(link) <= LONGEST_LINK
            outbox.note_posted(copy, external_id, link if is_link else "")
        case NotTaken(reason, after):
            note_not_taken(copy, reason, after=after)
        case RefusedThere(reason):
            outbox.note_refused(copy, reason)
        case TargetWaits(reason, after):
            wait(target, now + after)
            note_not_taken(copy, reason, after=after)
        case TargetStopped(reason):
            logger.error("Posting to %s has stopped: %s.", target.name, reason)
            stop(target, reason, now)
            note_not_taken(copy, reason)
        case Unsure(reason):
            outbox.note_doubt(copy, reason, adapter.after_doubt)


def _decide_doubt(copy: PostCopy, target: PostingTarget, adapter: Adapter, now: datetime) -> None:
    if copy.asked_at is None:  # the process died before it had asked
        _send_new(copy, target, adapter, now)
        return
    rule = rule_after(adapter, copy.asked_at, now)
    if rule == AfterDoubt.LEAVE:
        outbox.note_doubt(copy, copy.reason or CopyReason.LEFT, rule)
        return
    why = outbox.why_not_now(copy, now)
    if why == outbox.HELD:
        outbox.note_held(copy, is_doubted=True)
    elif rule == AfterDoubt.RETRY and why is None:
        _send(copy, target, adapter, now, is_doubted=True)
    else:
        _look(copy, target, adapter, now, why)


def _look(copy: PostCopy, target: PostingTarget, adapter: Adapter, now: datetime, why: str | None) -> None:
    """Found, it counts as sent; not found, it is sent once more, unless (why) it is no longer to be posted."""
    try:
        found = adapter.find(message_of(copy, target))
    except NoUsableAnswer as problem:
        if str(problem) == CopyReason.TOKEN:
            stop(target, CopyReason.TOKEN, now)
        outbox.note_unanswered(copy, str(problem), now)
    except NotConnected:
        outbox.note_unanswered(copy, CopyReason.NO_CONNECTION, now)
    else:
        if found is not None:
            _note(copy, target, adapter, Sent(*found))
        elif outbox.note_missing(copy, may_repeat=why is None, why=why or ""):
            _send(copy, target, adapter, now)


def _remove(copy: PostCopy, adapter: Adapter) -> None:
    try:
        is_gone = adapter.remove(copy.external_id)
    except NoUsableAnswer as problem:
        outbox.note_not_removed(copy, str(problem), may_retry=True)
    except NotConnected:
        outbox.note_not_removed(copy, CopyReason.NO_CONNECTION, may_retry=True)
    else:
        if is_gone:
            outbox.note_removed(copy)
        else:
            outbox.note_not_removed(copy, CopyReason.REFUSED, may_retry=False)


# The adapter of each account in the settings.

ADAPTERS: Mapping[str, Callable[[PostingTarget], Adapter]] = {
    PostingService.FACEBOOK: FacebookPage,
    PostingService.X: XAccount,
    PostingService.MASTODON: MastodonAccount,
    PostingService.BLUESKY: BlueskyAccount,
    PostingService.TELEGRAM: TelegramChannel,
}


def adapter_of(target: PostingTarget) -> Adapter:
    return ADAPTERS[target.service](target)
