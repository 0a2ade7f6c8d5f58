"""`manage.py check_integrity`: finds nothing in a sound school, and each fault when it is put there."""

import pytest
from django.core.management import CommandError, call_command

from criteria.models import Mark, Scorecard
from nominations.models import Evidence, Nomination
from portal import files
from recognition.integrity import faults
from recognition.models import BallotCount, ListVersion
from recognition.seal import seal


def test_the_demo_school_is_sound(school, capsys):
    call_command("check_integrity")
    assert "Không có sai lệch." in capsys.readouterr().out


def replaced(path, content: bytes) -> None:
    path.unlink()  # a link to the file that other tests read
    path.write_bytes(content)


def lost_file() -> None:
    files.path_of(Evidence.objects.first().file).unlink()


def changed_file() -> None:
    replaced(files.path_of(Evidence.objects.first().file), b"%PDF-1.4 other")


def stray_file() -> None:
    (files.folder() / "ab").mkdir(exist_ok=True)
    (files.folder() / "ab" / "abcd.pdf").write_bytes(b"%PDF")


def unexplained_state() -> None:
    Nomination.objects.filter(state="draft").update(state="received")


def wrong_total() -> None:
    Scorecard.objects.filter(total__isnull=False).update(total=1)


def changed_mark() -> None:
    mark = Mark.objects.filter(points__gt=1).first()
    Mark.objects.filter(pk=mark.pk).update(points=mark.points - 1)


def broken_seal() -> None:
    frozen = ListVersion.objects.exclude(sha256="").first()
    ListVersion.objects.filter(pk=frozen.pk).update(content=frozen.content | {"women": 99})


def changed_ballots() -> None:
    ballots = BallotCount.objects.first()
    BallotCount.objects.filter(pk=ballots.pk).update(agree=ballots.agree - 1, against=ballots.against + 1)


def lost_ballots() -> None:
    BallotCount.objects.first().delete()


def resealed(change) -> None:
    """The content changed and sealed anew, as whoever holds the database might."""
    frozen = ListVersion.objects.exclude(sha256="").first()
    change(frozen.content)
    ListVersion.objects.filter(pk=frozen.pk).update(content=frozen.content, sha256=seal(frozen.content))


def no_meeting() -> None:
    resealed(lambda content: content.pop("meeting"))


def voted_by_nobody() -> None:
    resealed(lambda content: next(iter(content["votes"].values()))["recused"].clear())


def lost_vote_passed() -> None:
    def turn(content: dict) -> None:
        for vote in content["votes"].values():
            vote["passed"] = True

    resealed(turn)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lost_file, "không còn trên đĩa"),
        (changed_file, "đã bị thay đổi"),
        (stray_file, "không thuộc bản ghi nào"),
        (unexplained_state, "không có trong nhật ký"),
        (wrong_total, "tổng điểm không khớp"),
        (changed_mark, "tổng điểm không khớp"),
        (broken_seal, "không khớp mã niêm phong"),
        (changed_ballots, "khác số đã nhập"),
        (lost_ballots, "không có kết quả bỏ phiếu"),
        (no_meeting, "đã duyệt mà không có cuộc họp của Hội đồng"),
        (voted_by_nobody, "không khớp các tổng"),
        (lost_vote_passed, "không khớp các tổng"),
    ],
)
def test_each_fault_is_found_and_named(school, fault, words):
    fault()
    assert any(words in sentence for sentence in faults())
    with pytest.raises(CommandError):
        call_command("check_integrity")
