"""Adjacent digits are read as one number, unless a word before them says what they are."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.folded_text import fold
from moderation.checks.numerals import LEAST_DIGITS, MOST_DIGITS, find_numerals, follows_a_name
from tests.running.tables import table


@table(
    ("text", "is_one"),
    [
        ("docket 1", True),
        ("Docket no. 1", True),
        ("the complaint number is: 1", True),
        ("trade licence no 1", True),
        ("F.I.R. no. 1", True),
        ("a/c no. 1", True),
        ("#1", True),
        ("Rs. 1", True),
        ("₹ 1", True),
        ("অভিযোগের নম্বর 1", True),
        ("ডকেট নং 1", True),
        ("शिकायत क्रमांक 1", True),
        ("شکایت نمبر 1", True),
        ("obhijog nombor 1", True),
        ("shikayat sankhya 1", True),
        ("docket no. kmc/95/1", True),
        ("docket kmc-1", True),
        ("order-1", True),
        ("ডকেট নম্বরটি হল 1", True),
        ("call kmc-1", False),
        ("my number is 1", False),
        ("the docket is lost, 1", False),
        ("phone no. 1", False),
        ("আমার নম্বর 1", False),
        ("मेरा नंबर 1", False),
        ("1", False),
    ],
)
def test_a_word_before_it_names_a_number(text: str, is_one: bool) -> None:
    folded = fold(text)
    assert follows_a_name(folded, folded.index("1")) == is_one


@given(st.text("+0123456789 -.()a/", max_size=60))
def test_a_numeral_is_a_piece_of_the_text(text: str) -> None:
    for numeral in find_numerals(text):
        piece = text[numeral.start : numeral.end]
        assert "".join(filter(str.isdigit, piece)) == numeral.digits == "".join(numeral.groups)
        assert LEAST_DIGITS <= len(numeral.digits) <= MOST_DIGITS
        assert piece.removeprefix("(").startswith("+") == numeral.has_plus
