"""On paper: no navigation, the head of the table on every sheet, and that it is no official text."""

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
