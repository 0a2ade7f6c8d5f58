"""Where a dossier stands among its like (kind and scope): live while the list is compiled, else as it was frozen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.results import Score
from criteria.vocabulary import Scope, SubjectKind
from nominations.models import Nomination
from recognition.compile import compile_list, stands
from recognition.models import Entry


@dataclass(frozen=True)
class Place:
    """`rank`: "" where it stands on no ladder; `words` say among whom, or why not."""

    rank: str
    words: str


def rivals(nomination: Nomination) -> list[Nomination]:
    """While the list is compiled: those of its like that could stand above or beside it, itself among them."""
    card = nomination.scorecard
    if nomination.state != "appraised" or nomination.aside_reason or card.total is None:
        return [nomination]
    ranks_as = SubjectKind(nomination.kind).ranks_as
    rows = Nomination.objects.with_subject().select_related("endorsement")
    return list(
        rows.filter(
            plan_year=nomination.plan_year_id,
            state="appraised",
            aside_reason="",
            scope=nomination.scope,
            kind__in=[kind.value for kind in SubjectKind if kind.ranks_as == ranks_as],
            scorecard__total__gte=card.total,
        )
    )


def place_of(nomination: Nomination, score: Score, rows: list[tuple[Nomination, Score]], entry: Entry | None) -> Place:
    """`rows`: the rivals with their live scores; `entry`: where it stands on a frozen version."""
    if entry:
        return _frozen(nomination, entry)
    if stands(nomination, score):
        return _live(nomination, rows)
    if nomination.aside_reason and nomination.state == "appraised":
        return Place("", _("Để riêng làm danh sách bổ sung"))
    if nomination.state == "received" and score.reaches_all:
        return Place("", _("Xếp hạng sau khi kết luận thẩm định"))
    return Place("", _("Không xếp hạng: chỉ xếp trong số đạt mọi tiêu chuẩn"))


def _frozen(nomination: Nomination, entry: Entry) -> Place:
    """By the version itself: totals and ranks as they were printed."""
    rows = entry.version.content["collectives" if nomination.subject_unit_id else "individuals"]
    own = next(row for row in rows if row["nomination"] == nomination.pk)
    like = [row for row in rows if _scope(row) == _scope(own)]
    shared = sum(row["rank"] == own["rank"] for row in like) > 1
    told = {"n": len(like), "whom": _like(nomination), "version": entry.version.number}
    words = _("trong %(n)02d %(whom)s đạt mọi tiêu chuẩn, theo bản %(version)02d đã chốt") % told
    return Place(_rank(own["rank"], shared=shared), words)


def _scope(row: dict) -> str:
    """Without the field of work: ladders know the scope alone."""
    return row["scope"].split(":")[0]


def _live(nomination: Nomination, rows: list[tuple[Nomination, Score]]) -> Place:
    own = next(line for line in compile_list(rows).lines if line.nomination.pk == nomination.pk)
    words = _("trong các %(whom)s đạt mọi tiêu chuẩn; danh sách chưa chốt") % {"whom": _like(nomination)}
    return Place(_rank(own.rank, shared=bool(own.note)), words)


def _rank(rank: int, *, shared: bool) -> str:
    return (_("Hạng %(rank)s, đồng hạng") if shared else _("Hạng %(rank)s")) % {"rank": rank}


def _like(nomination: Nomination) -> str:
    kind = SubjectKind(nomination.kind).ranks_as.label.lower()
    return f"{kind}, {Scope(nomination.scope).label.lower()},"
