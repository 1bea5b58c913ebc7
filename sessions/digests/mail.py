"""A digest as a mail: plain text, and HTML without pictures, styles or anything that is fetched; at most 30 KB."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from sessions.digests.document import LONG
from sessions.digests.shown_digest import DigestLine, Section, ShownDigest
from sessions.platform.text.by_language import direction_of
from sessions.platform.text.direction.isolating import isolate, isolate_address
from sessions.platform.text.spoken.lists import join_facts

MOST_BYTES = 30 * 1024
FOR_TRANSPORT = 4 / 3 * 1.03
"""What base64 and its line ends make of each byte, where a mail server takes no others."""

HEADERS = 2048
"""Bytes for the head of the mail and the links by which each person stops the digests."""

LISTED = ((10, LONG), (5, LONG), (3, LONG), (3, 40), (1, 20))
"""Lines of each section, and letters of each text in them: as many as fit."""

type WholePath = Callable[[str], str]


STOP = "\ue000"
"""Where each person's own link stands in the HTML: a character that nobody's words may hold."""


@dataclass(frozen=True, slots=True)
class DigestMail:
    """The mail of a digest. For everybody; with_stop_link() makes it one person's."""

    text: str
    html: str

    def with_stop_link(self, link: str) -> "DigestMail":
        """Add the link that ends the digests. link: where the person stops the digests. In the active language."""
        stopping = _("To stop these digests: {link}").replace("{link}", link)
        return DigestMail(f"{self.text}\n\n{stopping}\n", self.html.replace(STOP, escape(link)))


def mail_of(shown: ShownDigest, *, whole: WholePath) -> DigestMail:
    """Compose the mail of a digest. whole: makes the full address of one of our paths."""
    for most, letters in LISTED:
        shorter = replace(shown, sections=[section.at_most(most, letters) for section in shown.sections])
        mail = DigestMail(_text(shorter, whole), _html(shorter, whole))
        if len((mail.text + mail.html).encode()) * FOR_TRANSPORT + HEADERS <= MOST_BYTES:
            break
    return mail


def _text(shown: ShownDigest, whole: WholePath) -> str:
    parts = [shown.title, f"{shown.next}\n{isolate_address(whole(shown.next_path))}"]
    if shown.is_empty:
        parts.append(_("Nothing was asked, promised or done in public in this month."))
    parts += [_section_text(section) for section in shown.sections]
    parts.append(_("All of it, with links: {link}").replace("{link}", whole(shown.path)))
    return "\n\n".join(parts)


def _section_text(section: Section) -> str:
    lines = [section.heading, *(f"- {_line_text(line)}" for line in section.lines)]
    return "\n".join(filter(None, [*lines, section.more_words, section.note]))


def _line_text(line: DigestLine) -> str:
    return join_facts(filter(None, (line.before, isolate(line.words), isolate(line.after))))


def _html(shown: ShownDigest, whole: WholePath) -> str:
    sections = [
        (section, [(line, whole(line.path) if line.path else "") for line in section.lines])
        for section in shown.sections
    ]
    context = {
        "shown": shown,
        "sections": sections,
        "page": whole(shown.path),
        "next": whole(shown.next_path),
        "stop": STOP,
        "direction": direction_of(shown.language),
    }
    return render_to_string("sessions/digests/mail.html", context)
