from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal import audit, clock
from portal.models import AuditEntry, Unit, User
from portal.queries import demo_people
from recognition.actions import award_forms
from recognition.demo import awards, dossiers, earlier, lists, meetings, papers, plan, school

BUILT = "Dựng trường minh họa"


class Command(BaseCommand):
    help = "Fill an empty database with the demo school; a second time only print who signs in."

    def handle(self, **options) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("Trường minh họa chỉ dựng được khi PORTAL_DEMO=1. Cổng thật không nhận dữ liệu hư cấu.")
        if AuditEntry.objects.filter(act=BUILT).exists():
            self.stdout.write("Trường minh họa đã có sẵn.")
        elif Unit.objects.exists() or User.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có dữ liệu khác. Vui lòng dùng một cơ sở dữ liệu trống.")
        else:
            build()
            self.stdout.write("Đã dựng trường minh họa.")
        self._say_who_signs_in()

    def _say_who_signs_in(self) -> None:
        self.stdout.write(f"\nNgày trong bản minh họa: {clock.today():%d/%m/%Y}. Mật khẩu chung: {school.PASSWORD}\n")
        for person in demo_people():
            self.stdout.write(f"  {person.username:<14} {person.name:<22} {person.roles:<32} {person.place}")


@transaction.atomic
def build() -> None:
    """Year after year, as it would have gone: opened, registered, written, judged, rated, listed, decided, closed."""
    school.build()
    lists.letterheads()
    papers.wordings()
    award_forms.load()
    earlier.build()
    plan.build_plan()
    for year in (2023, 2024):
        plan.open_the_year(year)
        dossiers.build_past(year)
        plan.all_ratings(year)
        meetings.found_council(year)
        lists.build_past(year)
        plan.close_the_year(year)
    awards.proposal_of_2024()
    plan.open_the_year(2025)
    lists.first_reminders_of_2025()
    plan.first_ratings_of_2025()
    dossiers.build_2025()
    plan.a_rating_is_corrected()
    meetings.found_council(2025)
    lists.build_2025()
    lists.mails_of_yesterday()
    audit.record(Unit.objects.get(kind=Unit.Kind.SCHOOL), BUILT, by=None)
