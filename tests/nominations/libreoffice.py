"""Word files opened by LibreOffice, and what it shows of them, as text."""

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator

from django.conf import settings

from portal.papers.blocks import Paper, Signatures
from portal.papers.pdf import FONTS

FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="same"><string>Tinos</string></edit></match></fontconfig>"""


def bare(text: str) -> str:
    """Without what the two set in their own way: spaces, dots to write on, hyphens that hold a number together."""
    return re.sub(r"[\s.…]", "", unicodedata.normalize("NFC", text).replace("\u2011", "-"))


def signers(blocks: Iterable) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Signatures):
            yield from (words for signer in block.signers for words in signer)
        yield from signers((*getattr(block, "blocks", ()), *getattr(block, "tail", ())))


def in_order(paper: Paper, pages: list[str]) -> list[str]:
    """Each page's text; titles and names of signers last: one sets them by rows, the other by columns."""
    *before, last = map(bare, pages)
    words = [bare(each) for each in signers(paper.blocks) if each]
    for each in words:
        start, found, end = last.rpartition(each)
        assert found == each
        last = start + end
    return [*before, last]


def convert(files: dict[str, bytes], folder) -> None:
    """All at once, with a profile and fonts of its own."""
    (folder / "fonts.conf").write_text(FONTCONFIG.format(fonts=FONTS, cache=folder / "fonts"))
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    asked = [f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run(
        ["soffice", *asked, *(folder / f"{name}.docx" for name in files)],
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)},
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        timeout=300,
    )
