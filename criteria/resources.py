"""Year-end ratings from a spreadsheet, of units and of people, each with its paper; `record_rating` writes them."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from criteria.actions.ratings import record_rating
from criteria.forms.ratings import decision_date
from criteria.models import Rating
from criteria.queries import ratings as queries
from criteria.vocabulary import Level, RatingOf
from portal.fields import CHOOSE, DateField, TextField
from portal.lists import newest_begun
from portal.models import Person, Unit
from portal.sheets.cells import Cell
from portal.sheets.forms import UploadForm
from portal.sheets.kinds import Form, Kind
from portal.sheets.resource import LeftOut, SheetResource
from portal.sheets.table import Known, Line
from portal.sheets.widgets import Choice, Day, Mark, Text, column
from portal.text import fold

MARKED = {f"level_{level.value}": level for level in Level}  # a column for each level, with an x in one of them
COLUMNS = (
    Known("subject", "Họ và tên, tên tập thể", ("ho va ten", "ho ten", "ten tap the", "tap the", "ten don vi")),
    Known("unit", "Đơn vị", ("don vi cong tac", "khoa phong", "phong khoa", "phong ban")),
    Known("birth", "Ngày sinh", ("ngay thang nam sinh",)),
    Known("of", "Xếp loại của", ("xep loai cua", "loai doi tuong")),
    Known("level", "Mức xếp loại", ("ket qua xep loai", "xep loai", "muc do hoan thanh", "ket qua danh gia xep loai")),
    Known("decision_number", "Số quyết định, thông báo", ("so quyet dinh", "so qd", "quyet dinh so")),
    Known("decision_date", "Ngày ban hành", ("ngay quyet dinh", "ngay ky", "ngay qd")),
)
_SHORT = {"HTXSNV": Level.EXCELLENT, "HTTNV": Level.GOOD, "HTNV": Level.DONE, "KHTNV": Level.FAIL}
_LEVELS = {level.label: level for level in reversed(Level)} | _SHORT
_LEVELS |= {"Hoàn thành xuất sắc": Level.EXCELLENT, "Xuất sắc": Level.EXCELLENT, "Hoàn thành tốt": Level.GOOD}
_LEVELS |= {"Tốt": Level.GOOD, "Hoàn thành": Level.DONE, "Không hoàn thành": Level.FAIL}
MARKS = tuple(
    Known(each, level.label, tuple(fold(words) for words, meant in _LEVELS.items() if meant == level), offered=False)
    for each, level in MARKED.items()
)
_OF = {of.label: of for of in RatingOf}


class RatingsForm(UploadForm):
    year = forms.TypedChoiceField(
        label=gettext_lazy("Năm xếp loại"),
        coerce=int,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    of = forms.ChoiceField(
        label=gettext_lazy("Cá nhân được xếp loại là"),
        help_text=gettext_lazy("Dùng cho dòng cá nhân không có cột “Xếp loại của”."),
        choices=[(of.value, of.label) for of in (RatingOf.STAFF, RatingOf.PARTY_MEMBER)],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    decision_number = TextField(
        label=gettext_lazy("Số quyết định, thông báo"),
        help_text=gettext_lazy("Dùng cho dòng không ghi số văn bản."),
        max_length=60,
        required=False,
    )
    decision_date = DateField(
        label=gettext_lazy("Ngày ban hành"), help_text=gettext_lazy("Dùng cho dòng không ghi ngày."), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in queries.known_years()]


class RatingResource(SheetResource):
    level: Field = column("level", "level", Choice("Mức xếp loại", _LEVELS))
    decision_number: Field = column("decision_number", "decision_number", Text("Số quyết định, thông báo", 60))
    decision_date: Field = column("decision_date", "decision_date", Day("Ngày ban hành"))

    class Meta(SheetResource.Meta):
        model = Rating
        fields = ("line", "level", "decision_number", "decision_date")

    def day(self) -> date:
        return queries.day_of_belonging(self.asked["year"])

    def prepare(self) -> None:
        standing = Rating.objects.standing().filter(year=self.asked["year"]).select_related("unit", "person", "scan")
        self.standing = {(each.of, each.unit_id or each.person_id): each for each in standing}
        found = queries.dues(self.asked["year"], queries.content_of_year(self.asked["year"]))
        self.members = {due.subject.pk for due in found if due.of == RatingOf.PARTY_MEMBER}
        self.paper_date = decision_date(self.asked["year"])

    def before_import_row(self, row: dict, **kwargs) -> None:
        super().before_import_row(row, **kwargs)
        marked = [level for each, level in MARKED.items() if each in row and Mark(level.label).clean(row[each])]
        if len(marked) > 1:
            raise ValidationError(_("Đánh dấu nhiều mức xếp loại."))
        if marked:
            row["level"] = Cell(marked[0].label)
        if "level" not in row:
            raise LeftOut(_("Để trống mức xếp loại: chưa có kết quả."))
        for name in ("decision_number", "decision_date"):
            if name not in row and self.asked[name]:
                row[name] = Cell(self.asked[name])
            if name not in row:
                raise ValidationError(_("Thiếu số hoặc ngày văn bản; có thể ghi một lần cho cả tệp khi tải lên."))

    def match(self, row: dict) -> Rating | None:
        line: Line = row["line"]
        of, subject = self._whose(line)
        if of == RatingOf.PARTY_MEMBER and not self._may_be_due(of, subject):
            raise ValidationError(_("Kế hoạch không yêu cầu xếp loại đảng viên của người này."))
        self.once(line, of, subject.pk)
        row["of"], row["whose"] = of, subject
        row["standing"] = self.standing.get((of.value, subject.pk))
        return row["standing"]

    def _may_be_due(self, of: RatingOf, subject: Person) -> bool:
        return subject.pk in self.members or (of.value, subject.pk) in self.standing

    def _whose(self, line: Line) -> tuple[RatingOf, Unit | Person]:
        """A unit of that name, else a person. The column "Xếp loại của" must agree."""
        name, told = line.text("subject"), self._told(line)
        if not name:
            raise ValidationError(_("Thiếu tên tập thể, cá nhân."))
        if (told is None or not told.is_of_a_person) and self.school.knows_unit(name):
            unit = self.school.unit(name)
            of = queries.rated_as(unit)
            if of is None or told not in (None, of):
                raise ValidationError(_("%(unit)s không được xếp loại như vậy.") % {"unit": unit})
            return of, unit
        if told is not None and not told.is_of_a_person:
            raise ValidationError(_("Không có đơn vị “%(name)s” trong danh mục đơn vị.") % {"name": name[:80]})
        return told or RatingOf(self.asked["of"]), self.person_named(line, name)

    @staticmethod
    def _told(line: Line) -> RatingOf | None:
        if not line.text("of"):
            return None
        try:
            return Choice(_("Xếp loại của"), _OF).clean(line.cells["of"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def init_instance(self, row: dict) -> Rating:
        whose = {"person": row["whose"]} if row["of"].is_of_a_person else {"unit": row["whose"]}
        return Rating(of=row["of"].value, year=self.asked["year"], **whose)

    def import_instance(self, instance: Rating, row: dict, **kwargs) -> None:
        super().import_instance(instance, row, **kwargs)
        self.paper_date.clean(instance.decision_date)

    def changes(self, original: Rating | None, instance: Rating, row: dict) -> list[tuple[str, str, str]]:
        label = f"{instance.get_of_display()}, {_('mức xếp loại')}"
        told = [
            (label, original.get_level_display() if original else "", instance.get_level_display()),
            (_("văn bản"), original.paper if original else "", instance.paper),
        ]
        return [(words, old, new) for words, old, new in told if old != new]

    def keep(self, instance: Rating, row: dict) -> None:
        record_rating(
            of=row["of"],
            subject=row["whose"],
            year=instance.year,
            level=Level(instance.level),
            decision_number=instance.decision_number,
            decision_date=instance.decision_date,
            seen=row["standing"].pk if row["standing"] else None,
            by=self.by,
        )


def _form() -> Form:
    """Everything that may be rated this year, with what is known already; a level left blank says nothing."""
    year = newest_begun(queries.known_years())
    found = queries.dues(year, queries.content_of_year(year))
    return Form(
        rows=[_row(due) for due in found],
        choices={"level": [level.label for level in reversed(Level)], "of": list(_OF)},
        examples={
            "level": _("Chọn một mức. Để trống nếu chưa có kết quả."),
            "decision_number": _("Ví dụ: 140/QĐ-TCT. Có thể để trống và ghi một lần khi tải tệp lên."),
        },
    )


def _row(due: queries.Due) -> dict[str, object]:
    row = {"subject": str(due.subject), "unit": str(due.unit), "of": due.of.label}
    if due.of.is_of_a_person:
        row["birth"] = due.subject.birth_date
    if due.rating:
        row |= {"level": due.rating.get_level_display(), "decision_number": due.rating.decision_number}
        row["decision_date"] = due.rating.decision_date
    return row


RATINGS = Kind(
    key="ratings",
    ability="rating.keep",
    title=gettext_lazy("Kết quả xếp loại"),
    lead=gettext_lazy("Của tập thể và cá nhân, ghi theo văn bản đã ban hành. Kết quả cũ được giữ lại trong lịch sử."),
    columns=COLUMNS + MARKS,
    asked=RatingsForm,
    resource=RatingResource,
    form=_form,
    back=(gettext_lazy("Xếp loại"), "/ratings/"),
)
