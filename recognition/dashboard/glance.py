"""The year at a glance, for two minutes before a meeting. Every figure leads to just the records it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from criteria import content
from criteria.models import PlanYear
from criteria.queries.ratings import missing_count
from criteria.queries.years import dates_of
from criteria.standards import PlanContent
from nominations import reaching
from nominations.reaching import Standing
from portal import clock
from portal.models import Unit
from portal.tables import Table
from portal.text import two_digits
from portal.timeline import Event
from recognition.dashboard import counts, years
from recognition.dashboard.charts import Columns, Funnel, funnel
from recognition.dashboard.counts import NOMINATION, REGISTRATION, Group
from recognition.dashboard.promised import Models, models_of
from recognition.dashboard.steps import Step, by_kind, by_unit, in_full, revoked_of, steps_of

MOST_ROWS = 30  # units that a page has room for; the spreadsheet has them all
MOST_LINES = 6
CHART_YEARS = 5


@dataclass(frozen=True)
class Said:
    """A figure of the sentence with the words that follow it."""

    figure: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class Told:
    """A line, leading somewhere."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class School:
    """What every page about a year begins with: read once."""

    known: list[PlanYear]
    year: PlanYear
    groups: list[Group]
    content: PlanContent
    units: dict[int, Unit]
    ratings: dict
    standings: list[Standing]
    links: bool

    @property
    def before(self) -> PlanYear | None:
        return next((each for each in self.known if each.year == self.year.year - 1), None)

    @property
    def nominating(self) -> list[Unit]:
        seen = {group.unit for group in self.groups if group.year == self.year.year}
        return counts.nominating(self.units.values(), self.year, seen)

    @property
    def putting_forward(self) -> list[Unit]:
        return _putting_forward(self.units, self.standings)

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.year, self.groups, self.before, links=self.links)


def _putting_forward(units: Mapping[int, Unit], standings: Iterable[Standing]) -> list[Unit]:
    """Units that have sent a dossier, in protocol order."""
    found = {each.dossier.unit_id for each in standings if each.dossier.sent}
    return sorted((units[pk] for pk in found), key=lambda unit: (unit.protocol_order, unit.pk))


def standings_of(year: PlanYear) -> tuple[PlanContent, list[Standing], list[Unit]]:
    """Standards, where each dossier stands, units that have sent one: five queries."""
    plan_content, units = content.read_at_once(year.criteria_set), reaching.every_unit()
    found = reaching.standings(year, plan_content, units, reaching.ratings_of(year.year))
    return plan_content, found, _putting_forward(units, found)


def school_of(known: list[PlanYear], year: PlanYear, *, links: bool) -> School:
    """Six queries: counts, standards, units, ratings, dossiers, what is recorded of them."""
    plan_content = content.read_at_once(year.criteria_set)
    units, ratings = reaching.every_unit(), reaching.ratings_of(year.year)
    standings = reaching.standings(year, plan_content, units, ratings)
    groups = [*counts.counted(), *counts.reached(standings, year.year)]
    return School(known, year, groups, plan_content, units, ratings, standings, links)


@dataclass(frozen=True)
class Glance:
    at: datetime
    sentence: list[Said]
    steps: list[Step]
    funnel: Funnel
    funnel_sentence: str
    by_unit: Table
    by_kind: Table
    more_units: int
    models: Models
    columns: Columns
    years_sentence: str
    years_table: Table
    dates: list[Event]
    late: list[Told]
    waiting: list[Told]


def page_of(school: School) -> Glance:
    year, steps, units = school.year, school.steps, school.nominating
    owed = owed_by(school)
    past = years.Past(school.known, school.groups)
    before = school.before
    return Glance(
        at=clock.now(),
        sentence=_sentence(year, steps, owed),
        steps=steps,
        funnel=funnel(steps, before.year if before else None),
        funnel_sentence=_funnel_sentence(steps, before),
        by_unit=by_unit(steps, units[:MOST_ROWS]),
        by_kind=by_kind(steps),
        more_units=max(0, len(units) - MOST_ROWS),
        models=owed,
        columns=years.school_chart(past, CHART_YEARS),
        years_sentence=years.school_sentence(past),
        years_table=years.school_table(past),
        dates=dates_of(year),
        late=_late(school, units),
        waiting=_waiting(school),
    )


def owed_by(school: School) -> Models:
    three = [each for each in school.known if each.year <= school.year.year][:3][::-1]
    return models_of(three, school.groups, school.units.values(), links=school.links)


def full_table(school: School) -> Table:
    return in_full(school.steps, school.nominating)


def ratings_missing(school: School) -> Told | None:
    """One query more."""
    day = school.year.day_of_belonging
    count = missing_count(school.content, day, school.units.values(), school.ratings)
    if not count:
        return None
    href = f"{reverse('criteria:rating-list')}?year={school.year.year}&missing=asked" if school.links else ""
    return Told(_("%(n)s kết quả xếp loại mà tiêu chuẩn cần chưa được ghi") % {"n": two_digits(count)}, href)


# -- in words -------------------------------------------------------------------------------------------------


def _sentence(year: PlanYear, steps: list[Step], models: Models) -> list[Said]:
    step = {each.kind.key: each for each in steps}
    said = [
        Said(_shown(step["sent"]), _("hồ sơ đề nghị từ"), step["sent"].href),
        Said(_shown(step["accepted"]), _("đăng ký đã tiếp nhận;"), step["accepted"].href),
    ]
    if step["recognised"].count is not None:
        said.append(Said(_shown(step["recognised"]), _("được công nhận."), step["recognised"].href))
        if taken_back := revoked_of(steps):
            href = step["received"].href_with(step="", state="revoked")
            said.append(Said(two_digits(sum(taken_back.values())), _("đã thu hồi."), href))
    else:
        said.append(Said(_shown(step["reached"]), _("đạt mọi tiêu chuẩn."), step["reached"].href))
    if models.below:
        below = _("%(n)s đơn vị") % {"n": two_digits(len(models.below))}
        said.append(Said(below, _("chưa hứa đủ mô hình."), "#models"))
    else:
        said.append(Said(_("Mọi đơn vị"), _("đã hứa đủ mô hình."), "#models"))
    days = (clock.local(year.nominates_by).date() - clock.today()).days
    return [*said, Said(_("Còn %(n)s ngày") % {"n": two_digits(days)}, _("đến hạn gửi hồ sơ."))] if days > 0 else said


def in_one_line(sentence: Iterable[Said]) -> str:
    return " ".join(f"{each.figure} {each.words}" for each in sentence)


def _shown(step: Step) -> str:
    return step.shown if step.count is None else two_digits(step.count)


def _funnel_sentence(steps: list[Step], before: PlanYear | None) -> str:
    reached = [step for step in steps if step.count is not None]
    last = reached[-1]
    told = _("Đã đến bước “%(step)s”: %(n)02d.") % {"step": last.label.lower(), "n": last.count}
    if before is None:
        return told
    more = [step.label.lower() for step in reached if step.before is not None and step.count > step.before]
    fewer = [step.label.lower() for step in reached if step.before is not None and step.count < step.before]
    parts = [
        words % {"which": ", ".join(which)}
        for words, which in ((_("nhiều hơn ở %(which)s"), more), (_("ít hơn ở %(which)s"), fewer))
        if which
    ]
    if not parts:
        return told
    return f"{told} " + _("So với năm %(year)s: %(parts)s.") % {"year": before.year, "parts": "; ".join(parts)}


def _late(school: School, units: list[Unit]) -> list[Told]:
    """Units that owe a list of registrations or have sent no dossier yet; registrations that came after the day."""
    year = school.year
    here = [group for group in school.groups if group.year == year.year]
    registered = {group.unit for group in here if group.what == REGISTRATION}
    sent = {group.unit for group in here if group.what == NOMINATION}
    found = []
    late = sum(group.n for group in here if group.what == REGISTRATION and group.supplement)
    day = date_format(year.registers_by)
    if late:
        asked = urlencode({"year": year.year, "state": "live", "supplement": "yes"})
        href = f"{reverse('nominations:registration-list')}?{asked}" if school.links else ""
        found.append(Told(_("%(n)s đăng ký gửi sau hạn %(day)s (bổ sung)") % {"n": two_digits(late), "day": day}, href))
    if clock.today() > year.registers_by:
        found += _units_told([u for u in units if u.pk not in registered], _("chưa gửi đăng ký, hạn %s") % day)
    day = date_format(clock.local(year.nominates_by).date())
    return found + _units_told([u for u in units if u.pk not in sent], _("chưa gửi hồ sơ nào, hạn %s") % day)


def _units_told(units: list[Unit], words: str) -> list[Told]:
    if len(units) > MOST_LINES:
        return [Told(_("%(n)s đơn vị %(words)s") % {"n": two_digits(len(units)), "words": words})]
    return [Told(f"{unit}: {words}") for unit in units]


def _waiting(school: School) -> list[Told]:
    """What only the board can do, or is asked to."""
    year = school.year
    found = []
    near = sum(group.n for group in school.groups if group.year == year.year and group.of_board)
    if near:
        href = f"{reverse('nominations:nomination-list')}?year={year.year}&step=board" if school.links else ""
        words = _("%(n)s hồ sơ của Phòng và Ban Giám hiệu chờ tiếp nhận, thẩm định") % {"n": two_digits(near)}
        found.append(Told(words, href))
    page = reverse("recognition:list-detail", args=[year.list_pk]) if year.list_pk else ""
    if year.list_state == "closed":
        found.append(Told(_("Danh sách bình xét đã chốt, chờ kết quả bỏ phiếu và duyệt"), page))
    if year.list_state == "decided" and year.list_published is None:
        found.append(Told(_("Đã có quyết định công nhận, chờ công bố đến các đơn vị"), page))
    return found
