"""The texts of reminders: a short one for each kind, in the reader's language."""

import re

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.models import ReminderKind, ReminderRound
from sessions.notifications.matter_reminders import fields_between_chats
from sessions.notifications.promise_reminders import is_about_promises, sort_of_promise
from sessions.notifications.written_answer_reminders import count_owed_by_day
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.clauses import without_full_stop
from sessions.platform.text.spoken.dates import date_words, time_words, weekday_name

_FIELD = re.compile(r"\{(\w+)\}")

SUBJECTS: dict[str, str | Promise] = {
    "week": _("Live chat of ward {ward} on {day}"),
    "hour": _("The live chat of ward {ward} begins at {hour}"),
    "moved": _("The live chat of ward {ward} is now on {day}"),
    "waits": _("The live chat of ward {ward} has no date at present"),
    "cancelled": _("The live chat of ward {ward} on {day} is cancelled"),
    "owed": _("Ward {ward}: written answers promised by {due}"),
    "owed_soon": _("Ward {ward}: written answers due on {due}"),
    "owed_today": _("Ward {ward}: written answers due today"),
    "overdue": _("Ward {ward}: written answers overdue since {due}"),
    "written": _("Ward {ward}: a written answer has come"),
    "office": _("Ward {ward}: complaints and suggestions to work on"),
    "borough": _("Ward {ward}: complaints and suggestions long overdue"),
    "unscreened": _("Ward {ward}: complaints and suggestions wait for a moderator"),
    "receipt": _("{number}: your receipt"),
    "step": _("{number}: there is news"),
    "joined": _("{number}: there is news"),
    "claimed": _("{number}: is it done?"),
    "asked_again": _("{number}: is it done?"),
    "kept": _("{number}: is the promise kept?"),
    "promise": _("{number}: there is news"),
    "promise_day": _("{number}: there is news"),
    "promises_due": _("Ward {ward}: promises due soon or overdue"),
    "proposals": _("Ward {ward}: is it a promise?"),
    "proposals_late": _("Ward {ward}: is it a promise?"),
    "inherited": _("Ward {ward}: promises of an earlier holder of the office"),
}
REMINDER_TEXTS: dict[str, str | Promise] = {
    "week": _("Ward {ward}: live chat on {weekday}, {day}, at {hour}. Ask before or during it: {link}"),
    "hour": _("Ward {ward}: the live chat begins today at {hour}: {link}"),
    "moved": _("Ward {ward}: the live chat is now on {weekday}, {day}, at {hour}. Why it was moved: {reason}. {link}"),
    "waits": _("Ward {ward}: the live chat has no date at present. Why: {reason}. You will hear the new one. {link}"),
    "cancelled": _("Ward {ward}: the live chat on {day} is cancelled. Why: {reason}. {link}"),
    "owed": _("Ward {ward}: written answers promised by {due}: {number}. {link}"),
    "owed_soon": _("Ward {ward}: written answers due on {due}: {number}. {link}"),
    "owed_today": _("Ward {ward}: written answers due today: {number}. {link}"),
    "overdue": _("Ward {ward}: written answers overdue since {due}: {number}. Everybody can see that. {link}"),
    "written": _("Ward {ward}: a question that you asked or support was answered in writing: {link}"),
    "office": _(
        "Ward {ward}, complaints and suggestions: to acknowledge {to_acknowledge}, due today or soon {due}, "
        "overdue {overdue}. {link}"
    ),
    "borough": _("Ward {ward}: complaints and suggestions overdue by more than a week: {overdue}. {link}"),
    "unscreened": _(
        "Ward {ward}: complaints and suggestions that have waited too long for a moderator: {waiting}. "
        "The oldest came on {since}. {link}"
    ),
    "receipt": _(
        "{number} is received. Your receipt: {receipt}. Keep it: with it you can add words, say whether it is done, "
        "and withdraw it, here: {link}"
    ),
    "step": _("There is news of {number}: {state}. {link}"),
    "joined": _("{number} was joined with {into}, of which there is news: {state}. {link}"),
    "claimed": _("The office says that {number} is done. Is it fixed, half fixed, or not fixed? Please say so: {link}"),
    "asked_again": _(
        "You have not said yet whether {number} is done. Is it fixed, half fixed, or not fixed? Please say so: {link}"
    ),
    "kept": _("The office says that the promise {number} is kept. Is it? Please say so within 14 days: {link}"),
    "promise": _("There is news of the promise {number}: {state}. {link}"),
    "promise_day": _("The promise {number} has a new day: {due}. The first one stays visible. {link}"),
    "promises_due": _("Ward {ward}, promises: due within a week {due}, overdue {overdue}. {link}"),
    "proposals": _(
        "Ward {ward}: moderators marked words of your answers as promises. Waiting for your word: {number}, the "
        "first until {due}. {link}"
    ),
    "proposals_late": _(
        "Ward {ward}: moderators marked words of your answers as promises. Waiting for your word: {number}, the "
        "first since {due}. Everybody can see that. {link}"
    ),
    "inherited": _("Ward {ward}: promises of an earlier holder that you can adopt or drop: {number}. {link}"),
}


def sort_of(told: ReminderRound) -> str:
    """The key of the text: the round's kind; a move without a new date has a text of its own, as have some promises."""
    if is_about_promises(told):
        return sort_of_promise(told)
    return "waits" if told.kind == ReminderKind.MOVED and told.waits else str(told.kind)


def fields_of_reminder(told: ReminderRound, *, link: str) -> dict[str, str]:
    """The values for the names in braces, in the active language."""
    chat_session = told.chat_session
    if chat_session is None:
        return fields_between_chats(told) | {"link": link}
    starts_at = timezone.localtime(told.starts_at)
    reason = chat_session.cancelled_reason if told.kind == ReminderKind.CANCELLED else chat_session.because
    return {
        "ward": digits(chat_session.ward.number),
        "weekday": weekday_name(starts_at),
        "day": date_words(starts_at),
        "hour": time_words(starts_at.time()),
        "reason": without_full_stop(reason),
        "link": link,
    } | _about_owed(told)


def _about_owed(told: ReminderRound) -> dict[str, str]:
    if told.due_on is None:
        return {}
    return {"due": date_words(told.due_on), "number": digits(count_owed_by_day(told))}


def put_in(template: str, fields: dict[str, str]) -> str:
    """The template with its names in braces replaced, each once; the rest stays byte for byte."""
    return _FIELD.sub(lambda found: fields.get(found[1], found[0]), template)
