"""The one door to `portal/decoder.py`: a process for each job, with a limit of its own on time."""

import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("decoder.py")
SECONDS = 25
_REFUSED = 3


class Undecodable(Exception):
    """`why`: one word: pixels, moving, locked, broken. `told`: by the decoder; else it crashed or came too late."""

    def __init__(self, why: str, *, told: bool):
        super().__init__(why)
        self.why, self.told = why, told


def decode(job: str, content: bytes, *arguments: int) -> bytes:
    command = [sys.executable, "-I", str(PROGRAM), job, *map(str, arguments)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as expired:
        raise Undecodable("broken", told=False) from expired
    if done.returncode == _REFUSED:
        raise Undecodable(done.stdout.decode(), told=True)
    if done.returncode:
        raise Undecodable("broken", told=False)
    return done.stdout
