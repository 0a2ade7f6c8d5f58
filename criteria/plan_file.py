"""Reads a plan of standards from TOML; `criteria/plans/2022-2025.toml` says what each key means.

Nothing half-read comes out: either the whole content, or a `PlanFileError` with everything that is wrong.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from criteria.standards import Criterion, Group, Parameters, PlanContent, PlanHead, RatingRequirement
from criteria.toml_table import LONG, PlanFileError, Problem, Problems, Table
from criteria.vocabulary import (
    Combine,
    CriterionKind,
    Level,
    OwnCollectiveRule,
    RatingOf,
    Source,
    SubjectKind,
)

NUMBER, CLAUSE, NAME, TITLE = 50, 60, 100, 500  # characters, as the tables keep them
ZERO, ONE = Decimal(0), Decimal(1)
POINTS = Decimal("0.1"), Decimal(1000)
YEARS = 2000, 2100

SYNTAX = {  # how tomllib's messages begin, and what they mean to the person who wrote the file
    "Invalid statement": "dòng này không phải là một mục hay một tên bảng",
    "Expected newline or end of document": "có chữ thừa sau giá trị; mỗi mục viết trên một dòng",
    "Expected '=' after a key": "thiếu dấu bằng sau tên mục",
    "Expected ']' at the end": "thiếu dấu đóng ngoặc vuông của tên bảng",
    "Expected ']]' at the end": "thiếu dấu đóng ngoặc vuông của tên bảng",
    "Cannot declare": "bảng này đã có ở trên",
    "Cannot overwrite a value": "mục này đã có ở trên",
    "Duplicate inline table key": "mục này đã có trong cùng dấu ngoặc nhọn",
    "Unclosed array": "thiếu dấu đóng ngoặc vuông của danh sách",
    "Unclosed inline table": "thiếu dấu đóng ngoặc nhọn",
    "Unterminated string": "thiếu dấu đóng của một đoạn chữ mở ở trên",
    "Illegal character '\\n'": "thiếu dấu ngoặc kép đóng",
    "Found invalid character '\\n'": "thiếu dấu ngoặc đơn đóng",
    "Invalid value": "giá trị không đọc được, hoặc ngoặc ở trên chưa đóng; chữ phải đặt trong dấu ngoặc kép",
    "Expected \"'''\"": "thiếu dấu đóng của một đoạn chữ mở ở trên",
    "Invalid initial character for a key": "tên mục không hợp lệ",
    "Unescaped '\\'": "dấu gạch chéo ngược trong chữ phải viết hai lần",
    "Invalid date": "ngày không có thật",
}


def read_plan(source: str | bytes) -> PlanContent:
    """The content of a plan file; raises `PlanFileError`."""
    text = decoded(source)
    values = parsed(text)
    problems = Problems(text)
    root = Table(values, (), problems)
    head = read_head(root.table("plan"))
    parameters = read_parameters(root.table("scoring"))
    group_tables, criterion_tables = root.tables("group"), root.tables("criterion")
    groups = [read_group(table) for table in group_tables]
    criteria = [read_criterion(table, groups) for table in criterion_tables]
    check_codes(group_tables, groups)
    check_codes(criterion_tables, criteria)
    check_overlaps(criterion_tables, criteria)
    root.close()
    problems.raise_if_any()
    return PlanContent(head=head, parameters=parameters, groups=tuple(groups), criteria=overlapping_both_ways(criteria))


def decoded(source: str | bytes) -> str:
    """The file as text in NFC, which is how everything is kept."""
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            raise PlanFileError([Problem(line, "tệp không phải mã UTF-8; hãy lưu lại bằng mã UTF-8.")]) from None
    return unicodedata.normalize("NFC", source)


def parsed(text: str) -> dict:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError([syntax_problem(str(error), text)]) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise PlanFileError([Problem(1, "tệp có số quá dài hoặc ngoặc lồng quá sâu, không đọc được.")]) from None


def syntax_problem(message: str, text: str) -> Problem:
    at = re.search(r"\(at line (\d+), column \d+\)$", message)
    line = int(at[1]) if at else text.rstrip("\n").count("\n") + 1
    meaning = (words for beginning, words in SYNTAX.items() if message.startswith(beginning))
    return Problem(line, f"sai cú pháp TOML: {next(meaning, 'không đọc được từ chỗ này')}.")


def read_head(table: Table) -> PlanHead:
    head = PlanHead(
        code=table.code("code"),
        title=table.text("title", limit=TITLE),
        issuer=table.text("issuer"),
        number=table.text("number", limit=NUMBER, may_be_empty=True),
        issued_on=read_day(table, "issued_on"),
        signer=table.text("signer", limit=NAME, may_be_empty=True),
        signer_post=table.text("signer_post", limit=NAME, may_be_empty=True),
        first_year=table.whole("first_year", *YEARS),
        last_year=table.whole("last_year", *YEARS),
        based_on=table.list_of_texts("based_on"),
        models_per_unit_per_year=table.whole("models_per_unit_per_year", 0, 99),
    )
    if 0 < head.last_year < head.first_year:
        table.wrong("last_year", f"năm cuối {head.last_year} đứng trước năm đầu {head.first_year}.")
    table.close()
    return head


def read_day(table: Table, key: str) -> date | None:
    """A TOML date, or dd/mm/yyyy; empty where the day is not known."""
    value = table.raw(key, "")
    if type(value) is date or value == "":
        return value or None
    try:
        return datetime.strptime(value, "%d/%m/%Y").date()
    except (TypeError, ValueError):
        table.wrong(key, f"mục “{key}” phải là một ngày có thật, viết “dd/mm/yyyy”, hoặc để trống.")
        return None


def read_parameters(table: Table) -> Parameters:
    parameters = Parameters(
        combine=table.word("combine", Combine),
        min_sheets=table.whole("min_sheets", 1, 99),
        floor=table.number("floor", ZERO, ONE, places=4),
        tolerance=table.number("tolerance", ZERO, ONE, places=4),
        own_collective=table.word("own_collective", OwnCollectiveRule),
        unit_vote_threshold=read_threshold(table, "unit_vote_threshold"),
        council_vote_threshold=read_threshold(table, "council_vote_threshold"),
    )
    table.close()
    return parameters


def read_threshold(table: Table, key: str) -> Fraction:
    """A share of all members: "2/3", or 0.9. More than none, at most all."""
    value = table.raw(key)
    share = None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}/[1-9][0-9]{0,3}", value):
        share = Fraction(value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        share = Fraction(table.number(key, Decimal("0.0001"), ONE, places=4))
    if value is not None and (share is None or not 0 < share <= 1):
        table.wrong(key, f"mục “{key}” phải là một phần của toàn bộ, lớn hơn 0 và không quá 1, ví dụ “2/3”.")
    return share or Fraction(1)


def read_group(table: Table) -> Group:
    group = Group(
        code=table.code("code"),
        label=table.text("label"),
        clause=table.text("clause", limit=CLAUSE, may_be_empty=True),
        intro=table.text("intro", limit=LONG, may_be_empty=True),
    )
    table.close()
    return group


def read_criterion(table: Table, groups: Sequence[Group]) -> Criterion:
    kind = table.word("kind", CriterionKind)
    applies_to = frozenset(table.words("applies_to", SubjectKind))
    criterion = Criterion(
        code=table.code("code"),
        label=table.text("label"),
        kind=kind,
        group=read_group_of(table, groups),
        applies_to=applies_to,
        clause=table.text("clause", limit=CLAUSE, may_be_empty=True),
        text=table.text("text", limit=LONG, may_be_empty=True),
        evidence=table.text("evidence", limit=LONG, may_be_empty=True),
        enabled=table.flag("enabled", True),
        overlaps=frozenset(table.list_of_texts("overlaps")),
        may_be_not_applicable=table.flag("may_be_not_applicable", False),
        **(read_gate(table, applies_to) if kind == CriterionKind.GATE else {}),
        **(read_scored(table) if kind == CriterionKind.SCORED else {}),
    )
    if table.raw("applies_to", None) == []:
        table.wrong("applies_to", "mục “applies_to” phải nêu ít nhất một đối tượng.")
    if kind:
        table.close()
    return criterion


def read_group_of(table: Table, groups: Sequence[Group]) -> Group | None:
    code = table.text("group")
    group = next((group for group in groups if group.code == code), None)
    if code and group is None:
        table.wrong("group", f"không có nhóm nào mang mã “{code}”.")
    return group


def read_gate(table: Table, applies_to: frozenset[SubjectKind]) -> dict:
    refuse(table, ("points", "floor"), "một điều kiện bắt buộc (gate) không có điểm; bỏ mục “{}”.")
    source, ratings = table.word("source", Source), ()
    if source == Source.OWN_COLLECTIVE and applies_to - {SubjectKind.HEAD}:
        table.wrong("source", "nguồn “own_collective” chỉ dùng cho người đứng đầu đơn vị (head).")
    if source == Source.RATING:
        ratings = read_ratings(table, applies_to)
    elif source:
        refuse(table, ("ratings",), "mục “{}” chỉ dùng khi nguồn (source) là “rating”.")
    else:
        table.raw("ratings", None)  # no telling whether it belongs here
    return {"source": source, "ratings": ratings, "explicit": table.flag("explicit", False)}


def read_ratings(table: Table, applies_to: frozenset[SubjectKind]) -> tuple[RatingRequirement, ...]:
    required = []
    for row in table.tables("ratings"):
        of, at_least = row.word("of", RatingOf), row.word("at_least", Level)
        if of in [requirement.of for requirement in required]:
            row.wrong("of", f"xếp loại “{of}” được yêu cầu nhiều lần.")
        if of and of.is_of_a_person and SubjectKind.COLLECTIVE in applies_to:
            row.wrong("of", f"tập thể không có xếp loại “{of}”, chỉ cá nhân mới có.")
        row.close()
        required.append(RatingRequirement(of=of, at_least=at_least))
    return tuple(required)


def read_scored(table: Table) -> dict:
    refuse(
        table,
        ("source", "ratings", "explicit"),
        "mục “{}” chỉ dùng cho điều kiện bắt buộc (gate), không cho điểm.",
    )
    return {
        "points": table.number("points", *POINTS, places=1),
        "floor": table.number("floor", ZERO, ONE, places=4) if table.has("floor") else None,
    }


def refuse(table: Table, keys: Sequence[str], sentence: str) -> None:
    for key in keys:
        if table.raw(key, None) is not None:
            table.wrong(key, sentence.format(key))


def check_codes(tables: Sequence[Table], rows: Sequence[Group] | Sequence[Criterion]) -> None:
    """Codes differ by more than case: a spreadsheet or a reader might not tell them apart."""
    taken = set()
    for table, row in zip(tables, rows, strict=True):
        if row.code and row.code.casefold() in taken:
            table.wrong("code", f"mã “{row.code}” đã dùng ở trên.")
        taken.add(row.code.casefold())


def check_overlaps(tables: Sequence[Table], criteria: Sequence[Criterion]) -> None:
    codes = {criterion.code for criterion in criteria}
    for table, criterion in zip(tables, criteria, strict=True):
        for code in sorted(criterion.overlaps - codes):
            table.wrong("overlaps", f"mục “overlaps” nhắc tới mã “{code}” không có trong kế hoạch.")
        if criterion.code in criterion.overlaps:
            table.wrong("overlaps", f"tiêu chuẩn “{criterion.code}” không thể trùng với chính nó.")


def overlapping_both_ways(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    return tuple(
        replace(one, overlaps=frozenset(other.code for other in criteria if one.overlaps_with(other)))
        for one in criteria
    )
