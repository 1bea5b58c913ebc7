from pathlib import Path

import pytest

from sessions.platform.photos.decoding import decode_picture
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.serving import no_picture, picture_response
from sessions.platform.photos.storage import keep_picture
from tests.sessions.platform.photos.files import noise


@pytest.mark.parametrize(
    ("is_approved", "kept_by"), [(True, "public, max-age=31536000, immutable"), (False, "private, no-store")]
)
def test_a_picture_is_answered_and_kept_for_ever_only_once_it_is_approved(
    data_dir: Path, is_approved: bool, kept_by: str
):
    picture = encode_picture(noise((400, 200)))
    keep_picture(picture)
    answer = picture_response(picture.sha256, is_approved=is_approved)
    assert (answer.status_code, answer.content) == (200, picture.webp)
    assert dict(answer.headers) == {
        "Content-Type": "image/webp",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": kept_by,
    }
    small = picture_response(picture.sha256, is_approved=is_approved, is_small=True)
    assert decode_picture(small.content, "WEBP").size == (320, 160)
    assert small.headers["Cache-Control"] == kept_by


@pytest.mark.parametrize("name", ["0" * 64, "../secret_key", ""])
@pytest.mark.parametrize("is_small", [True, False])
def test_what_is_not_there_is_answered_like_what_is_not_to_be_seen(data_dir: Path, name: str, is_small: bool):
    answer = picture_response(name, is_approved=True, is_small=is_small)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "private, no-store")
    assert (answer.content, dict(answer.headers)) == (no_picture().content, dict(no_picture().headers))
