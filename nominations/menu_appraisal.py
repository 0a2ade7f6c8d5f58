from django.utils.translation import gettext_lazy as _

from portal.menu import MenuEntry

ENTRIES = (
    MenuEntry(420, _("Hội đồng"), _("Hồ sơ được giao chấm"), "pencil-square", "nominations:score-list", "sheet.write"),
)
