"""After how many months a service is ageing, stale and out of the results: the installation's setting."""

from django.conf import settings

from alongside.directory.rules.freshness import Ages


def ages() -> Ages:
    """Return the ages in force (`DIRECTORY_MONTHS`, see docs/operate/install.md)."""
    return Ages(*settings.DIRECTORY_MONTHS)
