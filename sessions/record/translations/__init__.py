"""Translations of a record's words: an attributed layer of its own, in versions, and no part of the record's proof."""
