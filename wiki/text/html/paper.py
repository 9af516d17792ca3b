"""An article on paper: HTML to PDF, in a process of its own that can be ended.

`python -m wiki.text.html.paper` reads the HTML from standard input and writes the PDF to standard output.
Laying out a page may take long and much memory; a thread could not be stopped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore

LIMIT = 25.0  # seconds
AT_ONCE = 2  # in each web process
WAIT = 5.0  # seconds that a reader may wait for others
ROOT = Path(__file__).resolve().parents[3]
NO_PANGO = 3  # the exit code where the system lacks the library that sets the lines

_places = BoundedSemaphore(AT_ONCE)


class PaperUnavailable(Exception):
    """This machine cannot make PDFs: Pango is not installed."""


class PaperBusy(Exception):
    """Others are being served, or the article takes longer to lay out than one may wait."""


def pdf(html: str, style: str, pictures: Mapping[str, bytes]) -> bytes:
    """Lay the document out by a style sheet; `pictures` are all that it can load, by their address.

    Raises PaperBusy after LIMIT seconds, PaperUnavailable where the system library is missing.
    """
    packed = {name: b64encode(data).decode() for name, data in pictures.items()}
    job = {"html": html, "style": style, "pictures": packed}
    if not _places.acquire(timeout=WAIT):
        raise PaperBusy
    try:
        run = subprocess.run(
            [sys.executable, "-m", "wiki.text.html.paper"],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=LIMIT,
            cwd=ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PaperBusy from None
    finally:
        _places.release()
    if run.returncode == NO_PANGO:
        raise PaperUnavailable(run.stderr.decode(errors="replace"))
    if run.returncode:
        said = run.stderr.decode(errors="replace")[-2000:]
        raise RuntimeError(f"the PDF could not be made (exit code {run.returncode}): {said}")
    return run.stdout


def lay_out(html: str, style: str, pictures: Mapping[str, bytes]) -> bytes:
    """The PDF itself, made in this process. Nothing is fetched from anywhere."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyGiven(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if url not in pictures:
                raise ValueError(f"not one of the article's pictures: {url[:200]}")
            return URLFetcherResponse(url, pictures[url])

    sheet = CSS(string=style, url_fetcher=OnlyGiven())
    document = HTML(string=html, url_fetcher=OnlyGiven())
    made: bytes = document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return made


def main() -> int:
    """Do one job and end."""
    job = json.load(sys.stdin)
    try:
        pictures = {name: b64decode(data) for name, data in job["pictures"].items()}
        made = lay_out(job["html"], job["style"], pictures)
    except OSError as error:  # what cffi raises for a missing library
        sys.stderr.write(str(error))
        return NO_PANGO
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    ended = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended)  # fontconfig's thread may still run, and would fall over what a usual end unloads
