"""Form fields that speak Vietnamese, clean what is typed, and know how officials write numbers and dates."""

import re
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text import clean

REQUIRED = gettext_lazy("Vui lòng nhập mục này.")
CHOOSE = gettext_lazy("Vui lòng chọn một mục trong danh sách.")
EARLIEST, LATEST = date(1920, 1, 1), date(2099, 12, 31)


class TextField(forms.CharField):
    """Text in NFC without control, bidi or hidden characters. `lines=True`: several lines."""

    default_error_messages = {"required": REQUIRED}  # noqa: RUF012

    def __init__(self, *, lines: bool = False, **kwargs):
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)
        for validator in self.validators:
            if hasattr(validator, "limit_value"):
                validator.message = _("Nội dung dài %(show_value)s ký tự, tối đa %(limit_value)s. Vui lòng rút gọn.")

    def to_python(self, value) -> str:
        return clean(super().to_python(value), lines=self.lines)


class NumberField(forms.Field):
    """A number typed as 7,5 or 1.250,5: decimal comma, dots only between thousands, bounds and places checked.

    Refuses what Python would let pass: 1_0, full-width digits, 1e3, NaN.
    """

    PATTERN = re.compile(r"-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,15})(,[0-9]+)?")
    default_error_messages = {  # noqa: RUF012
        "required": REQUIRED,
        "invalid": gettext_lazy("Vui lòng nhập một số, dùng dấu phẩy cho phần thập phân, ví dụ 7,5."),
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, low: Decimal | int = 0, high: Decimal | int, places: int = 0, **kwargs):
        self.low, self.high, self.places = Decimal(low), Decimal(high), places
        super().__init__(**kwargs)

    def to_python(self, value) -> Decimal | None:
        text = clean(str(value or ""))
        if not text:
            return None
        if not self.PATTERN.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        number = Decimal(text.replace(".", "").replace(",", "."))
        if -number.as_tuple().exponent > self.places:
            raise ValidationError(
                _("Chỉ ghi tối đa %(n)d chữ số sau dấu phẩy.") % {"n": self.places}
                if self.places
                else _("Vui lòng nhập số nguyên."),
                "places",
            )
        if not self.low <= number <= self.high:
            words = {"low": self._written(self.low), "high": self._written(self.high)}
            raise ValidationError(_("Vui lòng nhập từ %(low)s đến %(high)s.") % words, "bounds")
        return number

    def prepare_value(self, value) -> str:
        return self._written(value) if isinstance(value, Decimal | int) else value

    @staticmethod
    def _written(number: Decimal | int) -> str:
        return f"{Decimal(number):f}".replace(".", ",")


class DateField(forms.DateField):
    """dd/mm/yyyy, within bounds."""

    default_error_messages = {  # noqa: RUF012
        "required": REQUIRED,
        "invalid": gettext_lazy("Vui lòng nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/12/2025."),
    }
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
    )

    def __init__(self, *, low: date = EARLIEST, high: date = LATEST, **kwargs):
        self.low, self.high = low, high
        super().__init__(**kwargs)

    def to_python(self, value) -> date | None:
        typed = clean(value) if isinstance(value, str) else value
        if isinstance(typed, str) and not typed.isascii():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        day = super().to_python(typed)
        if day and not self.low <= day <= self.high:
            words = {"low": f"{self.low:%d/%m/%Y}", "high": f"{self.high:%d/%m/%Y}"}
            raise ValidationError(_("Vui lòng nhập ngày từ %(low)s đến %(high)s.") % words, "bounds")
        return day


class TimeField(forms.TimeField):
    """14:00 or 14h00."""

    default_error_messages = {  # noqa: RUF012
        "required": REQUIRED,
        "invalid": gettext_lazy("Vui lòng nhập giờ theo dạng giờ:phút, ví dụ 14:00."),
    }
    widget = forms.TimeInput(
        format="%H:%M", attrs={"inputmode": "text", "placeholder": "giờ:phút", "autocomplete": "off"}
    )

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H:%M", "%Hh%M"], **kwargs)

    def to_python(self, value) -> time | None:
        typed = clean(value) if isinstance(value, str) else value
        if isinstance(typed, str) and not typed.isascii():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(typed)


class ShareField(TextField):
    """A share of all as people write it: 2/3, or 80%. More than none, at most all. Cleaned: a fraction."""

    # Not everything that `Fraction` reads: 1e9999999% would keep the server busy for minutes.
    PATTERN = re.compile(r"[0-9]{1,5}/[1-9][0-9]{0,4}|([0-9]{1,3}([.,][0-9]{1,6})?)%")

    def clean(self, value) -> Fraction:
        typed = super().clean(value).replace(" ", "")
        found, share = self.PATTERN.fullmatch(typed), Fraction(0)
        if found:
            share = Fraction(found[1].replace(",", ".")) / 100 if found[1] else Fraction(typed)
        if not 0 < share <= 1:
            raise ValidationError(_("Vui lòng ghi một phần của tổng số, ví dụ 2/3 hoặc 80%."), "share")
        return share

    def prepare_value(self, value):
        return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


class SeveralField(forms.ModelMultipleChoiceField):
    """Several records of those offered. A number that SQLite has no room for is nobody's, as it is for one record."""

    def clean(self, value) -> models.QuerySet:
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice") from error


def formfield(db_field: models.Field, **kwargs) -> forms.Field | None:
    """The `formfield_callback` of every model form: our fields for text and dates, our words for choices."""
    messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
    if isinstance(db_field, models.TextField):
        return db_field.formfield(form_class=TextField, lines=True, **kwargs)
    if isinstance(db_field, models.CharField) and not db_field.choices:
        return db_field.formfield(form_class=TextField, **kwargs)
    if isinstance(db_field, models.DateField):
        return db_field.formfield(form_class=DateField, **kwargs)
    if isinstance(db_field, models.TimeField):
        return db_field.formfield(form_class=TimeField, **kwargs)
    if isinstance(db_field, models.ForeignKey):
        return db_field.formfield(error_messages=messages, empty_label=_("Chọn"), **kwargs)
    if isinstance(db_field, models.PositiveSmallIntegerField):
        return NumberField(low=0, high=9999, label=db_field.verbose_name, initial=db_field.default, **kwargs)
    if db_field.choices:
        field = db_field.formfield(error_messages=messages, **kwargs)
        if field.choices and field.choices[0][0] == "":
            field.choices = [("", _("Chọn")), *field.choices[1:]]
        return field
    return db_field.formfield(**kwargs)
