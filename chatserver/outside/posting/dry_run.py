"""What would go where, in lines for the operator; nothing is sent, and nothing is written."""

from collections.abc import Iterator

from django.utils import timezone

from sessions.models import CopyState, Post, PostCopy, PostState
from sessions.posting.preview import CopyPreview, previews_of
from sessions.posting.still_news import is_held, link_path, why_gone
from sessions.posting.targets import all_targets, stopped, waiting

OPEN = (CopyState.PENDING, CopyState.SENDING, CopyState.UNSURE)


def lines() -> Iterator[str]:
    """A block for each post that waits or is being sent: its head, then each text with its count and state."""
    targets, still, waits = all_targets(), stopped(), waiting()
    if not targets:
        yield "No account is configured: the texts are examples (chatserver/docs/posting.md)."
    for target in targets:
        told = f"waits until {waits[target.name].isoformat(timespec='minutes')}" if target.name in waits else "ready"
        told = f"stopped: {still[target.name].reason}" if target.name in still else told
        yield f"{target.name}\t{target.service}\t{told}"
    posts = list(_open_posts())
    for post in posts:
        yield from _lines_of(post)
    if not posts:
        yield "Nothing waits to be posted."


def _open_posts() -> Iterator[Post]:
    for post in Post.objects.with_subject().filter(state__in=(PostState.WAITING, PostState.APPROVED)).order_by("pk"):
        if post.state == PostState.WAITING or post.copies.filter(state__in=OPEN).exists():
            yield post


def _lines_of(post: Post) -> Iterator[str]:
    where = f"ward {post.ward.number}" if post.ward is not None else f"borough {post.borough}"
    why = why_gone(post, timezone.now())
    state = f"{post.state}{'; held by an election freeze' if is_held(post) else ''}{f'; dropped: {why}' if why else ''}"
    yield ""
    yield f"# {post.pk} {post.occasion}, {where}, {link_path(post)}: {state}"
    copies = {copy.target: copy for copy in post.copies.all()}
    for preview in previews_of(post):
        copy = copies.get(preview.target)
        if post.state == PostState.APPROVED and preview.target and (copy is None or copy.state not in OPEN):
            continue
        yield from _lines_of_preview(preview, copy, "example" if not preview.target else "waits for approval")


def _lines_of_preview(preview: CopyPreview, copy: PostCopy | None, otherwise: str) -> Iterator[str]:
    composed, name = preview.composed, preview.target or preview.service
    state = otherwise if copy is None else f"{copy.state} {copy.reason}".strip()
    cut = ", shortened" if composed.is_shortened else ""
    text = copy.text if copy is not None and copy.text else composed.text
    yield f"-- {name} ({preview.service}): {composed.count} of {composed.most}{cut}; {state}"
    yield from (f"   {line}" for line in text.split("\n"))
