"""Takes co-signatures from witnesses that come by themselves: a signed note of a checkpoint, with their lines."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sessions.record.proof.cosignatures import UnknownWitness, take_cosignatures
from sessions.record.proof.log_refused import LogRefused

LARGEST = 16 * 1024
"""Bytes: a checkpoint with the lines of the most witnesses has a tenth of them."""

NOBODY = "This log knows no witness by whom this note is signed. Its operator names witnesses in WITNESSES.\n"


@csrf_exempt  # a program has no cookie of ours; its signature is what counts
@require_POST
def receive_cosignature(request: HttpRequest) -> HttpResponse:
    """200 once it is kept; 400 with the reason, 403 for a witness that is not named, 413 for too much."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _said("A signed note is shorter.\n", 413)
    try:
        checkpoint = take_cosignatures(request.body.decode())
    except UnknownWitness:
        return _said(NOBODY, 403)
    except UnicodeDecodeError:
        return _said("A signed note is UTF-8.\n", 400)
    except LogRefused as refusal:
        return _said(f"{refusal}\n", 400)
    return _said(f"The checkpoint of {checkpoint.size} leaves bears the signature.\n", 200)


def _said(words: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status, headers=headers)
