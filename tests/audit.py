"""Ask whether any locked dependency has a known vulnerability: `make audit`.

One that has fails the run. Where no list of advisories can be reached nothing is known: that is said aloud.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
AUDIT = (
    "-m",
    "pip_audit",
    "--require-hashes",
    "--disable-pip",
    "--progress-spinner",
    "off",
    "--timeout",
    "20",
)


def audit(lock: str) -> int:
    """Print what is known of the dependencies in this lock; 1 where one is vulnerable."""
    answer = subprocess.run(
        [sys.executable, *AUDIT, "--format", "json", "-r", lock],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    try:
        packages = json.loads(answer.stdout)["dependencies"]
    except ValueError:
        print(f"{lock}: NOT AUDITED: {(answer.stderr.strip().splitlines() or ['no answer'])[-1]}")
        return 0
    found = [package for package in packages if package.get("vulns")]
    for package in found:
        for vulnerability in package["vulns"]:
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            print(f"{lock}: {package['name']} {package['version']}: {vulnerability['id']}, mended in {fixed}")
    unknown = sum("skip_reason" in package for package in packages)
    if unknown:
        print(f"{lock}: {unknown} of {len(packages)} dependencies NOT AUDITED: no advisories to be had here")
    print(f"{lock}: {len(packages) - unknown} audited, {len(found)} vulnerable")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(max([audit(lock) for lock in LOCKS]))
