"""Witnesses of the log: the program that witnesses one elsewhere, and what asks witnesses to sign ours (C2SP)."""
