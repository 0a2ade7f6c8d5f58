from django.utils.translation import gettext_lazy as _

from portal.menu import MenuEntry

ENTRIES = (
    MenuEntry(320, _("Việc của Phòng"), _("Tiến độ chấm"), "people", "nominations:marking", "sheet.assign"),
    MenuEntry(321, _("Việc của Phòng"), _("Trao đổi điểm"), "chat-square", "nominations:discussion", "sheet.assign"),
    MenuEntry(420, _("Hội đồng"), _("Hồ sơ được giao chấm"), "pencil-square", "nominations:score-list", "sheet.write"),
)
