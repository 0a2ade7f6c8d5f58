"""What every import shares, on import-export's ModelResource: rows matched in bulk, doubts asked, the app's own acts.

import-export gives the order of things (match, clean, compare, skip what is unchanged, save) and the dry run; the
words, the matching and the saving are ours. Nothing is saved except by `keep` of the kind, and never in a dry run.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from portal.actions import shown
from portal.models import Person, Unit, User
from portal.sheets.cells import Cell
from portal.sheets.school import School
from portal.sheets.table import Line
from portal.sheets.values import day_of, text_of, year_of

LEAVE = "leave"


@dataclass(frozen=True)
class Question:
    """Something the officer settles. `given`: what was chosen, "" while it waits; `suggested`: what stands ready."""

    name: str
    label: str
    words: str
    choices: list[tuple[str, str]]
    given: str
    suggested: str = ""

    @property
    def waits(self) -> bool:
        return self.given not in dict(self.choices)


class Doubt(ValidationError):
    """The row waits for an answer."""


class LeftOut(ValidationError):
    """The row is not imported, as the officer chose or because it says nothing."""


class Matched(BaseInstanceLoader):
    """Who or what a row is about: found among everything that was looked up for the whole file."""

    def get_instance(self, row: dict) -> Model | None:
        return self.resource.match(row)


class SheetResource(ModelResource):
    """`asked`: what was told once for the file; `given`: answers by question. One resource a run."""

    line = Field(column_name="line", readonly=True)

    class Meta:
        instance_loader_class = Matched
        import_id_fields = ("line",)
        skip_unchanged = report_skipped = store_instance = store_row_values = skip_html_diff = True
        use_bulk = True  # nothing is saved in bulk: it keeps import-export from a savepoint a row
        clean_model_instances = False

    blank_says_something: tuple[str, ...] = ()  # columns where an empty cell is an answer (x or nothing)

    def __init__(self, *, asked: dict, given: dict[str, str], by: User):
        super().__init__()
        self.asked, self.given, self.by = asked, given, by
        self.questions: list[Question] = []
        self.taken: dict[tuple, int] = {}
        self.school = School(self.day())
        self.prepare()

    # -- what a kind says --------------------------------------------------------------------------------------
    def day(self) -> date:
        """Who belonged where is asked on this day."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Everything else that rows are compared with, in bulk."""

    def match(self, row: dict) -> Model | None:
        raise NotImplementedError

    def keep(self, instance: Model, row: dict) -> None:
        raise NotImplementedError

    def changes(self, original: Model | None, instance: Model, row: dict) -> list[tuple[str, str, str]]:
        """What the row would change, field by field as a person reads it: [(label, old, new)]."""
        old, new = shown(original) if original else {}, shown(instance)
        return [(label, old.get(label, ""), new[label]) for label in new if old.get(label, "") != new[label]]

    # -- import-export's hooks ---------------------------------------------------------------------------------
    def before_import_row(self, row: dict, **kwargs) -> None:
        """An empty cell says nothing: what stands is not erased by it."""
        for key in ("name", "subject", "unit"):
            if key in row and row[key].trouble:
                raise ValidationError(_("Không biết dòng này nói về ai: %(why)s.") % {"why": row[key].trouble})
        for key, cell in list(row.items()):
            silent = isinstance(cell, Cell) and not cell.trouble and text_of(cell) == ""
            if silent and key not in self.blank_says_something:
                del row[key]

    def skip_row(self, instance: Model, original: Model, row: dict, import_validation_errors=None) -> bool:
        return instance.pk is not None and super().skip_row(instance, original, row, import_validation_errors)

    def save_instance(self, instance: Model, is_create: bool, row: dict, **kwargs) -> None:
        if not kwargs["dry_run"]:
            self.keep(instance, row)

    # -- for the kinds -----------------------------------------------------------------------------------------
    def ask(self, line: Line, about: str, words: str, choices: list[tuple[str, str]]) -> str:
        """What the officer chose. Raises `Doubt` while they have not, `LeftOut` when they leave the row out."""
        name = f"{line.number}-{about}"
        offered = [*choices, (LEAVE, _("Không nhập dòng này"))]
        given = self.given.get(name, "")
        who = (line.text("name") or line.text("subject"))[:80]
        label = _("Dòng %(row)s: %(who)s") % {"row": line.number, "who": who}
        question = Question(name, label, words, offered, given)
        self.questions.append(question)
        if question.waits:
            raise Doubt(words)
        if given == LEAVE:
            raise LeftOut(_("Để ngoài theo lựa chọn của đồng chí."))
        return given

    def once(self, line: Line, *key) -> None:
        if key in self.taken:
            raise ValidationError(_("Trùng với dòng %(row)s.") % {"row": self.taken[key]})
        self.taken[key] = line.number

    def unit_named(self, line: Line) -> Unit | None:
        """By the row's own column, else by the group row above it."""
        name = line.text("unit") or line.group
        return self.school.unit(name) if name else None

    def person_named(self, line: Line, name: str) -> Person:
        """One of the school's people: by birth date, else by unit; the officer chooses where that does not tell."""
        same = self.school.people(name)
        if not same:
            raise ValidationError(
                _(
                    "Trên cổng chưa có cá nhân hay đơn vị nào tên “%(name)s”. "
                    "Đề nghị Quản trị hệ thống thêm trước, hoặc sửa lại tên trong tệp."
                )
                % {"name": name[:80]}
            )
        exact = self.exactly(line, same)
        if len(exact) == 1:
            return exact[0]
        words = (
            _("Có nhiều người cùng họ tên.")
            if len(same) > 1
            else _("Cùng họ tên nhưng ngày sinh, đơn vị trong tệp chưa khớp.")
        )
        given = self.ask(line, "who", words, [(f"is-{each.pk}", self.school.words(each)) for each in same])
        return next(each for each in same if f"is-{each.pk}" == given)

    def exactly(self, line: Line, same: list[Person]) -> list[Person]:
        """Those of one name whose birth date is the row's; without one, those in the row's unit."""
        born, year = birth_of(line)
        if born:
            return [each for each in same if each.birth_date == born]
        if year:
            same = [each for each in same if each.birth_date and each.birth_date.year == year]
        unit = self.unit_named(line)
        return [each for each in same if unit and any(post.unit_id == unit.pk for post in self.school.posts(each))]


def birth_of(line: Line) -> tuple[date | None, int | None]:
    """(the date, the year where no more is written), from whichever column holds it."""
    for key in ("birth", "birth_male", "birth_female"):
        cell = line.cells.get(key)
        if cell and text_of(cell) not in ("", "x", "X"):
            try:
                return day_of(cell), None
            except ValueError:
                return None, year_of(cell)
    return None, None
