"""Write the test vectors anew: python -m tests.sessions.record.proof.vectors"""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from tests.sessions.record.proof.vectors.writing import write_vectors  # noqa: E402

setup_test_environment()
databases = setup_databases(verbosity=0, interactive=False)
try:
    write_vectors()
finally:
    teardown_databases(databases, verbosity=0)
