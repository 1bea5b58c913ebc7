"""What a clerk decides about posts: approve, refuse, other words; and what became of a copy that is in doubt."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_POST_GRAPHEMES
from sessions.log import audit
from sessions.models import CopyState, Post, PostCopy, PostOccasion, PostSettings, PostState, Removal, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, given, language_codes
from sessions.platform.text.text_input import clean_text, require_size
from sessions.posting.making import make_copies, waiting_with
from sessions.posting.outbox import removal_for
from sessions.posting.reasons import CopyReason
from sessions.posting.still_news import GONE_POST_WORDS, TO_TAKE_AWAY, is_held, why_gone
from sessions.posting.targets import targets_for


@transaction.atomic
def approve_post(post_id: int, *, version: int, clerk: Person) -> list[Post]:
    """Approve a post and the others of its kind that wait: they are sent from now on, and later ones without approval.

    Answers with all that are approved, this one first; with this one alone where the clerk wants to read each. Others
    that a freeze holds are sent after it, if they are news still. Raises Refused: stale, state, frozen, no_account.
    """
    _lock_kind(post_id)
    post = _lock(post_id, version)
    _require(post, PostState.WAITING)
    now = timezone.now()
    why = why_gone(post, now)
    if why is not None:
        raise Refused("state", GONE_POST_WORDS[why])
    if is_held(post):
        raise Refused("frozen", _("During an election freeze nothing is posted."))
    if not targets_for(post):
        raise Refused("no_account", _("No account is set up that could post it. It waits until one is."))
    approved = [post, *(each for each in waiting_with(post) if why_gone(each, now) is None)]
    for each in approved:
        before, each.state, each.approved_at = each.state, PostState.APPROVED, now
        _save(each, before, clerk)
        make_copies(each, now)
    return approved


@transaction.atomic
def refuse_post(post_id: int, *, version: int, clerk: Person) -> Post:
    """Refuse a post: no more copies are sent; those that were sent already stay there. Raises Refused: stale, state."""
    post = _lock(post_id, version)
    _require(post, PostState.WAITING, PostState.APPROVED)
    before, post.state = post.state, PostState.REFUSED
    _save(post, before, clerk)
    PostCopy.objects.filter(post=post, state=CopyState.PENDING).update(
        state=CopyState.DROPPED, reason=CopyReason.NOT_APPROVED, next_try_at=None, text="", claim=""
    )
    return post


@transaction.atomic
def change_words(post_id: int, words: ByLanguage, *, version: int, clerk: Person) -> Post:
    """Change the words of a post.

    words: empty ones give those of the template again. Raises Refused: stale, state, too_long, bad_characters.
    """
    cleaned = given({code: _cleaned(text) for code, text in words.items()})
    post = _lock(post_id, version)
    _require(post, PostState.WAITING)
    post.words = cleaned
    _save(post, post.state, clerk)
    return post


@transaction.atomic
def settle_copy(copy: PostCopy, *, is_there: bool, clerk: Person) -> None:
    """A clerk has looked. Not there, or refused by the service: it is sent again. Raises Refused state."""
    post = Post.objects.select_for_update().get(pk=copy.post_id)
    row = PostCopy.objects.select_for_update().get(pk=copy.pk)
    may_repeat = row.state == CopyState.FAILED and not is_there
    if not (row.needs_clerk or may_repeat):
        raise Refused("state", _("Somebody else has changed this in the meantime. Look at it again before you decide."))
    if is_there:
        row.state, row.sent_at, row.reason = CopyState.SENT, timezone.now(), ""
        row.removal = removal_for("") if post.why_gone in TO_TAKE_AWAY else Removal.NONE
    elif post.state == PostState.APPROVED:
        row.state, row.next_try_at = CopyState.PENDING, timezone.now()
        row.text, row.asked_at, row.tries, row.looks, row.was_repeated = "", None, 0, 0, False
    else:
        row.state, row.text, row.reason = CopyState.DROPPED, "", post.why_gone or CopyReason.NOT_APPROVED
    row.claim = ""
    row.save()
    _note_copy(post, row, row.state, clerk)


@transaction.atomic
def note_removed_by_hand(copy: PostCopy, *, clerk: Person) -> None:
    row = PostCopy.objects.select_related("post__ward").get(pk=copy.pk)
    if row.removal == Removal.BY_HAND:
        PostCopy.objects.filter(pk=row.pk).update(removal=Removal.DONE, reason="")
        _note_copy(row.post, row, Removal.DONE, clerk)


@transaction.atomic
def set_post_settings(ward: Ward, *, languages: Collection[str], always_ask: Collection[str], clerk: Person) -> None:
    """Save the settings of posts. languages: one or two, the first one first. Raises Refused bad_field."""
    chosen = [code for code in dict.fromkeys(languages) if code in language_codes()]
    if not 1 <= len(chosen) <= 2:
        raise Refused("bad_field", _("Choose one language, or two."), facts={"part": "languages"})
    occasions = [each for each in PostOccasion.values if each in always_ask]
    row, _is_new = PostSettings.objects.select_for_update().get_or_create(ward=ward)
    before = _told_settings(row)
    row.languages, row.always_ask, row.version = chosen, occasions, row.version + 1
    row.save()
    audit.note("post_settings", ward.pk, ward=ward, clerk=clerk, before=before, after=_told_settings(row))


def _told_settings(row: PostSettings) -> dict[str, str]:
    return {"post_languages": ", ".join(row.languages), "always_ask": ", ".join(row.always_ask)}


def _cleaned(text: str) -> str:
    require_size(text, max_graphemes=MAX_POST_GRAPHEMES)
    return clean_text(text, max_graphemes=MAX_POST_GRAPHEMES) if text.strip() else ""


def _lock_kind(post_id: int) -> None:
    """Lock the post and the others of its kind that wait, in one order: two clerks may approve at once."""
    post = Post.objects.filter(pk=post_id).first()
    if post is not None:
        of_kind = Post.objects.of_kind(post).filter(Q(pk=post_id) | Q(state=PostState.WAITING))
        list(of_kind.select_for_update().order_by("pk").values_list("pk"))


def _lock(post_id: int, version: int) -> Post:
    Post.objects.select_for_update().filter(pk=post_id).first()
    post = Post.objects.with_subject().filter(pk=post_id).first()
    if post is None or post.version != version:
        raise Refused("stale", _("Somebody else has changed this in the meantime. Look at it again before you decide."))
    return post


def _require(post: Post, *states: PostState) -> None:
    if post.state not in states:
        raise Refused("state", _("That cannot be done with this post now."))


def _save(post: Post, before: str, clerk: Person) -> None:
    """Save the post, with an entry in the audit where the state changed, or (before is the same) the words did."""
    post.version += 1
    post.save()
    told = {"post_state": post.state, "version": post.version}
    earlier = {"post_state": before, "version": post.version - 1}
    audit.note("post", post.pk, ward=post.ward, clerk=clerk, before=earlier, after=told)


def _note_copy(post: Post, copy: PostCopy, state: str, clerk: Person) -> None:
    told = {"copy": copy.target, "copy_state": state}
    audit.note("post", post.pk, ward=post.ward, clerk=clerk, before={"copy": copy.target}, after=told)
