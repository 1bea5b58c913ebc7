"""Draws the product's own card again: `python -m sessions.record.cards.draw_prepared`. The picture is shipped."""

from pathlib import Path

from sessions.platform.fonts import find_font_folders
from sessions.record.cards.draw_process import OWN_FONTS, draw

NAMES = (
    ("bn", "কাউন্সিলর লাইভ চ্যাট"),
    ("en", "Councillor Live Chat"),
    ("hi", "पार्षद लाइव चैट"),
    ("ur", "کونسلر لائیو چیٹ"),
)
PICTURE = Path(__file__).parents[3] / "chatserver" / "static" / "pictures" / "card.png"

if __name__ == "__main__":
    words = [{"text": text, "lang": lang} for lang, text in NAMES]
    PICTURE.write_bytes(
        draw({"lang": "en", "head": [], "words": words, "foot": [], "between": ""}, [*find_font_folders(), OWN_FONTS])
    )
