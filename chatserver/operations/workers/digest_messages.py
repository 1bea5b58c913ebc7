"""The messages with a ward's digest: a whole mail, or one line with a link."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from chatserver.accounts.contacts.contacts import digest_stop_token
from chatserver.accounts.models.contact import Contact
from chatserver.accounts.senders import Message
from sessions.digests.mail import DigestMail, mail_of
from sessions.digests.shown_digest import shown_digest
from sessions.digests.still_public import readable_digest
from sessions.models import Channel, Digest, ReminderRound
from sessions.notifications.digest_rounds import digest_in, short_path_of_digest
from sessions.platform.text.absolute_addresses import address_in_messages


class DigestMessages:
    """A cache for messages that are composed together: each digest is read and rendered once for each language."""

    def __init__(self) -> None:
        self._digests: dict[tuple[int, str], Digest] = {}
        self._mails: dict[int, DigestMail] = {}

    def compose(self, told: ReminderRound, contact: Contact, *, language: str) -> Message:
        """Compose the digest in the person's language.

        Words that were removed since the digest was made are not in it.
        """
        digest = self._digest(told, language)
        if contact.channel != Channel.EMAIL:
            link = address_in_messages(short_path_of_digest(told))
            fields = {"line": digest.line, "link": link}
            text = f"{digest.line} {link}"
            return Message(contact.address, digest.subject, text, digest.language, "digest", fields)
        stop_link = address_in_messages(reverse("stop_digests", args=[digest_stop_token(contact)]))
        with override(digest.language):
            mail = self._mail(digest).with_stop_link(stop_link)
        assert told.ward is not None, "a digest is a ward's"
        return Message(
            to=contact.address,
            subject=digest.subject,
            text=mail.text,
            html=mail.html,
            language=digest.language,
            sort="digest",
            stop_link=stop_link,
            list_id=f"digest.ward-{told.ward.number}.{urlsplit(settings.ALLOWED_ORIGINS[0]).hostname}",
        )

    def _digest(self, told: ReminderRound, language: str) -> Digest:
        key = told.pk, language
        if key not in self._digests:
            self._digests[key] = digest_in(told, language)
        return self._digests[key]

    def _mail(self, digest: Digest) -> DigestMail:
        """Rendered in the language that is active, which is the digest's."""
        if digest.pk not in self._mails:
            readable = readable_digest(digest.document, digest.ward)
            self._mails[digest.pk] = mail_of(shown_digest(readable), whole=address_in_messages)
        return self._mails[digest.pk]
