from django.core.management.base import BaseCommand, CommandError

from recognition.integrity import faults


class Command(BaseCommand):
    help = "Look for what must never be: lost or changed files, unexplained states, totals and seals that do not agree."

    def handle(self, **options) -> None:
        found = list(faults())
        for fault in found:
            self.stdout.write(f"  – {fault}")
        if found:
            raise CommandError(f"Có {len(found)} sai lệch.")
        self.stdout.write("Không có sai lệch.")
