"""How a further process of the demo load begins. It must be importable before Django is set up."""

import gc
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
    gc.freeze()
    gc.set_threshold(
        50_000, 20, 100
    )  # many small objects, none of them kept: collecting seldom saves a tenth
