"""The year at a glance. Every figure is a count of rows, and leads to the list that shows exactly those rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear
from criteria.queries.years import dates_of
from nominations import facts
from nominations.models import Nomination, Registration
from nominations.standing import AFTER_RECEIPT, RECEIVED
from portal import clock
from portal.models import Unit
from portal.tables import Cell, Column, Table
from portal.text import two_digits
from portal.timeline import Event


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


def of_year(year: int, *, links: bool = True) -> Overview | None:
    """None where the year has no data: never a zero nobody counted. `links`: the reader may open what is counted."""
    plan_year = PlanYear.objects.select_related("criteria_set__plan", "plan").filter(year=year).first()
    if plan_year is None:
        return None
    registrations = list(_sent(Registration.objects.filter(plan_year=plan_year)).select_related("unit"))
    rows = _sent(Nomination.objects.with_subject().select_related("endorsement").filter(plan_year=plan_year))
    nominations = list(rows)
    figures = _figures(plan_year, registrations, nominations)
    steps = [Step(figure.label, figure.count, figure.href() if links else "") for figure in figures]
    in_tables = [figure for figure in figures if figure.in_tables]
    return Overview(
        sentence=_sentence(year, steps),
        steps=steps,
        bars=_bars(steps),
        by_unit=_counted(_("Theo đơn vị"), _units(plan_year), in_tables, links),
        by_kind=_counted(_("Theo đối tượng"), KINDS, in_tables, links),
        owing=_owing(plan_year, registrations, nominations),
        late=_late(plan_year, registrations, nominations),
        dates=dates_of(plan_year),
    )


def _sent(rows):
    """What was ever sent and has not been withdrawn; a draft is nobody's business yet."""
    return rows.filter(submitted_at__isnull=False).exclude(state="withdrawn")


@dataclass(frozen=True)
class Figure:
    """Rows that are counted together, and the list that shows just those. `rows=None`: that step has not come yet."""

    label: str
    rows: list | None
    address: str
    asked: dict
    in_tables: bool = True

    @property
    def count(self) -> int | None:
        return None if self.rows is None else len(self.rows)

    def tally(self, name: str) -> Counter:
        """{unit's pk or key of the kind: how many of them}."""
        return Counter(_value(row, name) for row in self.rows or ())

    def href(self, **only) -> str:
        return f"{self.address}?{urlencode(self.asked | only)}" if self.rows else ""


def _value(row, name: str):
    return row.unit_id if name == "unit" else ("collective" if row.subject_unit_id else "person")


def _figures(year: PlanYear, registrations: list, nominations: list) -> list[Figure]:
    reached = facts.reached([row for row in nominations if row.state in AFTER_RECEIPT], year)
    decided = any(row.state in ("recognised", "not_recognised") for row in nominations)
    eligible = [row for row in nominations if row.pk in reached]
    listed = eligible if decided else _in_states(nominations, ("listed",)) or None
    recognised = _in_states(nominations, ("recognised",)) if decided else None
    promises = {"address": reverse("nominations:registration-list")}
    dossiers = {"address": reverse("nominations:nomination-list")}
    here = {"year": year.year}
    received, appraised = _in_states(nominations, RECEIVED), _in_states(nominations, AFTER_RECEIPT)
    accepted = _in_states(registrations, ("accepted",))
    return [
        Figure(_("Đăng ký"), registrations, asked=here | {"state": "live"}, **promises),
        Figure(_("Tiếp nhận đăng ký"), accepted, asked=here | {"state": "accepted"}, in_tables=False, **promises),
        Figure(_("Đề nghị"), nominations, asked=here | {"step": "sent"}, **dossiers),
        Figure(_("Tiếp nhận hồ sơ"), received, asked=here | {"step": "received"}, in_tables=False, **dossiers),
        Figure(_("Thẩm định"), appraised, asked=here | {"step": "appraised"}, **dossiers),
        Figure(_("Đạt tiêu chuẩn"), eligible, asked=here | {"step": "reached"}, **dossiers),
        Figure(
            _("Danh sách"), listed, asked=here | ({"step": "reached"} if decided else {"state": "listed"}), **dossiers
        ),
        Figure(_("Công nhận"), recognised, asked=here | {"state": "recognised"}, **dossiers),
    ]


def _in_states(rows: list, states: tuple[str, ...]) -> list:
    return [row for row in rows if row.state in states]


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


KINDS = [({"kind": "collective"}, gettext_lazy("Tập thể")), ({"kind": "person"}, gettext_lazy("Cá nhân"))]


def _units(year: PlanYear) -> list[tuple[dict, str]]:
    units = Unit.objects.on(min(clock.today(), year.reviews_on)).filter(nominates=True)
    return [({"unit": unit.pk}, str(unit)) for unit in units]


def _counted(caption: str, keys: list[tuple[dict, str]], figures: list[Figure], links: bool) -> Table:
    """One row a unit or kind, one for the whole school; each figure leads to what it counts."""
    columns = [Column(caption), *(Column(figure.label, number=True) for figure in figures)]
    rows = []
    names = {name for only, _label in keys for name in only}
    tallies = {name: [figure.tally(name) for figure in figures] for name in names}
    for only, label in keys:
        name, value = next(iter(only.items()))
        counts = [None if f.rows is None else tally[value] for f, tally in zip(figures, tallies[name], strict=True)]
        rows.append(_row(str(label), figures, counts, only, links))
    total = [figure.count for figure in figures]
    return Table(caption, columns, [*rows, _row(_("Toàn trường"), figures, total, {}, links)])


def _row(label: str, figures: list[Figure], counts: list[int | None], only: dict, links: bool) -> list[Cell]:
    cells = (_figure(n, figure.href(**only) if links else "") for figure, n in zip(figures, counts, strict=True))
    return [Cell(label), *cells]


def _figure(count: int | None, href: str) -> Cell:
    """A step that has not come yet is "–", never 0."""
    return Cell("–") if count is None else Cell(str(count), href if count else "", value=count)


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
