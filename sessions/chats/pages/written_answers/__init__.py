"""The pages of written answers that are owed: the list, and one answer to draft, to send and to correct."""
