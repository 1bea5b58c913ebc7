"""Twelve words that say a checkpoint's root, for paper; pure.

Each word stands for 11 bits, so that twelve say the first 132 bits of the root. A word is a consonant (4 bits), one of
a, i, o, u (2 bits), a consonant (4 bits), and a or o (1 bit): no list of words is needed. To find another log with the
same words takes 2 to the power of 132 attempts.
"""

CONSONANTS = "bdfghjklmnprstvz"
INNER, LAST = "aiou", "ao"
WORDS, BITS = 12, 11


def words_of_root(root: bytes) -> list[str]:
    """Twelve words for the 32 bytes of a root: "bado", "lisa" and so on."""
    bits = int.from_bytes(root, "big") >> len(root) * 8 - WORDS * BITS
    return [_word(bits >> BITS * place & (1 << BITS) - 1) for place in reversed(range(WORDS))]


def _word(bits: int) -> str:
    return CONSONANTS[bits >> 7] + INNER[bits >> 5 & 3] + CONSONANTS[bits >> 1 & 15] + LAST[bits & 1]
