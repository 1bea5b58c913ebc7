"""Photographs as phones send them: scaled by the page's script, or as the camera made them where no script runs."""

import random
from io import BytesIO

from PIL import Image

SCALED, OF_CAMERA = (1600, 1200), (4000, 3000)
GRAIN = 24
"""How many pixels of a large photo come from one of the small picture that it is made of."""


def scaled_photo(chance: random.Random) -> bytes:
    """Some 600 KB."""
    return _photo(chance, SCALED, quality=85)


def photo_of_camera(chance: random.Random) -> bytes:
    """Twelve megapixels, some 3.6 MB."""
    return _photo(chance, OF_CAMERA, quality=85)


def _photo(chance: random.Random, size: tuple[int, int], *, quality: int) -> bytes:
    """Coloured areas under the noise of a sensor: neither as small as a drawing nor as large as noise alone."""
    small = (size[0] // GRAIN, size[1] // GRAIN)
    areas = Image.frombytes("RGB", small, chance.randbytes(small[0] * small[1] * 3)).resize(size)
    noise = Image.effect_noise(size, 32).convert("RGB")
    file = BytesIO()
    Image.blend(areas, noise, 0.25).save(file, "JPEG", quality=quality)
    return file.getvalue()
