"""What a post says on each occasion, in the active language: nothing that is not public, and no resident's name."""

import base64
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sessions.city.display import clock_time, office_holder, short_date, ward_name, weekday_date
from sessions.models import Activity, ChatSession, Post, PostOccasion, Promise, Record
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.direction.marks import has_right_to_left, without_marks
from sessions.posting.services import shortened_post
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoint_words import words_of_root
from sessions.record.transcript_reader import read_transcript

_MENTION = re.compile(r"@(?=\w)")


def texts_of(post: Post, languages: Sequence[str], *, quoted: int | None = None) -> list[str]:
    """The clerk's words, otherwise those of the template, once for each language that has any.

    quoted: at most so many graphemes of words that others have said or written.
    """
    if post.words:
        chosen = [post.words[code] for code in languages if post.words.get(code)]
        return chosen or [next(iter(post.words.values()))]
    return [template_words(post, code, quoted=quoted) for code in languages]


def template_words(post: Post, code: str, *, quoted: int | None = None) -> str:
    """Marks of direction stay where there is a letter that is written from right to left."""
    with override(code):
        text = _say(post, quoted)
    return text if has_right_to_left(text) else without_marks(text)


def note_in(code: str) -> str:
    """Where to ask: nobody reads what is written below a post."""
    with override(code):
        return _("Nobody reads comments here. Ask on our page:")


def checkpoint_in(code: str, post: Post) -> str:
    """The checkpoint with the news of a record.

    The size of the log and its twelve words, as on paper, so that they are outside.

    Blank for other news, and while the log is empty or may not be published.
    """
    if post.occasion != PostOccasion.RECORD:
        return ""
    try:
        newest = newest_published()
    except LogRefused:
        return ""
    if newest is None or not newest.size:
        return ""
    with override(code):
        said = ngettext(
            "Checkpoint of the records, %(number)s line", "Checkpoint of the records, %(number)s lines", newest.size
        ) % {"number": digits(newest.size)}
        text = f"{said}: {isolate(' '.join(words_of_root(base64.b64decode(newest.root))))}"
    return text if has_right_to_left(text) else without_marks(text)


def _say(post: Post, quoted: int | None) -> str:
    match PostOccasion(post.occasion):
        case PostOccasion.ANNOUNCED:
            return _announced(_chat(post))
        case PostOccasion.MOVED:
            return _moved(_chat(post))
        case PostOccasion.BEGINS:
            return _begins(_chat(post))
        case PostOccasion.RECORD:
            return _record(_chat(post))
        case PostOccasion.PROMISE_KEPT | PostOccasion.PROMISE_OVERDUE:
            assert post.promise is not None
            return _promise(post.promise, post.occasion, quoted)
        case PostOccasion.ACTIVITY:
            assert post.activity is not None
            return _activity(post, post.activity, quoted)


def _chat(post: Post) -> ChatSession:
    assert post.chat_session is not None
    return post.chat_session


def _announced(chat: ChatSession) -> str:
    words = _("{ward}: live chat with {host} on {day}, {time}. Ask your question now, or support one.")
    at = chat.starts_at
    return words.format(ward=ward_name(chat.ward), host=_host(chat), day=weekday_date(at), time=clock_time(at))


def _moved(chat: ChatSession) -> str:
    if chat.waits:
        words = _("{ward}: the live chat with {host} is postponed. Its new date is not known yet; it will stand here.")
        return words.format(ward=ward_name(chat.ward), host=_host(chat))
    words = _("{ward}: the live chat with {host} is moved. It is now on {day}, {time}.")
    at = chat.starts_at
    return words.format(ward=ward_name(chat.ward), host=_host(chat), day=weekday_date(at), time=clock_time(at))


def _begins(chat: ChatSession) -> str:
    words = _("{ward}: the live chat with {host} begins now. Read along, ask, and support questions.")
    return words.format(ward=ward_name(chat.ward), host=_host(chat))


def _record(chat: ChatSession) -> str:
    transcript = read_transcript(Record.objects.get(chat_session=chat).document)
    words = _(
        "{ward}: the record of the live chat of {day} is published. Asked: {asked}, answered: {answered}, "
        "not accepted: {refused}."
    )
    return words.format(
        ward=ward_name(chat.ward),
        day=short_date(chat.starts_at),
        asked=digits(transcript.asked),
        answered=digits(len(transcript.answered)),
        refused=digits(len(transcript.refused)),
    )


def _promise(promise: Promise, occasion: str, quoted: int | None) -> str:
    if occasion == PostOccasion.PROMISE_KEPT:
        words = _("{ward}: a promise is kept, as those who asked for it confirm: “{what}”")
    else:
        words = _("{ward}: the day of a promise, {day}, has passed, and it is not kept yet: “{what}”")
    day = short_date(promise.due_on) if promise.due_on is not None else ""
    return words.format(ward=ward_name(promise.ward), day=day, what=_quoted(promise.what, quoted))


def _activity(post: Post, activity: Activity, quoted: int | None) -> str:
    where = ward_name(post.ward) if post.ward is not None else post.borough.name if post.borough is not None else ""
    words = _("{ward}: planned for {day}: {title}") if activity.is_planned else _("{ward}: done on {day}: {title}")
    return words.format(ward=where, day=short_date(activity.on_day), title=_quoted(activity.title, quoted))


def _host(chat: ChatSession) -> str:
    return office_holder(chat.host)


def _quoted(text: str, most: int | None) -> str:
    """Quote a text in one line, isolated where it is written from right to left.

    A name behind an @ in it must call nobody there.
    """
    line = _MENTION.sub("@\N{WORD JOINER}", " ".join(text.split()))
    return isolate(line if most is None else shortened_post(line, most))
