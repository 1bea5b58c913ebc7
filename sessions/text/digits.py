"""Numbers in the reader's digits."""

from django.utils.translation import get_language

from sessions.text.bilingual import bengali_digits


def reads_bengali() -> bool:
    return (get_language() or "").startswith("bn")


def digits(value: object) -> str:
    """The value as text, with its digits in the reader's script."""
    return bengali_digits(value) if reads_bengali() else str(value)
