"""allauth's settings for second factors: secrets are encrypted, and nothing names the person."""

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from chatserver.accounts.models import User

PURPOSE = b"chatserver.accounts.second_factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return _shown(user)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": _("Councillor Live Chat")}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        assert isinstance(user, User)
        return {"id": user.public_id.bytes, "name": _shown(user), "display_name": _shown(user)}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sends nothing: an account has no address, and identities are kept only for signing in."""


def _shown(user: AbstractBaseUser) -> str:
    assert isinstance(user, User)
    return user.shown_as


def _fernet() -> MultiFernet:
    """Encrypts with the present secret key, and still decrypts with earlier ones."""
    return MultiFernet([Fernet(_derive(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derive(secret_key: str | bytes) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(force_bytes(secret_key))
    return base64.urlsafe_b64encode(key)
