"""Posts for tests: made from promises, approved by the ward's clerk."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.activities.writing import activity_changed
from sessions.models import Activity, Post, PostCopy, Promise
from sessions.models.promises.transitions import PromiseStepBy
from sessions.posting.deciding import approve_post
from tests.factories.matters import WardOffice
from tests.factories.promises import promise_of, promise_step


def kept_promise(office: WardOffice, what: str = "The drain will be cleaned.") -> Promise:
    return promise_step(promise_step(promise_of(office, what), "claim"), "keep", by=PromiseStepBy.RESIDENT)


def approved(office: WardOffice, post: Post | None = None) -> Post:
    """The given post, or one of a kept promise. Others of its kind that wait are approved with it."""
    if post is None:
        kept_promise(office)
        post = Post.objects.get()
    return approve_post(post.pk, version=post.version, clerk=office.clerk)[0]


def published_activity(office: WardOffice, **fields: Any) -> Activity:
    """The activity as the office publishes it."""
    now = timezone.now()
    told: dict[str, Any] = {
        "ward": office.ward,
        "year": now.year,
        "serial": Activity.objects.count() + 1,
        "number": f"95-A-{now.year}-{Activity.objects.count() + 1}",
        "titles": {"en": "Drain cleaned", "bn": "নালা পরিষ্কার হয়েছে"},
        "on_day": timezone.localdate(),
        "state": "published",
        "made_at": now,
        "changed_at": now,
        "published_at": now,
    }
    with transaction.atomic():
        activity = Activity.objects.create(**told | fields)
        activity_changed(activity=activity, step="published")
    return activity


def the_copy() -> PostCopy:
    return PostCopy.objects.get()


def promise_in(post: Post) -> Promise:
    assert post.promise is not None
    return post.promise


def withhold(post: Post) -> None:
    """Withhold the answer, as a redaction of the answer does it."""
    promise = promise_in(post)
    promise.is_withheld = True
    promise.save()
