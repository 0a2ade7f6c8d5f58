from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from portal.workflow import diagram

PATH = Path(settings.BASE_DIR) / "docs" / "states.md"
HEAD = """# States

Drawn from the tables of moves (`<app>/workflow.py`) by `manage.py states`; a test fails when this file is stale.
"""


def document() -> str:
    return "\n".join([HEAD, *(diagram(import_string(dotted)) for dotted in settings.PORTAL_WORKFLOWS)])


class Command(BaseCommand):
    help = "Write docs/states.md from the tables of moves."

    def handle(self, **options) -> None:
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Đã ghi {PATH}")
