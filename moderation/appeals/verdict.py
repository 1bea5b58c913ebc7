"""What the second moderator says about an appeal, of a question as of a complaint."""

from dataclasses import dataclass, replace
from typing import Self

from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.models import AppealState
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line

OUTCOMES = (AppealState.UPHELD, AppealState.OVERTURNED)


@dataclass(frozen=True, slots=True)
class AppealVerdict:
    """The verdict on an appeal. outcome: upheld or overturned. note: why, for the author."""

    outcome: str
    note: str

    def cleaned(self) -> Self:
        """The verdict with its note as stored. Raises Refused: bad_field (outcome), empty, too_long, bad_characters."""
        if self.outcome not in OUTCOMES:
            raise Refused("bad_field", _("Choose one of the outcomes."), facts={"part": "outcome"})
        return replace(self, note=clean_line(self.note, max_graphemes=MAX_NOTE_GRAPHEMES))
