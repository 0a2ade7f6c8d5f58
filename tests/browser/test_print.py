"""On paper: no navigation, the head of the table on every sheet, and that it is no official text."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("path", ["/people/", "/ratings/", "/accounts/"])
def test_a_list_on_paper(signed_in, path):
    username = "chuyenvien" if path == "/ratings/" else "quantri"
    page = signed_in(username).open(path)
    expect(page.get_by_text("Không phải văn bản chính thức")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("Không phải văn bản chính thức")).to_be_visible()
    for gone in (".mast", ".side", ".crumbs", ".filters-card", ".pages", ".foot", ".demo-strip", ".acts"):
        expect(page.locator(gone).first).to_be_hidden()
    for button in page.get_by_role("button").all():
        expect(button).to_be_hidden()
    assert page.locator("main thead").evaluate("it => getComputedStyle(it).display") == "table-header-group"
    assert page.locator("main tbody tr").first.evaluate("it => getComputedStyle(it).display") == "table-row"


def test_the_sheets_themselves(signed_in, tmp_path):
    """As a printer gets them: the table's head and what this paper is not, on every sheet."""
    read = shutil.which("pdftotext")
    if not read:
        pytest.skip("needs pdftotext (poppler-utils)")
    page = signed_in("chuyenvien").open("/ratings/")
    printed = tmp_path / "sheets.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    text = subprocess.run([read, "-layout", printed, "-"], capture_output=True, check=True).stdout.decode()
    sheets = text.rstrip("\f").split("\f")
    assert len(sheets) >= 2
    for sheet in sheets:
        assert "Không phải văn bản chính thức" in sheet
        assert "Được xếp loại" in sheet and "Mức xếp loại" in sheet
    assert f"Trang {len(sheets)} trên {len(sheets)}" in sheets[-1]
    assert "Người in: Hoàng Thu Hà" in sheets[-1]
