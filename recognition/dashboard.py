"""The year at a glance. Every figure is a count of rows, and leads to the list that shows exactly those rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.queries import dates_of
from nominations.models import Nomination, Registration
from nominations.standing import AFTER_RECEIPT, RECEIVED
from portal import clock
from portal.models import Unit
from portal.tables import Cell, Column, Table
from portal.text import two_digits
from portal.timeline import Event
from recognition.models import Entry, ReviewList
from recognition.queries import scores_of

APPRAISED = AFTER_RECEIPT


@dataclass(frozen=True)
class Step:
    """One step of the funnel: how many, and the address of exactly those. `count=None`: not there yet."""

    label: str
    count: int | None
    href: str = ""

    @property
    def shown(self) -> str:
        return "–" if self.count is None else two_digits(self.count)


@dataclass(frozen=True)
class Bar:
    """A bar of the drawn funnel, in the units of its picture (width 640)."""

    step: Step
    width: int
    y: int


@dataclass(frozen=True)
class Overview:
    sentence: str
    steps: list[Step]
    bars: list[Bar]
    by_unit: Table
    by_kind: Table
    owing: list[str]
    late: list[str]
    dates: list[Event]


def years() -> list[int]:
    return list(PlanYear.objects.exclude(state="planned").order_by("-year").values_list("year", flat=True))


def this_year(known: list[int]) -> int:
    today = clock.today().year
    return next((year for year in known if year <= today), today)


def of_year(year: int) -> Overview | None:
    """None where the year has no data: never a zero nobody counted."""
    plan_year = PlanYear.objects.select_related("criteria_set__plan", "plan").filter(year=year).first()
    if plan_year is None:
        return None
    registrations = list(_sent(Registration.objects.filter(plan_year=plan_year)).select_related("unit"))
    rows = _sent(Nomination.objects.with_subject().select_related("endorsement").filter(plan_year=plan_year))
    nominations = list(rows)
    reached = _reached(nominations, plan_year)
    steps = _steps(plan_year, registrations, nominations, reached)
    return Overview(
        sentence=_sentence(year, steps),
        steps=steps,
        bars=_bars(steps),
        by_unit=_by_unit(plan_year, registrations, nominations, reached),
        by_kind=_by_kind(registrations, nominations, reached),
        owing=_owing(plan_year, registrations, nominations),
        late=_late(plan_year, registrations, nominations),
        dates=dates_of(plan_year),
    )


def _sent(rows):
    """What was ever sent and has not been withdrawn; a draft is nobody's business yet."""
    return rows.filter(submitted_at__isnull=False).exclude(state="withdrawn")


def _reached(nominations: list[Nomination], year: PlanYear) -> set[int]:
    """Appraised dossiers that reach every standard: live until the list closes, as frozen afterwards."""
    live = [row for row in nominations if row.state == "appraised"]
    voted = Entry.objects.filter(version__review_list__plan_year=year, version__approved_at__isnull=False)
    on_a_list = set(voted.values_list("nomination_id", flat=True))
    fixed = {row.pk for row in nominations if row.state in ("listed", "recognised", "revoked")}
    fixed |= {row.pk for row in nominations if row.state == "not_recognised" and row.pk in on_a_list}
    return fixed | {row.pk for row, score in scores_of(live, year) if score.reaches_all}


def _steps(year: PlanYear, registrations: list, nominations: list, reached: set[int]) -> list[Step]:
    decided = any(row.state in ("recognised", "not_recognised") for row in nominations)
    registered, dossiers = reverse("nominations:registration-list"), reverse("nominations:nomination-list")

    def link(base: str, **asked) -> str:
        return f"{base}?{urlencode({'year': year.year} | asked)}"

    def among(states: tuple[str, ...]) -> int:
        return sum(row.state in states for row in nominations)

    accepted = sum(row.state == "accepted" for row in registrations)
    listed = len(reached) if decided else among(("listed",))
    return [
        Step(_("Đăng ký"), len(registrations), link(registered, state="live")),
        Step(_("Tiếp nhận đăng ký"), accepted, link(registered, state="accepted")),
        Step(_("Đề nghị"), len(nominations), link(dossiers, step="sent")),
        Step(_("Tiếp nhận hồ sơ"), among(RECEIVED), link(dossiers, step="received")),
        Step(_("Thẩm định"), among(APPRAISED), link(dossiers, step="appraised")),
        Step(_("Đạt tiêu chuẩn"), len(reached), _address_of_the_list(year)),
        Step(_("Danh sách"), listed if listed or decided else None, _address_of_the_list(year)),
        Step(_("Công nhận"), among(("recognised",)) if decided else None, link(dossiers, state="recognised")),
    ]


def _address_of_the_list(year: PlanYear) -> str:
    """Who reached every standard is just who stands on the list, live or frozen."""
    review_list = ReviewList.objects.filter(plan_year=year, number=1).first()
    return reverse("recognition:list-detail", args=[review_list.pk]) if review_list else ""


def _sentence(year: int, steps: list[Step]) -> str:
    told = {"year": year, "sent": steps[2].shown, "done": steps[4].shown, "reached": steps[5].shown}
    told["registered"] = steps[0].shown
    return (
        _(
            "Năm %(year)s: %(registered)s đăng ký, %(sent)s hồ sơ đề nghị, %(done)s đã thẩm định, "
            "%(reached)s đạt mọi tiêu chuẩn."
        )
        % told
    )


def _bars(steps: list[Step]) -> list[Bar]:
    most = max((step.count or 0 for step in steps), default=0) or 1
    return [Bar(step, round(400 * (step.count or 0) / most), place * 34) for place, step in enumerate(steps)]


def _by_unit(year: PlanYear, registrations: list, nominations: list, reached: set[int]) -> Table:
    units = Unit.objects.on(min(clock.today(), year.reviews_on)).filter(nominates=True)
    return _counted(
        _("Theo đơn vị"), [(unit.pk, str(unit)) for unit in units], registrations, nominations, reached, _unit
    )


def _by_kind(registrations: list, nominations: list, reached: set[int]) -> Table:
    keys = [(True, _("Tập thể")), (False, _("Cá nhân"))]
    return _counted(
        _("Theo đối tượng"), keys, registrations, nominations, reached, lambda row: bool(row.subject_unit_id)
    )


def _unit(row) -> int:
    return row.unit_id


def _counted(caption: str, keys: list, registrations: list, nominations: list, reached: set[int], key) -> Table:
    columns = [Column(caption)] + [
        Column(label, number=True)
        for label in (_("Đăng ký"), _("Đề nghị"), _("Thẩm định"), _("Đạt"), _("Danh sách"), _("Công nhận"))
    ]
    decided = any(row.state in ("recognised", "not_recognised") for row in nominations)
    listed = decided or any(row.state == "listed" for row in nominations)
    counters = [
        Counter(map(key, registrations)),
        Counter(map(key, nominations)),
        Counter(key(row) for row in nominations if row.state in APPRAISED),
        Counter(key(row) for row in nominations if row.pk in reached),
        Counter(key(row) for row in nominations if row.pk in reached) if listed else None,
        Counter(key(row) for row in nominations if row.state == "recognised") if decided else None,
    ]
    rows = [[Cell(label), *(_figure(None if c is None else c[each]) for c in counters)] for each, label in keys]
    return Table(
        caption,
        columns,
        [*rows, [Cell(_("Toàn trường")), *(_figure(None if c is None else c.total()) for c in counters)]],
    )


def _figure(count: int | None) -> Cell:
    """A step that has not come yet is "–", never 0."""
    return Cell("–") if count is None else Cell(str(count), value=count)


def _owing(year: PlanYear, registrations: list, nominations: list) -> list[str]:
    """Plan V, second dash: at least so many models a unit; promised and achieved, both against what it owes."""
    promised = Counter(row.unit_id for row in registrations if row.model_name and row.state == "accepted")
    achieved = Counter(row.unit_id for row in nominations if row.model_name and row.state == "recognised")
    units = Unit.objects.on(min(clock.today(), year.reviews_on)).filter(owes_model=True)
    return [
        _("%(unit)s: hứa %(promised)s, đạt %(achieved)s, phải có ít nhất %(owed)s mô hình")
        % {
            "unit": unit,
            "promised": two_digits(promised[unit.pk]),
            "achieved": two_digits(achieved[unit.pk]),
            "owed": two_digits(year.models_owed),
        }
        for unit in units
        if promised[unit.pk] < year.models_owed
    ]


def _late(year: PlanYear, registrations: Iterable, nominations: list) -> list[str]:
    """Units whose list came after its day, or that have sent no dossier yet."""
    units = list(Unit.objects.on(min(clock.today(), year.reviews_on)).filter(nominates=True))
    registered = {row.unit_id for row in registrations}
    sent = {row.unit_id for row in nominations}
    found = []
    if clock.today() > year.registers_by:
        day = date_format(year.registers_by)
        found += [
            _("%(unit)s chưa gửi đăng ký (hạn %(day)s)") % {"unit": u, "day": day}
            for u in units
            if u.pk not in registered
        ]
    found += [_("%(unit)s chưa gửi hồ sơ đề nghị nào") % {"unit": u} for u in units if u.pk not in sent]
    return found
