"""Deletes every hour what is stored for a limited time: traces, unused accounts, old copies, unused files.

Labels with the name of an office end with its duty, and addresses of people without an account with their complaint.
Printed codes are counted in public for each month before that.
"""

import logging
from typing import override

from django.utils import timezone

from chatserver.accounts.codes.counting_codes import tell_counted_codes
from chatserver.accounts.names.labels import end_outdated_labels
from chatserver.accounts.privacy.purge import forget_traces
from chatserver.accounts.privacy.retention import forget_unused_accounts
from chatserver.database.old_copies import delete_outdated_copies
from chatserver.operations.workers.periodic import PeriodicThread
from sessions.matters.lodging.preparing_photos import forget_unused_files
from sessions.matters.lodging.receipt_subscriptions import forget_followings
from sessions.models.photo_references import referenced_pictures
from sessions.platform.photos.storage import forget_unused_pictures

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0


class RetentionThread(PeriodicThread):
    def __init__(self) -> None:
        super().__init__("retention", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        tell_counted_codes(timezone.now())
        forget_traces()
        end_outdated_labels()
        for name in delete_outdated_copies(timezone.now()):
            logger.info("Deleted %s, which was made before a redaction.", name)
        forget_unused_pictures(referenced_pictures())
        forget_unused_files()
        forget_followings(timezone.now())
        forgotten = forget_unused_accounts(timezone.now())
        if forgotten:
            logger.info("Deleted %d inactive accounts.", forgotten)


def start() -> RetentionThread:
    thread = RetentionThread()
    thread.start()
    return thread
