"""`GET /healthz`: whether web, database and worker are up, for whoever watches over the installation."""

from django.db import DatabaseError, connection
from django.http import JsonResponse

from alongside.web.page import public_page
from alongside.web.requests import Request

# The worker writes its heartbeat every ten seconds; three missed ones mean it is gone.
WORKER_SILENT_SECONDS = 30


@public_page("healthz", needs_partnership=False)
def healthz(request: Request) -> JsonResponse:
    """Answer 200 when everything is up, else 503, and say which part is not."""
    database, worker = "up", "down"
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s))",
                [WORKER_SILENT_SECONDS],
            )
            worker = "up" if cursor.fetchone()[0] else "down"
    except DatabaseError:
        database = "down"
    well = database == worker == "up"
    answer = {"status": "ok" if well else "unavailable", "database": database, "worker": worker}
    return JsonResponse(answer, status=200 if well else 503, headers={"Cache-Control": "no-store"})
