"""The stored pictures to which a row refers: those of complaints and of activities share one folder on the disk."""

from sessions.models.activity import ActivityPhoto
from sessions.models.matters.beside import MatterPhoto


def referenced_pictures() -> set[str]:
    """The sha256 of every one."""
    return {
        *MatterPhoto.objects.order_by().values_list("sha256", flat=True),
        *ActivityPhoto.objects.order_by().values_list("sha256", flat=True),
    }


def is_picture_referenced(sha256: str) -> bool:
    """Whether a row refers to it: the same photo may have been sent twice."""
    rows = MatterPhoto.objects.filter(sha256=sha256)
    return rows.exists() or ActivityPhoto.objects.filter(sha256=sha256).exists()
