"""The public facts of an activity: pages, files and feeds all say these, so that they agree, in a freeze as well."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sessions.activities.rupees import rupee_words
from sessions.chats.calendar.lifecycle.freezes import Freezes, hidden_words
from sessions.city.display import short_date, ward_name
from sessions.models import Activity, Closure, Ward
from sessions.platform.text.by_language import Spoken, language_name, spoken_to_reader

ACTIVITY_RELATIONS = ("ward__borough", "borough", "category")
"""What a query joins for these facts."""


@dataclass(frozen=True, slots=True)
class PublicActivity:
    """An activity as the public sees it.

    freeze: the one that hides its words and photographs today; its day stays, and that it is planned.
    """

    activity: Activity
    freeze: Closure | None
    today: date

    @property
    def number(self) -> str:
        return self.activity.number

    @property
    def is_hidden(self) -> bool:
        return self.freeze is not None

    @property
    def hidden(self) -> str:
        """Why it is hidden; blank where it is not."""
        return hidden_words(self.freeze) if self.freeze is not None else ""

    @property
    def title(self) -> Spoken:
        """The title in the reader's language or another one; while it is hidden, only what everybody may know."""
        if not self.is_hidden:
            return spoken_to_reader(self.activity.titles)
        plain = _("Planned work") if self.activity.is_planned else _("Work of the office")
        return Spoken(_own_language(), plain)

    @property
    def text(self) -> Spoken:
        return spoken_to_reader({} if self.is_hidden else self.activity.texts)

    @property
    def another_language(self) -> str:
        """The name of the language of its words where it is not the reader's; else blank."""
        language = self.text.language.partition("-")[0]
        is_own = self.is_hidden or language == _own_language().partition("-")[0]
        return "" if is_own else language_name(language)

    @property
    def is_not_reported(self) -> bool:
        return self.activity.is_due(self.today)

    @property
    def when(self) -> str:
        """A clause without a full stop."""
        day = short_date(self.activity.on_day)
        if self.is_not_reported:
            return _("Planned for {day}, no report yet").format(day=day)
        return (_("Planned for {day}") if self.activity.is_planned else _("Done on {day}")).format(day=day)

    @property
    def kind(self) -> str:
        """done, planned or not_reported."""
        if self.is_not_reported:
            return "not_reported"
        return "planned" if self.activity.is_planned else "done"

    @property
    def where(self) -> str:
        return owner_name(self.activity.owner)

    @property
    def amount(self) -> str:
        paise = self.activity.amount_paise
        return rupee_words(paise) if paise is not None and not self.is_hidden else ""

    @property
    def has_point(self) -> bool:
        return not self.is_hidden and self.activity.lat is not None and self.activity.lon is not None


def owner_name(owner: object) -> str:
    """Ward 95, or the borough's name."""
    return ward_name(owner) if isinstance(owner, Ward) else str(owner)


def public_activity(activity: Activity, today: date) -> PublicActivity:
    """One query. Where several are shown, Freezes is made once for all."""
    return PublicActivity(activity, Freezes(today).of(activity), today)


def _own_language() -> str:
    return spoken_to_reader({}).language
