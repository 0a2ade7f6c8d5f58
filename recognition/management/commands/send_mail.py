from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import mail
from portal.text import two_digits


class Command(BaseCommand):
    help = "Send what waits in the outbox, by each person's choice. Run by a timer; two at once send nothing twice."

    def handle(self, **options) -> None:
        if not settings.MAIL_IS_SET_UP:
            raise CommandError("Chưa khai báo EMAIL_URL và SITE_URL nên chưa gửi thư. Tin vẫn hiện trên cổng.")
        outcome = mail.send_all()
        self.stdout.write(f"Đã gửi {two_digits(outcome.sent)} thư.")
        if not outcome.reachable:
            raise CommandError("Máy chủ thư không trả lời. Các thư còn lại sẽ được gửi ở lần chạy sau.")
        if outcome.failed:
            raise CommandError(f"Có {two_digits(outcome.failed)} thư chưa gửi được, sẽ gửi lại ở lần chạy sau.")
