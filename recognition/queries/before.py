"""Before a list is closed: what is missed, waits, stands there twice or was never explained, and where it is settled.

A fixed number of queries. Only a flagged entry without a reason holds the closing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.vocabulary import Verdict
from nominations.models import Evidence, Nomination, Registration
from nominations.queries.following import unexplained
from nominations.workflow import NOMINATIONS
from portal.models import Person, Unit
from portal.text import fold
from recognition.before import Named, Point, Standard, standards_missed, twins
from recognition.compile import Marks, WorkingList, with_marks
from recognition.models import ListVersion, ReviewList, WideSpread
from recognition.queries import balance
from recognition.queries.last_year import last_years

PUT_FORWARD = ("submitted", "returned", "received", "appraised")


@dataclass(frozen=True)
class Before:
    """`stands`: who would stand on the list, in a sentence; `points`: what there is to look at, what holds first."""

    stands: str
    points: list[Point]
    standards: list[Standard]

    @property
    def holding(self) -> list[Point]:
        return [point for point in self.points if point.holds]


def marked(review_list: ReviewList, working: WorkingList) -> WorkingList:
    """With what the balance asks about each line, and the spread mark."""
    flags: dict[int, list[balance.Flagged]] = {}
    for each in balance.flagged(review_list, working):
        flags.setdefault(each.nomination.pk, []).append(each)
    keys = [line.nomination.pk for line in working.lines]
    spreads = standing_spreads(keys)
    return with_marks(working, {pk: Marks(tuple(flags.get(pk, ())), spreads.get(pk)) for pk in keys})


def standing_spreads(keys: Iterable[int]) -> dict[int, WideSpread]:
    rows = WideSpread.objects.filter(nomination__in=set(keys), taken_back_at=None).select_related("given_by__person")
    return {each.nomination_id: each for each in rows}


@dataclass(frozen=True)
class Settled:
    """Beside a frozen version: entries kept for a reason, and who bears the spread mark."""

    kept: list[tuple[str, list[str]]]
    spread: list[tuple[str, WideSpread]]
    in_this_version: frozenset[int]  # the marks that it froze; the others were given later
    may_be_given: list[tuple[int, str]]


def settled_in(frozen: ListVersion) -> Settled:
    rows = [*frozen.content["collectives"], *frozen.content["individuals"]]
    names = {row["nomination"]: row["name"] for row in rows}
    spreads = standing_spreads(names)
    return Settled(
        [(row["name"], row["kept"]) for row in rows if row.get("kept")],
        [(names[pk], spreads[pk]) for pk in names if pk in spreads],
        frozenset(row["nomination"] for row in rows if row.get("spread")),
        [(pk, name) for pk, name in names.items() if pk not in spreads],
    )


def before_closing(review_list: ReviewList, working: WorkingList, *, may_open: bool) -> Before:
    """`working`: with its marks. `may_open`: whether dossiers, and with them the links, are the reader's."""
    found = _Points(review_list, working, may_open=may_open)
    points = [point for point in found.all() if point.rows]
    points.sort(key=lambda point: not point.holds)
    outside = ((str(out.nomination), out.score) for out in working.outside if not out.nomination.aside_reason)
    return Before(_stands(working), points, standards_missed(outside))


def _stands(working: WorkingList) -> str:
    """How many, of which kind and scope, women and men."""
    lines = working.lines
    if not lines:
        return _("Chưa có hồ sơ nào đạt mọi tiêu chuẩn.")
    kinds = [f"{section.label[0].lower()}{section.label[1:]}: {len(section.lines):02d}" for section in working.sections]
    sexes = Counter(line.nomination.subject_person.sex for line in lines if line.nomination.subject_person)
    told = {"n": len(lines), "kinds": "; ".join(kinds)}
    words = _("%(n)02d mục sẽ có tên trong danh sách (%(kinds)s).") % told
    if not sexes:
        return words
    people = {"women": sexes[Person.Sex.FEMALE], "men": sexes[Person.Sex.MALE]}
    return f"{words} " + _("Trong số cá nhân: %(women)02d nữ, %(men)02d nam.") % people


class _Points:
    """One method a point; each reads once."""

    def __init__(self, review_list: ReviewList, working: WorkingList, *, may_open: bool):
        self.list, self.year, self.working, self.may_open = review_list, review_list.plan_year, working, may_open

    def all(self) -> Iterator[Point]:
        yield self._flagged()
        yield self._unmarked()
        yield self._awaiting()
        yield self._raised()
        if self.list.is_supplement:  # the rest was looked at before the year's own list
            return
        live = list(self._put_forward())
        yield self._not_received(live)
        yield self._silent()
        yield self._same_files()
        yield self._same_models(live)
        yield self._same_names(live)
        yield self._owing()
        yield self._not_evaluated()

    # -- of those on the list or outside ----------------------------------------------------------------------

    def _flagged(self) -> Point:
        rows = [
            self._named(line.nomination, each.flag.sentence)
            for line in self.working.lines
            for each in line.marks.flags
            if each.kept is None
        ]
        href = reverse("recognition:list-balance", args=[self.list.pk]) + "#flags"
        told = {"act": _("Ghi lý do giữ lại"), "href": href, "holds": True}
        said = _("Danh sách chỉ chốt được khi mỗi mục này có lý do giữ lại, hoặc không còn đứng trong danh sách.")
        return Point("flagged", _("Mục cần cân nhắc, chưa có lý do giữ lại"), rows, said, **told)

    def _unmarked(self) -> Point:
        rows = [
            self._named(out.nomination, str(out.state.label))
            for out in self.working.outside
            if not out.nomination.aside_reason and out.score.verdict in (Verdict.UNFINISHED, Verdict.ELIGIBLE)
        ]
        return self._point("unmarked", _("Chưa chấm xong, chưa kết luận"), rows, _("Theo dõi việc chấm"), "marking")

    def _awaiting(self) -> Point:
        rows = [self._named(out.nomination, out.first[0]) for out in self.working.outside if out.may_be_set_aside]
        said = _("Có thể để riêng từng hồ sơ làm danh sách bổ sung, ở phần “Đứng ngoài danh sách”.")
        asked = {"year": self.year.year, "missing": "asked"}
        href = f"{reverse('criteria:rating-list')}?{urlencode(asked)}" if self.may_open else ""
        return Point("awaiting", _("Chờ kết quả xếp loại"), rows, said, _("Kết quả xếp loại còn thiếu"), href)

    def _raised(self) -> Point:
        rows = [
            self._named(each.nomination, " ".join(change.sentence for change in each.raised))
            for each in (*self.working.lines, *self.working.outside)
            if each.raised
        ]
        title = _("Điều kiện thay đổi sau kết luận, chưa xem xét")
        return self._point("raised", title, rows, _("Mở danh sách hồ sơ"), "nomination-list", step="raised")

    # -- of the year ------------------------------------------------------------------------------------------

    def _put_forward(self) -> QuerySet[Nomination]:
        rows = Nomination.objects.filter(plan_year=self.year, state__in=PUT_FORWARD, submitted_at__isnull=False)
        return rows.select_related("unit", "subject_unit", "subject_person")

    def _not_received(self, live: Sequence[Nomination]) -> Point:
        rows = [
            self._named(each, f"{each.unit} · {NOMINATIONS.states[each.state].label}")
            for each in live
            if each.state in ("submitted", "returned")
        ]
        title, act = _("Chưa tiếp nhận"), _("Mở danh sách hồ sơ")
        return self._point("waiting", title, rows, act, "nomination-list", state="submitted")

    def _silent(self) -> Point:
        silent = unexplained(Registration.objects.filter(plan_year=self.year)).with_subject()
        rows = [Named(str(each), self._href("registration-detail", each.pk), str(each.unit)) for each in silent]
        title = _("Đã đăng ký, chưa có hồ sơ, chưa nêu lý do không đề nghị")
        return self._point("silent", title, rows, _("Mở danh sách đăng ký"), "registration-list", followed="silent")

    def _same_files(self) -> Point:
        rows = [Named("; ".join(group)) for group in twins(_shared_files(self.year))]
        said = _("Một tệp minh chứng nằm trong hồ sơ của hai đối tượng: xem lại phần tham gia của mỗi bên.")
        return Point("files", _("Cùng một tệp minh chứng"), rows, said)

    def _same_models(self, live: Sequence[Nomination]) -> Point:
        promised = Registration.objects.filter(plan_year=self.year, state="accepted").exclude(model_name="")
        named = [*promised.with_subject(), *(each for each in live if each.model_name)]
        rows = [Named("; ".join(group)) for group in twins(_model(each) for each in named)]
        said = _("Hai đối tượng nêu cùng một tên mô hình: một thành tích không xét hai lần.")
        return Point("models", _("Cùng một tên mô hình"), rows, said)

    def _same_names(self, live: Sequence[Nomination]) -> Point:
        people = [each for each in live if each.subject_person_id]
        groups = twins((each.subject_person.search, each.subject_person_id, f"{each}, {each.unit}") for each in people)
        said = _("Hai người khác nhau trùng họ tên: kiểm tra đơn vị, ngày sinh trước khi in danh sách.")
        return Point("names", _("Trùng họ và tên"), [Named("; ".join(group)) for group in groups], said)

    def _owing(self) -> Point:
        """Plan V, second dash: each unit at least so many models a year."""
        day, owed = self.year.day_of_belonging, self.year.models_owed
        units = Unit.objects.on(day).filter(owes_model=True) if owed else Unit.objects.none()
        accepted = Registration.objects.filter(plan_year=self.year, state="accepted").exclude(model_name="")
        promised = dict(accepted.order_by().values_list("unit").annotate(n=Count("pk")))
        standing = Counter(line.nomination.unit_id for line in self.working.lines if line.nomination.model_name)
        rows = [
            Named(
                str(unit),
                second=_("phải có %(owed)02d, đã hứa %(promised)02d, sẽ có trong danh sách %(standing)02d")
                % {"owed": owed, "promised": promised.get(unit.pk, 0), "standing": standing[unit.pk]},
            )
            for unit in units
            if standing[unit.pk] < owed
        ]
        said = _("Kế hoạch (mục V) yêu cầu mỗi đơn vị ít nhất %(n)02d mô hình mỗi năm.") % {"n": owed}
        href = reverse("recognition:dashboard") + f"?year={self.year.year}"
        return Point("owing", _("Đơn vị chưa đủ mô hình"), rows, said, _("Xem mô hình của các đơn vị"), href)

    def _not_evaluated(self) -> Point:
        rows = [
            Named(str(each), second=str(each.nomination.unit)) for each in last_years(self.year).filter(evaluation=None)
        ]
        said = _("Kế hoạch (mục V) yêu cầu đánh giá điển hình năm trước. Việc này không cản việc chốt danh sách.")
        title = _("Điển hình năm %(year)s chưa đánh giá") % {"year": self.year.year - 1}
        href = reverse("recognition:list-last-year", args=[self.list.pk])
        return Point("evaluation", title, rows, said, _("Đánh giá điển hình năm trước"), href)

    # -- small things -----------------------------------------------------------------------------------------

    def _named(self, nomination: Nomination, second: str) -> Named:
        return Named(str(nomination), self._href("nomination-detail", nomination.pk), second)

    def _href(self, name: str, *args: int) -> str:
        return reverse(f"nominations:{name}", args=args) if self.may_open else ""

    def _point(self, key: str, title: str, rows: list[Named], act: str, name: str, **asked: str) -> Point:
        query = urlencode({"year": self.year.year} | asked)
        return Point(key, title, rows, act=act, href=f"{self._href(name)}?{query}" if self.may_open else "")


def to_be_spread(review_list: ReviewList) -> QuerySet[Nomination]:
    """Dossiers of the list's year that were sent."""
    return Nomination.objects.with_subject().filter(plan_year=review_list.plan_year, submitted_at__isnull=False)


def bearing_the_mark(review_list: ReviewList) -> QuerySet[Nomination]:
    marks = WideSpread.objects.filter(taken_back_at=None)
    return to_be_spread(review_list).filter(pk__in=marks.values("nomination"))


def standing_on(review_list: ReviewList, working: WorkingList | None) -> list[Nomination]:
    """Who would stand on it; of a closed list, who does."""
    if working is not None:
        return [line.nomination for line in working.lines]
    frozen = review_list.latest()
    rows = frozen.entries.select_related("nomination__unit", "nomination__subject_person") if frozen else ()
    return [entry.nomination for entry in rows]


def _shared_files(year: PlanYear) -> Iterator[tuple]:
    """(hash, whose, as it is shown) of files that lie in more than one dossier; by content, as sent or as kept."""
    rows = Evidence.objects.standing().filter(
        nomination__plan_year=year, nomination__state__in=PUT_FORWARD, nomination__submitted_at__isnull=False
    )
    kept, sent = (_in_several(rows, name) for name in ("file__sha256", "file__sent_sha256"))
    rows = rows.filter(Q(file__sha256__in=kept) | Q(file__sent_sha256__in=sent)).select_related(
        "file", "nomination__subject_unit", "nomination__subject_person"
    )
    for each in rows:
        shown = f"{each.nomination}: {each.title}"
        yield each.file.sha256, each.nomination_id, shown
        yield each.file.sent_sha256, each.nomination_id, shown


def _in_several(rows: QuerySet[Evidence], name: str) -> QuerySet:
    grouped = rows.order_by().values(name).annotate(n=Count("nomination", distinct=True))
    return grouped.filter(n__gt=1).values(name)


def _model(each: Registration | Nomination) -> tuple:
    """Promised and achieved by the same subject are one."""
    whose = (each.subject_unit_id, each.subject_person_id)
    return fold(each.model_name), whose, f"{each} (“{each.model_name}”)"
