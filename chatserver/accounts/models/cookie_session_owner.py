"""Whose a cookie session is, where it can be looked up: inside of it, it would have to be searched for in all."""

from django.contrib.sessions.models import Session
from django.db import models


class CookieSessionOwner(models.Model):
    """Never changes: another account gets a cookie session of its own. It goes with the cookie session."""

    cookie_session = models.OneToOneField(Session, on_delete=models.DB_CASCADE, primary_key=True, related_name="owner")
    account_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"cookie session of account {self.account_id}"
