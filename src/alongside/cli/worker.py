"""`alongside worker`: runs the background jobs, over a database connection of its own."""

from typing import Any

import click


@click.command("worker")
@click.option("--queue", "queues", multiple=True, help="Only jobs of this queue (may be repeated).")
@click.option("--concurrency", type=click.IntRange(1, 32), default=1, show_default=True, help="Jobs at once.")
@click.option("--once", is_flag=True, help="Do what is waiting, then leave.")
def command(queues: tuple[str, ...], concurrency: int, once: bool) -> None:
    """Run background jobs until stopped: messages, imports, housekeeping.

    \b
    Example:
      alongside worker
      alongside worker --queue messages --concurrency 4
    """
    from django.db import connection
    from procrastinate.contrib.django import app

    from alongside.cli.children import leave_with_parent

    leave_with_parent()
    connection.ensure_connection()  # says in one line that there is no database, instead of asking on and on
    connection.close()
    # The worker listens for new jobs: it needs a direct connection, not one from a request pool.
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            queues=list(queues) or None,
            concurrency=concurrency,
            wait=not once,
            shutdown_graceful_timeout=20,
            install_signal_handlers=True,
        )
