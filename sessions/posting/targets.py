"""The accounts of the borough on each service, as the settings name them, and what their services said of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db.models import Q

from sessions.models import Post, PostTarget, Ward
from sessions.posting.services import LengthRule, rule_for


class Target(Protocol):
    """wards, boroughs: for which it posts, by numbers and codes; both empty: all. mark: changes with its secrets."""

    @property
    def name(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def wards(self) -> Sequence[int]: ...
    @property
    def boroughs(self) -> Sequence[str]: ...
    @property
    def characters(self) -> int | None: ...
    @property
    def mark(self) -> str: ...


def all_targets() -> Sequence[Target]:
    found: Sequence[Target] = settings.POSTING_TARGETS
    return found


def targets_for(post: Post) -> list[Target]:
    """The accounts that post for the post's ward or borough."""
    if post.ward is not None:
        code = post.ward.borough.code if post.ward.borough is not None else ""
        return [each for each in all_targets() if _covers(each, post.ward, code)]
    assert post.borough is not None
    code = post.borough.code
    return [each for each in all_targets() if code in each.boroughs or not (each.wards or each.boroughs)]


def rule_of(target: Target) -> LengthRule:
    return rule_for(target.service, target.characters)


def running(targets: Iterable[Target], now: datetime) -> list[str]:
    """The names of those that are neither stopped nor told to wait. With other settings, a stopped one runs again."""
    rows = {row.name: row for row in PostTarget.objects.all()}
    return [each.name for each in targets if each.name not in rows or _runs(rows[each.name], each, now)]


def stop(target: Target, reason: str, now: datetime) -> None:
    """Nothing is sent there until the settings change, or a clerk says so. reason: a few words of our own."""
    told = {"stopped_at": now, "reason": reason, "settings_mark": target.mark}
    PostTarget.objects.update_or_create(name=target.name, defaults=told)


def wait(target: Target, until: datetime) -> None:
    PostTarget.objects.update_or_create(name=target.name, defaults={"waits_until": until})


def start_again(name: str) -> None:
    PostTarget.objects.filter(name=name).update(stopped_at=None, reason="", waits_until=None)


def stopped() -> dict[str, PostTarget]:
    """The accounts that stand still now, by name."""
    marks = {each.name: each.mark for each in all_targets()}
    rows = PostTarget.objects.filter(~Q(stopped_at=None), name__in=marks)
    return {row.name: row for row in rows if row.settings_mark == marks[row.name]}


def waiting() -> dict[str, datetime]:
    """The targets that wait: until when those wait whose services asked for it, by name."""
    rows = PostTarget.objects.filter(name__in=[each.name for each in all_targets()])
    return {row.name: row.waits_until for row in rows if row.waits_until is not None and row.is_waiting}


def _runs(row: PostTarget, target: Target, now: datetime) -> bool:
    if row.stopped_at is not None and row.settings_mark == target.mark:
        return False
    return row.waits_until is None or row.waits_until <= now


def _covers(target: Target, ward: Ward, borough: str) -> bool:
    is_for_all = not (target.wards or target.boroughs)
    return is_for_all or ward.number in target.wards or (bool(borough) and borough in target.boroughs)
