"""Finding a registration or a dossier: what their lists may be narrowed to, and ordered by."""

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from criteria.vocabulary import Scope
from nominations.models import Nomination, Registration
from nominations.queries import nominations as dossiers
from nominations.queries import registrations as queries
from nominations.rights import of_the_board
from nominations.standing import STEPS, knows_all
from nominations.workflow import NOMINATIONS, REGISTRATIONS
from portal.lists import ALL, Order, YearListForm
from portal.widgets import PlainSelect

KINDS = [("", ALL), ("collective", gettext_lazy("Tập thể")), ("person", gettext_lazy("Cá nhân"))]


class PutForwardListForm(YearListForm):
    """What the lists of registrations and dossiers share. What units and fields may be chosen occurs there."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Đơn vị"), required=False, coerce=int, widget=PlainSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Đối tượng"), required=False, choices=KINDS)
    scope = forms.ChoiceField(label=gettext_lazy("Phạm vi"), required=False, choices=[("", ALL), *Scope.choices()])
    field = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False)
    model = forms.ChoiceField(
        label=gettext_lazy("Mô hình"), required=False, choices=[("", ALL), ("named", gettext_lazy("Có nêu mô hình"))]
    )

    orders = {  # noqa: RUF012
        "unit": Order(gettext_lazy("xếp theo đơn vị; tập thể trước, cá nhân sau"), ("by_unit", "pk")),
        "name": Order(gettext_lazy("xếp theo tên; tập thể trước, cá nhân sau"), ("by_name", "pk")),
        "sent": Order(gettext_lazy("xếp theo ngày gửi"), ("submitted_at", "pk"), last=True),
    }

    def __init__(self, request: HttpRequest):
        super().__init__(request)
        self.years = {row.year: row for row in queries.years_known()}
        units, fields = queries.options(self.visible())
        self.fields["unit"].choices = [("", ALL), *units]
        self.fields["field"].choices = [("", ALL), *((field, field) for field in fields)]
        self.choose_year(self.years)

    def visible(self) -> QuerySet:
        return Registration.objects.visible_to(self.request.user)

    def narrow(self, rows):
        asked = self.cleaned_data
        rows = super().narrow(rows).filter(plan_year=self.years.get(self.chosen_year))
        if asked.get("kind"):
            rows = rows.filter(subject_unit__isnull=asked["kind"] == "person")
        if asked.get("model"):
            rows = rows.exclude(model_name="")
        return rows.filter(**{name: asked[name] for name in ("unit", "scope", "field") if asked.get(name)})


class RegistrationListForm(PutForwardListForm):
    state = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        required=False,
        choices=[
            ("", ALL),
            ("live", gettext_lazy("Đã gửi, không rút")),
            *((key, state.label) for key, state in REGISTRATIONS.states.items()),
        ],
    )
    supplement = forms.ChoiceField(
        label=gettext_lazy("Thời điểm"),
        required=False,
        choices=[("", ALL), ("no", gettext_lazy("Đúng hạn")), ("yes", gettext_lazy("Bổ sung"))],
    )

    followed = forms.ChoiceField(
        label=gettext_lazy("Hồ sơ đề nghị"),
        required=False,
        choices=[
            ("", ALL),
            ("explained", gettext_lazy("Không đề nghị, đã nêu lý do")),
            ("silent", gettext_lazy("Chưa có hồ sơ, chưa nêu lý do")),
        ],
    )

    field_order = ("q", "year", "unit", "state", "kind", "scope", "field", "model", "supplement", "followed", "sort")

    def narrow(self, rows):
        rows, asked = super().narrow(rows), self.cleaned_data
        if asked.get("followed"):
            silent = asked["followed"] == "silent"
            rows = queries.without_dossier(rows.filter(state="accepted", not_nominated_at__isnull=silent))
        if asked.get("state") == "live":
            rows = rows.filter(submitted_at__isnull=False).exclude(state="withdrawn")
        elif asked.get("state"):
            rows = rows.filter(state=asked["state"])
        if asked.get("supplement"):
            rows = rows.filter(is_supplement=asked["supplement"] == "yes", submitted_at__isnull=False)
        return rows


class NominationListForm(PutForwardListForm):
    state = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        required=False,
        choices=[("", ALL), *((key, state.label) for key, state in NOMINATIONS.states.items())],
    )

    step = forms.ChoiceField(
        label=gettext_lazy("Đã qua bước"),
        required=False,
        choices=[("", ALL), *((key, label) for key, (label, _states) in STEPS.items())],
    )

    field_order = ("q", "year", "unit", "state", "step", "kind", "scope", "field", "model", "sort")
    orders = PutForwardListForm.orders | {
        "sent": Order(gettext_lazy("xếp theo ngày gửi"), ("sent_at", "pk"), last=True),
        "receipt": Order(gettext_lazy("xếp theo số tiếp nhận"), ("receipt_number", "pk"), last=True),
    }

    def __init__(self, request: HttpRequest):
        super().__init__(request)
        if not knows_all(request.user):
            del self.fields["step"]  # how far a dossier has come is not a unit's to know
            self.cleaned_data.pop("step", None)

    def visible(self) -> QuerySet:
        return Nomination.objects.visible_to(self.request.user)

    def holds(self, word: str) -> Q:
        return dossiers.holds(word)

    def narrow_but_state(self, rows):
        """What the tabs count."""
        return super().narrow(rows)

    def counted(self, tabs: list[dossiers.Tab]) -> int | None:
        """How many rows the tabs have counted already; a step counts otherwise."""
        return None if self.cleaned_data.get("step") else next(tab.count for tab in tabs if tab.current)

    def narrow(self, rows):
        rows = self.narrow_but_state(rows)
        state = self.cleaned_data.get("state")
        step = self.cleaned_data.get("step")
        if step:
            rows = rows.filter(state__in=STEPS[step][1])
        if step == "board":
            rows = rows.filter(of_the_board())
        if step == "reached":
            rows = rows.filter(pk__in=dossiers.reached_in(self.chosen_year))
        if step == "raised":
            rows = rows.filter(pk__in=dossiers.raised_in(self.chosen_year))
        return rows.filter(shown=state) if state else rows
