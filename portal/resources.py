"""People and their posts from a spreadsheet. Accounts and grants are never touched."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from portal import actions, clock
from portal.fields import DateField
from portal.models import Person, Post, Unit
from portal.sheets.cells import Cell
from portal.sheets.forms import UploadForm
from portal.sheets.kinds import Form, Kind
from portal.sheets.resource import SheetResource, birth_of
from portal.sheets.school import key
from portal.sheets.table import Known, Line
from portal.sheets.values import text_of, year_of
from portal.sheets.widgets import Choice, Day, Mark, Text, column
from portal.text import fold

COLUMNS = (
    Known("name", "Họ và tên", ("ho ten", "ho va ten can bo", "ho va ten can bo vien chuc")),
    Known("birth", "Ngày sinh", ("ngay thang nam sinh", "nam sinh", "sinh ngay")),
    Known("birth_male", "Ngày sinh Nam", ("nam",), offered=False),
    Known("birth_female", "Ngày sinh Nữ", ("nu",), offered=False),
    Known("sex", "Giới tính", ("phai", "nam nu")),
    Known("title", "Chức vụ, chức danh", ("chuc vu", "chuc danh", "chuc vu don vi", "chuc vu hien nay")),
    Known("unit", "Đơn vị", ("don vi cong tac", "khoa phong", "phong khoa", "phong ban")),
    Known("is_head", "Người đứng đầu", ("la nguoi dung dau", "nguoi dung dau don vi")),
    Known("since", "Giữ chức vụ từ ngày", ("tu ngay", "ngay bo nhiem")),
    Known("personnel_type", "Đối tượng", ("doi tuong", "loai can bo")),
    Known("party_member", "Đảng viên", ("la dang vien",)),
    Known("qualification", "Trình độ chuyên môn", ("chuyen mon", "trinh do")),
    Known("political_level", "Trình độ lý luận chính trị", ("ly luan chinh tri", "llct", "trinh do llct")),
)
_SEXES = {"Nam": Person.Sex.MALE, "Nữ": Person.Sex.FEMALE}
_TYPES = {str(label): value for value, label in Person.Personnel.choices} | {"Hợp đồng": "contract_worker"}
_HEADS = ("truong khoa", "truong phong", "hieu truong", "bi thu chi bo", "to truong")
REPLACES, BESIDE, NEW, NO_DATE = "replace", "beside", "new", "no-date"


class PeopleForm(UploadForm):
    since = DateField(
        label=gettext_lazy("Chức vụ ghi từ ngày"),
        help_text=gettext_lazy("Dùng cho chức vụ mới ở những dòng không có cột “Giữ chức vụ từ ngày”."),
        initial=clock.today,
    )


class PersonResource(SheetResource):
    full_name: Field = column("full_name", "name", Text("Họ và tên", 100))
    birth_date: Field = column("birth_date", "birth", Day("Ngày sinh"))
    sex: Field = column("sex", "sex", Choice("Giới tính", _SEXES))
    personnel_type: Field = column("personnel_type", "personnel_type", Choice("Đối tượng", _TYPES))
    party_member: Field = column("party_member", "party_member", Mark("Đảng viên"))
    qualification: Field = column("qualification", "qualification", Text("Trình độ chuyên môn", 100))
    political_level: Field = column("political_level", "political_level", Text("Trình độ lý luận chính trị", 60))
    blank_says_something = ("party_member", "is_head")

    class Meta(SheetResource.Meta):
        model = Person
        fields = (
            "line",
            "full_name",
            "birth_date",
            "sex",
            "personnel_type",
            "party_member",
            "qualification",
            "political_level",
        )

    def day(self) -> date:
        return clock.today()

    def prepare(self) -> None:
        self.heads = self.school.heads()

    def before_import_row(self, row: dict, **kwargs) -> None:
        """The date in the Nam or the Nữ column gives both the date and the sex."""
        super().before_import_row(row, **kwargs)
        columns = [(row.pop("birth_male", None), "Nam"), (row.pop("birth_female", None), "Nữ")]
        written = [(cell, sex) for cell, sex in columns if cell]
        if len(written) > 1:
            raise ValidationError(_("Ghi ngày sinh ở cả hai cột Nam và Nữ."))
        for cell, sex in written:
            row["sex"] = Cell(sex)
            if fold(text_of(cell)) != "x":
                row["birth"] = cell

    # -- who ---------------------------------------------------------------------------------------------------

    def match(self, row: dict) -> Person | None:
        line: Line = row["line"]
        name = line.text("name")
        if not name:
            raise ValidationError(_("Thiếu họ và tên."))
        found = self._known(line, self.school.people(name))
        if found:
            row["name"] = Cell(found.full_name)  # hòa and hoà are one name: what stands is kept
        self.once(line, *(("is", found.pk) if found else ("new", key(name), birth_of(line)[0])))
        self._year_only(row, line, found)
        return found

    def _known(self, line: Line, same: list[Person]) -> Person | None:
        if not same:
            return None
        exact = self.exactly(line, same)
        if len(exact) == 1:
            return exact[0]
        words = _("Đã có người cùng họ tên; ngày sinh hoặc đơn vị trong tệp chưa khớp.")
        choices = [(f"is-{each.pk}", _("Là %(who)s") % {"who": self.school.words(each)}) for each in same]
        given = self.ask(line, "who", words, [*choices, (NEW, _("Là người khác, thêm mới"))])
        return next((each for each in same if f"is-{each.pk}" == given), None)

    def exactly(self, line: Line, same: list[Person]) -> list[Person]:
        """Here a person without a birth date in the books may get one: the unit tells who it is."""
        exact = super().exactly(line, same)
        unit = self.unit_named(line)
        undated = [each for each in same if each.birth_date is None]
        return exact or [each for each in undated if unit and self._in(each, unit)]

    def _in(self, person: Person, unit: Unit) -> bool:
        return any(post.unit_id == unit.pk for post in self.school.posts(person))

    def _year_only(self, row: dict, line: Line, found: Person | None) -> None:
        """A year alone is no birth date: it says nothing of who is known, else one is added without a date or not."""
        year = year_of(row["birth"]) if "birth" in row else None
        if year is None:
            return
        if found is None or (found.birth_date and found.birth_date.year != year):
            words = _("Mới có năm sinh %(year)s; cổng cần đủ ngày, tháng, năm.") % {"year": year}
            self.ask(line, "birth", words, [(NO_DATE, _("Nhập, chưa ghi ngày sinh"))])
        del row["birth"]

    def import_instance(self, instance: Person, row: dict, **kwargs) -> None:
        super().import_instance(instance, row, **kwargs)
        if not instance.sex:
            raise ValidationError(_("Thiếu giới tính (cột “Giới tính”, hoặc ngày sinh ở cột Nam, Nữ)."))

    def after_init_instance(self, instance: Person, new: bool, row: dict, **kwargs) -> None:
        """Here and not while fields are cleaned: what is raised there comes back as a mere list of words."""
        row["post"], row["ends"] = self._post(instance, row)

    # -- the post ----------------------------------------------------------------------------------------------

    def _post(self, person: Person, row: dict) -> tuple[Post | None, list[Post]]:
        """The post to add, and those that end with it; none where it is held already or the row names none."""
        line: Line = row["line"]
        title, unit = line.text("title"), self.unit_named(line)
        if not title or unit is None:
            if title or (unit and not person.pk):
                raise ValidationError(_("Thiếu đơn vị.") if title else _("Thiếu chức vụ, chức danh."))
            return None, []
        held = [post for post in self.school.posts(person) if post.valid_to is None] if person.pk else []
        if any(post.unit_id == unit.pk and fold(post.title) == fold(title) for post in held):
            return None, []
        post = Post(person=person, unit=unit, title=self._title(title), valid_from=self._since(row))
        post.is_head = self._is_head(row, title)
        post.protocol_order = 10 if post.is_head else 50
        ends = held if held and self._asked_to_replace(line, held, post) else []
        self._check(post, ends)
        return post, ends

    @staticmethod
    def _title(title: str) -> str:
        if len(title) > 100:
            raise ValidationError(_("Chức vụ, chức danh dài quá 100 ký tự."))
        return title

    def _since(self, row: dict) -> date:
        if "since" not in row:
            return self.asked["since"]
        try:
            return Day(_("Giữ chức vụ từ ngày")).clean(row["since"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @staticmethod
    def _is_head(row: dict, title: str) -> bool:
        """As the column says; without one, as the title does. Either way the preview shows it."""
        if "is_head" not in row:
            return fold(title).startswith(_HEADS)
        try:
            return Mark(_("Người đứng đầu")).clean(row["is_head"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def _asked_to_replace(self, line: Line, held: list[Post], post: Post) -> bool:
        told = {"held": "; ".join(map(str, held)), "new": str(post), "day": f"{post.valid_from:%d/%m/%Y}"}
        choices = [
            (REPLACES, _("Thôi chức vụ cũ, giữ “%(new)s” từ %(day)s") % told),
            (BESIDE, _("Giữ thêm “%(new)s” từ %(day)s") % told),
        ]
        return self.ask(line, "post", _("Đang giữ: %(held)s. Tệp ghi: %(new)s.") % told, choices) == REPLACES

    def _check(self, post: Post, ends: list[Post]) -> None:
        if any(each.valid_from >= post.valid_from for each in ends):
            raise ValidationError(_("Ngày giữ chức vụ mới phải sau ngày bắt đầu chức vụ cũ."))
        for each in ends:
            if self.heads.get(each.unit_id) == each:
                del self.heads[each.unit_id]
        if post.is_head and (holder := self.heads.get(post.unit_id)):
            raise ValidationError(
                _("%(unit)s đang có người đứng đầu là %(who)s. Vui lòng ghi ngày thôi giữ chức vụ của người đó trước.")
                % {"unit": post.unit, "who": holder.person}
            )
        if post.is_head:
            self.heads[post.unit_id] = post

    # -- compared, kept ----------------------------------------------------------------------------------------

    def skip_row(self, instance: Person, original: Person, row: dict, import_validation_errors=None) -> bool:
        unchanged = super().skip_row(instance, original, row, import_validation_errors)
        return unchanged and row.get("post") is None

    def changes(self, original: Person | None, instance: Person, row: dict) -> list[tuple[str, str, str]]:
        found = super().changes(original, instance, row)
        if post := row["post"]:
            old = _("%(posts)s, đến hết %(day)s") % {
                "posts": "; ".join(map(str, row["ends"])),
                "day": f"{post.valid_from - timedelta(days=1):%d/%m/%Y}",
            }
            new = _("%(post)s, từ %(day)s") % {"post": post, "day": f"{post.valid_from:%d/%m/%Y}"}
            head = _("; là người đứng đầu đơn vị") if post.is_head else ""
            found.append((_("Chức vụ, chức danh"), old if row["ends"] else "", new + head))
        return found

    def keep(self, instance: Person, row: dict) -> None:
        is_new = instance.pk is None
        act = _("Thêm cán bộ, viên chức") if is_new else _("Sửa thông tin cán bộ, viên chức")
        actions.keep(instance, by=self.by, act=act, version=instance.version)
        for post in row["ends"]:
            post.valid_to = row["post"].valid_from - timedelta(days=1)
            actions.keep(post, by=self.by, act=_("Sửa chức vụ, chức danh"), version=post.version)
        if post := row["post"]:
            post.person = instance
            actions.keep(post, by=self.by, act=_("Ghi chức vụ, chức danh"))


def _form() -> Form:
    units = Unit.objects.on(clock.today()).exclude(kind=Unit.Kind.SCHOOL)
    return Form(
        choices={
            "sex": list(_SEXES),
            "unit": [unit.name for unit in units],
            "personnel_type": [str(label) for label in Person.Personnel.labels],
            "party_member": ["x"],
            "is_head": ["x"],
        },
        examples={
            "name": _("Ví dụ: Nguyễn Văn An"),
            "birth": _("Ví dụ: 05/03/1980. Cần đủ ngày, tháng, năm."),
            "title": _("Ví dụ: Giảng viên"),
            "is_head": _("Ghi x nếu là người đứng đầu đơn vị."),
            "party_member": _("Ghi x nếu là đảng viên."),
        },
    )


PEOPLE = Kind(
    key="people",
    ability="person.keep",
    title=gettext_lazy("Cán bộ, viên chức và chức vụ"),
    lead=gettext_lazy("Mỗi dòng một người. Nhập từ Excel không mở tài khoản và không giao quyền."),
    columns=COLUMNS,
    asked=PeopleForm,
    resource=PersonResource,
    form=_form,
    back=(gettext_lazy("Cán bộ, viên chức"), "/people/"),
)
