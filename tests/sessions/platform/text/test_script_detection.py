"""The language mark of a text comes from its script, and Latin letters stay undetermined."""

from sessions.platform.text.script_detection import text_language
from tests.running.tables import table


@table(
    ("text", "language"),
    [
        ("নর্দমা কবে পরিষ্কার হবে?", "bn"),
        ("पानी कब आएगा?", "hi"),
        ("کچرا کب اٹھایا جائے گا؟", "ur"),
        ("When will the drain be cleaned?", "und"),
        ("amader paray jol jome thake", "und"),
        ("রাস্তায় street light নেই কেন?", "bn"),
        ("My ward office said হবে", "und"),
        ("কখ ab", "und"),
        ("", "und"),
        ("?! 95", "und"),
        ("👍", "und"),
    ],
)
def test_the_script_with_most_letters_decides(text: str, language: str) -> None:
    assert text_language(text) == language
