"""A code from an operator, by which one account may set up its first second factor."""

from django.conf import settings
from django.db import models


class EnrolmentCode(models.Model):
    """A code for enrolment. At most one for each person. digest: a keyed hash of the digits, which are kept nowhere."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolment_code")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d}"
