"""Báo cáo thành tích: what the unit itself wrote, beside its promise, and the ratings that are out.

No verdict and no mark: the report is the unit's own paper; what the office, the assessors or the council found
stands elsewhere.
"""

from django.utils.translation import gettext as _

from criteria.models import Criterion, PlanYear
from criteria.vocabulary import SubjectKind
from nominations.documents.frame import Frame, blank_frame, day_of, frame_of, plain, said, sentence
from nominations.documents.known_ratings import KnownRatings
from nominations.documents.results import awards_tables, blank_results, results_table
from nominations.documents.staff import Staff
from nominations.documents.subject import Subject, reported_facts, subject_of
from nominations.models import Nomination
from portal.models import User
from portal.papers.blocks import Heading, Paper, Text, Title, Together

LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of points in Vietnamese papers


def achievement_report(nomination: Nomination, *, reader: User) -> Paper:
    day = day_of(nomination.state, nomination.sent_at)
    units = [unit for unit in (nomination.unit, nomination.subject_unit) if unit]
    people = [nomination.subject_person] if nomination.subject_person_id else []
    staff = Staff(day, units, people)
    frame = frame_of(nomination.unit, nomination.plan_year.year, staff)
    who = subject_of(nomination, staff, frame.head)
    ratings = KnownRatings(nomination, day, reader)
    rated = "; ".join(ratings.of_year(year) for year in (ratings.year - 1, ratings.year))
    done = (*results_table(nomination), *(said("", nomination.report) if nomination.report else ()))
    standards = _standards(nomination, ratings)
    return _paper(frame, who, nomination, rated, done, standards, awards_tables(nomination.awards.all()))


def blank_achievement_report(*, collective: bool) -> Paper:
    """The standards are those of the newest plan year."""
    kind = SubjectKind.COLLECTIVE if collective else SubjectKind.INDIVIDUAL
    year = PlanYear.objects.exclude(state="planned").order_by("year").last()
    rows = _criteria(year, kind) if year else []
    standards = _lettered([(row, "") for row in rows])
    awards = awards_tables(None)
    return _paper(blank_frame(), Subject(collective), Nomination(scope=""), "", blank_results(), standards, awards)


def _paper(frame: Frame, who: Subject, told: Nomination, rated: str, done: tuple, standards: tuple, awards: tuple):
    part = _("I. ĐẶC ĐIỂM, TÌNH HÌNH") if who.collective else _("I. SƠ LƯỢC LÝ LỊCH")
    duties = _("5. Nhiệm vụ được giao; đặc điểm, tình hình:") if who.collective else _("6. Nhiệm vụ được giao:")
    number = 6 if who.collective else 7
    vow = _("Tập thể xin") if who.collective else _("Tôi xin")
    truth = _(
        "%(vow)s cam đoan nội dung báo cáo là đúng sự thật và chịu trách nhiệm trước pháp luật về nội dung đã báo "
        "cáo./."
    )
    blocks = (
        frame.top(place=frame.dated),
        _title(frame),
        Heading(part),
        *reported_facts(who),
        *said(duties, told.duties),
        *said(_("%(n)s. Xếp loại chất lượng:") % {"n": number}, rated, dots=1),
        Heading(_("II. THÀNH TÍCH ĐẠT ĐƯỢC")),
        Heading(_("1. Kết quả thực hiện nội dung đã đăng ký")),
        *done,
        *standards,
        Heading(_("III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG")),
        *awards,
        Together(
            (
                Text(plain(truth % {"vow": vow})),
                frame.signed(_("THỦ TRƯỞNG ĐƠN VỊ\nXÁC NHẬN"), _("NGƯỜI BÁO CÁO"), who.signs),
            )
        ),
    )
    return Paper(_("Báo cáo thành tích: %(who)s") % {"who": who.name or _("mẫu")}, frame.day, blocks)


def _title(frame: Frame) -> Title:
    lines = (
        (_("BÁO CÁO THÀNH TÍCH"), "b"),
        (_("Đề nghị công nhận điển hình tiên tiến trong học tập và làm theo"), "b"),
        (_("tư tưởng, đạo đức, phong cách Hồ Chí Minh năm %(year)s") % {"year": frame.year_or_dots}, "b"),
    )
    return Title(lines)


def _criteria(year: PlanYear, kind: str) -> list[Criterion]:
    """Gates too: a report speaks to every standard."""
    rows = year.criteria_set.criteria.filter(enabled=True, unit=None).select_related("group")
    return [row for row in rows.exclude(code__in=year.set_aside) if kind in row.applies_to]


def _standards(nomination: Nomination, ratings: KnownRatings) -> tuple:
    texts = dict(nomination.statements.values_list("criterion_id", "text"))
    vote = getattr(nomination, "endorsement", None)
    acclaim = ""
    if vote:
        told = {"agree": vote.agree, "members": vote.members, "paper": vote.minutes_number}
        acclaim = _("%(agree)s/%(members)s thành viên đồng ý, theo Biên bản số %(paper)s") % told
        acclaim += _(" ngày %(day)s") % {"day": f"{vote.held_on:%d/%m/%Y}"}
    rows = []
    for row in _criteria(nomination.plan_year, nomination.kind):
        text = acclaim if row.source == "endorsement" else texts.get(row.pk) or ratings.of_gate(row)
        rows.append((row, text))
    return _lettered(rows)


def _lettered(rows: list[tuple[Criterion, str]]) -> tuple:
    """Point by point. Of the general standards, those of one clause of the plan are one point (III.2 has four)."""
    general = [each for each in rows if each[0].group.code == "general"]
    subject = [each for each in rows if each[0].group.code == "subject"]
    own = [each for each in rows if each[0].group.code not in ("general", "subject")]
    first = [text for row, words in subject for text in said(f"{row.label}:", words, dots=1)]
    clauses = list(dict.fromkeys(row.clause for row, _words in general))
    points = [[each for each in general if each[0].clause == clause] for clause in clauses]
    return (
        Heading(_("2. Theo tiêu chuẩn chung của điển hình tiên tiến")),
        *first,
        *_points(points),
        Heading(_("3. Theo tiêu chuẩn cụ thể trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh")),
        *_points([[each] for each in own]),
    )


def _points(points: list[list[tuple[Criterion, str]]]) -> list[Text]:
    found: list[Text] = []
    for letter, point in zip(LETTERS, points, strict=False):
        for place, (row, words) in enumerate(point):
            label = f"{letter}) {row.label}:" if place == 0 else f"{row.label}:"
            found += said(label, sentence(words))
    return found
