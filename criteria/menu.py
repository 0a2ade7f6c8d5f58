from django.utils.translation import gettext_lazy as _

from portal.menu import MenuEntry

ENTRIES = (
    MenuEntry(310, _("Việc của Phòng"), _("Xếp loại"), "patch-check", "criteria:rating-list", "rating.read"),
    MenuEntry(360, _("Việc của Phòng"), _("Bộ tiêu chuẩn"), "sliders", "criteria:set-list", "set.keep"),
    MenuEntry(
        405,
        _("Hồ sơ của đơn vị"),
        _("Tiêu chí riêng"),
        "pin-angle",
        "criteria:own-list",
        "own_criteria.keep",
    ),
    MenuEntry(510, _("Tra cứu"), _("Kế hoạch và tiêu chuẩn"), "book", "criteria:catalogue"),
    MenuEntry(520, _("Tra cứu"), _("Năm thực hiện"), "calendar3", "criteria:year-list"),
)
