"""`alongside migrate`: bring an installation up to date after its code has changed."""

import click


@click.command("migrate")
@click.option("--check", is_flag=True, help="Only say whether something is waiting (exit code 1 if so).")
def command(check: bool) -> None:
    """Bring the database up to date, as its owner (in production also the collected styles and scripts).

    \b
    Example:
      alongside migrate
      alongside migrate --check
    """
    from django.conf import settings
    from django.core.management import call_command

    waiting = waiting_migrations()
    if check:
        if waiting:
            from alongside.cli.frame import Problem

            raise Problem(f"{len(waiting)} migrations are waiting: run `alongside migrate`.")
        click.echo("The database is up to date.")
        return
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    if settings.IS_PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    done = len(waiting)
    click.echo(f"{done} migrations run." if done else "The database was up to date.")


def waiting_migrations(alias: str = "owner") -> list[str]:
    """The migrations that the database has not had yet."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
