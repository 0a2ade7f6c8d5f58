"""The things behind the rows of `criteria` in the table of who may, and what is sent to them."""

from dataclasses import replace

from criteria import content, editing
from criteria.actions.sets import copy_plan, copy_set
from criteria.forms.criterion import CriterionForm
from criteria.forms.sets import ParametersForm
from criteria.models import CriteriaSet, Criterion, PlanYear, Rating
from criteria.plan_toml import write_plan
from criteria.standards import PlanContent
from criteria.trial import fingerprint
from portal.clock import school_time
from portal.models import Unit, User

TABLE = """
                               clerk head office o.head assessor board reader lecturer admin nobody
GET  criteria:catalogue      -  200  200   200   200     200     200   200     200    200   302
GET  criteria:catalogue-pdf  -  200  200   200   200     200     200   200     200    200   302
GET  criteria:set-list         -        403 403 403 200 403 403 403 403 403 302
GET  criteria:set-list-export  -        403 403 403 200 403 403 403 403 403 302
GET  criteria:set-detail       own      403 403 403 200 403 403 403 403 403 302
GET  criteria:set-detail       absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:set-export       own      403 403 403 200 403 403 403 403 403 302
GET  criteria:set-export       absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:set-compare      own      403 403 403 200 403 403 403 403 403 302
GET  criteria:set-compare      absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:criterion-new    own      403 403 403 200 403 403 403 403 403 302
GET  criteria:criterion-new    foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:criterion-new    absent   404 404 404 404 404 404 404 404 404 302
POST criteria:criterion-new    own      403 403 403 302 403 403 403 403 403 302
POST criteria:criterion-new    foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:criterion-new    absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:criterion-edit   own      403 403 403 200 403 403 403 403 403 302
GET  criteria:criterion-edit   foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:criterion-edit   absent   404 404 404 404 404 404 404 404 404 302
POST criteria:criterion-edit   own      403 403 403 302 403 403 403 403 403 302
POST criteria:criterion-edit   foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:criterion-edit   absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:criterion-remove own      403 403 403 200 403 403 403 403 403 302
GET  criteria:criterion-remove foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:criterion-remove absent   404 404 404 404 404 404 404 404 404 302
POST criteria:criterion-remove own      403 403 403 302 403 403 403 403 403 302
POST criteria:criterion-remove foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:criterion-remove absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:set-parameters   own      403 403 403 200 403 403 403 403 403 302
GET  criteria:set-parameters   foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:set-parameters   absent   404 404 404 404 404 404 404 404 404 302
POST criteria:set-parameters   own      403 403 403 302 403 403 403 403 403 302
POST criteria:set-parameters   foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:set-parameters   absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:set-load         own      403 403 403 200 403 403 403 403 403 302
GET  criteria:set-load         foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:set-load         absent   404 404 404 404 404 404 404 404 404 302
POST criteria:set-load         own      403 403 403 302 403 403 403 403 403 302
POST criteria:set-load         foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:set-load         absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:plan-copy        own      403 403 403 200 403 403 403 403 403 302
GET  criteria:plan-copy        absent   404 404 404 404 404 404 404 404 404 302
POST criteria:plan-copy        own      403 403 403 302 403 403 403 403 403 302
POST criteria:plan-copy        absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:criterion-move   own      405 405 405 405 405 405 405 405 405 302
POST criteria:criterion-move   own      403 403 403 302 403 403 403 403 403 302
POST criteria:criterion-move   foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:criterion-move   absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:set-copy         own      405 405 405 405 405 405 405 405 405 302
POST criteria:set-copy         own      403 403 403 302 403 403 403 403 403 302
POST criteria:set-copy         absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:set-detail       foreign  403 403 403 200 403 403 403 403 403 302
GET  criteria:set-export       foreign  403 403 403 200 403 403 403 403 403 302
GET  criteria:set-compare      foreign  403 403 403 200 403 403 403 403 403 302
GET  criteria:plan-copy        foreign  403 403 403 200 403 403 403 403 403 302
POST criteria:plan-copy        foreign  403 403 403 302 403 403 403 403 403 302
GET  criteria:criterion-move   foreign  405 405 405 405 405 405 405 405 405 302
GET  criteria:criterion-move   absent   405 405 405 405 405 405 405 405 405 302
GET  criteria:set-copy         foreign  405 405 405 405 405 405 405 405 405 302
GET  criteria:set-copy         absent   405 405 405 405 405 405 405 405 405 302
POST criteria:set-copy         foreign  403 403 403 302 403 403 403 403 403 302
GET  criteria:own-list         -        200 200 200 403 200 403 403 403 403 302
GET  criteria:own-new           own      200 200 403 403 404 403 404 403 403 302
GET  criteria:own-new           foreign  404 404 403 403 404 403 404 404 403 302
GET  criteria:own-new           absent   404 404 404 404 404 404 404 404 404 302
POST criteria:own-new           own      302 302 403 403 404 403 404 403 403 302
POST criteria:own-new           foreign  404 404 403 403 404 403 404 404 403 302
POST criteria:own-new           absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:own-note          own      200 200 403 403 404 403 404 403 403 302
GET  criteria:own-note          foreign  404 404 403 403 404 403 404 404 403 302
GET  criteria:own-note          absent   404 404 404 404 404 404 404 404 404 302
POST criteria:own-note          own      302 302 403 403 404 403 404 403 403 302
POST criteria:own-note          foreign  404 404 403 403 404 403 404 404 403 302
POST criteria:own-note          absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:own-again         own      405 405 405 405 405 405 405 405 405 302
GET  criteria:own-again         foreign  405 405 405 405 405 405 405 405 405 302
GET  criteria:own-again         absent   405 405 405 405 405 405 405 405 405 302
POST criteria:own-again         own      302 302 403 403 404 403 404 403 403 302
POST criteria:own-again         foreign  404 404 403 403 404 403 404 404 403 302
POST criteria:own-again         absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:own-edit          own      200 200 403 403 404 403 404 403 404 302
GET  criteria:own-edit          foreign  404 404 403 403 404 403 404 404 404 302
GET  criteria:own-edit          absent   404 404 404 404 404 404 404 404 404 302
POST criteria:own-edit          own      302 302 403 403 404 403 404 403 404 302
POST criteria:own-edit          foreign  404 404 403 403 404 403 404 404 404 302
POST criteria:own-edit          absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:own-remove        own      405 405 405 405 405 405 405 405 405 302
GET  criteria:own-remove        foreign  405 405 405 405 405 405 405 405 405 302
GET  criteria:own-remove        absent   405 405 405 405 405 405 405 405 405 302
POST criteria:own-remove        own      302 302 403 403 404 403 404 403 404 302
POST criteria:own-remove        foreign  404 404 403 403 404 403 404 404 404 302
POST criteria:own-remove        absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-list      -  200  200   200   200     200     200   200     200    200   302
GET  criteria:year-export    -  200  200   200   200     200     200   200     200    200   302
GET  criteria:year-new       -  403  403   403   200     403     403   403     403    403   302
POST criteria:year-new       -  403  403   403   302     403     403   403     403    403   302
GET  criteria:year-detail  own      200 200 200 200 200 200 200 200 200 302
GET  criteria:year-detail  foreign  200 200 200 200 200 200 200 200 200 302
GET  criteria:year-detail  absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-edit    own      403 403 403 200 403 403 403 403 403 302
GET  criteria:year-edit    foreign  403 403 403 409 403 403 403 403 403 302
GET  criteria:year-edit    absent   404 404 404 404 404 404 404 404 404 302
POST criteria:year-edit    own      403 403 403 302 403 403 403 403 403 302
POST criteria:year-edit    foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:year-edit    absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-open    own      405 405 405 405 405 405 405 405 405 302
POST criteria:year-open    own      403 403 403 302 403 403 403 403 403 302
POST criteria:year-open    foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:year-open    absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:year-close   own      405 405 405 405 405 405 405 405 405 302
POST criteria:year-close   own      403 403 403 302 403 403 403 403 403 302
POST criteria:year-close   foreign  403 403 403 409 403 403 403 403 403 302
POST criteria:year-close   absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:rating-list       -   403 403 200 200 403 200 403 403 403 302
GET  criteria:rating-export     -   403 403 200 200 403 200 403 403 403 302
GET  criteria:rating-scan  own      200 200 200 200 404 200 404 404 404 302
GET  criteria:rating-scan  foreign  404 404 200 200 404 200 404 404 404 302
GET  criteria:rating-scan  absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:rating-unit  own      403 403 200 200 404 403 404 403 403 302
GET  criteria:rating-unit  foreign  404 404 200 200 404 403 404 404 403 302
GET  criteria:rating-unit  absent   404 404 404 404 404 404 404 404 404 302
POST criteria:rating-unit  own      403 403 302 302 404 403 404 403 403 302
POST criteria:rating-unit  foreign  404 404 302 302 404 403 404 404 403 302
POST criteria:rating-unit  absent   404 404 404 404 404 404 404 404 404 302
GET  criteria:rating-record own     403 403 200 200 404 403 404 403 403 302
GET  criteria:rating-record foreign 404 404 200 200 404 403 404 404 403 302
GET  criteria:rating-record absent  404 404 404 404 404 404 404 404 404 302
POST criteria:rating-record own     403 403 302 302 404 403 404 403 403 302
POST criteria:rating-record foreign 404 404 302 302 404 403 404 404 403 302
POST criteria:rating-record absent  404 404 404 404 404 404 404 404 404 302
"""
ABSENT = 10**9
DATES = {
    "registers_by": "31/03/2022",
    "nominates_on": "30/11/2022",
    "nominates_at": "23:59:59",
    "reviews_on": "15/12/2022",
    "models_owed": "1",
}


_SETS = ("criteria:set-", "criteria:criterion-", "criteria:plan-")


def _set(case: str) -> CriteriaSet | None:
    """Own: one that is still being edited; foreign: one that a year has frozen."""
    sets = CriteriaSet.objects.select_related("plan")
    frozen = sets.filter(frozen_at__isnull=False).first()
    if case == "own":
        office_head = User.objects.get(username="truongphong")
        return sets.filter(frozen_at=None).first() or copy_set(frozen, by=office_head)
    return frozen if case == "foreign" else None


def _set_target(name: str, case: str) -> list:
    found = _set(case)
    pk = found.pk if found else ABSENT
    if name == "criteria:set-compare":
        return [pk, _set("foreign").pk]
    return (
        [pk, "I8"]
        if name in ("criteria:criterion-edit", "criteria:criterion-move", "criteria:criterion-remove")
        else [pk]
    )


def _set_posted(name: str, case: str) -> dict:
    """What changes the set, with the mark of just this change having been tried."""
    found = _set(case) or _set("foreign")
    told = content.read(found)
    data = {"version": str(found.version)}
    if name == "criteria:plan-copy":
        head = {"code": "2026-2030", "title": "Kế hoạch mới", "issuer": "Trường", "first_year": "2026"}
        return data | head | {"last_year": "2030", "models_per_unit_per_year": "1"}
    if name == "criteria:criterion-remove":
        return data | {"tried": fingerprint(editing.without(told, "I8"))}
    if name == "criteria:set-load":
        new = editing.without(told, "I8")
        return data | {"text": write_plan(new), "tried": fingerprint(new)}
    if name == "criteria:set-parameters":
        form = ParametersForm(plan_content=told)
        data |= {field: form[field].value() for field in form.fields if field != "version"} | {"min_sheets": "3"}
        form = ParametersForm(data, plan_content=told)
        assert form.is_valid(), form.errors
        return data | {"tried": fingerprint(editing.with_parameters(told, form.filled()))}
    if name in ("criteria:criterion-edit", "criteria:criterion-new"):
        return data | _standard(told, edited=name == "criteria:criterion-edit")
    return data


def _standard(told: PlanContent, *, edited: bool) -> dict:
    data = {
        "label": "Kết quả trong các kỳ thi",
        "group": "individual",
        "applies_to": ["individual"],
        "kind": "scored",
        "points": "4",
        "enabled": "on",
    }
    row = next(row for row in told.criteria if row.code == "I8") if edited else None
    form = CriterionForm(data | {"version": "1"}, plan_content=told, criterion=row)
    assert form.is_valid(), form.errors
    return data | {"tried": fingerprint(editing.with_criterion(told, form.filled()))}


def _coming() -> CriteriaSet:
    """The set of 2026, a year to come; both units kept a criterion of their own under the set before it."""
    found = CriteriaSet.objects.filter(plan__code="2026-2030").first()
    if found:
        return found
    old = CriteriaSet.objects.select_related("plan").get()
    head = replace(content.head_value(old.plan), code="2026-2030", first_year=2026, last_year=2030)
    made = copy_plan(old, head, by=User.objects.get(username="truongphong"))
    dates = {"registers_by": "2026-03-31", "reviews_on": "2026-12-15", "models_owed": 1}
    by = school_time(2026, 11, 30, 23, 59, 59)
    PlanYear.objects.create(plan=made.plan, year=2026, criteria_set=made, nominates_by=by, **dates)
    for unit in Unit.objects.filter(short_name__in=("LLCS", "XDĐ")):
        _own_row(old, unit, "again")
    return made


def _own_row(criteria_set: CriteriaSet, unit: Unit, code: str) -> Criterion:
    there = {"criteria_set": criteria_set, "unit": unit, "code": f"{code}-{unit.pk}"}
    told = {"label": "Giờ giảng mở", "kind": "scored", "points": 5, "applies_to": ["individual"], "order": 10001}
    return Criterion.objects.get_or_create(**there, defaults=told | {"group": criteria_set.groups.last()})[0]


def _own_target(name: str, case: str) -> list:
    unit = None if case == "absent" else Unit.objects.get(short_name="LLCS" if case == "own" else "XDĐ")
    if name in ("criteria:own-edit", "criteria:own-remove"):
        return [_own_row(_coming(), unit, "row").pk if unit else ABSENT]
    found = [unit.pk, _coming().pk] if unit else [ABSENT, ABSENT]
    return [*found, "I3"] if name == "criteria:own-note" else found


def target(name: str, case: str) -> list:
    if name.startswith("criteria:own-"):
        return _own_target(name, case)
    if name.startswith(_SETS):
        return _set_target(name, case)
    if name.startswith("criteria:year"):
        return [ABSENT if case == "absent" else _year(name, case).pk]
    unit = None if case == "absent" else Unit.objects.get(short_name="LLCS" if case == "own" else "XDĐ")
    if name == "criteria:rating-scan":
        return [Rating.objects.get(unit=unit, year=2025).pk if unit else ABSENT]
    pk = unit.pk if unit else ABSENT
    return [2025, pk] if name == "criteria:rating-unit" else [2025, "unit", pk]


def _year(name: str, case: str) -> PlanYear:
    """Own: the year under way, or one that waits for just this act; foreign: one that is closed."""
    if case == "foreign":
        return PlanYear.objects.get(year=2023)
    if name not in ("criteria:year-open", "criteria:year-close"):
        return PlanYear.objects.get(year=2025)
    known = PlanYear.objects.filter(year=2022).first()
    opened = school_time(2022, 1, 15) if name == "criteria:year-close" else None
    criteria_set = CriteriaSet.objects.get()
    return known or PlanYear.objects.create(
        plan=criteria_set.plan,
        year=2022,
        criteria_set=criteria_set,
        state="open" if opened else "planned",
        opened_at=opened,
        registers_by="2022-03-31",
        nominates_by=school_time(2022, 11, 30, 23, 59, 59),
        reviews_on="2022-12-15",
        models_owed=1,
    )


def posted(name: str, case: str) -> dict:
    if name.startswith("criteria:own-"):
        row = {"label": "Giờ giảng mở", "text": "Mỗi học kỳ 02 giờ.", "points": "5", "applies_to": ["individual"]}
        return row | {"version": "1" if name in ("criteria:own-edit", "criteria:own-remove") else ""}
    if name.startswith(_SETS):
        return _set_posted(name, case)
    if name in ("criteria:year-open", "criteria:year-close"):
        return {"version": "1" if case == "own" else "3"}
    if name == "criteria:year-new":
        return DATES | {"year": "2022"}
    if name == "criteria:year-edit":
        dates = {field: value.replace("2022", "2025") for field, value in DATES.items()}
        return dates | {"version": str(PlanYear.objects.get(year=2025).version)}
    paper = {"level": "good", "decision_number": "140/QĐ-TCT", "decision_date": "18/11/2025"}
    if case == "absent":
        return paper
    unit_pk = target(name, case)[-1]
    seen = str(Rating.objects.standing().get(unit=unit_pk, year=2025, of="unit").pk)
    if name == "criteria:rating-record":
        return paper | {"seen": seen}
    decision = {"unit-number": paper["decision_number"], "unit-date": paper["decision_date"]}
    return decision | {f"unit-{unit_pk}": "good", f"unit-{unit_pk}-seen": seen}
