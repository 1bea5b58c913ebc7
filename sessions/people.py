"""The type of a person in annotations; at run time the domain knows accounts only as the project's user model."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser

if TYPE_CHECKING:
    from chatserver.accounts.models import User as Person
else:
    Person = AbstractBaseUser

__all__ = ["Person"]
