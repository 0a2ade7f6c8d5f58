from django.core.management.base import BaseCommand
from django.utils import timezone

from portal import clock, files, imports, previews


class Command(BaseCommand):
    help = "Finish what a crash left among the stored files: promote what was committed, remove old leftovers."

    def handle(self, **options) -> None:
        now = timezone.now()  # not the demo's date: the disk has only the real one
        promoted, removed = files.sweep(now)
        removed += previews.sweep(now)
        self.stdout.write(f"Đã hoàn tất {promoted} tệp, dọn {removed} tệp tạm.")
        self.stdout.write(f"Đã bỏ {imports.sweep(clock.now())} bảng tính tải lên mà không ai xác nhận.")
