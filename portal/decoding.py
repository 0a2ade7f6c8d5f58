"""The one door to `portal/decoder.py`: a process for each job, with a limit of its own on time."""

import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("decoder.py")
SECONDS = 25
_REFUSED = 3


class Undecodable(Exception):
    """`why`: one word: pixels, moving, locked, broken."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def decode(job: str, content: bytes, *arguments: int) -> bytes:
    command = [sys.executable, "-I", str(PROGRAM), job, *map(str, arguments)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as expired:
        raise Undecodable("broken") from expired
    if done.returncode:
        raise Undecodable(done.stdout.decode() if done.returncode == _REFUSED else "broken")
    return done.stdout
