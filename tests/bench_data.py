"""Fill a wiki of its own with thousands of pages: `make bench-data` (PAGES=…, FOLDER=… choose others)."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.live_wiki import ROOT, environment_for, prepare


def write_pages(environment: dict[str, str], pages: int) -> None:
    """Fill the wiki of this environment, which has been prepared."""
    fast = {**environment, "SQLITE_SYNCHRONOUS": "OFF"}
    subprocess.run(
        [sys.executable, "-m", "tests.benchmark.many_pages", str(pages)], cwd=ROOT, env=fast, check=True
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "bench-data")
    options = parser.parse_args()
    folder = options.folder.expanduser().resolve()
    environment = environment_for(folder)
    prepare(environment)
    write_pages(environment, options.pages)
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    print(f"Look at them: DATA_DIR={shown} make run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
