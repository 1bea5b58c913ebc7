"""Say why somebody may not be the second person of an act, and who may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sessions.city.display import short_date
from sessions.city.duties.independence import SecondPeople, SecondPersonBar, WhyNot
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.spoken.lists import join_with_commas


@dataclass(frozen=True, slots=True)
class SecondPersonShown:
    """The second person who has to decide, in words.

    why: the reader's own bar, blank where they may. others: who else may, or may later. has_nobody: not even later
    today. waived: why the rule is lifted now, and until when; blank where it is not.
    """

    why: str
    others: str
    has_nobody: bool
    waived: str


def show_second_person(
    people: SecondPeople, reader: Person, first: Iterable[int | None], *, but: Collection[int] = ()
) -> SecondPersonShown:
    """Describe who may be the second person. first: as of SecondPeople.bar. but: who leaves it to their colleagues."""
    first = list(first)
    bars = [(person, people.bar(person.pk, first)) for person in people.holders() if person.pk not in but]
    own = people.bar(reader.pk, first)
    others = [(person, bar) for person, bar in bars if person.pk != reader.pk]
    waiver = people.waiver_for(reader.pk, first)
    return SecondPersonShown(
        why=bar_words(own) if own is not None else "",
        others=_others_words(others) if own is not None else "",
        has_nobody=all(bar is not None for _person, bar in bars),
        waived=_("A clerk has lifted the rule about the second person until {day}: {reason}.").format(
            day=short_date(waiver.until_on), reason=waiver.get_reason_display()
        )
        if waiver is not None
        else own_waiver_words()
        if people.waivers
        else "",
    )


def own_waiver_words() -> str:
    return _(
        "Where one of the two lifts it, or somebody to whom one of them gave a role, that counts only after a whole "
        "day, and only if the ward has no other clerk."
    )


def bar_words(bar: SecondPersonBar) -> str:
    match bar.why:
        case WhyNot.OWN:
            return _("You were the first person yourself. It takes another one.")
        case WhyNot.NO_DUTY:
            return _("You do not have this role here today.")
        case WhyNot.APPOINTED:
            return _(
                "One of you two has given the other a role here, directly or through somebody else. It takes a person "
                "who does not depend on the first."
            )
        case WhyNot.TOGETHER:
            words = _("The same person has given you two your roles within 30 days. You may from {day}.")
        case WhyNot.NEW:
            words = _("You have had this role for less than 14 days. You may from {day}.")
    assert bar.until is not None, "they end"
    return words.format(day=short_date(bar.until))


def require_independent(people: SecondPeople, person: Person, first: Iterable[int | None]) -> None:
    """Raises Refused not_independent, with the reason and who may; own acts are refused by the caller before."""
    first = list(first)
    bar = people.bar(person.pk, first)
    if bar is None:
        return
    shown = show_second_person(people, person, first)
    facts = {"why": str(bar.why), **({"until": bar.until.isoformat()} if bar.until is not None else {})}
    raise Refused("not_independent", " ".join(filter(None, (shown.why, shown.others))), facts=facts)


def _others_words(others: list[tuple[Person, SecondPersonBar | None]]) -> str:
    """Name the people who may now; else those who may later, the soonest first; else say that nobody may."""
    may = [isolate(person.shown_as) for person, bar in others if bar is None]
    if may:
        return _("These may: {names}.").format(names=join_with_commas(may))
    later = sorted((bar.until, person.pk, isolate(person.shown_as)) for person, bar in others if bar and bar.until)
    if later:
        told = [_("{name} from {day}").format(name=name, day=short_date(day)) for day, _pk, name in later]
        return _("Nobody else here may yet: {people}.").format(people=join_with_commas(told))
    return _("Nobody else here may. A clerk can invite somebody, or lift the rule in public.")
