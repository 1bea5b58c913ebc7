"""Registers the identity of the database."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "chatserver.database"
    label = "database"
