"""Who may lodge a complaint or suggestion: all who agreed to the notice, unless the ward's staff keep them out."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.bans import is_banned, why_banned
from sessions.city.people.consents import has_agreed
from sessions.models import Mute, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


def require_may_lodge(person: Person, ward: Ward) -> None:
    """Require that the person may lodge in any ward, not only their own.

    What is broken is often somewhere else, and that ward's office is told of it.

    Raises Refused: consent, banned (with the reason and the end), muted (with after_ms).
    """
    if not has_agreed(person):
        raise Refused("consent", _("Before you send your words, please read how they will be used, and agree."))
    if is_banned(person, ward.pk):
        raise why_banned(person, ward)
    mute = Mute.objects.filter(person=person, chat_session__ward=ward, until__gt=timezone.now())
    until = mute.order_by("-until").values_list("until", flat=True).first()
    if until is not None:
        words = _("The moderators have paused you for a while. You can send your words later; they are kept here.")
        after_ms = int((until - timezone.now()).total_seconds() * 1000)
        raise Refused("muted", words, retry=True, after_ms=max(after_ms, 0))
