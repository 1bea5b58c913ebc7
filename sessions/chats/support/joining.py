"""Join the support of a question that is merged with that of its target, and divide it again.

The backings go to the target, where a person counts once. What they were before is kept beside them (JoinedSupport), so
that a question that is taken out of the merge gets its own supporters back.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from sessions.chats.support.support_counts import count_all, count_support, move_support
from sessions.log import log
from sessions.models import Backing, JoinedSupport, Question, QuestionState

type ByPerson = dict[int, Backing]


def join_support(question: Question, target: Question) -> None:
    """Let everybody who asked or backed the question back the target, once each; the target's author counts already."""
    _save_supporters(question, target)
    move_support(question, target)
    author = question.author
    if author is not None and author.pk != target.author_id:
        row = Backing(question=target, person=author, backed_at=timezone.now(), standing=author.eligibility.standing)
        there = Backing.objects.filter(question=target, person=author).exists()
        JoinedSupport.objects.create(question=question, person=author, backed_at=row.backed_at, is_added=not there)
        Backing.objects.bulk_create([row], ignore_conflicts=True)
        count_support(target)


def divide_support(question: Question, target: Question) -> None:
    """Give a question that is taken out of a merge the supporters that it had before, unless they ended it since.

    They leave the target if they came to it with this question, and with no other that is still merged into it. The
    question is saved already, as one that is merged no longer.
    """
    kept = list(JoinedSupport.objects.filter(question=question).select_related("person"))
    forget_joined([question])
    there = _backings_of_merged(target, [each.person_id for each in kept])
    back = [
        Backing(
            question=question,
            person=each.person,
            backed_at=each.backed_at,
            standing=each.person.eligibility.standing,
        )
        for each in kept
        if each.person_id != question.author_id and (each.person_id in there or each.person_id == target.author_id)
    ]
    came_along = [each for each in kept if each.is_added and _is_same(each, there.get(each.person_id))]
    leaving = [there[each.person_id] for each in came_along]
    staying = _give_to_others(target, {row.person_id: row for row in leaving})
    gone = [row for row in leaving if row.person_id not in staying]
    Backing.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Backing.objects.bulk_create(back, ignore_conflicts=True)
    changed = [question, target]
    count_all({each.pk for each in changed} | {row.question_id for row in gone})
    for each in changed:
        each.refresh_from_db(fields=("backing", "backing_held", "backing_not_counted"))
    log.announce_backing(question.chat_session)


def forget_joined(questions: Iterable[Question]) -> None:
    """Forget the joined support of questions that are no longer merged: from now on only their own backings count."""
    JoinedSupport.objects.filter(question__in=questions).delete()


def _save_supporters(question: Question, target: Question) -> None:
    """Save who supported the question before it is merged.

    A person who came to it with a question that was merged into it earlier, and has not supported it anew since, is
    saved with that question already.
    """
    own = dict(question.backings.values_list("person", "backed_at"))
    there = set(target.backings.filter(person__in=own).values_list("person", flat=True)) | {target.author_id}
    came_along = JoinedSupport.objects.filter(_merged_into(question), is_added=True, person__in=own)
    for person, backed_at in came_along.values_list("person", "backed_at"):
        if own.get(person) == backed_at:
            del own[person]
    JoinedSupport.objects.bulk_create(
        JoinedSupport(question=question, person_id=person, backed_at=backed_at, is_added=person not in there)
        for person, backed_at in own.items()
    )


def _backings_of_merged(target: Question, people: Iterable[int]) -> ByPerson:
    """Find backings, by person, a backing of the target or of a question that is merged into it.

    Backings stay with a question that is merged into an answered one.
    """
    rows = Backing.objects.filter(Q(question=target) | _merged_into(target), person__in=people)
    return {row.person_id: row for row in sorted(rows, key=lambda row: row.question_id == target.pk)}


def _is_same(kept: JoinedSupport, row: Backing | None) -> bool:
    """Whether it is still the backing that came with the question, and none that the person made since."""
    return row is not None and row.backed_at == kept.backed_at


def _give_to_others(target: Question, leaving: ByPerson) -> set[int]:
    """The people among them who also support another question that is still merged into the target.

    From now on they support the target because of that one.
    """
    others = JoinedSupport.objects.filter(_merged_into(target), person__in=leaving).order_by("pk")
    heirs = {each.person_id: each for each in others}
    for person, each in heirs.items():
        each.is_added, each.backed_at = True, leaving[person].backed_at
    JoinedSupport.objects.bulk_update(heirs.values(), ["is_added", "backed_at"])
    return set(heirs)


def _merged_into(target: Question) -> Q:
    return Q(question__merged_into=target, question__state=QuestionState.MERGED)
