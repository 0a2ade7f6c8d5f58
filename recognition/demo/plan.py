"""The plan, its years 2023 to 2025 at different stages, and year-end ratings, made by the real acts on their days."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from criteria.actions.plans import load_plan
from criteria.actions.ratings import record_rating
from criteria.actions.years import close_year, open_year
from criteria.models import CriteriaSet, PlanYear, Rating
from criteria.plan_file import read_plan
from criteria.queries.ratings import content_of_year, dues
from criteria.vocabulary import Level, RatingOf
from portal import clock, files
from portal.actions import keep
from portal.clock import school_time
from portal.models import Unit, User
from portal.papers.pdf import compile_pdf
from recognition.demo.school import LLCS, NNPL, QLDT, TCHC, XDD

PLAN_FILE = Path(settings.BASE_DIR) / "criteria" / "plans" / "2022-2025.toml"

# Units rated below "excellent", and people rated other than "good"; everybody else is excellent or good.
UNITS_RATED_GOOD = {2023: {NNPL, TCHC}, 2024: {XDD}, 2025: {QLDT}}
CORRECTED = QLDT  # its rating of 2025 was recorded one level too high at first
EXCELLENT_PEOPLE = {
    2023: {"Nguyễn Thị Hồng Hạnh", "Cao Thị Thanh Mai", "Vũ Minh Đức", "Ngô Thị Bích Ngọc", "Nguyễn Đình Khôi"},
    2024: {"Nguyễn Thị Hồng Hạnh", "Trần Quang Vinh", "Phạm Văn Hòa", "Bùi Thanh Tùng", "Đinh Thị Thanh Huyền"},
}


def build_plan() -> None:
    with clock.at(school_time(2023, 1, 9, 8, 30)):
        load_plan(read_plan(PLAN_FILE.read_bytes()), by=User.objects.get(username="truongphong"))


def open_the_year(year: int) -> None:
    head = User.objects.get(username="truongphong")
    criteria_set = CriteriaSet.objects.select_related("plan").get()
    plan_year = PlanYear(
        plan=criteria_set.plan,
        year=year,
        criteria_set=criteria_set,
        registers_by=date(year, 3, 31),
        nominates_by=school_time(year, 11, 30, 23, 59, 59),
        reviews_on=date(year, 12, 15),
        publishes_on=date(year, 12, 26),
        models_owed=criteria_set.plan.models_per_unit_per_year,
    )
    with clock.at(school_time(year, 1, 10, 9)):
        keep(plan_year, by=head, act="Lập năm thực hiện")
    with clock.at(school_time(year, 1, 15, 8)):
        open_year(plan_year, by=head, version=plan_year.version)


def close_the_year(year: int) -> None:
    plan_year = PlanYear.objects.select_related("plan", "criteria_set").get(year=year)
    with clock.at(school_time(year, 12, 31, 16)):
        close_year(plan_year, by=User.objects.get(username="truongphong"), version=plan_year.version)


def all_ratings(year: int) -> None:
    """Everything was decided in the middle of December and written down the next morning."""
    decided = date(year, 12, 12)
    with clock.at(school_time(year, 12, 13, 9)):
        for number, due in enumerate(dues(year, content_of_year(year)), 1):
            _record(due.of, due.subject, year, _level(due.of, str(due.subject), year), number, decided)


def _level(of: RatingOf, name: str, year: int) -> Level:
    if of == RatingOf.UNIT:
        return Level.GOOD if name in UNITS_RATED_GOOD[year] else Level.EXCELLENT
    if of == RatingOf.STAFF:
        return Level.EXCELLENT if name in EXCELLENT_PEOPLE[year] else Level.GOOD
    return Level.GOOD


def _record(of: RatingOf, subject, year: int, level: Level, number: int, decided: date, scan=None) -> None:
    series = "QĐ-TCT" if of in (RatingOf.UNIT, RatingOf.STAFF) else "QĐ-ĐU"
    standing = Rating.objects.standing().filter(of=of.value, year=year)
    standing = standing.filter(person=subject) if of.is_of_a_person else standing.filter(unit=subject)
    record_rating(
        of=of,
        subject=subject,
        year=year,
        level=level,
        decision_number=f"{100 + number}/{series}",
        decision_date=decided,
        scan=scan,
        seen=standing.values_list("pk", flat=True).first(),
        by=User.objects.get(username="chuyenvien"),
    )


def first_ratings_of_2025() -> None:
    """In November only the units and two party cells have their results; the others wait for December."""
    with clock.at(school_time(2025, 11, 14, 10, 5)):
        for number, name in enumerate((LLCS, XDD, NNPL, QLDT, TCHC), 1):
            unit, decided = Unit.objects.get(name=name), date(2025, 11, 12)
            paper = _scan(f"{100 + number}/QĐ-TCT", name, decided)
            level = Level.EXCELLENT if name == CORRECTED else _level(RatingOf.UNIT, name, 2025)
            _record(RatingOf.UNIT, unit, 2025, level, number, decided, paper)
        for number, name in enumerate((LLCS, NNPL), 21):
            cell = Unit.objects.get(kind=Unit.Kind.PARTY_CELL, parent__name=name)
            _record(RatingOf.PARTY_CELL, cell, 2025, Level.GOOD, number, date(2025, 11, 13))


def a_rating_is_corrected() -> None:
    """A week later, after that unit's dossier was concluded: it is raised again on the office's desk."""
    unit, decided = Unit.objects.get(name=CORRECTED), date(2025, 11, 18)
    with clock.at(school_time(2025, 11, 19, 15, 20)):
        paper = _scan("131/QĐ-TCT", CORRECTED, decided)
        _record(RatingOf.UNIT, unit, 2025, _level(RatingOf.UNIT, CORRECTED, 2025), 31, decided, paper)


def _scan(number: str, unit: str, decided: date) -> files.Checked:
    data = {"number": number, "unit": unit, "day": [decided.year, decided.month, decided.day]}
    pdf = compile_pdf("recognition/demo/scan.typ", data)
    return files.check(SimpleUploadedFile(f"Thông báo xếp loại {unit}.pdf", pdf))
