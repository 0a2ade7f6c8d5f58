"""`python3 start.py bench`: fills 100, 1,000 and 10,000 dossiers and times the pages. Prints, never fails by the clock.

For each page: queries, median of five in milliseconds, the multiple of an empty view measured in the same run, and
how many times it takes what it took at the first size. For a spreadsheet: the memory it needed at most, besides.
"""

import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from decimal import Decimal
from io import StringIO

FOLDER = tempfile.mkdtemp(prefix="portal-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["PORTAL_DATA_DIR"] = FOLDER
os.environ["ALLOWED_HOSTS"] = "testserver"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/bench.sqlite3")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from criteria.models import Mark, PlanYear, Scorecard, Sheet
from nominations.models import Nomination, Registration
from portal import clock
from portal.models import Person, Unit, User
from recognition.models import ReviewList

SIZES = [int(size) for size in sys.argv[1:]] or [100, 1000, 10_000]


def fill(size: int) -> None:
    """As many dossiers of 2025 as `size`, of made-up people in made-up units, each with two sent sheets."""
    missing = size - Nomination.objects.count()
    if missing <= 0:
        return
    office = User.objects.get(username="chuyenvien")
    assessors = list(User.objects.filter(username__in=("hoidong1", "hoidong2")))
    year = PlanYear.objects.select_related("criteria_set").get(year=2025)
    first = Person.objects.count()
    people = [Person(full_name=f"Nguyễn Văn Số {first + n}", sex="male") for n in range(missing)]
    for person in people:
        person.derive()
    Person.objects.bulk_create(people)
    units = [Unit(name=f"Đơn vị {first + n}", kind="faculty", nominates=True) for n in range(max(1, missing // 10))]
    for unit in units:
        unit.derive()
    Unit.objects.bulk_create(units)
    cards = [
        Scorecard(criteria_set=year.criteria_set, kind="individual", total=Decimal("80.00")) for _n in range(missing)
    ]
    Scorecard.objects.bulk_create(cards)
    now = clock.now()
    common = {"plan_year": year, "entered_by": office, "submitted_at": now}
    registrations = [
        Registration(unit=units[n % len(units)], subject_person=person, state="accepted", **common)
        for n, person in enumerate(people)
    ]
    nominations = [
        Nomination(
            unit=units[n % len(units)],
            subject_person=person,
            kind="individual",
            state="appraised",
            scorecard=cards[n],
            sent_at=now,
            scope="field" if n % 5 == 0 else "comprehensive",
            field="chuyển đổi số" if n % 5 == 0 else "",
            **common,
        )
        for n, person in enumerate(people)
    ]
    for row in [*registrations, *nominations]:
        row.derive()
    Registration.objects.bulk_create(registrations, batch_size=1000)
    Nomination.objects.bulk_create(nominations, batch_size=1000)
    sheets = [Sheet(scorecard=card, assessor=user, sent_at=now) for card in cards for user in assessors]
    Sheet.objects.bulk_create(sheets)
    rows = [row for row in year.criteria_set.criteria.filter(kind="scored") if "individual" in row.applies_to]
    Mark.objects.bulk_create(
        (
            Mark(sheet=sheet, criterion=row, points=row.points * Decimal("0.8"), out_of=row.points)
            for sheet in sheets
            for row in rows
        ),
        batch_size=5000,
    )


LISTS = {
    "registrations, 30 rows": ("chuyenvien", "/registrations/?year=2025"),
    "registrations, a clerk's": ("canbo.llcs", "/registrations/?year=2025"),
    "dossiers, 30 rows": ("chuyenvien", "/nominations/?year=2025"),
    "dossiers, last page": ("chuyenvien", "/nominations/?year=2025&page=999999"),
    "dossiers by name": ("chuyenvien", "/nominations/?year=2025&sort=name"),
    "dossiers by date, backwards": ("chuyenvien", "/nominations/?year=2025&sort=-sent"),
    "dossiers found by name": ("chuyenvien", "/nominations/?year=2025&q=trang vinh"),
    "dossiers of a field": ("chuyenvien", "/nominations/?year=2025&scope=field&field=chuyển đổi số"),
    "search": ("chuyenvien", "/search/?q=trang vinh"),
    "people, 30 rows": ("chuyenvien", "/people/"),
    "ratings, 30 rows": ("chuyenvien", "/ratings/?year=2025"),
}
EXPORTS = {
    "registrations.xlsx": ("chuyenvien", "/registrations/export.xlsx?year=2025"),
    "dossiers.xlsx": ("chuyenvien", "/nominations/export.xlsx?year=2025"),
    "people.xlsx": ("chuyenvien", "/people/export.xlsx"),
    "ratings.xlsx": ("chuyenvien", "/ratings/export.xlsx?year=2025"),
    "dashboard.xlsx": ("hieutruong", "/dashboard/export.xlsx?year=2025"),
    "standards.xlsx": ("hieutruong", "/dashboard/export.xlsx?year=2025&table=marked"),
}


def others() -> dict[str, tuple[str, str]]:
    """{what it is: (who reads it, address)}."""
    review_list = ReviewList.objects.get(plan_year__year=2025).pk
    dossier = Nomination.objects.filter(plan_year__year=2025, state="appraised").first().pk
    unit = Unit.objects.get(short_name="LLCS").pk
    return {
        "desk, clerk": ("canbo.llcs", "/"),
        "one dossier": ("chuyenvien", f"/nominations/{dossier}/"),
        "its appraisal": ("chuyenvien", f"/nominations/{dossier}/appraisal/"),
        "plan and standards": ("canbo.llcs", "/criteria/"),
        "desk, office": ("chuyenvien", "/"),
        "working list, all": ("chuyenvien", f"/lists/{review_list}/"),
        "before its closing, all": ("chuyenvien", f"/lists/{review_list}/before/"),
        "its balance": ("chuyenvien", f"/lists/{review_list}/balance/"),
        "dashboard": ("hieutruong", "/dashboard/?year=2025"),
        "dashboard, standards": ("hieutruong", "/dashboard/standards/?year=2025"),
        "dashboard, years": ("hieutruong", "/dashboard/years/"),
        "dashboard, one sheet": ("hieutruong", "/dashboard/meeting/?year=2025"),
        "dashboard, of a unit": ("canbo.llcs", f"/dashboard/unit/{unit}/?year=2025"),
        "dashboard, a year ago": ("hieutruong", "/dashboard/?year=2024"),
    }


def reader(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=username), "portal.accounts.PortalBackend")
    return client


def timed(username: str, address: str) -> tuple[int, float, int]:
    """(queries, median of five in ms, status). What takes seconds is asked once."""
    client = reader(username)
    asked: list[str] = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    begun = time.perf_counter()
    with connection.execute_wrapper(count):
        status = client.get(address).status_code
    times = [1000 * (time.perf_counter() - begun)]
    if times[0] < 2000:
        times = []
        for _again in range(5):
            begun = time.perf_counter()
            client.get(address)
            times.append(1000 * (time.perf_counter() - begun))
    return len(asked), statistics.median(times), status


def memory(username: str, address: str) -> float:
    """The most that was held at once while it was answered, in MB."""
    client = reader(username)
    tracemalloc.start()
    client.get(address)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return peak


def measure(first: dict[str, float]) -> None:
    """`first`: what each page took at the first size."""
    _queries, empty, _status = timed("chuyenvien", "/healthz")
    print(f"  {'page':<28}{'queries':>8}{'ms':>10}{'× empty':>10}{'growth':>8}{'MB':>8}")
    for label, (username, address) in (LISTS | EXPORTS | others()).items():
        queries, milliseconds, status = timed(username, address)
        growth = milliseconds / first.setdefault(label, milliseconds)
        peak = f"{memory(username, address):>8.1f}" if label in EXPORTS else ""
        odd = "" if status == 200 else f"   ({status})"
        line = f"  {label:<28}{queries:>8}{milliseconds:>10.1f}{milliseconds / empty:>10.0f}{growth:>8.1f}{peak}{odd}"
        print(line, flush=True)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", stdout=StringIO())
    first: dict[str, float] = {}
    for size in SIZES:
        begun = time.perf_counter()
        fill(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"\n{size} dossiers (filled in {time.perf_counter() - begun:.0f} s, {connection.vendor})")
        measure(first)


if __name__ == "__main__":
    main()
