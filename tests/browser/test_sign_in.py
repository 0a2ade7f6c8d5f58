"""Getting in and out, also without script."""

from playwright.sync_api import expect

from portal.models import Unit
from recognition.demo.school import ACCOUNTS, LLCS, PASSWORD, XDD

NAMES = [username for username, *_rest in ACCOUNTS]


def test_choosing_a_person_of_the_demo(window):
    page = window().open("/accounts/login/?next=/notices/")
    page.get_by_role("link", name="chuyenvien").click()
    expect(page.get_by_label("Tên đăng nhập", exact=True)).to_have_value("chuyenvien")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator(".account-name")).to_have_text("Hoàng Thu Hà")
    expect(page.locator("h1")).to_have_text("Thông báo")


def test_one_sentence_whatever_is_wrong(window):
    one = window()
    said = []
    for username, password in (("canbo.llcs", "sai mật khẩu"), ("khong.co.ai", PASSWORD)):
        one.open("/accounts/login/")
        one.page.get_by_label("Tên đăng nhập", exact=True).fill(username)
        one.page.get_by_label("Mật khẩu", exact=True).fill(password)
        one.send("Đăng nhập", refused=True)
        said.append(one.page.get_by_role("alert").inner_text())
        expect(one.page.get_by_label("Tên đăng nhập", exact=True)).to_have_value(username)
        expect(one.page.get_by_label("Mật khẩu", exact=True)).to_have_value("")
    assert said[0].strip() == said[1].strip() == "Tên đăng nhập hoặc mật khẩu chưa đúng. Vui lòng nhập lại."
    faults = one.faults_of("nobody-login-wrong", ["khong.co.ai", PASSWORD, *NAMES])
    assert not faults, "\n".join(faults)


def test_the_password_can_be_shown_while_typing(window):
    page = window().open("/accounts/login/")
    field = page.get_by_label("Mật khẩu", exact=True)
    field.fill("Sen nở giữa đầm")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Ẩn mật khẩu").click()
    expect(field).to_have_attribute("type", "password")


def test_after_signing_out_the_way_back_shows_nothing(window):
    one = window()
    one.sign_in("canbo.llcs", PASSWORD)
    page = one.open("/profile/")
    expect(page.locator("main")).to_contain_text("Lê Thị Minh Tâm")
    assert page.reload().headers["cache-control"] == "no-store"  # also when the browser is simply closed
    page.locator("details.account summary").click()
    one.send("Đăng xuất")
    assert not [cookie for cookie in one.context.cookies() if cookie["name"] == "sessionid"]
    for _back in range(2):
        page.go_back()
        expect(page.get_by_role("button", name="Đăng nhập", exact=True)).to_be_visible()
        assert "Minh Tâm" not in page.locator("body").inner_text().split("bản minh họa")[0]
        assert "/accounts/login/" in page.url


def test_everything_works_without_script(window):
    one = window(java_script_enabled=False)
    page = one.sign_in("quantri", PASSWORD)
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("link", name="Đơn vị", exact=True).first.click()
    page.get_by_role("searchbox", name="Tìm có dấu hoặc không dấu").fill("xay dung dang")
    page.get_by_label("Loại").select_option(label="Khoa")
    page.get_by_role("button", name="Lọc", exact=True).click()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("table")).to_contain_text(XDD)
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.get_by_role("table")).to_contain_text(LLCS)
    page.get_by_role("link", name="Thêm đơn vị").click()
    page.get_by_label("Tên đơn vị").fill("Tổ công nghệ số")
    page.get_by_label("Loại đơn vị").select_option(label="Tổ, nhóm")
    one.send("Lưu đơn vị")
    expect(page.locator("h1")).to_have_text("Tổ công nghệ số")
    assert Unit.objects.get(name="Tổ công nghệ số").kind == Unit.Kind.GROUP


def test_a_question_before_an_act_works_without_script(window):
    one = window(java_script_enabled=False)
    one.sign_in("quantri", PASSWORD)
    page = one.open("/accounts/?q=hoidong2")
    page.get_by_role("link", name="hoidong2").click()
    page.get_by_role("button", name="Thu lại quyền").first.click()
    expect(page.get_by_role("button", name="Quay lại")).to_be_visible()
    page.locator("dialog:popover-open").get_by_role("button", name="Thu lại quyền").click()
    expect(page.get_by_role("status")).to_contain_text("Đã thu lại quyền: Thành viên Hội đồng.")
