import math

import pytest
from PIL import Image

from sessions.platform.photos.boxes import MOST_BOXES, BadBox, Box, read_boxes, require_boxes
from sessions.platform.photos.pixelating import MOST_BLOCKS, pixelate
from tests.running.tables import table
from tests.sessions.platform.photos.files import noise


def blurred(image: Image.Image, *boxes: Box) -> Image.Image:
    changed = image.copy()
    pixelate(changed, boxes)
    return changed


def checked(size: tuple[int, int], first: int) -> Image.Image:
    """A chess board of single pixels."""
    return Image.frombytes(
        "L", size, bytes(255 * ((x + y + first) % 2) for y in range(size[1]) for x in range(size[0]))
    ).convert("RGB")


def test_two_pictures_that_differ_only_in_a_box_are_the_same_once_it_is_pixelated():
    box = Box(0, 0, 1, 1)
    assert checked((160, 80), 0).tobytes() != checked((160, 80), 1).tobytes()
    assert blurred(checked((160, 80), 0), box).tobytes() == blurred(checked((160, 80), 1), box).tobytes()


def test_a_box_has_few_blocks_and_the_rest_of_the_picture_is_as_it_was():
    image = noise((320, 160))
    changed = blurred(image, Box(0.25, 0.25, 0.75, 0.75))
    inside = changed.crop((80, 40, 240, 120))
    assert len(inside.getcolors() or ()) <= MOST_BLOCKS * MOST_BLOCKS / 2
    for edge in ((0, 0, 320, 40), (0, 120, 320, 160), (0, 0, 80, 160), (240, 0, 320, 160)):
        assert changed.crop(edge).tobytes() == image.crop(edge).tobytes()


@table("box", [Box(0.101, 0.101, 0.102, 0.102), Box(0.1, 0.1, 0.12, 0.12), Box(0, 0, 0.05, 1), Box(0.99, 0.99, 1, 1)])
def test_in_a_small_box_too_each_pixel_is_of_a_block(box: Box):
    """No block is smaller than eight pixels, unless the box is: then it is one block."""
    image = noise((200, 200))
    changed = blurred(image, box)
    area = (
        math.floor(box.left * 200),
        math.floor(box.top * 200),
        math.ceil(box.right * 200),
        math.ceil(box.bottom * 200),
    )
    inside = changed.crop(area)
    assert len(inside.getcolors() or ()) <= max(1, inside.width // 8) * max(1, inside.height // 8)
    assert {channel % 32 for channel in inside.tobytes()} <= {0, 31}


def test_boxes_are_read_from_fields_of_a_form():
    assert read_boxes(["0.25 0.1 0.5 0.3", "", "0, 0, 1, 1"]) == [Box(0.25, 0.1, 0.5, 0.3), Box(0, 0, 1, 1)]
    assert read_boxes([" "]) == []


@table("field", ["0 0 1", "0 0 1 1 1", "a b c d", "0 0 nan 1", "0 0 inf 1", "0.5 0 0.5 1", "0.6 0 0.5 1", "-0.1 0 1 1"])
def test_what_is_no_box_is_refused(field: str):
    with pytest.raises(BadBox):
        read_boxes([field])


@table("boxes", [[], [Box(0, 0, 1, 1)] * (MOST_BOXES + 1), [Box(0, 0, 1, 1.01)]])
def test_none_and_too_many_boxes_are_refused(boxes: list[Box]):
    with pytest.raises(BadBox):
        require_boxes(boxes)
