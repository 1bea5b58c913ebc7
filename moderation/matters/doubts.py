"""What a moderator confirms before words become public: the checks of questions, for complaints.

Personal data in the words is masked by itself (moderation/questions/masking/masked_places.py). A name with an
accusation is in doubt: the page proposes to hold it, and an approval needs a confirmation. So does personal data where
nothing is masked: in the label, the landmark, and the description of a photo.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from moderation.checks.flags import Check
from moderation.checks.screen import has_accusation
from moderation.questions.second_look import data_words, looks_like
from sessions.matters.steps import matter_state_facts
from sessions.models import Matter, MatterPhoto, MatterReply
from sessions.platform.refusals import Refused


def doubts_about(matter: Matter, *, with_landmark: bool = True) -> tuple[str, ...]:
    """The doubts about a matter, by the names of moderation/questions/second_look.py.

    with_landmark: whether everybody is to read it.
    """
    landmark = [matter.public_landmark] if with_landmark else []
    return _doubts(accusing=[matter.text], read=[matter.label, *landmark])


def doubts_about_reply(reply: MatterReply) -> tuple[str, ...]:
    return _doubts(accusing=[reply.text], read=[])


def doubts_about_photo(photo: MatterPhoto) -> tuple[str, ...]:
    return looks_like(photo.alt)


def require_confirmed(matter: Matter, doubts: tuple[str, ...], *, is_confirmed: bool) -> None:
    """Raises Refused second_look, unless there is no doubt or the moderator has confirmed that it may be public."""
    if doubts and not is_confirmed:
        message = _(
            "This seems to contain {what}. It has not been published. If everybody may read that, publish it anyway."
        ).format(what=data_words(doubts))
        raise Refused("second_look", message, facts={**matter_state_facts(matter), "looks_like": list(doubts)})


def _doubts(*, accusing: Iterable[str], read: Iterable[str]) -> tuple[str, ...]:
    """Collect the doubts about texts.

    accusing: texts in which personal data is masked anyway. read: texts that are shown as they are.
    """
    accused = (str(Check.ACCUSATION),) if any(map(has_accusation, accusing)) else ()
    return tuple(dict.fromkeys([*looks_like(*read), *accused]))
