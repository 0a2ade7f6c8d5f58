"""Registrations and recognitions of the years before the portal, from a spreadsheet: facts with their paper."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from criteria.models import PlanYear
from criteria.vocabulary import Scope
from portal import actions, clock
from portal.fields import DateField, NumberField, TextField
from portal.models import Person, Unit
from portal.sheets.cells import Cell
from portal.sheets.forms import UploadForm
from portal.sheets.kinds import Form, Kind
from portal.sheets.resource import SheetResource
from portal.sheets.table import Known, Line
from portal.sheets.widgets import Choice, Day, Text, column
from recognition.models import EarlierCase

EARLIEST = 2000
_SUBJECT = Known(
    "subject", "Họ và tên, tên tập thể", ("ho va ten", "ho ten", "ten tap the", "tap the", "tap the ca nhan")
)
COLUMNS = (
    _SUBJECT,
    Known("unit", "Đơn vị", ("don vi cong tac", "don vi gioi thieu", "khoa phong", "phong khoa", "phong ban")),
    Known("birth", "Ngày sinh", ("ngay thang nam sinh",)),
    Known("year", "Năm", ("nam dang ky", "nam cong nhan", "nam xet")),
    Known("scope", "Phạm vi", ("toan dien tung mat", "pham vi dien hinh")),
    Known("field", "Lĩnh vực", ("noi dung dang ky", "linh vuc dang ky")),
    Known("model_name", "Tên mô hình", ("mo hinh", "noi dung ten mo hinh", "ten mo hinh dang ky")),
)
PAPER = (
    Known("decision_number", "Số quyết định", ("so qd", "quyet dinh so", "quyet dinh cong nhan")),
    Known("decision_date", "Ngày quyết định", ("ngay qd", "ngay ky", "ngay ban hanh")),
)
_SCOPES = {scope.label: scope.value for scope in Scope} | {"Lĩnh vực": Scope.FIELD.value, "Một mặt": Scope.FIELD.value}


class EarlierForm(UploadForm):
    year = NumberField(
        label=gettext_lazy("Năm"),
        help_text=gettext_lazy("Dùng cho dòng không có cột “Năm”."),
        low=EARLIEST,
        high=2099,
        required=False,
    )


class RecognisedForm(EarlierForm):
    decision_number = TextField(
        label=gettext_lazy("Số quyết định"),
        help_text=gettext_lazy("Dùng cho dòng không ghi số quyết định."),
        max_length=60,
        required=False,
    )
    decision_date = DateField(
        label=gettext_lazy("Ngày quyết định"), help_text=gettext_lazy("Dùng cho dòng không ghi ngày."), required=False
    )


class EarlierCaseResource(SheetResource):
    """Registered; `RecognisedResource` says the other thing of the same record."""

    scope: Field = column("scope", "scope", Choice("Phạm vi", _SCOPES))
    field: Field = column("field", "field", Text("Lĩnh vực", 100))
    model_name: Field = column("model_name", "model_name", Text("Tên mô hình", 200))
    says = "registered"

    class Meta(SheetResource.Meta):
        model = EarlierCase
        fields = ("line", "scope", "field", "model_name")

    def day(self) -> date:
        year = self.asked["year"]
        return min(clock.today(), date(int(year), 12, 31)) if year else clock.today()

    def prepare(self) -> None:
        known = EarlierCase.objects.select_related("unit", "subject_unit", "subject_person")
        self.known = {(each.year, each.subject_unit_id, each.subject_person_id): each for each in known}
        self.on_portal = set(PlanYear.objects.values_list("year", flat=True))

    def match(self, row: dict) -> EarlierCase | None:
        line: Line = row["line"]
        year, subject = self._year(line), self._subject(line)
        is_unit = isinstance(subject, Unit)
        named = (year, subject.pk if is_unit else None, None if is_unit else subject.pk)
        self.once(line, *named)
        row["told"] = {
            "year": year,
            "unit": self._unit(line, subject),
            "subject_unit": subject if is_unit else None,
            "subject_person": None if is_unit else subject,
        }
        if "field" in row and "scope" not in row:
            row["scope"] = Cell(Scope.FIELD.label)
        return self.known.get(named)

    def _year(self, line: Line) -> int:
        told = line.text("year")
        year = int(told) if told.isascii() and told.isdigit() and len(told) == 4 else 0
        if told and not EARLIEST <= year <= clock.today().year:
            raise ValidationError(_("Năm “%(year)s” không đúng.") % {"year": told[:20]})
        year = year or int(self.asked["year"] or 0)
        if not year:
            raise ValidationError(_("Thiếu năm; có thể ghi một lần cho cả tệp khi tải lên."))
        if year in self.on_portal or year > clock.today().year:
            raise ValidationError(
                _("Năm %(year)s được quản lý trên cổng: đăng ký và công nhận của năm này không nhập từ Excel.")
                % {"year": year}
            )
        return year

    def _subject(self, line: Line) -> Unit | Person:
        name = line.text("subject")
        if not name:
            raise ValidationError(_("Thiếu tên tập thể, cá nhân."))
        return self.school.unit(name) if self.school.knows_unit(name) else self.person_named(line, name)

    def _unit(self, line: Line, subject: Unit | Person) -> Unit:
        """Whose register it stood in: as the sheet says; else the unit itself, or above it, or the person's."""
        if named := self.unit_named(line):
            return named
        if isinstance(subject, Unit):
            return subject if subject.nominates or subject.parent is None else subject.parent
        if unit := self.school.unit_of(subject):
            return unit
        raise ValidationError(_("Thiếu đơn vị."))

    def import_instance(self, instance: EarlierCase, row: dict, **kwargs) -> None:
        super().import_instance(instance, row, **kwargs)
        for name, value in row["told"].items():
            if instance.pk is None or name == "unit":
                setattr(instance, name, value)
        row["said_before"] = getattr(instance, self.says)
        setattr(instance, self.says, True)

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        unchanged = super().skip_row(instance, original, row, import_validation_errors)
        return unchanged and row["said_before"] and instance.unit_id == original.unit_id

    def keep(self, instance: EarlierCase, row: dict) -> None:
        act = _("Ghi điển hình các năm trước") if instance.pk is None else _("Sửa điển hình các năm trước")
        actions.keep(instance, by=self.by, act=act, version=instance.version)


class RecognisedResource(EarlierCaseResource):
    decision_number: Field = column("decision_number", "decision_number", Text("Số quyết định", 60))
    decision_date: Field = column("decision_date", "decision_date", Day("Ngày quyết định"))
    says = "recognised"

    class Meta(EarlierCaseResource.Meta):
        fields = (*EarlierCaseResource.Meta.fields, "decision_number", "decision_date")

    def before_import_row(self, row: dict, **kwargs) -> None:
        super().before_import_row(row, **kwargs)
        for name in ("decision_number", "decision_date"):
            if name not in row and self.asked[name]:
                row[name] = Cell(self.asked[name])
            if name not in row:
                raise ValidationError(_("Thiếu số hoặc ngày quyết định; có thể ghi một lần cho cả tệp khi tải lên."))


def _form() -> Form:
    units = Unit.objects.filter(nominates=True)
    return Form(
        choices={"unit": [unit.name for unit in units], "scope": [scope.label for scope in Scope]},
        examples={
            "subject": _("Ví dụ: Nguyễn Văn An, hoặc tên khoa, phòng, chi bộ."),
            "year": _("Ví dụ: 2022"),
            "field": _("Ghi khi là điển hình từng mặt."),
            "decision_number": _("Ví dụ: 214/QĐ-TCT"),
        },
    )


def _kind(key: str, title: str, columns, asked, resource) -> Kind:
    lead = gettext_lazy("Của các năm trước khi dùng cổng. Người và đơn vị trong tệp cần có sẵn trong danh sách.")
    back = (gettext_lazy("Điển hình các năm trước"), "/earlier/")
    return Kind(key, "list.keep", title, lead, columns, asked, resource, _form, back)


REGISTERED = _kind(
    "registered",
    gettext_lazy("Đăng ký các năm trước"),
    COLUMNS,
    EarlierForm,
    EarlierCaseResource,
)
RECOGNISED = _kind(
    "recognised",
    gettext_lazy("Công nhận các năm trước"),
    COLUMNS + PAPER,
    RecognisedForm,
    RecognisedResource,
)
