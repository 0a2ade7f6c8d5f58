"""Files dropped on the page in a real browser: how far each is, what came of it, and the preview beside the writing."""

from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nominations.models import Nomination
from tests.browser.test_every_page import WORDS
from tests.browser.window import DESK, PHONE, PICTURES, Window
from tests.hostile import A4, pdf, phone_photo
from tests.portal.test_files import EXE

DRAFT = "Phạm Thị Thu Thủy"


@pytest.fixture
def draft(school) -> Nomination:
    return Nomination.objects.get(subject_person__full_name=DRAFT, plan_year__year=2025)


@pytest.fixture
def sent(tmp_path) -> list[Path]:
    """Three files as they lie on a clerk's desk; the last one is not what it says."""
    told = {"Giấy khen": pdf(A4, A4, words="Giay khen"), "Ảnh tập huấn": phone_photo(), "Bảng điểm": EXE}
    endings = {"Giấy khen": "pdf", "Ảnh tập huấn": "jpg", "Bảng điểm": "xlsx"}
    paths = []
    for name, content in told.items():
        paths.append(tmp_path / f"{name}.{endings[name]}")
        paths[-1].write_bytes(content)
    return paths


def seen(window: Window, name: str) -> None:
    window.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def outcomes(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".uploads:visible li").all_inner_texts()]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_several_files_at_once_one_of_them_refused(signed_in, draft, sent, width):
    tam = signed_in("canbo.llcs", width)
    before = draft.evidence.standing().count()
    page = tam.open(f"/nominations/{draft.pk}/edit/evidence/")
    page.route("**/upload/", lambda route: (page.wait_for_timeout(150), route.continue_()))
    page.locator("#add [data-drop] input[multiple]").set_input_files(sent)
    expect(page.locator(".uploads progress").first).to_be_visible()
    seen(tam, f"evidence-uploading-{width}")
    expect(page.locator(".uploads .refused")).to_contain_text("Không nhận loại tệp này. Vui lòng chọn tệp PDF")
    expect(page.locator(".uploads progress")).to_have_count(0)
    told = outcomes(page)
    assert [each.split(" ")[0] for each in told] == ["Giấy", "Ảnh", "Bảng"]
    assert all("Đã nhận." in each for each in told[:2])
    expect(page.locator(".pieces > li")).to_have_count(before + 2)
    expect(page.locator(".pieces > li").last).to_contain_text("Chưa gắn với tiêu chuẩn nào")
    assert not tam.faults_of(f"evidence-step-{width}", WORDS)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_dropped_at_a_standard_while_its_statement_is_being_written(signed_in, draft, sent, width):
    tam = signed_in("canbo.llcs", width)
    page = tam.open(f"/nominations/{draft.pk}/edit/statements/")
    card = page.locator("section.card[id^=criterion-]").nth(6)
    card.locator("textarea").fill("Đang viết dở thì kéo tệp vào.")
    held = page.evaluate_handle(
        """([name, text]) => {
          const held = new DataTransfer();
          held.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
          return held;
        }""",
        ["Bằng khen tỉnh.pdf", b64encode(pdf(A4, words=f"Bang khen {width}")).decode()],
    )
    card.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": held})
    chip = card.locator(".chip", has_text="Bằng khen tỉnh")
    expect(chip.first).to_be_visible()
    expect(card.locator("textarea")).to_have_value("Đang viết dở thì kéo tệp vào.")
    chip.first.get_by_role("link").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("img")).to_have_js_property("complete", value=True)
    assert dialog.locator("img").evaluate("(image) => image.naturalWidth") == 1240
    page.screenshot(path=PICTURES / f"evidence-dialog-{width}.png")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    chips = card.locator(".chip").count()
    chip.first.get_by_role("button").click()
    expect(card.locator(".chip")).to_have_count(chips - 1)
    page.locator(".saying").get_by_role("button", name="Hoàn tác").click()
    expect(card.locator(".chip")).to_have_count(chips)
    expect(card.locator("textarea")).to_have_value("Đang viết dở thì kéo tệp vào.")
    card.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / f"evidence-at-a-standard-{width}.png")


def test_taken_out_and_put_back(signed_in, draft):
    tam = signed_in("canbo.llcs")
    page = tam.open(f"/nominations/{draft.pk}/edit/evidence/")
    pieces = page.locator(".pieces > li")
    count = pieces.count()
    pieces.first.locator(".piece-acts button").click()
    expect(pieces).to_have_count(count - 1)
    page.locator(".saying").get_by_role("button", name="Hoàn tác").click()
    expect(pieces).to_have_count(count)


def test_a_connection_that_is_cut_is_told_and_the_file_can_be_sent_again(signed_in, draft, sent):
    tam = signed_in("canbo.llcs")
    page = tam.open(f"/nominations/{draft.pk}/edit/evidence/")
    page.route("**/upload/", lambda route: route.abort("connectionreset"))
    page.locator("#add [data-drop] input[multiple]").set_input_files(sent[:1])
    expect(page.locator(".uploads .refused")).to_contain_text("Mất kết nối khi đang tải lên; tệp này chưa được nhận.")
    page.unroute("**/upload/")
    tam.faults.clear()  # the cut itself
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".uploads li")).to_contain_text("Đã nhận.")


def test_page_by_page_with_the_keyboard_and_without_script(signed_in, draft):
    piece = draft.evidence.first()
    tam = signed_in("canbo.llcs", java_script_enabled=False)
    page = tam.open(f"/evidence/{piece.pk}/preview/")
    assert page.locator("#preview img").evaluate("(image) => image.naturalWidth") == 1240
    page.get_by_role("link", name="Trang sau").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview/?page=2")
    expect(page.get_by_text("Trang 2 trên 2")).to_be_visible()


@pytest.mark.parametrize(("who", "ending"), [("canbo.llcs", "pdf"), ("canbo.llcs", "xlsx")])
def test_the_preview_as_a_page(signed_in, draft, who, ending):
    window = signed_in(who)
    piece = draft.evidence.filter(file__kind=ending).first()
    window.open(f"/evidence/{piece.pk}/preview/")
    assert not window.faults_of(f"evidence-preview-{ending}", WORDS)


def test_several_files_without_script(signed_in, draft, sent):
    tam = signed_in("canbo.llcs", java_script_enabled=False)
    page = tam.open(f"/nominations/{draft.pk}/edit/evidence/")
    page.locator("#add input[name=file]").set_input_files(sent)
    tam.send("Thêm minh chứng")
    expect(page.get_by_text("Bảng điểm.xlsx: Không nhận loại tệp này.")).to_be_visible()
    expect(page.locator(".pieces > li", has_text="Giấy khen").first).to_be_visible()
