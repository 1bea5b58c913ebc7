import random
from io import BytesIO

import pytest
from PIL import Image

from sessions.contract.limits import MAX_UPLOADED_BYTES
from tests.bench.lodging.photos import OF_CAMERA, SCALED, photo_of_camera, scaled_photo

pytestmark = pytest.mark.long


def test_the_photos_are_of_the_sizes_and_weights_that_phones_send() -> None:
    chance = random.Random(1)
    scaled, of_camera = scaled_photo(chance), photo_of_camera(chance)
    assert [Image.open(BytesIO(each)).size for each in (scaled, of_camera)] == [SCALED, OF_CAMERA]
    assert 200_000 < len(scaled) < 800_000
    assert 1_500_000 < len(of_camera) < MAX_UPLOADED_BYTES
    assert scaled != scaled_photo(chance)
