"""A real PostgreSQL for the tests: started on a free port in a temporary folder, gone when they end.

PostgreSQL refuses to run as root, so as root it is started as the user `postgres` (the Debian package makes it).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW = "install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql) to run these tests"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl: on the path, or where Debian puts them; newest first."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    return found[0].parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str], folder: Path) -> None:
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[-1]}: {done.stdout}\n{done.stderr}")


@contextmanager
def server() -> Iterator[str]:
    """Run a server in a temporary folder of its own; yields the address of its maintenance database."""
    place = binaries()
    if place is None:
        raise FileNotFoundError(HOW)
    # Not under pytest's own folder: another run of the tests would clean it away under a running server.
    folder = Path(tempfile.mkdtemp(prefix="observatorio-postgres-"))
    data, port = folder / "pg", _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    _run(
        [str(place / "initdb"), "-U", "observatorio", "-A", "trust", "-E", "UTF8", "--no-locale", "-D", str(data)],
        folder,
    )
    serve = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    start = ["start", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", serve]
    _run([str(place / "pg_ctl"), *start], folder)
    try:
        yield f"postgresql+psycopg://observatorio@127.0.0.1:{port}/postgres"
    finally:
        _run([str(place / "pg_ctl"), "stop", "-D", str(data), "-m", "immediate"], folder)
        shutil.rmtree(folder)
