"""Who is reminded of what on a day: plain functions over plain values (plan V, first to third dash).

Nobody is reminded of what they have sent. What is read of a unit's papers is what the unit itself still has to do;
nothing that became of a dossier after its receipt comes in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.mail import REMINDER
from portal.text import days_left, two_digits

BEFORE = (14, 7, 3, 1)  # days before a date
AFTER = (1, 7, 14)  # and after it
LAST_FOR = 7  # days in which the last of them is still made up for
RECEIVED_WITHIN = 3  # days the office has for what was sent


@dataclass(frozen=True)
class Paper:
    """A registration, or a dossier that is with its unit. `about` tells its subject, `until` is a date of its own."""

    pk: int
    who: str
    state: str
    about: str
    names_model: bool = False
    until: date | None = None
    settled: bool = False  # no dossier will follow, and the unit has said why


@dataclass(frozen=True)
class UnitYear:
    """What one unit has done in one open year. `begun`: subjects about whom there is a dossier, anybody's."""

    year: int
    unit_id: int
    unit: str
    registers_by: date
    nominates_by: date
    models_owed: int
    registrations: tuple[Paper, ...]
    dossiers: tuple[Paper, ...]
    begun: frozenset[str]


@dataclass(frozen=True)
class Waiting:
    """What was sent on a day and nobody has received."""

    what: str
    since: date


@dataclass(frozen=True)
class Matter:
    """Something that somebody is behind with. `late`: what can be done once its date has passed."""

    key: str
    place: str
    what: str
    due: date
    missing: tuple[str, ...]
    link: str
    late: str = ""


@dataclass(frozen=True)
class Reminder:
    """One message. The same key is never sent twice to the same person."""

    matter: str
    place: str
    subject: str
    body: str
    link: str

    def key(self, user_id: int) -> str:
        return f"{REMINDER}{self.matter}:{user_id}"


def step(due: date, day: date) -> str:
    """The latest reminder of a date whose day has come ("b7": seven days before, "a1": one after), or "".

    A day on which the timer did not run is made up for on the next.
    """
    left = (due - day).days
    if left >= 0:
        come = [days for days in BEFORE if left <= days]
        return f"b{min(come)}" if come else ""
    late = max((days for days in AFTER if days <= -left), default=0)
    return f"a{late}" if late and -left < AFTER[-1] + LAST_FOR else ""


def reminder_of(matter: Matter, day: date) -> Reminder | None:
    """What is said about it on this day, if anything is."""
    now = step(matter.due, day)
    if not now or not matter.missing:
        return None
    told = {"what": matter.what, "left": days_left((matter.due - day).days), "due": f"{matter.due:%d/%m/%Y}"}
    head = _("Còn %(count)s việc chưa xong:") % {"count": two_digits(len(matter.missing))}
    end = matter.late if matter.due < day else _("Đề nghị hoàn thành trước hạn.")
    return Reminder(
        f"{matter.key}:{matter.due:%Y%m%d}:{now}",
        matter.place,
        _("%(what)s: %(left)s (hạn %(due)s)") % told,
        "\n".join([head, *(f"– {each}" for each in matter.missing), end]).strip(),
        matter.link,
    )


# -- units ----------------------------------------------------------------------------------------------------


def owed_by(unit: UnitYear) -> list[Matter]:
    return [
        _registrations(unit),
        _dossiers(unit),
        *(_registration_back(unit, paper) for paper in unit.registrations if paper.state == "returned" and paper.until),
        *(_dossier_with_own_date(unit, paper) for paper in unit.dossiers if paper.until),
    ]


def _registrations(unit: UnitYear) -> Matter:
    sent = [paper for paper in unit.registrations if paper.state in ("submitted", "accepted")]
    drafts = [paper for paper in unit.registrations if paper.state == "draft"]
    missing = [_("Đăng ký chưa gửi: %(who)s") % {"who": paper.who} for paper in drafts]
    if not sent and not drafts:
        missing.append(_("Đơn vị chưa gửi đăng ký nào."))
    promised = sum(paper.names_model for paper in sent)
    if promised < unit.models_owed:
        told = {"promised": two_digits(promised), "owed": two_digits(unit.models_owed)}
        missing.append(_("Đã đăng ký %(promised)s mô hình, phải có ít nhất %(owed)s.") % told)
    return Matter(
        f"registrations-{unit.year}-{unit.unit_id}",
        unit.unit,
        _("Gửi danh sách đăng ký năm %(year)s") % {"year": unit.year},
        unit.registers_by,
        tuple(missing),
        f"{reverse('nominations:registration-list')}?year={unit.year}",
        _("Đăng ký gửi sau hạn vẫn được nhận và ghi là bổ sung."),
    )


def _dossiers(unit: UnitYear) -> Matter:
    promised = [
        paper
        for paper in unit.registrations
        if paper.state == "accepted" and paper.about not in unit.begun and not paper.settled
    ]
    missing = [_("Đã đăng ký, chưa lập hồ sơ: %(who)s") % {"who": paper.who} for paper in promised]
    drafts = [paper for paper in unit.dossiers if not paper.until]
    missing += [_("Hồ sơ chưa gửi: %(who)s") % {"who": paper.who} for paper in drafts]
    return Matter(
        f"dossiers-{unit.year}-{unit.unit_id}",
        unit.unit,
        _("Gửi hồ sơ đề nghị năm %(year)s") % {"year": unit.year},
        unit.nominates_by,
        tuple(missing),
        f"{reverse('nominations:nomination-list')}?year={unit.year}",
        _("Đã hết hạn gửi. Đề nghị Trưởng Phòng gia hạn nếu có lý do; đăng ký không lập hồ sơ cần nêu lý do."),
    )


def _registration_back(unit: UnitYear, paper: Paper) -> Matter:
    return Matter(
        f"registration-{paper.pk}",
        unit.unit,
        _("Bổ sung đăng ký bị trả lại"),
        paper.until,
        (_("Đăng ký chờ bổ sung: %(who)s") % {"who": paper.who},),
        reverse("nominations:registration-detail", args=[paper.pk]),
        _("Đề nghị bổ sung và gửi lại sớm."),
    )


def _dossier_with_own_date(unit: UnitYear, paper: Paper) -> Matter:
    back = paper.state == "returned"
    words = _("Hồ sơ chờ bổ sung: %(who)s") if back else _("Hồ sơ chưa gửi: %(who)s")
    return Matter(
        f"dossier-{paper.pk}",
        unit.unit,
        _("Bổ sung hồ sơ bị trả lại") if back else _("Gửi hồ sơ được gia hạn"),
        paper.until,
        (words % {"who": paper.who},),
        reverse("nominations:nomination-detail", args=[paper.pk]),
        _("Đã hết hạn gửi. Đề nghị Trưởng Phòng gia hạn nếu có lý do."),
    )


# -- assessors, the office ------------------------------------------------------------------------------------


def sheets_owed(year: int, reviews_on: date, who: Iterable[str]) -> Matter:
    """Of one assessor; who the dossiers are about."""
    return Matter(
        f"sheets-{year}",
        _("Thành viên Hội đồng"),
        _("Gửi phiếu chấm năm %(year)s") % {"year": year},
        reviews_on,
        tuple(_("Phiếu chưa gửi: %(who)s") % {"who": each} for each in who),
        reverse("nominations:score-list"),
        _("Ngày bình xét đã qua. Đề nghị gửi phiếu hoặc báo Phòng đổi người chấm."),
    )


def proposal_owed(pk: int, to: str, due: date, missing: Iterable[str], link: str) -> Matter:
    """Of the office: a proposal upward that has not gone out, and what its file still lacks."""
    return Matter(
        f"proposal-{pk}",
        _("Phòng và người tiếp nhận thay"),
        _("Gửi đề nghị khen thưởng: %(to)s") % {"to": to},
        due,
        (_("Đề nghị chưa ghi là đã gửi."), *(_("Còn thiếu: %(what)s") % {"what": each} for each in missing)),
        link,
        _("Đã qua hạn gửi. Đề nghị gửi sớm và ghi số tờ trình."),
    )


def receipt_owed(waiting: Iterable[Waiting], day: date) -> Reminder | None:
    """Of one who receives: once a week, what has waited longer than the office has for it."""
    late = [each for each in waiting if (day - each.since).days > RECEIVED_WITHIN]
    if not late:
        return None
    told = {"count": two_digits(len(late)), "days": two_digits(RECEIVED_WITHIN)}
    lines = [
        _("– %(what)s, gửi ngày %(since)s") % {"what": each.what, "since": f"{each.since:%d/%m/%Y}"}
        for each in sorted(late, key=lambda each: (each.since, each.what))
    ]
    return Reminder(
        f"receipt:{day:%G-W%V}",
        _("Phòng và người tiếp nhận thay"),
        _("Tiếp nhận: %(count)s đăng ký, hồ sơ chờ quá %(days)s ngày") % told,
        "\n".join([*lines, _("Đề nghị tiếp nhận hoặc trả lại kèm lý do.")]),
        reverse("portal:home"),
    )
