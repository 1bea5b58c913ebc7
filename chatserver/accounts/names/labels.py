"""Rules for the name that a person is shown by."""

from itertools import chain, product

import regex
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.models import User
from moderation.checks.impersonation import Likeness, find_likeness
from moderation.checks.names import NameFault, canonical_name, find_fault
from moderation.checks.screen import find_personal_data
from sessions.chats.questions.author_labels import clean_label, require_bounded
from sessions.models import Appointment, Chair, Office
from sessions.platform.refusals import Refused

FAULTS = {
    NameFault.BLANK: ("bad_characters", _("A name needs at least one letter.")),
    NameFault.CHARACTERS: (
        "bad_characters",
        _("A name can have letters, digits and simple punctuation only: no symbols, pictures or invisible characters."),
    ),
    NameFault.MIXED_SCRIPTS: (
        "mixed_scripts",
        _("One word of the name mixes letters or digits of two scripts. Please write each word in one script."),
    ),
}
PERSONAL_IN_NAME = _(
    "This name contains a private number or address. Everybody can read the name: please leave that out."
)
_EMAIL = regex.compile(r"[^\s@]@[^\s@]")
LIKENESSES = {
    Likeness.OFFICE: _("This name could be mistaken for somebody who holds an office. Please choose another one."),
    Likeness.OFFICIAL: _("This name is too like that of somebody who holds an office. Please choose another one."),
    Likeness.PLAIN: _("Leave the name empty to be shown by your ward alone."),
}


def choose_label(person: User, text: str) -> str:
    """The label in its canonical spelling, as it may be saved and shown; blank for none.

    A person with a duty or an office today may use its name and their own, but not the name of another officeholder.
    Nobody else may use the name of an office or of an officeholder. Raises Refused: too_long, bad_characters,
    mixed_scripts, personal_data, taken_for_official.
    """
    require_bounded(text)
    name = clean_label(canonical_name(text))
    if not name:
        return ""
    if _EMAIL.search(name) or find_personal_data(name):
        raise Refused("personal_data", PERSONAL_IN_NAME)
    fault = find_fault(name)
    if fault is not None:
        raise Refused(*FAULTS[fault])
    likeness = find_likeness(name, officials=_names_of_officials(person))
    if likeness is not None and not (has_duty(person) and _is_of_their_own(person, name)):
        raise Refused("taken_for_official", LIKENESSES[likeness])
    return name


def end_outdated_labels() -> int:
    """Remove labels with the name of an office from people who no longer have a duty; answers how many. Idempotent."""
    ended = {"to_on__lt": timezone.localdate()}
    had_duty = Exists(Appointment.objects.filter(person=OuterRef("pk"), **ended))
    had_office = Exists(Office.objects.filter(holder=OuterRef("pk"), **ended))
    had_chair = Exists(Chair.objects.filter(holder=OuterRef("pk"), **ended))
    rows = User.objects.filter(had_duty | had_office | had_chair).exclude(label="")
    outdated = [person.pk for person in rows if not _may_keep(person)]
    return User.objects.filter(pk__in=outdated).update(label="")


def has_duty(person: User) -> bool:
    """Whether the person holds an office or an appointment anywhere today."""
    today = timezone.localdate()
    return any(terms.held_on(today).exists() for terms in (person.appointments, person.offices, person.chairs))


def _may_keep(person: User) -> bool:
    try:
        choose_label(person, person.label)
    except Refused as no:
        return no.code != "taken_for_official"
    return True


def _is_of_their_own(person: User, name: str) -> bool:
    """Whether a name says what a person with a duty is, and does not name another officeholder."""
    return find_likeness(name, officials=_names_of_holders(person)) != Likeness.OFFICIAL


def _names_of_officials(person: User) -> set[str]:
    """Names of everybody who holds, held or will hold an office, and of everybody who is appointed today."""
    held = Appointment.objects.held_on(timezone.localdate()).filter(~Q(person=person), ~Q(person__label=""))
    return _names_of_holders(person) | set(held.values_list("person__label", flat=True))


def _names_of_holders(person: User) -> set[str]:
    """Names of everybody who holds, held or will hold an office, except this person.

    The person's own name is left out wherever it occurs: they may have another term of office.
    """
    terms = chain(Office.objects.values_list("holder", "names"), Chair.objects.values_list("holder", "names"))
    rows = [(holder, list(names.values())) for holder, names in terms]
    own = {name for holder, names in rows if holder == person.pk for name in names}
    return {name for _holder, names in rows if own.isdisjoint(names) for name in _spellings(*names)}


def _spellings(*names: str) -> set[str]:
    """The name in each language, and mixed, with some words in one language and some in the other."""
    words = [name.split() for name in names]
    if not words or len({len(each) for each in words}) > 1 or len(words[0]) > 3:
        return set(names)
    return {" ".join(mixed) for mixed in product(*zip(*words, strict=True))}
