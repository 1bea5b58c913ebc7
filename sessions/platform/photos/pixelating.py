"""Makes what is in a box unrecognisable for good: a few blocks of one colour each, computed from many pixels; pure.

Few and coarse on purpose: fine blocks over letters can be matched against guesses of what was written.
"""

import math
from collections.abc import Sequence

from PIL import Image

from sessions.platform.photos.boxes import Box

MOST_BLOCKS = 8
"""Along the longer side of a box."""

LEAST_BLOCK = 8
"""Pixels of a block's side: a small box gets fewer blocks."""

COLOUR_STEP = 32
"""Each block's colour is rounded to steps of this, from 0 to 255."""


def pixelate(image: Image.Image, boxes: Sequence[Box]) -> None:
    """Change the RGB image in place. A box is widened to whole pixels; none of its pixels stays."""
    for box in boxes:
        area = _area_of(box, image.size)
        within = image.crop(area)
        block = max(LEAST_BLOCK, math.ceil(max(within.size) / MOST_BLOCKS))
        blocks = [max(1, side // block) for side in within.size]
        coarse = within.resize((blocks[0], blocks[1]), Image.Resampling.BOX).point(_rounded)
        image.paste(coarse.resize(within.size, Image.Resampling.NEAREST), area)


def _area_of(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    left, top = math.floor(box.left * width), math.floor(box.top * height)
    return left, top, math.ceil(box.right * width), math.ceil(box.bottom * height)


def _rounded(value: int) -> int:
    return min(255, (value + COLOUR_STEP // 2) // COLOUR_STEP * COLOUR_STEP)
