#!/usr/bin/env python
"""Runs the product's commands: `bin/manage COMMAND` does so inside the product's own environment."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018 read here, so that what is wrong with the environment is one line
    except ImproperlyConfigured as reason:
        sys.exit(f"manage.py: {reason}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
