"""What the office types of a meeting: the day, who came, what was said; the ballots as counted on paper."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.fields import CHOOSE, NumberField, TextField, formfield
from portal.forms.kept import KeptForm, version_field
from recognition.actions.meetings import came, told
from recognition.ballots import Count, faults
from recognition.models import Attendance, BallotCount, Council, Meeting, Member
from recognition.queries.meetings import COUNTED, Hall, Line, seated

TELLERS = [("", gettext_lazy("Không")), *Attendance.Teller.choices]


class SeatField(forms.ModelChoiceField):
    """A member of the council, by name and role."""

    def __init__(self, **kwargs):
        messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
        super().__init__(Member.objects.none(), error_messages=messages, empty_label=gettext_lazy("Chọn"), **kwargs)

    def offer(self, members: list[Member]) -> None:
        self.queryset = Member.objects.filter(pk__in=[member.pk for member in members]).select_related("person")


class MeetingForm(KeptForm):
    """The meeting, with four fields for each member of that day's council (`present-<pk>` …)."""

    chair = SeatField(label=Meeting._meta.get_field("chair").verbose_name)
    secretary = SeatField(label=Meeting._meta.get_field("secretary").verbose_name)

    class Meta:
        model = Meeting
        formfield_callback = formfield
        fields = (
            *("held_on", "begins_at", "counted_at", "ends_at", "place", "chair", "secretary"),
            *("report", "discussion", "dissent", "conclusion"),
        )

    def __init__(self, *args, council: Council | None, barred: set[int] = frozenset(), **kwargs):
        """`barred`: members without a single ballot; they count none."""
        super().__init__(*args, **kwargs)
        self.barred = barred
        closed = clock.local(self.instance.list_version.closed_at).date()
        for name in ("report", "discussion", "dissent", "conclusion"):
            self.fields[name].widget.attrs["rows"] = 4
        self.fields["held_on"].low, self.fields["held_on"].high = closed, clock.today()
        self.members = seated(council, self._day())
        for name in ("chair", "secretary"):
            self.fields[name].offer(self.members)
            self._propose(name)
        stored = {each.member_id: each for each in self._stored()}
        for member in self.members:
            self._add_member(member, stored.get(member.pk) or Attendance(member=member))

    def _day(self):
        """The day that is typed, else the one on record, else today."""
        typed = self.data.get(self.add_prefix("held_on")) if self.is_bound else None
        try:
            return self.fields["held_on"].clean(typed)
        except forms.ValidationError:
            return self.instance.held_on or clock.today()

    def _stored(self):
        return self.instance.attendances.all() if self.instance.pk else []

    def _propose(self, name: str) -> None:
        if not self.instance.pk:
            self.initial["held_on"] = clock.today()
            self.initial[name] = next((member.pk for member in self.members if member.role == name), None)

    def _add_member(self, member: Member, now: Attendance) -> None:
        pk = member.pk
        self.fields[f"present-{pk}"] = forms.BooleanField(label=_("Có mặt"), required=False, initial=now.present)
        self.fields[f"reason-{pk}"] = TextField(
            label=_("Lý do vắng"), required=False, max_length=200, initial=now.reason
        )
        self.fields[f"wrote-{pk}"] = forms.BooleanField(
            label=_("Gửi ý kiến bằng văn bản"), required=False, initial=now.wrote
        )
        self.fields[f"teller-{pk}"] = forms.ChoiceField(
            label=_("Ban kiểm phiếu"), required=False, choices=TELLERS, initial=now.teller,
            error_messages={"invalid_choice": CHOOSE},
        )  # fmt: skip

    def label_of(self, name: str) -> str:
        kind, _dash, pk = name.partition("-")
        label = str(self.fields[name].label)
        member = next((each for each in self.members if kind and str(each.pk) == pk), None)
        return f"{member.person}: {label.lower()}" if member else label

    def lines(self) -> Iterator[tuple[Member, list[forms.BoundField]]]:
        """Each member with their four fields, as the page shows them."""
        for member in self.members:
            yield member, [self[f"{name}-{member.pk}"] for name in ("present", "reason", "wrote", "teller")]

    def attendances(self) -> list[Attendance]:
        return [
            Attendance(member=member, **{
                name: self.cleaned_data.get(f"{name}-{member.pk}") for name in ("present", "reason", "wrote", "teller")
            })
            for member in self.members
        ]  # fmt: skip

    def rows(self, current: Meeting) -> tuple[dict, dict]:
        label = _("Thành viên")
        return {label: "; ".join(map(came, current.attendances.all()))}, {
            label: "; ".join(map(came, self.attendances()))
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.members:
            self.add_error("held_on", _("Ngày này Hội đồng của năm chưa có thành viên nào."))
        for each in self.attendances():
            self._check_member(each)
        heads = [each.member for each in self.attendances() if each.teller == Attendance.Teller.HEAD]
        for member in heads[1:]:
            self.add_error(f"teller-{member.pk}", _("Ban kiểm phiếu chỉ có một trưởng ban."))
        self._check_hours(cleaned)
        self._check_officers(cleaned)
        return cleaned

    def _check_member(self, each: Attendance) -> None:
        pk = each.member.pk
        if not each.present and not each.reason:
            self.add_error(f"reason-{pk}", _("Vui lòng ghi lý do vắng mặt, hoặc đánh dấu có mặt."))
        if each.present and each.reason:
            self.add_error(f"reason-{pk}", _("Có mặt thì để trống lý do vắng; nếu vắng, bỏ dấu “Có mặt”."))
        if each.present and each.wrote:
            self.add_error(f"wrote-{pk}", _("Người có mặt bỏ phiếu tại cuộc họp, không gửi ý kiến bằng văn bản."))
        if each.teller and not each.present:
            self.add_error(f"teller-{pk}", _("Người vắng mặt không kiểm phiếu được."))
        elif each.teller and pk in self.barred:
            self.add_error(f"teller-{pk}", _("Thành viên này không bỏ phiếu mục nào nên không kiểm phiếu."))

    def _check_hours(self, cleaned: dict) -> None:
        begins, counted, ends = (cleaned.get(name) for name in ("begins_at", "counted_at", "ends_at"))
        if begins and counted and counted < begins:
            self.add_error("counted_at", _("Giờ kiểm phiếu không thể trước giờ bắt đầu."))
        last = max(filter(None, (begins, counted)), default=None)
        if last and ends and ends <= last:
            self.add_error("ends_at", _("Giờ kết thúc phải sau giờ bắt đầu và giờ kiểm phiếu."))

    def _check_officers(self, cleaned: dict) -> None:
        present = {each.member.pk for each in self.attendances() if each.present}
        chair, secretary = cleaned.get("chair"), cleaned.get("secretary")
        if chair and chair.pk not in present:
            self.add_error("chair", _("Người chủ trì phải có mặt; khi Chủ tịch vắng, Phó Chủ tịch chủ trì."))
        elif chair and chair.role not in (Member.Role.CHAIR, Member.Role.DEPUTY):
            self.add_error("chair", _("Chủ tịch Hội đồng chủ trì; khi Chủ tịch vắng, Phó Chủ tịch chủ trì."))
        elif chair and chair.role == Member.Role.DEPUTY and self._the_chair_came(present):
            self.add_error("chair", _("Chủ tịch Hội đồng có mặt thì Chủ tịch chủ trì."))
        if secretary and secretary.pk not in present:
            self.add_error(
                "secretary", _("Thư ký phải có mặt; khi thư ký vắng, chọn một thành viên khác ghi biên bản.")
            )
        elif secretary and secretary == chair:
            self.add_error("secretary", _("Người chủ trì không đồng thời là thư ký."))

    def _the_chair_came(self, present: set[int]) -> bool:
        return any(member.role == Member.Role.CHAIR and member.pk in present for member in self.members)


class VotesForm(forms.Form):
    """Eight cells for each entry (`issued-<entry pk>` …). A row with nothing but what was proposed is not typed yet."""

    version = version_field()

    def __init__(self, *args, hall: Hall, **kwargs):
        super().__init__(*args, **kwargs)
        self.hall, self.instance = hall, hall.meeting
        self.initial["version"] = hall.meeting.version
        for line in hall.lines:
            for name in COUNTED:
                self.fields[f"{name}-{line.entry.pk}"] = NumberField(
                    label=BallotCount._meta.get_field(name).verbose_name,
                    required=False,
                    high=999,
                    initial=self._proposed(line, name),
                )

    @staticmethod
    def _proposed(line: Line, name: str) -> int | None:
        if line.count:
            return getattr(line.count, name)
        return line.voters.ballots if name == "issued" else None

    def label_of(self, name: str) -> str:
        pk = name.rpartition("-")[2]
        line = next(line for line in self.hall.lines if str(line.entry.pk) == pk)
        return f"{line.name}: {str(self.fields[name].label).lower()}"

    def lines(self) -> Iterator[tuple[Line, list[forms.BoundField]]]:
        for line in self.hall.lines:
            yield line, [self[f"{name}-{line.entry.pk}"] for name in COUNTED]

    def counts(self) -> dict[int, Count | None]:
        return {line.entry.pk: self._count(line) for line in self.hall.lines}

    def _cells(self, line: Line) -> dict[str, int | None]:
        told = {name: self.cleaned_data.get(f"{name}-{line.entry.pk}") for name in COUNTED}
        return {name: None if value is None else int(value) for name, value in told.items()}

    def _count(self, line: Line) -> Count | None:
        cells = self._cells(line)
        if self._is_untouched(line, cells):
            return None
        return Count(**{name: value or 0 for name, value in cells.items()})

    @staticmethod
    def _is_untouched(line: Line, cells: dict[str, int | None]) -> bool:
        proposed = cells["issued"] in (None, line.voters.ballots)
        return (
            proposed
            and not any(value is not None for name, value in cells.items() if _is_counted(name))
            and not (cells["written_agree"] or cells["written_against"])
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        for line in self.hall.lines:
            self._check(line)
        return cleaned

    def _check(self, line: Line) -> None:
        pk, cells = line.entry.pk, self._cells(line)
        if self._is_untouched(line, cells) or any(f"{name}-{pk}" in self.errors for name in COUNTED):
            return
        lacking = [name for name in ("issued", *filter(_is_counted, COUNTED)) if cells[name] is None]
        for name in lacking:
            self.add_error(f"{name}-{pk}", _("Vui lòng nhập số phiếu, kể cả khi là 0."))
        if not lacking:
            for name, sentence in faults(self._count(line), line.voters).items():
                self.add_error(f"{name}-{pk}", sentence)

    def rows(self, current: Meeting) -> tuple[dict, dict]:
        counts = self.counts()
        return {}, {line.name: "; ".join(told(counts[line.entry.pk])) for line in self.hall.lines}


def _is_counted(name: str) -> bool:
    return name != "issued" and not name.startswith("written")


class RecusalForm(forms.Form):
    """Who steps aside from which entry, and why."""

    entry = forms.ChoiceField(
        label=gettext_lazy("Tập thể, cá nhân"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    member = SeatField(label=gettext_lazy("Thành viên Hội đồng"))
    reason = TextField(label=gettext_lazy("Lý do không bỏ phiếu"), max_length=200)

    def __init__(self, *args, hall: Hall, **kwargs):
        super().__init__(*args, **kwargs)
        self.hall = hall
        entries = [(str(line.entry.pk), f"{line.name} ({line.place})") for line in hall.lines]
        self.fields["entry"].choices = [("", _("Chọn")), *entries]
        self.fields["member"].offer([each.member for each in hall.attendances])

    def chosen(self) -> Line:
        return next(line for line in self.hall.lines if str(line.entry.pk) == self.cleaned_data["entry"])

    def clean(self) -> dict:
        cleaned = super().clean()
        member = cleaned.get("member")
        if member and cleaned.get("entry") and member.pk in {each.member.pk for each in self.chosen().aside}:
            self.add_error("member", _("Thành viên này đã không bỏ phiếu mục đó."))
        return cleaned
