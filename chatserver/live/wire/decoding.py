"""Read what a client sends: strictly, and with one code for each possible fault of a frame; pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from chatserver.live.wire.ops import OPS
from chatserver.live.wire.protocol import Command, Pos
from sessions.contract.limits import MAX_DEPTH, MAX_FRAME_BYTES
from sessions.contract.struct_types import look_at_types

CHOSEN = "questions"
"""The name of a form's boxes for several questions, and of the field of the command."""

BOXES, TICKED = frozenset({"promise"}), "yes"
"""The boxes of forms that have fields of their own, and their value; other forms name a promise by its id."""

REF = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
NO_FIELDS = frozenset({"op", "ref", "next", "look", "draft", "draft_kind", "draft_topic", "csrfmiddlewaretoken"})
"""The fields of a form besides those of its op."""

POS_HEAD = b'{"type":"pos","seq":'
MAX_POS_BYTES = len(POS_HEAD) + 15 + 1


class BadFrame(Exception):
    """A frame that the wire does not know. ref: the command's own, if it could be read.

    code: bad_json, binary, too_big, bad_frame (no object, or too deep), unknown_type, unknown_op, unknown_field,
    missing_field, bad_field or bad_ref.
    """

    def __init__(self, code: str, ref: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.ref = ref


def decode(text: str | None) -> Command | Pos:
    """Read one text frame; None stands for a binary one. Raises BadFrame and nothing else."""
    if text is None:
        raise BadFrame("binary")
    frame = _read_object(text)
    match frame.pop("type", None):
        case "cmd":
            return make_command(frame.pop("ref", None), frame.pop("op", None), frame)
        case "pos":
            return _read_fields(Pos, frame, _readable_ref(frame.get("ref")), strict=True)
        case _:
            raise BadFrame("unknown_type", _readable_ref(frame.get("ref")))


def read_pos(message: bytes) -> int | None:
    """The position in a `pos` frame as our own clients write it; None for anything else, which decode() judges.

    For every four frames that are sent out, there may be one of these, so it has to cost next to nothing.
    """
    if message.startswith(POS_HEAD) and len(message) <= MAX_POS_BYTES:
        return _read_short_pos(message)
    return None


@lru_cache(maxsize=64)
def _read_short_pos(message: bytes) -> int | None:
    """Residents of a room who were sent the same report the same, within moments."""
    digits = message[len(POS_HEAD) : -1]
    return int(digits) if message.endswith(b"}") and digits.isdigit() else None


def make_command(ref: object, op: object, fields: Mapping[str, Any], *, strict: bool = True) -> Command:
    """A command from its parts. Not strict: numbers, true and false may be text, as forms send them.

    Raises BadFrame.
    """
    ref_text = _readable_ref(ref)
    if ref_text is None:
        raise BadFrame("bad_ref")
    kind = OPS.get(op) if isinstance(op, str) else None
    if kind is None or not isinstance(op, str):
        raise BadFrame("unknown_op", ref_text)
    read = _read_fields(kind, fields, ref_text, strict=strict)
    digest = hashlib.sha256(_canonical.encode([op, read])).digest()
    return Command(ref=UUID(ref_text), ref_text=ref_text, op=op, fields=read, body_digest=digest)


def read_form(given: Mapping[str, str], *, chosen: Sequence[str] = ()) -> Command:
    """A command from a form: op, its fields, perhaps a ref; without a ref it is done each time.

    chosen: the values of its boxes for several questions, each "id:version". Raises BadFrame.
    """
    _require_small({**given, **{str(place): value for place, value in enumerate(chosen)}})
    fields: dict[str, Any] = {name: value for name, value in given.items() if value.strip() and name not in NO_FIELDS}
    if chosen:
        seen = [value.partition(":") for value in chosen]
        fields[CHOSEN] = [{"question": question, "version": version} for question, _colon, version in seen]
    return make_command(given.get("ref") or str(uuid4()), given.get("op"), _nested(fields), strict=False)


def _nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A form's box with fields of its own: "promise" and "promise.what"; without the tick these are left out."""
    whole = {name: value for name, value in fields.items() if "." not in name}
    for box in [name for name in whole.keys() & BOXES if whole[name] == TICKED]:
        whole[box] = {name.removeprefix(f"{box}."): fields[name] for name in fields if name.startswith(f"{box}.")}
    return whole


def _require_small(given: Mapping[str, str]) -> None:
    """A form may be as large as a frame. This is checked before any other code reads it."""
    if sum(map(len, given.values())) > MAX_FRAME_BYTES:
        raise BadFrame("too_big")
    if len("".join(given.values()).encode(errors="surrogatepass")) > MAX_FRAME_BYTES:
        raise BadFrame("too_big")


def _read_object(text: str) -> dict[str, Any]:
    if len(text) > MAX_FRAME_BYTES:  # saves the encoding of a text that is too big in any case
        raise BadFrame("too_big")
    try:
        raw = text.encode()
        if len(raw) > MAX_FRAME_BYTES:
            raise BadFrame("too_big")
        value = _decoder.decode(raw)
    except (UnicodeEncodeError, msgspec.DecodeError, RecursionError) as error:
        raise BadFrame("bad_json") from error
    if not isinstance(value, dict):
        raise BadFrame("bad_frame")
    opened = raw.count(b"{") + raw.count(b"[")  # most frames open one object: nothing in it need be looked at
    if opened > MAX_DEPTH and not _is_shallow(value, MAX_DEPTH):
        raise BadFrame("bad_frame", _readable_ref(value.get("ref")))
    return value


def _is_shallow(value: object, levels: int) -> bool:
    """Whether arrays and objects nest at most that many levels, the outermost included."""
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in inner)


def _read_fields[S: Struct](kind: type[S], fields: Mapping[str, Any], ref: str | None, *, strict: bool) -> S:
    known, required = _names_of(kind)
    if not fields.keys() <= known:
        raise BadFrame("unknown_field", ref)
    if not fields.keys() >= required:
        raise BadFrame("missing_field", ref)
    try:
        return msgspec.convert(fields, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise BadFrame("bad_field", ref) from error


@cache
def _names_of(kind: type[Struct]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the existing fields, and of the required ones."""
    known = msgspec.structs.fields(kind)
    return frozenset(field.name for field in known), frozenset(field.name for field in known if field.required)


def _readable_ref(value: object) -> str | None:
    """The ref as it was sent, if it is a UUID in the usual spelling of 36 characters, of any version and case."""
    return value if isinstance(value, str) and REF.fullmatch(value) else None


look_at_types([*OPS.values(), Pos])

_decoder = msgspec.json.Decoder()
_canonical = msgspec.json.Encoder(order="sorted")
