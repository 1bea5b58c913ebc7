"""The type of a person in annotations: the project's user model (AUTH_USER_MODEL), whichever application brings it."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person  # the type checker's word for the model that is set
else:
    Person = AbstractBaseUser

__all__ = ["Person"]
