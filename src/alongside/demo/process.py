"""How a further process of the demo load begins. It must be importable before Django is set up."""

import os
import signal


def begin() -> None:
    """Make Django usable, keep messages here, and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.MESSAGES_MODE = "hold"
