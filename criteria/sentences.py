"""How a result explains itself: Vietnamese sentences that name the rule and its clause, never an internal code.

A reason is a sentence without its head ("Không đạt: ") and full stop. Marks have one decimal, results and totals two.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.facts import Endorsement, OfficeAnswer, OwnCollective, RatingFact, Waiver
from criteria.numbers import half_up, shown, shown_exactly
from criteria.standards import Criterion
from criteria.vocabulary import Answer, Level, OwnCollectiveRule, RatingOf, RowState, SubjectKind, Verdict

if TYPE_CHECKING:
    from criteria.gates import GatePart
    from criteria.ranking import Ranked
    from criteria.results import Overlap, Row, Score


def cite(criterion: Criterion) -> str:
    """The clause as far as its first comma; the full one stands beside the standard itself."""
    if criterion.of_unit:
        return "tiêu chí riêng của đơn vị"
    if not criterion.clause:
        return "tiêu chuẩn bổ sung của nhà trường"
    return f"tiêu chuẩn {criterion.clause.split(',')[0]}"


def trimmed(text: str) -> str:
    """What a person typed, ready to stand inside a sentence."""
    return text.strip().rstrip(".")


# -- gates ----------------------------------------------------------------------------------------------------
def not_applicable(criterion: Criterion, reason: str) -> str:
    return f"{trimmed(reason)} ({cite(criterion)})"


def office_answer(criterion: Criterion, told: OfficeAnswer | None) -> str:
    if told is None:
        return f"điều kiện “{criterion.label}” chưa được trả lời ({cite(criterion)})"
    finding = trimmed(told.finding) or f"“{criterion.label}”"
    return f"{finding}{f', theo {trimmed(told.paper)}' if told.paper else ''} ({cite(criterion)})"


def endorsement(criterion: Criterion, vote: Endorsement | None, threshold: Fraction) -> str:
    needed = "toàn thể thành viên" if threshold == 1 else f"từ {threshold} tổng số thành viên"
    if vote is None:
        return f"chưa có kết quả biểu quyết của đơn vị; {cite(criterion)} cần {needed} đồng ý"
    share = shown(Fraction(100 * vote.agree, vote.members), 2)
    return (
        f"{vote.agree:02d} trên {vote.members:02d} thành viên đồng ý ({share}%); {cite(criterion)} cần {needed} đồng ý"
    )


def rated(fact: RatingFact) -> str:
    own_words = fact.of.is_of_the_subject or not fact.name
    who = lower_first(fact.of.label) if own_words else fact.name
    return f"{who} được xếp loại {fact.level.label}" if fact.level else f"{who} chưa có kết quả xếp loại"


def no_such_body(of: RatingOf) -> str:
    return f"không có {lower_first(of.label)} thuộc diện xếp loại"


def ratings(criterion: Criterion, decisive: Sequence[GatePart]) -> str:
    """Each required level once, after those it is required of."""
    found: dict[Level | None, list[str]] = {}
    for part in decisive:
        asked = None if part.answer == Answer.NOT_APPLICABLE else part.requirement.at_least
        found.setdefault(asked, []).append(part.finding)
    return "; ".join(
        f"{', '.join(findings)}; {cite(criterion)} yêu cầu {or_better(asked)}"
        if asked
        else f"{', '.join(findings)} ({cite(criterion)})"
        for asked, findings in found.items()
    )


def or_better(level: Level) -> str:
    return level.label if level == Level.EXCELLENT else f"từ {level.label} trở lên"


def own_collective(criterion: Criterion, own: OwnCollective | None, rule: OwnCollectiveRule, answer: Answer) -> str:
    if own is None:
        finding = "chưa xác định được tập thể do cá nhân đứng đầu"
    elif own.revoked:
        finding = f"việc công nhận {own.name} trong năm đã bị thu hồi"
    elif rule == OwnCollectiveRule.STRICT:
        finding = f"{own.name} {BY_STANDING[own.standing]}"
    else:
        finding = f"{own.name} {BY_RATINGS[own.ratings]}"
    reason = f"{finding}; {cite(criterion)} yêu cầu người đứng đầu gắn với tiêu chí điển hình của tập thể"
    if rule == OwnCollectiveRule.ADVISORY:
        reason += ", ở đây chỉ để tham khảo"
    if own and own.shortfalls and answer in (Answer.NOT_MET, Answer.NO_RESULT):
        reason += f". Về tập thể: {'; '.join(own.shortfalls)}"
    return reason


BY_RATINGS = {
    Answer.MET: "đạt các điều kiện về xếp loại của tập thể",
    Answer.NOT_MET: "chưa đạt điều kiện về xếp loại của tập thể",
    Answer.NO_RESULT: "chưa có đủ kết quả xếp loại của tập thể",
    Answer.NOT_APPLICABLE: "không thuộc diện xếp loại của tập thể",
}

BY_STANDING = {
    Verdict.ELIGIBLE: "được đề nghị trong năm và đạt mọi tiêu chuẩn",
    Verdict.NOT_ELIGIBLE: "được đề nghị trong năm nhưng chưa đạt mọi tiêu chuẩn",
    Verdict.AWAITING_RATING: "được đề nghị trong năm và đang chờ kết quả xếp loại",
    Verdict.UNFINISHED: "được đề nghị trong năm nhưng chưa chấm xong",
    None: "không được đề nghị trong năm",
}


def waived(criterion: Criterion, waiver: Waiver) -> str:
    paper = trimmed(waiver.paper) or "ý kiến của Ban Giám hiệu"
    return f"Miễn “{criterion.label}” ({cite(criterion)}) theo {paper}: {trimmed(waiver.reason)}."


# -- scored criteria ------------------------------------------------------------------------------------------
def row(row: Row) -> str:
    label, clause = f"“{row.criterion.label}”", cite(row.criterion)
    if row.state == RowState.NOT_APPLICABLE:
        return f"{label}, {trimmed(row.not_applicable)}; {clause} không tính vào cả hai tổng"
    if row.state == RowState.UNMARKED:
        return f"{label} chưa có điểm của đủ các phiếu đã gửi; {clause} đạt từ {shown_exactly(row.floor)} điểm"
    points = f"{result(row)} trên {shown(row.criterion.points, 1)} điểm"
    return f"{label} được {points} ({how(row)}); {clause} đạt từ {shown_exactly(row.floor)} điểm"


def result(row: Row) -> str:
    """Two decimals; four where two would make a result below the floor look as if it had reached it."""
    misleading = row.state == RowState.BELOW and half_up(row.result, 2) >= row.floor
    return shown(row.result, 4 if misleading else 2)


def how(row: Row) -> str:
    if row.agreed is not None:
        return "điểm thống nhất sau trao đổi"
    if len(row.marks) == 1:
        return "01 phiếu"
    return f"{lower_first(row.combine.label)} {len(row.marks):02d} phiếu"


def difference(row: Row) -> str:
    used = (
        f"đã ghi điểm thống nhất {shown(row.agreed, 1)}"
        if row.agreed is not None
        else f"chưa ghi điểm thống nhất nên tính theo {lower_first(row.combine.label)}"
    )
    return (
        f"“{row.criterion.label}”: các phiếu chênh nhau {shown(row.spread, 1)} điểm, "
        f"quá mức {shown_exactly(row.allowed_spread)} điểm; {used}."
    )


def overlap(overlap: Overlap) -> str:
    return (
        f"“{overlap.first.label}” ({cite(overlap.first)}) và “{overlap.second.label}” ({cite(overlap.second)}) "
        f"cùng dựa trên {len(overlap.evidence):02d} minh chứng; điểm không bị trừ, đề nghị xem xét khi chấm."
    )


# -- the whole ------------------------------------------------------------------------------------------------
def formula(score: Score) -> str:
    if score.total is None:
        return ""
    return f"100 × {shown(score.given, 4)} : {shown(score.points, 1)} = {shown(score.total, 2)}"


def sheets_missing(score: Score) -> str:
    return f"Đã gửi {score.sheets_sent:02d} trên {score.sheets_due:02d} phiếu."


def all_reached(score: Score) -> str:
    gates = [gate for gate in score.gates if not gate.advisory and gate.answer != Answer.NOT_APPLICABLE]
    met = sum(gate.answer == Answer.MET for gate in gates)
    waived = f" (miễn {len(gates) - met:02d})" if met < len(gates) else ""
    rows = sum(row.state == RowState.REACHED for row in score.rows)
    total = f"tổng điểm {shown(score.total, 2)}" if score.total is not None else "không có tiêu chuẩn nào để tính điểm"
    return (
        f"Đạt {met:02d}/{len(gates):02d} điều kiện bắt buộc{waived}, "
        f"{rows:02d}/{rows:02d} tiêu chuẩn tính điểm áp dụng; {total}."
    )


def tie(ranked: Ranked) -> str:
    kind = ranked.entry.kind.ranks_as
    preferred = "tập thể có đa số là nữ" if kind == SubjectKind.COLLECTIVE else "cá nhân nữ"
    return (
        f"Đồng hạng {ranked.rank}: {ranked.sharing:02d} {lower_first(kind.label)} "
        f"cùng {shown(ranked.entry.total, 2)} điểm. "
        f"Khi các bên ngang nhau, pháp luật về thi đua, khen thưởng ưu tiên {preferred}; "
        "hệ thống không tự quyết định thứ tự."
    )


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
