from django.core.management.base import BaseCommand, CommandError

from criteria.models import PlanYear
from recognition.recount import portions


class Command(BaseCommand):
    help = "Count the totals of a year anew from its marks; says what changed, changes nothing that agrees."

    def add_arguments(self, parser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *, year: int, **options) -> None:
        plan_year = PlanYear.objects.filter(year=year).first()
        if plan_year is None:
            raise CommandError(f"Chưa lập năm {year}.")
        changed = 0
        for step in portions(plan_year, by=None):
            self.stderr.write(f"\r{step.done}/{step.total} hồ sơ", ending="")
            for line in step.lines:
                self.stdout.write(f"\n  – {line.who} ({line.unit}): {line.before} → {line.after}")
            changed += len(step.lines)
        self.stderr.write("")
        self.stdout.write(f"{changed} hồ sơ thay đổi tổng điểm.")
