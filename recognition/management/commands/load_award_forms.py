from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from recognition.actions import award_forms


class Command(BaseCommand):
    help = "Load the forms and titles with which a school begins (recognition/award_forms.toml); edited ones stay."

    def handle(self, **options) -> None:
        self.stdout.write(_("%(count)d thay đổi") % {"count": award_forms.load()})
