from django.core.management.base import BaseCommand
from django.utils import timezone

from portal import files


class Command(BaseCommand):
    help = "Finish what a crash left among the stored files: promote what was committed, remove old leftovers."

    def handle(self, **options) -> None:
        promoted, removed = files.sweep(timezone.now())  # not the demo's date: the disk has only the real one
        self.stdout.write(f"Đã hoàn tất {promoted} tệp, dọn {removed} tệp tạm.")
