"""The verifier reads a bag: unzipped or not, once each file is found as the manifest says."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from sessions.record.proof.verifier import verify

RECORD = b'{"format":"x"}'


def files(record: bytes = RECORD) -> dict[str, bytes]:
    others = {"data/record.json": record, "data/README.txt": "পড়ুন\n".encode()}
    manifest = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in others.items())
    return {"bagit.txt": b"BagIt-Version: 1.0\n", "manifest-sha256.txt": manifest.encode(), **others}


def zipped(held: dict[str, bytes], base: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in held.items():
            archive.writestr(f"{base}{name}", content)
    return target.getvalue()


@pytest.mark.parametrize("base", ["", "ward-95-2027-01-02/"])
def test_the_record_in_a_zip_is_read(tmp_path: Path, base: str) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(zipped(files(), base))
    assert verify.read_record(path) == RECORD


def test_the_record_in_an_unzipped_folder_is_read(tmp_path: Path) -> None:
    for name, content in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert verify.read_record(tmp_path) == RECORD
    (tmp_path / "data" / "README.txt").write_text("other")
    with pytest.raises(verify.Failed, match=r"data/README.txt is not the file of the manifest-sha256.txt"):
        verify.read_record(tmp_path)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"data/record.json": b"{}"}, "is not the file of the manifest"),
        ({"data/more.txt": b"more"}, "data/more.txt is not in the manifest"),
        ({"data/README.txt": None}, "data/README.txt of the manifest-sha256.txt is missing"),
        ({"data/record.json": None}, "there is no data/record.json"),
        ({"manifest-sha256.txt": None}, "there is no manifest-sha256.txt"),
        ({"tagmanifest-sha256.txt": b"0  bagit.txt\n"}, "bagit.txt is not the file of the tagmanifest"),
    ],
)
def test_a_bag_that_is_not_whole_fails(tmp_path: Path, change: dict[str, bytes | None], why: str) -> None:
    path = tmp_path / "record.zip"
    held = {name: content for name, content in {**files(), **change}.items() if content is not None}
    path.write_bytes(zipped(held))
    with pytest.raises(verify.Failed, match=why):
        verify.read_record(path)


def test_a_damaged_zip_fails_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(zipped(files())[:-30])
    with pytest.raises(verify.Failed, match=r"the .zip is damaged"):
        verify.read_record(path)


def test_a_zip_that_unpacks_to_very_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MAX_BYTES", 1000)
    path = tmp_path / "record.zip"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/record.json", b"0" * 100_000)
    path.write_bytes(target.getvalue())
    with pytest.raises(verify.Failed, match="holds more than 1000 bytes"):
        verify.read_record(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_of_another_kind_of_packing_fails_in_a_sentence(tmp_path: Path, method: int) -> None:
    """Damaged bytes of these are told by errors of their own kinds."""
    path, target = tmp_path / "record.zip", io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files(b"0" * 5000).items():
            archive.writestr(name, content)
    raw = bytearray(target.getvalue())
    at = raw.index(b"data/record.json") + len("data/record.json") + 9
    raw[at : at + 12] = b"\xff" * 12
    path.write_bytes(raw)
    with pytest.raises(verify.Failed, match="packed in a way in which no record is"):
        verify.read_record(path)
