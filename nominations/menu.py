from django.utils.translation import gettext_lazy as _

from portal.menu import MenuEntry

ENTRIES = (
    MenuEntry(
        301, _("Việc của Phòng"), _("Đăng ký"), "journal-bookmark", "nominations:registration-list", "registration.read"
    ),
    MenuEntry(
        302, _("Việc của Phòng"), _("Hồ sơ đề nghị"), "folder2", "nominations:nomination-list", "nomination.read"
    ),
    MenuEntry(
        401,
        _("Hồ sơ của đơn vị"),
        _("Đăng ký"),
        "journal-bookmark",
        "nominations:registration-list",
        "registration.write",
    ),
    MenuEntry(
        402, _("Hồ sơ của đơn vị"), _("Hồ sơ đề nghị"), "folder2", "nominations:nomination-list", "nomination.write"
    ),
    MenuEntry(515, _("Tra cứu"), _("Biểu mẫu, văn bản"), "file-earmark-text", "nominations:paper-list"),
)
