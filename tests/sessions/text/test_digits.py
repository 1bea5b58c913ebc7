"""Numbers in the reader's digits."""

from django.utils.translation import override

from sessions.text.digits import digits


def test_numbers_stand_in_the_readers_digits() -> None:
    with override("en"):
        assert digits(95) == "95"
    with override("bn"):
        assert (digits(95), digits("৭ of 10")) == ("৯৫", "৭ of ১০")
