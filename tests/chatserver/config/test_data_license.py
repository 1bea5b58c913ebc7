"""The licence of the data is a name and an address, or is refused before it stands in a header."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.data_license import EXAMPLE, DataLicense, find_data_license


def test_without_the_setting_there_is_none() -> None:
    assert find_data_license({}) is find_data_license({"DATA_LICENSE": " "}) is None


def test_the_last_word_is_the_address() -> None:
    expected = DataLicense("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert find_data_license({"DATA_LICENSE": f"  {EXAMPLE} "}) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        "CC BY 4.0",
        "https://example.org/licence",
        "Ours javascript:alert(1)",
        'Ours https://example.org/">',
        "Ours https://example.org/লাইসেন্স",
        "Ours\nSet-Cookie:x=1 https://example.org/",
        "x" * 81 + " https://example.org/",
    ],
)
def test_what_is_none_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"it must be a name and an address: CC BY 4\.0 https://"):
        find_data_license({"DATA_LICENSE": wrong})
