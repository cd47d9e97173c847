"""`alongside serve`: the web server (gunicorn, WSGI)."""

import errno
import os
import socket
from typing import Any

import click

from alongside.cli.frame import Problem

TRIED_ALTERNATIVES = 50


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    envvar="WEB_CONCURRENCY",
    default=2,
    show_default=True,
    help="Processes.",
)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads in each.")
def command(port: int, host: str, workers: int, threads: int) -> None:
    """Serve the web pages until stopped.

    \b
    Example:
      alongside serve --port 8001
      PORT=8001 alongside serve --host 0.0.0.0 --workers 4
    """
    from alongside.cli.children import leave_with_parent

    refuse_taken_port(host, port)
    leave_with_parent()
    _server(
        {
            "bind": _address(host, port),
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "preload_app": True,
            "graceful_timeout": 15,
            "timeout": 120,
            "keepalive": 5,
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "alongside",
        }
    )


def refuse_taken_port(host: str, port: int) -> None:
    """Say in one line that the port is taken, and name a free one."""
    reason = _why_not(host, port)
    if reason is None:
        return
    if reason.errno == errno.EADDRINUSE:
        nearby = range(port + 1, min(port + TRIED_ALTERNATIVES, 65536))
        free = next((str(other) for other in nearby if _why_not(host, other) is None), "<another>")
        instead = f"PORT={free} make demo, or alongside serve --port {free}"
        raise Problem(f"Port {port} is taken by another program. Choose another: {instead}")
    if reason.errno == errno.EACCES:
        raise Problem(f"Port {port} is only for root. Choose one above 1023: PORT=8000 make demo")
    raise Problem(f"Cannot listen on {host}, port {port}: {reason.strerror or reason}.")


def _why_not(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except OSError as reason:
        return reason
    return None


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _server(options: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """Gunicorn with our settings and no files of its own."""

        def load_config(self) -> None:
            for name, value in options.items():
                if value is not None and name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from django.db import connections

            from alongside.cli.frame import set_up_django

            set_up_django()
            from django.core.wsgi import get_wsgi_application

            application = get_wsgi_application()
            connections.close_all()  # a connection must not be shared by the processes about to be forked
            return application

    Server().run()
