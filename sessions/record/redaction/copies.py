"""Destroy the translations of redacted words."""

from sessions.record.redaction.hooks import Destroyed
from sessions.record.translations.translating import drop_translations


def destroy_translations(gone: Destroyed) -> None:
    if gone.record is not None:
        for n in gone.entries:
            drop_translations(gone.record, n)
