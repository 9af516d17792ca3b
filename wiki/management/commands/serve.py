import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Serve the wiki on HOST and PORT with WORKERS processes."

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `manage.py migrate` first.")
        refuse_taken_port(settings.HOST, settings.PORT)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(
            f"\n{settings.SITE_NAME} is at {settings.SITE_URL}/\n{how_to_sign_in()}\nCtrl-C stops it."
        )
        self.stdout.flush()
        connections.close_all()
        os.chdir(settings.BASE_DIR)
        # A new program, not a fork: no worker inherits a database connection.
        os.execv(sys.executable, [sys.executable, "-m", "granian", *granian_arguments()])  # noqa: S606 - our own arguments


def granian_arguments() -> list[str]:
    return [
        *("--interface", "wsgi", "--no-ws", "--respawn-failed-workers", "--log-level", "error"),
        *("--host", settings.HOST, "--port", str(settings.PORT), "--workers", str(settings.WORKERS)),
        # Each thread keeps a database connection; more would only wait for the interpreter.
        *("--blocking-threads", "16", "--backpressure", "256"),
        "config.wsgi:application",
    ]


def how_to_sign_in() -> str:
    admins = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).order_by("pk")
    admin = admins.first()
    if admin is None:
        return "There is no administrator yet: `.venv/bin/python manage.py createsuperuser` makes one."
    name = admin.get_username()
    return (
        f"Administrators sign in at {settings.SITE_URL}/admin/ as {name}, with the password that was printed"
        f" when the account was made\n(`.venv/bin/python manage.py changepassword {name}` sets a new one)."
    )


def refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. HOST and PORT choose others."
        ) from None
