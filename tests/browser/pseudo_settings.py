"""The product's settings and the two made-up translations of tests/browser/pseudo_locales.py, in $PSEUDO_LOCALES."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from chatserver.settings import *  # noqa: F403
from tests.browser.pseudo_locales import LONGER, MIRRORED

LANGUAGES = [(code, _(name)) for code, name in ((LONGER, "Longer"), ("en", "English"), (MIRRORED, "Mirrored"))]
LOCALE_PATHS = [Path(os.environ["PSEUDO_LOCALES"])]
