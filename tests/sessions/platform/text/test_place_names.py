import pytest

from sessions.platform.text.place_names import fold_place
from tests.running.tables import table


@table(
    ("written", "known"),
    [
        ("bijaygar", "Bijoygarh"),
        ("vijaygarh", "Bijoygarh"),
        ("tollyganj", "Tollygunge"),
        ("Baghajatin", "bagha jatin".replace(" ", "")),
        ("যাদবপুর", "জাদবপুর"),
        ("রাণীকুঠি", "রানিকুঠি"),
        ("বিজয়গড়", "বিজয়গড়"),
        ("बिजयगढ", "विजयगढ़"),
        ("यादवपुर", "जादवपुर"),
        ("टालीगंज", "टॉलीगंज"),
        ("بجويے گڑ", "بجوئے گڑھ"),
        ("১০০ ফুট", "100 ফুট"),
        ("P. G. M. Shah Road", "p g m shah road"),
        ("Café", "cafe"),
    ],
)
def test_two_spellings_of_one_name_meet(written: str, known: str):
    assert fold_place(written) == fold_place(known)


@pytest.mark.parametrize(("one", "other"), [("Garfa", "Garia"), ("টালিগঞ্জ", "বালিগঞ্জ"), ("Netaji Nagar", "Azad Nagar")])
def test_different_places_stay_apart(one: str, other: str):
    assert fold_place(one) != fold_place(other)
