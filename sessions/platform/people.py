"""The type of a person in annotations: the project's user model (AUTH_USER_MODEL), from any application."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person  # the type checker's name for the configured model
else:
    Person = AbstractBaseUser

__all__ = ["Person"]
