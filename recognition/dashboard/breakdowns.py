"""What the recognised of each year were: how many of each kind; and what came of the promises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from nominations.comparison import Outcome, compare
from nominations.models import Nomination, Result
from nominations.standing import RECEIVED
from portal.tables import Cell, Column, Table
from recognition.dashboard.charts import Split, split
from recognition.dashboard.counts import Group, tally
from recognition.dashboard.years import Past
from recognition.models import EarlierCase


@dataclass(frozen=True)
class Breakdown:
    """One chart with its sentence and its figures. `counts=None`: `word` says why."""

    key: str
    title: str
    names: list[str]
    rows: list[tuple[int, list[int] | None, str]]
    sentence: str
    note: str = ""

    @property
    def chart(self) -> Split:
        return split(self.names, self.rows)

    @property
    def table(self) -> Table:
        heads = [Column(_("Năm")), *(Column(name, number=True) for name in self.names)]
        rows = []
        for year, counts, word in self.rows:
            cells = [Cell(word)] * len(self.names) if counts is None else [Cell(str(n), value=n) for n in counts]
            rows.append([Cell(str(year), value=year), *cells])
        return Table(self.title, heads, rows)


def breakdowns(past: Past) -> list[Breakdown]:
    """All of the recognised; the last of what was promised."""
    seen = _subjects()
    first = [_("Lần đầu"), _("Được công nhận lại")]
    heads = [_("Người đứng đầu"), _("Cá nhân khác")]
    return [
        _made("scope", _("Toàn diện và từng mặt"), [_("Toàn diện"), _("Từng mặt")], past, _by_scope),
        Breakdown(
            "again", _("Lần đầu và lặp lại"), first, rows := _again(past, seen), _said(first, rows), _again_note(past)
        ),
        _made("leaders", _("Người đứng đầu và cá nhân khác"), heads, past, _by_post),
        _made("sex", _("Nữ và nam"), [_("Nữ"), _("Nam")], past, _by_sex, _("Chỉ tính cá nhân.")),
        _kept(past),
    ]


def _made(
    key: str,
    title: str,
    names: list[str],
    past: Past,
    counts_of: Callable[[list[Group], bool], list[int] | None],
    note="",
) -> Breakdown:
    rows = []
    for year in past.years:
        groups = past.recognised(year)
        counts = None if groups is None else counts_of(groups, year in past.portal)
        rows.append((year, counts, past.word(year) if counts is None else ""))
    return Breakdown(key, title, names, rows, _said(names, rows), note)


def _by_scope(groups: list[Group], in_portal: bool) -> list[int]:
    found = tally(groups, lambda group: group.scope)
    return [found["comprehensive"], found["field"]]


def _by_post(groups: list[Group], in_portal: bool) -> list[int] | None:
    """Who led a unit then was not written down before the portal."""
    found = tally(groups, lambda group: group.kind)
    return [found["head"], found["person"]] if in_portal else None


def _by_sex(groups: list[Group], in_portal: bool) -> list[int]:
    found = tally(groups, lambda group: group.sex)
    return [found["female"], found["male"]]


def _said(names: list[str], rows: list[tuple[int, list[int] | None, str]]) -> str:
    told = [(year, counts) for year, counts, _word in rows if counts and sum(counts)]
    if not told:
        return _("Chưa năm nào có dữ liệu.")
    year, counts = told[-1]
    words = ", ".join(f"{name[0].lower()}{name[1:]} {n:02d}" for name, n in zip(names, counts, strict=True))
    return _("Năm %(year)s: %(words)s.") % {"year": year, "words": words}


def _subjects() -> list[tuple[int, int | None, int | None]]:
    """(year, unit, person) of everybody who was ever recognised."""
    columns_of = ("subject_unit", "subject_person")
    here = Nomination.objects.filter(state="recognised").order_by().values_list("plan_year__year", *columns_of)
    earlier = EarlierCase.objects.filter(recognised=True).order_by().values_list("year", *columns_of)
    return list(here.union(earlier, all=True))


def _again(past: Past, seen: list[tuple[int, int | None, int | None]]) -> list[tuple[int, list[int] | None, str]]:
    """Recognised in some earlier year that is on record. The first year on record has none before it."""
    first: dict[tuple, int] = {}
    for year, *subject in sorted(seen, key=lambda row: row[0]):
        first.setdefault(tuple(subject), year)
    begun = min(first.values(), default=0)
    rows = []
    for year in past.years:
        if past.recognised(year) is None or year == begun:
            rows.append((year, None, _("không có dữ liệu") if year == begun else past.word(year)))
            continue
        of_the_year = [first[tuple(subject)] == year for each, *subject in seen if each == year]
        rows.append((year, [sum(of_the_year), len(of_the_year) - sum(of_the_year)], ""))
    return rows


def _again_note(past: Past) -> str:
    return _("So với mọi năm đã ghi, từ năm %(year)s; năm đầu không có năm trước để so.") % {
        "year": min(past.years, default="–")
    }


# -- promise against result ------------------------------------------------------------------------------------------


def _kept(past: Past) -> Breakdown:
    """Each promised figure of a dossier that was received, beside what came of it."""
    fields = ("promised", "baseline", "measure", "due")
    rows = Result.objects.filter(nomination__state__in=RECEIVED, nomination__plan_year__year__in=past.years)
    told = rows.values_list("nomination__plan_year__year", "achieved", *(f"target__{name}" for name in fields))
    found = {year: dict.fromkeys(Outcome, 0) for year in past.portal}
    for year, achieved, promised, baseline, measure, due in told.order_by():
        found[year][_outcome(promised, achieved, baseline, measure, due, year)] += 1
    names = [_("Đạt mức hứa"), _("Chưa đạt"), _("Chưa so được")]
    lines = []
    for year in past.years:
        counts = [found[year][outcome] for outcome in Outcome] if year in found and any(found[year].values()) else None
        lines.append((year, counts, "" if counts else _("không có dữ liệu")))
    note = _("Đếm từng chỉ tiêu của hồ sơ đã tiếp nhận; chỉ tiêu ghi bằng lời hoặc chưa rõ thì không so.")
    return Breakdown("kept", _("Hứa và kết quả"), names, lines, _said(names, lines), note)


@lru_cache(maxsize=4096)
def _outcome(promised: str, achieved: str, baseline: str, measure: str, due: date | None, year: int) -> Outcome:
    return compare(promised, achieved, baseline, measure, due, year).outcome
