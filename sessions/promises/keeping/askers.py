"""Who may say whether a promise was kept: the person who asked, whose word is enough, and those who support it.

Who asked: the author of the question, by account; the person who lodged the suggestion, by account or by its receipt. A
question's receipt proves nothing: it stands in the public log, where everybody finds it. Supporters have an account:
those whose support counts, and the authors and supporters of what was joined with it. Once the office has claimed that
it is kept, nobody joins those who are asked: otherwise its friends could say so in their place.
"""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from sessions.models import Backing, Matter, MatterSupport, Promise, PromiseState, Question, Standing
from sessions.platform.people import Person
from sessions.platform.text.receipts import read_receipt
from sessions.promises.keeping.claims import kept_claim_of


@dataclass(frozen=True, slots=True)
class AskedPeople:
    """askers, authors: ids of accounts: of those who asked, and of the authors of what was joined with it.

    questions, matters: whose supporters are asked, too. receipts: with which the person who asked needs no account.
    until: later support of suggestions does not count; None for all.
    Supporters may be many: they are read when they are asked for.
    """

    askers: frozenset[int]
    authors: frozenset[int]
    questions: frozenset[UUID]
    matters: frozenset[UUID]
    receipts: frozenset[str]
    until: datetime | None = None

    def is_asker(self, *, person: Person | None, receipt: str = "") -> bool:
        """Whether somebody asked: by account, or by the receipt as people write it."""
        if person is not None and person.pk in self.askers:
            return True
        code = read_receipt(receipt) if receipt else None
        return code is not None and any(compare_digest(code, each) for each in self.receipts)

    def is_supporter(self, person: Person | None) -> bool:
        if person is None or person.pk in self.askers:
            return False
        rows = (self._backings().filter(person=person), self._me_too().filter(person=person))
        return person.pk in self.authors or any(each.exists() for each in rows)

    def supporters(self) -> frozenset[int]:
        """Each once, without who asked."""
        backing = set(self._backings().values_list("person", flat=True))
        return frozenset(backing | set(self._me_too().values_list("person", flat=True)) | self.authors) - self.askers

    def people(self) -> frozenset[int]:
        """Everybody who is asked and has an account."""
        return self.askers | self.supporters()

    def count(self) -> int:
        """How many are asked; who asked without an account is one of them."""
        return len(self.supporters()) + (1 if self.askers or self.receipts else 0)

    def can_ask_asker(self) -> bool:
        """Whether the person who asked has a receipt, or an account that is not erased."""
        return bool(self.receipts) or _with_account(self.askers).exists()

    def reachable(self) -> frozenset[int]:
        """The supporters whose accounts are not erased."""
        return frozenset(_with_account(self.supporters()).values_list("pk", flat=True))

    def _backings(self) -> QuerySet[Backing]:
        return Backing.objects.filter(question__in=self.questions, standing=Standing.COUNTED)

    def _me_too(self) -> QuerySet[MatterSupport]:
        rows = MatterSupport.objects.filter(matter__in=self.matters, standing=Standing.COUNTED)
        return rows.filter(at__lte=self.until) if self.until is not None else rows


def _with_account(people: frozenset[int]) -> QuerySet[Any]:
    return get_user_model().objects.filter(pk__in=people, is_active=True)


def asked_of(promise: Promise) -> AskedPeople:
    """Everybody who is asked about this promise."""
    of = _sources([promise])
    joined = _sources(_joined_with(promise))
    until = kept_claim_of(promise).at if promise.state == PromiseState.CLAIMED_KEPT else None
    return AskedPeople(
        of.authors, joined.authors, of.questions | joined.questions, of.matters | joined.matters, of.receipts, until
    )


def promises_by_receipt(words: str) -> list[Promise]:
    """What was promised to the person with this receipt of a complaint or suggestion, the newest first."""
    code = read_receipt(words)
    if code is None:
        return []
    asked_again = Matter.objects.filter(receipt=code, asked_again_of__isnull=False).values("asked_again_of")
    rows = Promise.objects.select_related("ward", "holder", "merged_into")
    rows = rows.filter(Q(matter__receipt=code) | Q(question__in=asked_again))
    return list(rows.order_by("-made_at", "-serial"))


@dataclass(frozen=True, slots=True)
class _Sources:
    """The questions and suggestions from which promises were made, with their authors and receipts."""

    questions: frozenset[UUID]
    matters: frozenset[UUID]
    authors: frozenset[int]
    receipts: frozenset[str]


def _sources(promises: list[Promise]) -> _Sources:
    """A question of the clock about a complaint that is overdue is that of the person who lodged the complaint."""
    questions = {each.question_id for each in promises if each.question_id is not None}
    matters = {each.matter_id for each in promises if each.matter_id is not None}
    lodged = list(
        Matter.objects.filter(Q(pk__in=matters) | Q(asked_again_of__in=questions)).values_list(
            "pk", "author", "receipt"
        )
    )
    asked = set(Question.objects.filter(pk__in=questions).values_list("author", flat=True))
    authors = asked | {author for _matter, author, _receipt in lodged}
    return _Sources(
        frozenset(questions),
        frozenset(matter for matter, _author, _receipt in lodged),
        frozenset(author for author in authors if author is not None),
        frozenset(receipt for _matter, _author, receipt in lodged),
    )


def _joined_with(promise: Promise) -> list[Promise]:
    """The promises that were joined with this one, and those that had been joined with them."""
    found: dict[UUID, Promise] = {}
    newest = [promise]
    while newest:
        newest = [each for each in Promise.objects.filter(merged_into__in=newest) if each.pk not in found]
        found |= {each.pk: each for each in newest}
    return list(found.values())
