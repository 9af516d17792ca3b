"""Dumps made to fill the memory, streamed into the import; run by hand, it tells what each came to:

    python -m tests.dumps.hostile [MEGABYTES]

Nothing is kept in a file: what is offered (2 GB unless told otherwise) is made while it is read.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

from tests.dumps.exports import export, page, revision
from tests.live_wiki import ROOT, environment_for, manage

WHOLE = export(page(revision("Kept"), title="Before") + "\n" + page(revision()))
BEFORE, AFTER = WHOLE.split(b"Hello")
SITE, _ = WHOLE.split(b'<namespace key="-1"')
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a0 "lol">' + "".join(
    f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10)
)
FOREIGN = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'

# What comes first, and what comes again and again behind it.
DUMPS: dict[str, tuple[bytes, bytes]] = {
    "an attribute": (BEFORE.removesuffix(b">") + b' x="', b"a"),
    "a text": (BEFORE, b"many words "),
    "a text of wide letters": (BEFORE, "🦊🐈 ".encode()),
    "a title": (BEFORE[: BEFORE.rindex(b"Alpha")], b"Alpha "),
    "white space": (BEFORE.removesuffix(b'<text xml:space="preserve">'), b" \n"),
    "a comment": (BEFORE.removesuffix(b'<text xml:space="preserve">') + b"<!--", b"a "),
    "contributors": (BEFORE + b"</text>", b"<contributor><ip>192.0.2.1</ip></contributor>"),
    "slots": (BEFORE + b"Hello</text>", b"<content><text>a</text></content>"),
    "namespaces": (SITE, b'<namespace key="1">A</namespace>'),
    "elements in one another": (BEFORE + b"</text>", b"<x>"),
    "elements that nobody knows": (BEFORE + b"</text>", b"<x/>"),
    "entities of entities": (LAUGHS.encode() + b"]>" + BEFORE + b"&a10;" + AFTER, b""),
    "an entity from a file": (FOREIGN + BEFORE + b"&a;" + AFTER, b""),
}
CHUNK = 1 << 16

# The import, which says last of all what it took, with the process that reads ahead (what both have in common
# counted twice): the system counts with its own what its parent had.
MEASURED = """
import atexit, resource, runpy, sys
def tell():
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
atexit.register(tell)
sys.argv = ["manage.py", "import_xml", "-"]
runpy.run_path("manage.py", run_name="__main__")
"""


def offered(name: str, size: int) -> Iterator[bytes]:
    """The bytes of one of DUMPS, about so many."""
    begin, again = DUMPS[name]
    many = again * (CHUNK // max(1, len(again)))
    return chain((begin,), repeat(many, size // CHUNK) if again else ())


def packed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same packed with gzip: 2 GB of one word are 2 MB then."""
    packer = zlib.compressobj(1, wbits=31)
    yield from (packer.compress(chunk) for chunk in chunks)
    yield packer.flush()


def imported(chunks: Iterator[bytes], environment: dict[str, str]) -> tuple[str, int, int]:
    """What the import of this said, the most memory that it took in MB, and how much it read in MB."""
    command = [sys.executable, "-c", MEASURED]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        given = 0
        assert process.stdin is not None
        try:
            for chunk in chunks:
                process.stdin.write(chunk)
                given += len(chunk)
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.wait()
        said.seek(0)
        told, _, kilobytes = said.read().rstrip().rpartition("\n")
        return told, int(kilobytes) >> 10, given >> 20


def main() -> None:
    size = int(sys.argv[1] if len(sys.argv) > 1 else 2048) << 20
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_for(Path(folder))
        manage(environment, "migrate", "--verbosity", "0")
        for name in DUMPS:
            kinds = {"": offered(name, size)}
            if name == "a text":
                kinds[", packed"] = packed(offered(name, size))
            for kind, chunks in kinds.items():
                said, memory, given = imported(chunks, environment)
                print(f"| {name}{kind} | {given} MB | {memory} MB | {said.splitlines()[0]} |", flush=True)


if __name__ == "__main__":
    main()
