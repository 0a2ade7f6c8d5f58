"""One standard: a gate with its source, or points with a floor."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.editing import free_code
from criteria.forms.sets import PER_CENT, SetForm, choice, per_cent, several, share
from criteria.standards import Criterion, PlanContent, RatingRequirement
from criteria.toml_table import LONG
from criteria.vocabulary import CriterionKind, Level, RatingOf, Source, SubjectKind
from portal.fields import CHOOSE, NumberField, TextField


@dataclass(frozen=True)
class Part:
    """Fields that belong together. `only_with` and `value`: the choice that asks for them; `folded`: seldom needed."""

    label: str
    fields: list[forms.BoundField]
    only_with: str = ""
    value: str = ""
    folded: bool = False


class CriterionForm(SetForm):
    """One standard. A gate has a source, a scored one points; the other's fields are not read."""

    label = TextField(label=gettext_lazy("Tên ngắn"), max_length=200)
    text = TextField(
        label=gettext_lazy("Nội dung, theo đúng lời văn của Kế hoạch"), lines=True, max_length=LONG, required=False
    )
    clause = TextField(label=gettext_lazy("Mục của Kế hoạch"), max_length=60, required=False)
    group = choice(gettext_lazy("Nhóm"), [])
    applies_to = several(gettext_lazy("Áp dụng cho"), SubjectKind.choices())
    kind = choice(gettext_lazy("Cách xét"), CriterionKind.choices())
    points = NumberField(
        label=gettext_lazy("Số điểm tối đa"), low=Decimal("0.1"), high=Decimal(1000), places=1, required=False
    )
    floor = NumberField(
        label=gettext_lazy("Đạt từ bao nhiêu phần trăm số điểm"),
        required=False,
        help_text=gettext_lazy("Để trống: theo mức chung của bộ tiêu chuẩn."),
        **PER_CENT,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Ai trả lời điều kiện này"),
        choices=[("", gettext_lazy("Chọn")), *Source.choices()],
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    evidence = TextField(label=gettext_lazy("Minh chứng thường dùng"), lines=True, max_length=LONG, required=False)
    overlaps = several(gettext_lazy("Có thể dựa trên cùng một việc với"), required=False)
    may_be_not_applicable = forms.BooleanField(
        label=gettext_lazy("Phòng có thể xác định không áp dụng, có nêu lý do"), required=False
    )
    explicit = forms.BooleanField(label=gettext_lazy("Kế hoạch nêu đích danh điều kiện này"), required=False)
    enabled = forms.BooleanField(label=gettext_lazy("Đang áp dụng"), required=False, initial=True)
    sure = forms.BooleanField(
        label=gettext_lazy("Vẫn tắt điều kiện mà Kế hoạch nêu đích danh"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args, plan_content: PlanContent, criterion: Criterion | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan_content, self.criterion = plan_content, criterion
        self.fields["group"].choices += [(group.code, group.label) for group in plan_content.groups]
        others = [row for row in plan_content.criteria if row != criterion]
        self.fields["overlaps"].choices = [(row.code, row.label) for row in others]
        for of in RatingOf:
            self.fields[f"rating-{of}"] = forms.ChoiceField(
                label=_("Xếp loại %(of)s từ") % {"of": of.label.lower()},
                choices=[("", _("không yêu cầu")), *reversed(Level.choices())],
                required=False,
                error_messages={"invalid_choice": CHOOSE},
            )
        if criterion:
            self.initial |= _typed(criterion)

    def parts(self) -> list[Part]:
        def fields(*names: str) -> list[forms.BoundField]:
            return [self[name] for name in names]

        ratings = fields(*(f"rating-{of}" for of in RatingOf))
        overlapping = fields("overlaps")
        some = bool(self["overlaps"].value() or self["overlaps"].errors)
        return [
            Part("", fields("label", "text", "clause", "group", "applies_to", "evidence", "kind")),
            Part(_("Khi tính điểm"), fields("points", "floor"), "kind", CriterionKind.SCORED.value),
            Part(_("Khi là điều kiện bắt buộc"), fields("source", "explicit"), "kind", CriterionKind.GATE.value),
            Part(_("Khi điều kiện lấy từ kết quả xếp loại"), ratings, "source", Source.RATING.value),
            Part(_("Tiêu chuẩn có thể dựa trên cùng một việc"), overlapping, folded=not some),
            Part(_("Áp dụng"), fields("may_be_not_applicable", "enabled", "sure")),
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        if (
            cleaned.get("kind") == CriterionKind.SCORED
            and cleaned.get("points") is None
            and "points" not in self.errors
        ):
            self.add_error("points", _("Vui lòng nhập số điểm tối đa."))
        if cleaned.get("kind") == CriterionKind.GATE:
            self._check_gate(cleaned)
        return cleaned

    def _check_gate(self, cleaned: dict) -> None:
        applies_to, source = cleaned.get("applies_to", []), cleaned.get("source")
        if not source and "source" not in self.errors:
            self.add_error("source", _("Vui lòng chọn ai trả lời điều kiện này."))
        if source == Source.OWN_COLLECTIVE and set(applies_to) - {SubjectKind.HEAD}:
            self.add_error("source", _("Nguồn này chỉ dùng cho người đứng đầu đơn vị."))
        asked = [of for of in RatingOf if cleaned.get(f"rating-{of}")]
        if source == Source.RATING and not asked:
            self.add_error("source", _("Vui lòng chọn ít nhất một loại xếp loại và mức cần đạt."))
        if SubjectKind.COLLECTIVE in applies_to:
            for of in asked:
                if of.is_of_a_person:
                    self.add_error(f"rating-{of}", _("Tập thể không có xếp loại này, chỉ cá nhân mới có."))
        self._check_explicit(cleaned)

    def _check_explicit(self, cleaned: dict) -> None:
        """A gate that the plan spells out goes off only after a warning."""
        goes_off = self.criterion and self.criterion.enabled and not cleaned.get("enabled")
        if goes_off and self.criterion.explicit and not cleaned.get("sure"):
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error(
                "sure",
                _(
                    "Kế hoạch nêu đích danh điều kiện này (mục %(clause)s). Tắt đi là xét khác với lời văn của Kế "
                    "hoạch. Nếu nhà trường đã có chủ trương, vui lòng đánh dấu vào ô này rồi lưu lại."
                )
                % {"clause": self.criterion.clause},
            )

    def filled(self) -> Criterion:
        cleaned, group = self.cleaned_data, self.cleaned_data["group"]
        gate = cleaned["kind"] == CriterionKind.GATE
        return Criterion(
            code=self.criterion.code if self.criterion else free_code(self.plan_content),
            label=cleaned["label"],
            kind=CriterionKind(cleaned["kind"]),
            group=next(each for each in self.plan_content.groups if each.code == group),
            applies_to=frozenset(map(SubjectKind, cleaned["applies_to"])),
            clause=cleaned["clause"],
            text=cleaned["text"],
            evidence=cleaned["evidence"],
            source=Source(cleaned["source"]) if gate else None,
            ratings=self._ratings() if gate and cleaned["source"] == Source.RATING else (),
            explicit=gate and cleaned["explicit"],
            points=None if gate else cleaned["points"],
            floor=None if gate else share(cleaned["floor"]),
            enabled=cleaned["enabled"],
            overlaps=frozenset(cleaned["overlaps"]),
            may_be_not_applicable=cleaned["may_be_not_applicable"],
        )

    def _ratings(self) -> tuple[RatingRequirement, ...]:
        """Those that stood keep their order; new ones follow."""
        stood = [each.of for each in self.criterion.ratings] if self.criterion else []
        asked = {of: level for of in RatingOf if (level := self.cleaned_data[f"rating-{of}"])}
        order = sorted(asked, key=lambda of: stood.index(of) if of in stood else len(stood))
        return tuple(RatingRequirement(of=of, at_least=Level(asked[of])) for of in order)


def _typed(row: Criterion) -> dict:
    plain = ("label", "text", "clause", "evidence", "points", "explicit", "enabled", "may_be_not_applicable")
    return {name: getattr(row, name) for name in plain} | {
        "group": row.group.code,
        "kind": row.kind.value,
        "applies_to": [kind.value for kind in SubjectKind if kind in row.applies_to],
        "source": row.source.value if row.source else "",
        "floor": None if row.floor is None else per_cent(row.floor),
        "overlaps": sorted(row.overlaps),
        **{f"rating-{each.of}": each.at_least.value for each in row.ratings},
    }
