"""Names the guides that are served and says whom each is for; their texts are files in chatserver/docs/."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

FOLDER: Path = settings.BASE_DIR / "chatserver" / "docs"
WRITTEN_IN = "en"
"""The language of the originals; the translations of a guide are in a folder for each other language."""

FOR_WHOM = {
    "first-evening": _("For an office that wants to hold its first chat."),
    "councillor": _("For councillors and for people who answer in their place."),
    "clerk": _("For clerks, who plan the chats and appoint people."),
    "moderator": _("For moderators, who read each question first."),
    "record": _("For residents and journalists who read, cite or check a record."),
    "operator": _("For people who keep an installation running."),
    "settings": _("For the same people: what can be set."),
    "programmer": _("For programmers, and for programs of other offices."),
}
"""Each guide with one sentence on its readers, in the order of the list."""


def read_document(name: str, language: str) -> tuple[str, str]:
    """Read the text of a guide and the language it is in: the one asked for, or that of the original."""
    translated = FOLDER / language / f"{name}.md"
    if translated.exists():
        return translated.read_text(encoding="utf-8"), language
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8"), WRITTEN_IN
