"""What pages and feeds say of a promise: its state, its days, whose it is, in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import short_date
from sessions.models import OWED_STATES, ClaimEnd, PromiseBy, PromiseKind, PromiseState
from sessions.platform.text.digits import as_code, digits
from sessions.promises.public.facts import PromiseFacts

UNCONFIRMABLE_WORDS = gettext_lazy(
    "The office says that it is kept. The person who asked cannot be asked, and fewer than three others support it, so "
    "nobody can confirm it."
)


def promise_kind_word(kind: str) -> str:
    return str(PromiseKind(kind).label)


def made_by_words(made_by: str) -> str:
    return str(PromiseBy(made_by).label)


def promise_title(number: str) -> str:
    return _("Promise {number}").format(number=as_code(number))


def promise_state_words(facts: PromiseFacts) -> Iterator[str]:
    """What is to be said of its state: its day, a later day, what the office or those who asked still have to say."""
    if facts.state == PromiseState.PROPOSED and facts.confirm_by is not None:
        yield _("The office has until {day} to say whether it is a promise.").format(day=short_date(facts.confirm_by))
    if facts.state in OWED_STATES and facts.due_on is not None:
        if facts.overdue_since is not None:
            yield _("Overdue since {day}.").format(day=short_date(facts.overdue_since))
        else:
            yield _("It should be kept by {day}.").format(day=short_date(facts.due_on))
    if facts.has_new_day and facts.first_due_on is not None:
        yield _("At first, {day} was promised.").format(day=short_date(facts.first_due_on))
    if facts.claim_end == ClaimEnd.UNCONFIRMABLE:
        yield str(UNCONFIRMABLE_WORDS)
    elif facts.state == PromiseState.CLAIMED_KEPT:
        yield _("The office says that it is kept. Those who asked have not confirmed it.")
    if facts.promise.is_to_adopt:
        yield _("The new holder of the office has not said yet whether to keep it.")


def votes_words(facts: PromiseFacts) -> str:
    """What those who were asked say of the last claim; blank where nobody has said anything."""
    if not (facts.kept_votes or facts.not_votes):
        return ""
    words = _("Of those who were asked, {kept} say that it is kept, and {not_kept} say that it is not.")
    return words.format(kept=digits(facts.kept_votes), not_kept=digits(facts.not_votes))
