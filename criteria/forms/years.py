"""Dates and parameters of a plan year."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import CriteriaSet, PlanYear
from portal import clock
from portal.fields import CHOOSE, DateField, NumberField, TextField, formfield
from portal.forms.kept import KeptForm


class YearForm(KeptForm):
    """Dates and parameters of a year. What is set aside for everybody can be chosen only before the year is opened."""

    year = NumberField(label=gettext_lazy("Năm"), low=2000, high=2100)
    nominates_on = DateField(label=gettext_lazy("Hạn gửi hồ sơ đề nghị, ngày"))
    nominates_at = forms.TimeField(
        label=gettext_lazy("Giờ hết hạn"),
        initial="23:59:59",
        input_formats=["%H:%M:%S", "%H:%M"],
        help_text=gettext_lazy("Hạn này tính đến từng giây, theo giờ Việt Nam."),
        error_messages={"required": gettext_lazy("Vui lòng nhập giờ."), "invalid": gettext_lazy("Ví dụ: 23:59:59.")},
        widget=forms.TimeInput(format="%H:%M:%S", attrs={"autocomplete": "off"}),
    )
    takes = forms.ModelChoiceField(
        CriteriaSet.objects.none(),
        label=gettext_lazy("Bộ tiêu chuẩn"),
        required=False,  # a page that does not ask for it leaves it as it is
        empty_label=None,
        error_messages={"invalid_choice": CHOOSE},
        help_text=gettext_lazy(
            "Chọn được đến khi mở năm. Tiêu chuẩn không áp dụng dưới đây đi theo bộ đã chọn; bộ không có thì bỏ."
        ),
    )
    aside = forms.MultipleChoiceField(
        label=gettext_lazy("Tiêu chuẩn không áp dụng cho mọi đối tượng trong năm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
        help_text=gettext_lazy("Ví dụ: năm không tổ chức kỳ thi. Chỉ chọn được trước khi mở năm."),
    )
    aside_reason = TextField(label=gettext_lazy("Lý do không áp dụng"), required=False, max_length=300)

    class Meta:
        model = PlanYear
        formfield_callback = formfield
        fields = ("year", "registers_by", "nominates_on", "nominates_at", "reviews_on", "publishes_on", "models_owed")

    field_order = (
        "year",
        "registers_by",
        "nominates_on",
        "nominates_at",
        "reviews_on",
        "publishes_on",
        "models_owed",
        "takes",
        "aside",
        "aside_reason",
    )

    def __init__(self, *args, criteria_set: CriteriaSet, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria_set = criteria_set
        self._offer_sets()
        self.fields["aside"].choices = list(self._may_be_set_aside(criteria_set).items())
        self.fields["models_owed"].initial = criteria_set.plan.models_per_unit_per_year
        if self.instance.pk:
            moment = clock.local(self.instance.nominates_by)
            self.initial |= {"nominates_on": moment.date(), "nominates_at": moment.time()}
            self.initial["aside"] = list(self.instance.set_aside)
            self.initial["aside_reason"] = next(iter(self.instance.set_aside.values()), "")
            self.fields["year"].disabled = True
        if self.instance.state != "planned":
            for name in ("aside", "aside_reason"):
                self.fields[name].disabled = True

    def _offer_sets(self) -> None:
        """A planned year may take another set whose plan it belongs to: that is how a copied set comes into force."""
        year = self.instance.year
        if not self.instance.pk or self.instance.state != "planned":
            del self.fields["takes"]
            return
        sets = CriteriaSet.objects.filter(plan__first_year__lte=year, plan__last_year__gte=year)
        self.fields["takes"].queryset = sets.select_related("plan")
        self.initial["takes"] = self.criteria_set.pk

    @staticmethod
    def _may_be_set_aside(criteria_set: CriteriaSet) -> dict[str, str]:
        rows = criteria_set.criteria.filter(may_be_not_applicable=True, enabled=True, unit=None)
        return dict(rows.values_list("code", "label"))

    def clean_year(self) -> int:
        plan, year = self.criteria_set.plan, int(self.cleaned_data["year"])
        if not plan.first_year <= year <= plan.last_year:
            raise forms.ValidationError(
                _("Kế hoạch này thực hiện từ năm %(first)s đến năm %(last)s.")
                % {"first": plan.first_year, "last": plan.last_year}
            )
        if PlanYear.objects.filter(year=year).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Năm này đã được lập. Vui lòng mở năm đó để sửa."))
        return year

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, day in self._days(cleaned):
            if cleaned.get("year") and not cleaned["year"] <= day.year <= cleaned["year"] + 1:
                self.add_error(name, _("Ngày này không thuộc năm đang lập. Vui lòng xem lại năm của ngày."))
        if cleaned.get("aside") and not cleaned.get("aside_reason"):
            self.add_error("aside_reason", _("Vui lòng nêu lý do không áp dụng."))
        days = [day for _name, day in self._days(cleaned)]
        if days != sorted(days):
            raise forms.ValidationError(
                _("Các mốc phải theo thứ tự: đăng ký, gửi hồ sơ, bình xét, công bố. Vui lòng xem lại các ngày.")
            )
        return cleaned

    @staticmethod
    def _days(cleaned: dict) -> list[tuple[str, date]]:
        """The dates that could be read, in the order of the year."""
        names = ("registers_by", "nominates_on", "reviews_on", "publishes_on")
        return [(name, cleaned[name]) for name in names if cleaned.get(name)]

    def filled(self) -> PlanYear:
        """The year as typed, for the action that keeps it."""
        year, cleaned = self.instance, self.cleaned_data
        moment = datetime.combine(cleaned["nominates_on"], cleaned["nominates_at"], clock.now().tzinfo)
        year.nominates_by = moment
        if not year.pk:
            year.plan, year.criteria_set = self.criteria_set.plan, self.criteria_set
        if year.state == "planned":
            if cleaned.get("takes"):
                year.plan, year.criteria_set = cleaned["takes"].plan, cleaned["takes"]
            there = self._may_be_set_aside(year.criteria_set)
            codes = [code for code in cleaned["aside"] if code in there]
            year.set_aside = dict.fromkeys(codes, cleaned["aside_reason"])
        return year
