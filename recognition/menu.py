from django.utils.translation import gettext_lazy as _

from portal.menu import MenuEntry

ENTRIES = (
    MenuEntry(350, _("Việc của Phòng"), _("Danh sách bình xét"), "list-ol", "recognition:list-list", "list.read"),
    MenuEntry(355, _("Việc của Phòng"), _("Đề nghị cấp trên"), "send", "recognition:proposal-list", "list.read"),
    MenuEntry(
        358, _("Việc của Phòng"), _("Hình thức khen thưởng"), "trophy", "recognition:award-form-list", "paper.keep"
    ),
    MenuEntry(365, _("Việc của Phòng"), _("Nhắc việc"), "bell", "recognition:reminder-list", "reminder.send"),
    MenuEntry(
        372, _("Việc của Phòng"), _("Mẫu văn bản"), "file-earmark-ruled", "recognition:paper-settings", "paper.keep"
    ),
    MenuEntry(370, _("Việc của Phòng"), _("Các năm trước"), "clock-history", "recognition:earlier-list", "list.read"),
    MenuEntry(500, _("Tra cứu"), _("Tổng quan"), "bar-chart", "recognition:dashboard", "dashboard.read"),
    MenuEntry(
        505, _("Tra cứu"), _("Số liệu của đơn vị"), "bar-chart", "recognition:dashboard", "dashboard.read_unit"
    ),  # of those who do not read the school's
)
