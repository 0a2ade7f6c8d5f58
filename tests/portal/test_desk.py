"""The home page: what waits for whom."""

from portal.desk import waiting_for
from portal.models import Person, Post, User

READ = ["Kế hoạch và tiêu chuẩn", "Biểu mẫu, văn bản", "Năm thực hiện"]  # open to everybody


def titles(username: str) -> list[str]:
    return [task.title for task in waiting_for(User.objects.get(username=username))]


def test_the_administrator_sees_what_keeps_others_from_beginning(school):
    """NNPL and QLĐT are written for by their heads alone."""
    assert titles("quantri") == [
        "Giao quyền cán bộ đơn vị: Khoa Nhà nước và pháp luật",
        "Giao quyền cán bộ đơn vị: Phòng Quản lý đào tạo và nghiên cứu khoa học",
        "Mở tài khoản cho cán bộ, viên chức",
    ]


def test_a_unit_without_a_head_is_named(school, llcs):
    Post.objects.filter(unit=llcs, is_head=True).update(valid_to="2025-10-31")
    assert "Ghi người đứng đầu: Khoa Lý luận cơ sở" in titles("quantri")


def test_somebody_who_has_left_needs_no_account(school):
    before = Person.objects.filter(account=None).count()
    Post.objects.filter(person__account=None).update(valid_to="2025-10-31")
    assert before > 0
    assert "Mở tài khoản cho cán bộ, viên chức" not in titles("quantri")


def test_a_reader_with_nothing_to_do_is_told_so(as_):
    page = as_("danguy").get("/").content.decode()
    assert "chưa có việc chờ đồng chí" in page
    assert "Thứ Năm, 20/11/2025" in page


def test_the_side_bar_shows_only_what_the_reader_may_open(as_):
    for username, entries in {
        "canbo.llcs": ["Bàn làm việc", "Đăng ký", "Hồ sơ đề nghị", "Tiêu chí riêng", "Số liệu của đơn vị", *READ],
        "giangvien": ["Bàn làm việc", *READ],
        "danguy": ["Bàn làm việc", "Danh sách bình xét", "Đề nghị cấp trên", "Các năm trước", "Tổng quan", *READ],
        "quantri": ["Bàn làm việc", *READ, "Đơn vị", "Cán bộ, viên chức", "Tài khoản và quyền"],
    }.items():
        client = as_(username)
        menu = [entry for _section, rows in client.get("/").context["menu"] for entry in rows]
        assert [entry["label"] for entry in menu] == entries
        assert all(client.get(entry["url"], follow=True).status_code == 200 for entry in menu)


def test_a_message_waits_until_it_is_read(as_, school):
    user = User.objects.get(username="danguy")
    user.messages.create(subject="Đồng chí được giao quyền: Thành viên Hội đồng", body="…", link="/profile/")
    client = as_("danguy")
    assert client.get("/").context["unread"] == 1
    assert "Thành viên Hội đồng" in client.get("/notices/").content.decode()
    client.post("/notices/read/")
    assert client.get("/").context["unread"] == 0
