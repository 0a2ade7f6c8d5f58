"""What must never be, found: one generator a rule, each yields sentences."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count
from django.utils.module_loading import import_string

from criteria import content
from criteria.actions.scorecards import count
from criteria.models import PlanYear, Rating, Scorecard
from nominations.models import Nomination, Registration
from portal import files, previews
from portal.models import AuditEntry, StoredFile
from recognition.ballots import faults_of_record
from recognition.models import Entry, ListVersion, ReviewList
from recognition.queries.meetings import COUNTED
from recognition.seal import seal

STATEFUL = {
    PlanYear: "criteria.workflow.YEARS",
    Registration: "nominations.workflow.REGISTRATIONS",
    Nomination: "nominations.workflow.NOMINATIONS",
    ReviewList: "recognition.workflow.LISTS",
}


def faults() -> Iterator[str]:
    yield from _files_without_their_bytes()
    yield from _bytes_without_a_row()
    for model, dotted in STATEFUL.items():
        yield from _states_not_explained(model, import_string(dotted))
    yield from _totals()
    yield from _seals()
    yield from _minutes()
    yield from _keys_twice()


def _files_without_their_bytes() -> Iterator[str]:
    for stored in StoredFile.objects.order_by("pk").iterator():
        path = files.path_of(stored)
        if not path.is_file():
            yield f"tệp “{stored.name}” ({stored.key}) không còn trên đĩa"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != stored.sha256:
            yield f"tệp “{stored.name}” ({stored.key}) đã bị thay đổi"


def _bytes_without_a_row() -> Iterator[str]:
    known = set(StoredFile.objects.values_list("key", flat=True))
    for path in sorted(files.folder().glob("*/*")):
        if path.suffix != ".part" and path.name not in known:
            yield f"tệp {path.name} trên đĩa không thuộc bản ghi nào"
    for path in previews.strays():
        yield f"trang xem trước {path.name} không thuộc tệp nào"


def _states_not_explained(model, workflow) -> Iterator[str]:
    """The last move in the log leads to the state that stands; without a move it is the first state."""
    told: dict[int, str] = {}
    entries = AuditEntry.objects.filter(subject_type=model._meta.label_lower, after__has_key="state").order_by(
        "at", "pk"
    )
    for subject_id, after in entries.values_list("subject_id", "after"):
        told[subject_id] = after["state"]
    for pk, state in model.objects.order_by("pk").values_list("pk", "state"):
        if told.get(pk, workflow.initial) != state:
            yield f"{model._meta.label_lower} {pk}: tình trạng {state} không có trong nhật ký"


def _totals() -> Iterator[str]:
    contents: dict[int, object] = {}
    for card in Scorecard.objects.select_related("criteria_set__plan").order_by("pk"):
        plan_content = contents.setdefault(card.criteria_set_id, content.read(card.criteria_set))
        if count(card, plan_content) != card.total:
            yield f"phiếu tổng hợp {card.pk}: tổng điểm không khớp các phiếu chấm"


def _seals() -> Iterator[str]:
    for frozen in ListVersion.objects.exclude(sha256="").select_related("review_list__plan_year"):
        if seal(frozen.content) != frozen.sha256:
            yield f"{frozen}: nội dung không khớp mã niêm phong"


def _minutes() -> Iterator[str]:
    """An approved version holds its meeting, and votes whose sums hold and which are those that were typed in."""
    for frozen in ListVersion.objects.exclude(sha256="").select_related("review_list__plan_year"):
        if "meeting" not in frozen.content:
            yield f"{frozen}: đã duyệt mà không có cuộc họp của Hội đồng"
            continue
        for row in frozen.entries.select_related("ballots", "nomination"):
            yield from _vote(frozen, row, frozen.content["votes"].get(str(row.nomination_id)))


def _vote(frozen: ListVersion, row: Entry, vote: dict | None) -> Iterator[str]:
    typed = getattr(row, "ballots", None)
    if vote is None or typed is None:
        yield f"{frozen}: không có kết quả bỏ phiếu của hồ sơ {row.nomination_id}"
        return
    if any(vote.get(name) != getattr(typed, name) for name in COUNTED):
        yield f"{frozen}: kết quả bỏ phiếu đã niêm phong của hồ sơ {row.nomination_id} khác số đã nhập"
    elif any(faults_of_record(vote, frozen.content["meeting"])):
        yield f"{frozen}: kết quả bỏ phiếu của hồ sơ {row.nomination_id} không khớp các tổng"


def _keys_twice() -> Iterator[str]:
    """What the constraints already forbid, asked once more of the data itself."""
    checks = (
        (Registration.objects.exclude(state="withdrawn"), ("plan_year", "subject_unit", "subject_person")),
        (Nomination.objects.exclude(state="withdrawn"), ("plan_year", "subject_unit", "subject_person")),
        (Nomination.objects.exclude(receipt_number=None), ("plan_year", "receipt_number")),
        (Rating.objects.standing(), ("of", "unit", "person", "year")),
    )
    for rows, key in checks:
        for twice in rows.order_by().values(*key).annotate(n=Count("pk")).filter(n__gt=1):
            yield f"{rows.model._meta.label_lower}: khóa trùng {twice}"
