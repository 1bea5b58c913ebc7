"""Which stored pictures some row names: those of complaints and of activities share one folder."""

from sessions.models import ActivityPhoto, MatterPhoto


def named_pictures() -> set[str]:
    """The sha256 of every one."""
    return {
        *MatterPhoto.objects.order_by().values_list("sha256", flat=True),
        *ActivityPhoto.objects.order_by().values_list("sha256", flat=True),
    }


def is_picture_named(sha256: str) -> bool:
    """Whether a row names it: the same photo may have been sent twice."""
    rows = MatterPhoto.objects.filter(sha256=sha256)
    return rows.exists() or ActivityPhoto.objects.filter(sha256=sha256).exists()
