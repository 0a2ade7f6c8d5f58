from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from criteria.actions.plans import load_plan
from criteria.plan_file import read_plan
from criteria.toml_table import PlanFileError
from portal.rights import Conflict


class Command(BaseCommand):
    help = "Load a plan and its standards from a TOML file (criteria/plans/)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            changes = load_plan(read_plan(file.read_bytes()), by=None)
        except OSError as error:
            raise CommandError(_("Không đọc được tệp %(file)s.") % {"file": file}) from error
        except PlanFileError as error:
            raise CommandError(str(error)) from error
        except Conflict as conflict:
            raise CommandError(f"{conflict.what} {conflict.instead}") from conflict
        self.stdout.write(_("%(count)d thay đổi") % {"count": len(changes)})
        for change in changes:
            self.stdout.write(f"  – {change}")
