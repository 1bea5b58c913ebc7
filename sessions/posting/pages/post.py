"""One post: how it reads on each service, what became of it there, and the words for WhatsApp."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import Post, PostCopy, PostState
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.form_values import MOST_ID_DIGITS, posted_number
from sessions.posting.deciding import (
    approve_post,
    change_words,
    note_removed_by_hand,
    refuse_post,
    settle_copy,
)
from sessions.posting.making import waiting_with
from sessions.posting.pages.forms import WordsForm
from sessions.posting.pages.shown_posts import find_post, shown
from sessions.posting.preview import languages_of, previews_of, words_to_copy
from sessions.posting.still_news import card_path, is_held

WHATSAPP = "https://wa.me/?"


@staff_page("planning")
def post_page(request: HttpRequest, clerk: Clerk, post_id: int) -> HttpResponse:
    """POST do=approve, refuse, words (the form), there, not_there or removed (of a copy)."""
    post = find_post(clerk, post_id)
    wanted = request.POST.get("do", "")
    is_words = wanted == "words" and post.state == PostState.WAITING
    form = WordsForm(request.POST if is_words else None, post=post) if post.state == PostState.WAITING else None
    if request.method == "POST":
        try:
            done = _change(request, post, form, clerk) if is_words else _decide(request, post, wanted, clerk)
        except Refused as refused:
            messages.error(request, str(refused.message))
            return redirect("planning_post", post_id=post.pk)
        if done:
            messages.success(request, done)
            return redirect("planning_post", post_id=post.pk)
    return show(request, clerk, "posting/post", _context(post, form), is_refused=is_words)


def _change(request: HttpRequest, post: Post, form: WordsForm | None, clerk: Clerk) -> str:
    if form is None or not form.is_valid():
        return ""
    change_words(post.pk, form.words, version=posted_number(request.POST.get("version", "")), clerk=clerk.person)
    return _("Saved.")


def _decide(request: HttpRequest, post: Post, wanted: str, clerk: Clerk) -> str:
    """What the clerk is told. Raises Refused."""
    version = posted_number(request.POST.get("version", ""))
    match wanted:
        case "approve":
            approved = approve_post(post.pk, version=version, clerk=clerk.person)
            return _told_approved(len(approved) - 1)
        case "refuse":
            refuse_post(post.pk, version=version, clerk=clerk.person)
            return _("Refused. It is not sent.")
        case "there" | "not_there":
            settle_copy(_copy(request, post), is_there=wanted == "there", clerk=clerk.person)
            return _("Saved.")
        case "removed":
            note_removed_by_hand(_copy(request, post), clerk=clerk.person)
            return _("Saved.")
    raise Http404


def _told_approved(others: int) -> str:
    if not others:
        return _("Approved. It is sent in a moment.")
    words = ngettext(
        "Approved, with {n} other that waited. They are sent in a moment.",
        "Approved, with {n} others that waited. They are sent in a moment.",
        others,
    )
    return words.format(n=digits(others))


def _copy(request: HttpRequest, post: Post) -> PostCopy:
    copy = post.copies.filter(pk=posted_number(request.POST.get("copy", ""), most_digits=MOST_ID_DIGITS)).first()
    if copy is None:
        raise Http404
    return copy


def _context(post: Post, form: WordsForm | None) -> dict[str, object]:
    [line] = shown([post])
    is_gone = post.state == PostState.GONE
    context: dict[str, object] = {
        "line": line,
        "post": post,
        "form": form,
        "may_refuse": post.state in (PostState.WAITING, PostState.APPROVED),
        "is_held": is_held(post),
        "others": shown(waiting_with(post)) if form is not None else [],
        "previews": [] if is_gone else previews_of(post),
    }
    if not is_gone:
        words = words_to_copy(post)
        with override(languages_of(post)[0]):
            context["card"] = card_path(post)
        context |= {"words": words, "whatsapp": WHATSAPP + urlencode({"text": words})}
    return context
