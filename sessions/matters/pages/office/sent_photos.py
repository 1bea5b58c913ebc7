"""The photographs that came with the form of an office: prepared and stored before any row is locked."""

from django.http import HttpRequest

from sessions.contract.limits import MAX_MATTER_PHOTOS, MAX_UPLOADED_BYTES
from sessions.matters.resolving.proofs import Proof
from sessions.platform.photos.preparing import read_picture
from sessions.platform.photos.storage import keep_picture


def read_proofs(request: HttpRequest) -> list[Proof]:
    """Read and store the sent photos: as many as may be sent; one more is only counted, and the domain refuses it.

    A picture that no row names in the end is removed after a day. Raises Refused: photo, photo_busy, photo_no_space.
    """
    alts = request.POST.getlist("alt")
    proofs = []
    for place, file in enumerate(request.FILES.getlist("photos")[: MAX_MATTER_PHOTOS + 1]):
        if place < MAX_MATTER_PHOTOS:
            picture = read_picture(file.read(MAX_UPLOADED_BYTES + 1), claimed=file.content_type or "")
            keep_picture(picture)
        proofs.append(Proof(picture, alts[place] if place < len(alts) else ""))
    return proofs
