"""Which account a cookie session belongs to, in an indexed column: the cookie sessions themselves are encoded."""

from django.contrib.sessions.models import Session
from django.db import models


class CookieSessionOwner(models.Model):
    """A row never changes: another account gets another cookie session. It is deleted with the cookie session."""

    cookie_session = models.OneToOneField(Session, on_delete=models.DB_CASCADE, primary_key=True, related_name="owner")
    account_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"cookie session of account {self.account_id}"
