"""Write about an office's work: a draft, published, corrected, withdrawn; earlier words stay in the history."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.activities.answered_matters import Answered, answered_by_activity
from sessions.activities.facts import ActivityFacts, sound_facts
from sessions.activities.staff import require_writer
from sessions.activities.telling import (
    activity_published,
    activity_state_facts,
    append_about_activity,
    lock_activity,
    tell_photo_shown,
)
from sessions.chats.calendar.lifecycle.freezes import require_no_freeze_for
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.log.events.promises_and_activities import ActivityWithdrawn
from sessions.log.months.current import current_month_log
from sessions.models import Activity, ActivityState, Borough, PhotoState, Ward
from sessions.models.activity_numbers import activity_number, next_activity_serial
from sessions.models.matters.transitions import By
from sessions.platform.hooks import Hook
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.record.months.removing import remove_activity_from_months


@Hook
def activity_changed(*, activity: Activity, step: str) -> None:
    """Called in the transaction of the change, after its event, with the locked activity.

    step: published, corrected or withdrawn.
    """


@transaction.atomic
def draft_activity(owner: Ward | Borough, facts: ActivityFacts, *, person: Person, ref: UUID | None = None) -> Activity:
    """Save a draft with its number; a form that is sent twice (ref) answers with the first one.

    Raises Refused: forbidden, and as sound_facts.
    """
    require_writer(owner, person)
    now = timezone.now()
    today = timezone.localdate(now)
    sound = sound_facts(facts, today)
    current_month_log(owner)  # locks it, so that no number is given twice, and one form makes one
    sent = Activity.objects.filter(ref=ref, made_by=person).first() if ref is not None else None
    if sent is not None:
        return sent
    serial = next_activity_serial(owner, today)
    activity = Activity.objects.create(
        ward=owner if isinstance(owner, Ward) else None,
        borough=owner if isinstance(owner, Borough) else None,
        year=today.year,
        serial=serial,
        number=activity_number(owner, today.year, serial),
        made_at=now,
        changed_at=now,
        made_by=person,
        ref=ref,
        **sound.columns(),
    )
    _link(activity, sound.answered)
    return activity


@transaction.atomic
def change_activity(activity_id: UUID, facts: ActivityFacts, *, person: Person, version: int) -> Activity:
    """Change a draft; of what is public, correct it, which everybody can see. The same once more changes nothing.

    Raises Refused: not_found, forbidden, stale, state (it is withdrawn), frozen, and as sound_facts.
    """
    today = timezone.localdate()
    activity = lock_activity(activity_id)
    require_writer(activity.owner, person)
    if activity.state == ActivityState.WITHDRAWN:
        raise _impossible(activity)
    sound = sound_facts(facts, today, before=activity if activity.is_public else None)
    if _says_the_same(activity, sound):
        return activity
    lock_activity(activity_id, version=version)
    if activity.is_public:
        require_no_freeze_for(activity.owner, today)
    for name, value in sound.columns().items():
        setattr(activity, name, value)
    activity.version += 1
    activity.changed_at = timezone.now()
    _link(activity, sound.answered)
    if activity.is_public:
        activity.state, activity.published_by = ActivityState.CORRECTED, person
        activity.save()
        _tell(activity, "corrected", person, answered=answered_by_activity(activity))
    else:
        activity.save()
    return activity


@transaction.atomic
def publish_activity(activity_id: UUID, *, person: Person, version: int) -> Activity:
    """Make a draft public. Its photographs are shown as soon as a second person has looked at each.

    Raises Refused: not_found, forbidden, stale, state, frozen; bad_field where it is planned for a day that is past, or
    nothing can be read any longer of what it answers.
    """
    today = timezone.localdate()
    activity = lock_activity(activity_id, version=version)
    require_writer(activity.owner, person)
    if activity.state != ActivityState.DRAFT:
        raise _impossible(activity)
    require_no_freeze_for(activity.owner, today)
    sound_facts(_facts_of(activity), today)
    answered = answered_by_activity(activity)
    if len(answered.numbers) < activity.matters.count() + activity.promises.count():
        message = _("Something that it answers is no longer public. Look at the numbers again.")
        raise Refused("bad_field", message, facts={"part": "answers"})
    activity.state, activity.published_at = ActivityState.PUBLISHED, timezone.now()
    activity.published_by = person
    activity.version += 1
    activity.changed_at = activity.published_at
    activity.save()
    _tell(activity, "published", person, answered=answered)
    for photo in activity.photos.filter(state=PhotoState.SHOWN):
        tell_photo_shown(activity, photo, by=By.OFFICE, person=person)
    return activity


@transaction.atomic
def withdraw_activity(activity_id: UUID, *, person: Person, version: int, reason: str) -> Activity:
    """Take it back, with a public reason: its words leave the pages, the log's readers and the sealed months.

    A draft is only put away, and needs no reason. In a freeze it can be done, too.
    Raises Refused: not_found, forbidden, stale, state; empty, too_long, bad_characters.
    """
    words = clean_text(reason, max_graphemes=MAX_REASON_GRAPHEMES) if reason.strip() else ""
    activity = lock_activity(activity_id, version=version)
    require_writer(activity.owner, person)
    if activity.state == ActivityState.WITHDRAWN:
        raise _impossible(activity)
    if activity.is_public and not words:
        raise Refused("empty", _("Say why. Everybody can read it."), facts={"part": "reason"})
    activity.state, activity.why_withdrawn = ActivityState.WITHDRAWN, words
    activity.version += 1
    activity.changed_at = timezone.now()
    activity.save()
    if activity.was_public:
        event = ActivityWithdrawn(
            id=str(activity.pk), number=activity.number, version=activity.version, reason=activity.why_withdrawn
        )
        append_about_activity(activity, event, person=person)
        remove_activity_from_months(activity.pk, ground="withdraw", authority=str(By.OFFICE))
        activity_changed(activity=activity, step="withdrawn")
    return activity


def _tell(activity: Activity, step: str, person: Person, *, answered: Answered) -> None:
    append_about_activity(activity, activity_published(activity, answered), person=person)
    activity_changed(activity=activity, step=step)


def _link(activity: Activity, answered: Answered) -> None:
    activity.matters.set(answered.matters)
    activity.promises.set(answered.promises)


def _facts_of(activity: Activity) -> ActivityFacts:
    columns = {name: getattr(activity, name) for name in ActivityFacts.__dataclass_fields__ if name != "answered"}
    return ActivityFacts(**columns)


def _says_the_same(activity: Activity, facts: ActivityFacts) -> bool:
    if any(getattr(activity, name) != value for name, value in facts.columns().items()):
        return False
    linked = {each.pk for each in (*activity.matters.all(), *activity.promises.all())}
    return linked == {each.pk for each in (*facts.answered.matters, *facts.answered.promises)}


def _impossible(activity: Activity) -> Refused:
    message = _("That cannot be done with this activity now. It is: {state}.")
    state = activity.get_state_display()
    return Refused("state", message.format(state=state), facts=activity_state_facts(activity))
