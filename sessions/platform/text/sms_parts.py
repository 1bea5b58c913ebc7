"""How many parts a text message is sent in, each of which costs (3GPP TS 23.038); pure."""

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")
"""Each takes two signs."""

ONE, EACH = 160, 153
ONE_WIDE, EACH_WIDE = 70, 67
"""Where one character is of no such alphabet, all of them take two bytes, as in every Indian script."""


def parts_of(text: str) -> int:
    """1 for an empty text, too."""
    if all(each in GSM or each in GSM_TWICE for each in text):
        length, one, each_part = len(text) + sum(each in GSM_TWICE for each in text), ONE, EACH
    else:
        length, one, each_part = len(text.encode("utf-16-be")) // 2, ONE_WIDE, EACH_WIDE
    return 1 if length <= one else -(-length // each_part)
