"""Proposals upward: of one list, and of all years with what came back."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.lists import ALL, ListForm, Order
from portal.states import State
from portal.tables import NONE, Cell, Column, Table, cells
from portal.text import fold
from recognition.models import Award, Proposal, ReviewList

STATES = {
    "open": State(gettext_lazy("Chưa gửi"), "pencil", "draft"),
    "late": State(gettext_lazy("Quá hạn gửi"), "exclamation-triangle", "returned"),
    "sent": State(gettext_lazy("Đã gửi, chờ kết quả"), "send-check", "submitted"),
    "answered": State(gettext_lazy("Đã có kết quả"), "check2-square", "recognised"),
}


def listed() -> QuerySet[Proposal]:
    """With their awards at hand."""
    awards = Award.objects.select_related("form", "nomination__subject_unit", "nomination__subject_person")
    rows = Proposal.objects.select_related("review_list__plan_year").prefetch_related(Prefetch("awards", awards))
    open_awards = Award.objects.filter(proposal=OuterRef("pk"), outcome=Award.Outcome.PROPOSED)
    return rows.annotate(waits=Exists(open_awards))


def state_of(proposal: Proposal) -> str:
    if proposal.sent_on is None:
        return "late" if proposal.due_on < clock.today() else "open"
    return "sent" if any(award.outcome == Award.Outcome.PROPOSED for award in proposal.awards.all()) else "answered"


def days_of(proposal: Proposal) -> tuple[date, date]:
    """A proposal is not older than the decision it rests on, and not of tomorrow."""
    return proposal.review_list.decision.date, clock.today()


def choosable(proposal: Proposal) -> QuerySet[Award]:
    """Upward forms of the list's recognised entries, in no other proposal, not answered."""
    rows = Award.objects.filter(
        Q(proposal=None) | Q(proposal=proposal),
        nomination__recognition__decision__review_list=proposal.review_list,
        nomination__state="recognised",
        outcome=Award.Outcome.PROPOSED,
    ).exclude(form__level="school")
    rows = rows.select_related("form", "nomination__unit", "nomination__subject_unit", "nomination__subject_person")
    return rows.order_by("form__order", "nomination__by_unit", "pk")


def of_list(review_list: ReviewList) -> QuerySet[Proposal]:
    return listed().filter(review_list=review_list)


# -- the table of all years -----------------------------------------------------------------------------------


class ProposalListForm(ListForm):
    """`?year=`, `?state=` of the proposals upward."""

    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        required=False,
        choices=[("", ALL), *((key, state.label) for key, state in STATES.items())],
    )

    orders = {  # noqa: RUF012
        "due": Order(gettext_lazy("xếp theo hạn gửi"), ("due_on", "pk")),
        "year": Order(gettext_lazy("xếp theo năm"), ("review_list__plan_year__year", "due_on", "pk")),
    }

    def __init__(self, request):
        super().__init__(request)
        years = Proposal.objects.order_by("-review_list__plan_year__year")
        years = years.values_list("review_list__plan_year__year", flat=True).distinct()
        self.fields["year"].choices = [("", ALL), *((year, str(year)) for year in years)]
        self.full_clean()

    def holds(self, word: str) -> Q:
        """Few rows, in one spelling: those that name the word are found in Python."""
        return Q(pk__in=[row.pk for row in Proposal.objects.all() if word in fold(f"{row.to} {row.sent_number}")])

    def narrow(self, rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
        rows, asked = super().narrow(rows), self.cleaned_data
        if asked.get("year"):
            rows = rows.filter(review_list__plan_year__year=asked["year"])
        narrowed = {
            "open": Q(sent_on=None, due_on__gte=clock.today()),
            "late": Q(sent_on=None, due_on__lt=clock.today()),
            "sent": Q(sent_on__isnull=False, waits=True),
            "answered": Q(sent_on__isnull=False, waits=False),
        }
        return rows.filter(narrowed[asked["state"]]) if asked.get("state") else rows


def proposal_table(rows: Iterable[Proposal]) -> Table:
    columns = [
        Column(_("Gửi cấp trên")),
        Column(_("Năm"), order="year"),
        Column(_("Đề nghị cho")),
        Column(_("Hạn gửi"), order="due"),
        Column(_("Tờ trình")),
        Column(_("Kết quả")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Đề nghị cấp trên khen thưởng"), columns, cells(_row, rows))


def _row(proposal: Proposal) -> list[Cell]:
    awards = list(proposal.awards.all())
    names = "; ".join(dict.fromkeys(str(award.nomination) for award in awards))
    forms_of = "; ".join(dict.fromkeys(str(award.form) for award in awards))
    year = proposal.review_list.plan_year.year
    return [
        Cell(proposal.to, address_of(proposal), proposal.get_layout_display()),
        Cell(str(year), value=year),
        Cell(names or NONE, second=forms_of),
        Cell(date_format(proposal.due_on), value=proposal.due_on),
        Cell(f"{proposal.sent_number}, {proposal.sent_on:%d/%m/%Y}" if proposal.sent_on else NONE),
        Cell(_answers(awards) or NONE),
        Cell(state=STATES[state_of(proposal)]),
    ]


def _answers(awards: list[Award]) -> str:
    given = sum(award.outcome == Award.Outcome.GIVEN for award in awards)
    refused = sum(award.outcome == Award.Outcome.REFUSED for award in awards)
    told = [(_("%(n)02d được khen"), given), (_("%(n)02d không được khen"), refused)]
    return ", ".join(words % {"n": n} for words, n in told if n)


def address_of(proposal: Proposal) -> str:
    return reverse("recognition:proposal-detail", args=[proposal.review_list_id, proposal.pk])
