"""One effect for one form, however often it is sent.

The first sending inserts the key and holds its row until commit; a second one, even at the same moment in
another process, waits on the unique constraint and is then led to where the first one went.
"""

import uuid
from collections.abc import Callable

from django.db import transaction

from alongside.core import tenancy
from alongside.partnerships.models import Submission


@transaction.atomic  # when `act` refuses, the key is free again: the corrected form is sent with it
def once(key: uuid.UUID | None, act: Callable[[], str]) -> str:
    """Run `act`, which returns the path to go to, once per key; later sendings get the first's path.

    Without a key (a caller that cannot repeat itself) it simply runs.
    """
    if key is None:
        return act()
    made = Submission(key=key)
    Submission.objects.bulk_create([made], ignore_conflicts=True)
    ours = Submission.objects.filter(pk=made.pk)
    if not ours.exists():
        return Submission.objects.get(key=key, partnership_id=tenancy.current_partnership_id()).led_to
    led_to = act()
    ours.update(led_to=led_to)
    return led_to


def was_sent(key: str | None) -> bool:
    """Whether a form with this key had its effect: what it made is then no reason to refuse the second sending."""
    try:
        wanted = uuid.UUID(key or "")
    except ValueError:
        return False
    return Submission.objects.filter(key=wanted).exclude(led_to="").exists()
