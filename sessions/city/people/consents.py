"""What a person agrees to before their first question: that their words become a public record, and that they are 18.

Reading, backing and withdrawing need no consent. A new version of the notice asks again, unless it says the same in
other words.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import Consent
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

NOTICE_VERSION = "2"
"""The version of the current notice. A text that people have agreed to is never changed: a new text gets a new
version."""

SAME_IN_SUBSTANCE = frozenset({"1"})
"""Earlier versions that said the same in older words: people who agreed to them are not asked again. Their consent is
kept as it was."""

LANGUAGES = {"1": ("en", "bn"), "2": ("en", "bn", "hi", "ur")}
"""The languages of each version's text; the first is shown if the reader's own is missing. They stand in files of
their own and not in the catalogues, because people have agreed to just these words."""


def spoken_in(language: str | None, version: str = NOTICE_VERSION) -> str:
    """The language in which a reader of that language is shown the notice."""
    spoken = LANGUAGES[version]
    return language if language in spoken else spoken[0]


def notice_template(language: str, version: str = NOTICE_VERSION) -> str:
    """The template with the notice's words in this language, otherwise in the first."""
    return str(PurePosixPath("sessions", "city", "consent", f"{version}.{spoken_in(language, version)}.html"))


def has_agreed(person: Person) -> bool:
    """Makes no query if the account was read by sessions.city.people.access.find_people."""
    return person.facts.has_agreed if person.facts is not None else bool(agreed_among([person.pk]))


def agreement(versions: set[str] | Given) -> Exists:
    """The agreement, for a prepared query of accounts.

    Whether each has agreed to one of the versions that count (counting()).
    """
    return Exists(Consent.objects.not_withdrawn().filter(InArray("version", versions), person=OuterRef("pk")))


def newest_consent(person: Person) -> Consent | None:
    """The person's newest consent to any version that they have not withdrawn."""
    return Consent.objects.not_withdrawn().filter(person=person).last()


def agreed_among(account_ids: Iterable[int]) -> set[int]:
    """Find the accounts whose consent to the current notice's content still holds; one query, or none."""
    ids = set(account_ids)
    if not ids:
        return set()
    rows = Consent.objects.not_withdrawn().filter(InArray("person", ids), version__in=counting())
    return set(rows.values_list("person", flat=True))


def agree(person: Person, *, language: str, adult: bool) -> None:
    """Keep that the person agreed to the current notice, read in this language; a second time changes nothing.

    Raises Refused under_age if they do not say that they are 18 or over.
    """
    if not adult:
        raise Refused("under_age", _("Only people aged 18 or over can ask. Everybody can read."))
    agree_together([person], language=language)


def agree_together(people: Iterable[Person], *, language: str) -> None:
    """Keep that many adults agreed to the current notice, read in this language; repeating changes nothing."""
    now, spoken = timezone.now(), spoken_in(language)
    rows = [Consent(person=person, version=NOTICE_VERSION, language=spoken, agreed_at=now) for person in people]
    Consent.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def counting() -> set[str]:
    """The versions that hold for today's questions."""
    return {NOTICE_VERSION, *SAME_IN_SUBSTANCE}
