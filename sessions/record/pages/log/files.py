"""The log for programs: what never changes may be kept for ever."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sessions.contract.limits import MAX_LOG_SIZE_DIGITS
from sessions.models import CheckpointTimeStamp, LogCheckpoint
from sessions.record.proof import tiles
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.key_list import key_list
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.published_time_stamps import stamp_of_newest
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tree import consistency_proof, root_hash
from sessions.record.proof.verifier.served_copy import verifier_source

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
ASK_AGAIN = "no-cache"
PLAIN, BINARY = "text/plain; charset=utf-8", "application/octet-stream"


class NoTimeStamp(Exception):
    """Raised where the newest checkpoint has no time stamp, or none yet."""


class NoCheckpoint(Exception):
    """Raised where no checkpoint was ever signed here."""


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read by GET. 404 for what is not there; 503 while the log may not be published."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **place: str) -> HttpResponse:
        try:
            response = view(request, **place)
        except tiles.NoSuchTile:
            response = _text("There is no such tile under the newest checkpoint.\n", status=404)
        except NoCheckpoint:
            response = _text("The log is empty: no chat has ended yet.\n", status=404)
        except NoTimeStamp:
            response = _text("The newest checkpoint has no time stamp, or none yet.\n", status=404)
        except LogRefused as refusal:
            response = log_refused(refusal)
        return response

    return answer


def log_refused(refusal: LogRefused) -> HttpResponse:
    """503: what is wrong with the log, and no content in its place."""
    return _text(f"The log of this website cannot be published now.\n{refusal}\n", status=503)


@_public
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint, a signed note."""
    return _answer(_newest().note.encode(), PLAIN, ASK_AGAIN)


@_public
def checkpoint_time_stamp(_request: HttpRequest) -> HttpResponse:
    """The time stamp (RFC 3161) of the newest checkpoint as it stands at /log/checkpoint."""
    return _answer(bytes(_newest_stamp().response), "application/timestamp-reply", ASK_AGAIN)


@_public
def time_stamp_roots(_request: HttpRequest) -> HttpResponse:
    """The certificates by which that time stamp is checked, as PEM."""
    return _answer(_newest_stamp().roots.encode(), "application/x-pem-file", ASK_AGAIN)


@_public
def tile(_request: HttpRequest, *, level: int, place: str) -> HttpResponse:
    number, width = tiles.read_path(place)
    return _answer(tiles.hash_tile(_newest(), level=level, number=number, width=width), BINARY, FOR_EVER)


@_public
def entries(_request: HttpRequest, *, place: str) -> HttpResponse:
    number, width = tiles.read_path(place)
    return _answer(tiles.entry_bundle(_newest(), number=number, width=width), BINARY, FOR_EVER)


@_public
def log_keys(_request: HttpRequest) -> HttpResponse:
    response = JsonResponse(key_list(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = ASK_AGAIN
    return response


@_public
def consistency(request: HttpRequest) -> HttpResponse:
    """`?from=&to=`: the proof that the log of `to` leaves begins with that of `from`; without `to`, the newest log."""
    newest = _newest()
    old, new = read_size(request.GET.get("from")), read_size(request.GET.get("to") or str(newest.size))
    if old is None or new is None or not 1 <= old <= new <= newest.size:
        message = f"from and to are sizes of the log, from 1 to {newest.size}; from is not greater than to."
        return JsonResponse({"error": message}, status=400)
    hashes = hashes_of(newest)[:new]
    document = {
        "from": old,
        "to": new,
        "from_root": encoded_root(root_hash(hashes[:old])),
        "to_root": encoded_root(root_hash(hashes)),
        "proof": [encoded_root(each) for each in consistency_proof(hashes, old)],
    }
    response = JsonResponse(document)
    response["Cache-Control"] = A_DAY if request.GET.get("to") else ASK_AGAIN
    return response


@_public
def verifier(_request: HttpRequest) -> HttpResponse:
    """verify.py with the keys of this website in it."""
    response = _answer(verifier_source().encode(), "text/x-python; charset=utf-8", ASK_AGAIN)
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


def read_size(written: str | None) -> int | None:
    """A size of the log; None for anything else."""
    if not written or len(written) > MAX_LOG_SIZE_DIGITS or not (written.isascii() and written.isdigit()):
        return None
    return int(written)


def _newest() -> LogCheckpoint:
    newest = newest_published()
    if newest is None:
        raise NoCheckpoint
    return newest


def _newest_stamp() -> CheckpointTimeStamp:
    stamp = stamp_of_newest(_newest())
    if stamp is None:
        raise NoTimeStamp
    return stamp


def _answer(content: bytes, content_type: str, cache: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": cache})


def _text(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(words, content_type=PLAIN, status=status, headers={"Cache-Control": "no-store"})
