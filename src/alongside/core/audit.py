"""Recording that somebody looked at a person's record. (Changes are recorded by the database itself.)"""

import uuid
from collections.abc import Iterable

from django.db import connection


def record_readings(
    *, partnership_id: uuid.UUID, person_ids: Iterable[uuid.UUID], actor: str, page: str
) -> None:
    """Write one reading per person; call it inside the partnership's wall, in a transaction that may write."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO audit.reading (partnership_id, person_id, actor, page) VALUES (%s, %s, %s, %s)",
            [(partnership_id, person_id, actor, page) for person_id in sorted(set(person_ids))],
        )
