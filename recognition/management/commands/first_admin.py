from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.actions import give, open_account
from portal.models import Grant


class Command(BaseCommand):
    help = "Open the first administrator's account of a real portal and print its first password."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *, username: str, **options) -> None:
        if Grant.objects.filter(role="admin", revoked_at=None).exists():
            raise CommandError("Cổng đã có quản trị hệ thống. Tài khoản mới do người đó mở trên trang Tài khoản.")
        user, password = open_account(username=username, person=None, by=None)
        give(Grant(user=user, role="admin"), by=None)
        self.stdout.write(f"Đã mở tài khoản {username}. Mật khẩu đầu tiên: {password} (đổi ở lần đăng nhập đầu).")
