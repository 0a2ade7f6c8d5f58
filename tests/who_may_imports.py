"""The imports behind their rows in the table of who may: own is a list of people, foreign the ratings of a unit."""

from django.core.files.uploadedfile import SimpleUploadedFile

from portal import imports
from portal.models import SheetImport, User
from portal.sheets import kinds
from tests.portal.sheets import book_of, sent

ABSENT = 10**9
KINDS = {"own": "people", "foreign": "ratings", "absent": "grants"}
BY = {"own": "quantri", "foreign": "chuyenvien"}


def target(name: str, case: str) -> list:
    if name in ("import-new", "import-template"):
        return [KINDS[case]]
    return [ABSENT] if case == "absent" else [uploaded(case).pk]


def uploaded(case: str) -> SheetImport:
    """One that waits, as everything in it is settled."""
    kind, by = kinds.find(KINDS[case]), User.objects.get(username=BY[case])
    waiting = SheetImport.objects.filter(kind=kind.key, applied_at=None).first()
    if waiting:
        return waiting
    asked = {name: value for name, value in posted("import-new", case).items() if name != "file"}
    form = kind.asked(asked, {"file": _file(case)})
    assert form.is_valid(), form.errors
    return imports.upload(kind, form.cleaned_data["file"], asked=asked, by=by)


def _file(case: str) -> SimpleUploadedFile:
    if case == "own":
        row = [1, "Đỗ Văn Sáng", "05/03/1980", "Nam"]
        return sent(book_of(["STT", "Họ và tên", "Ngày sinh", "Giới tính"], row))
    row = [1, "Đặng Thị Ngọc Ánh", "Khoa Xây dựng Đảng", "Hoàn thành tốt nhiệm vụ"]
    return sent(book_of(["STT", "Họ và tên", "Đơn vị", "Mức xếp loại"], row))


def posted(name: str, case: str) -> dict:
    if name == "import-new":
        paper = {"year": "2025", "of": "staff", "decision_number": "140/QĐ-TCT", "decision_date": "18/11/2025"}
        return ({"since": "01/11/2025"} if case == "own" else paper) | {"file": _file("own")}
    if name != "import-confirm" or case == "absent":
        return {}
    kept = uploaded(case)
    return {"seen": imports.look_at(kept, by=kept.by).mark}
