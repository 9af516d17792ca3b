"""A wiki of its own: throw-away data, the pages of fixtures/, the real server on a free loopback port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


class WikiDidNotStart(Exception):
    pass


@dataclass(frozen=True)
class LiveWiki:
    """A running server: its address, its first process, and the environment of its commands."""

    url: str
    pid: int
    environment: dict[str, str]


@contextmanager
def data_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="stemma-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment_for(folder: Path, **choices: str) -> dict[str, str]:
    """What a wiki in `folder` reads from its environment; nothing of the caller's own wiki is in it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    port = str(free_port())
    given = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": port, "LOG_LEVEL": "WARNING"}
    # Programs that write are faster than people, whom the limits are for.
    return {**kept, "PYTHONUTF8": "1", **given, "RATE_LIMITS": "off", **choices}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """Run a command of manage.py; what it says is shown only if it fails."""
    command = [sys.executable, "manage.py", *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise WikiDidNotStart(f"manage.py {' '.join(arguments)}:\n{run.stdout}{run.stderr}")


def prepare(environment: Mapping[str, str]) -> None:
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "seed")


@contextmanager
def serve(environment: dict[str, str]) -> Iterator[LiveWiki]:
    """The prepared wiki, served until the block ends."""
    log = Path(environment["DATA_DIR"]) / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    url = f"http://127.0.0.1:{environment['PORT']}"
    try:
        wait_until_served(url, process, log)
        yield LiveWiki(url, process.pid, environment)
    finally:
        stop(process)


def wait_until_served(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{url}/wiki/Main_Page", timeout=10).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise WikiDidNotStart(log.read_text(errors="replace")) from None
            time.sleep(0.1)


def stop(process: subprocess.Popen) -> None:
    """End the server and its workers, which are a process group of their own."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(15)
            return
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)
