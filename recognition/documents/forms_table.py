"""How many are proposed for which form: each of those that passed stands in one row, so that the sums agree."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.papers.blocks import WHOLE, Cell, Column, Row, Table
from portal.text import two_digits
from recognition.documents.told import Told
from recognition.snapshot import NONE


@dataclass(frozen=True)
class Given:
    """A form or title beside a recognition. `upward`: given by somebody above the school."""

    name: str
    upward: bool = False


Awards = Mapping[int, Sequence[Given]]


def forms_table(told: Told, awards: Awards, width: int) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(width - 86, _("Hình thức"), centred=False),
        *(Column(19, head) for head in (_("Tập thể"), _("Cá nhân"), _("Mô hình"), _("Tổng số"))),
    )
    counts = _counts(told, awards)
    rows = [
        Row((Cell(two_digits(number)), Cell(_label(forms)), *map(_figure, (*found, sum(found)))))
        for number, (forms, found) in enumerate(counts, 1)
    ]
    sums = [sum(column) for column in zip(*(found for _forms, found in counts), strict=True)]
    total = (
        Cell(_("Tổng cộng"), span=2, bold=True, centred=True),
        *(_figure(n, bold=True) for n in (*sums, sum(sums))),
    )
    return Table(columns, (*rows, Row(total)), whole=len(rows) < WHOLE)


def _counts(told: Told, awards: Awards) -> list[tuple[tuple[Given, ...], list[int]]]:
    """[(forms, [collectives, individuals, models])]: what goes upward first; models are recognised, not rewarded."""
    found: dict[tuple[Given, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for place, rows in enumerate((told.collectives, told.individuals)):
        for row in rows:
            found[tuple(awards.get(row["nomination"], ()))][place] += 1
    if told.models:
        found[()][2] = len(told.models)
    return sorted(found.items(), key=lambda each: (not any(form.upward for form in each[0]), not each[0]))


def _label(forms: tuple[Given, ...]) -> str:
    names = "; ".join(form.name for form in forms)
    if any(form.upward for form in forms):
        return names
    own = _("Công nhận điển hình tiên tiến theo thẩm quyền của Hiệu trưởng")
    return _("%(own)s, kèm %(names)s") % {"own": own, "names": names} if names else own


def _figure(count: int, *, bold: bool = False) -> Cell:
    return Cell(two_digits(count) if count else NONE, bold=bold)


def one_form_each(told: Told, awards: Awards) -> str:
    """Said only where it is so: one achievement is not proposed for two forms."""
    given = [awards.get(row["nomination"], ()) for row in told.recognised]
    if any(len(forms) > 1 for forms in given) or not any(given):
        return ""
    return _("Mỗi tập thể, cá nhân chỉ được đề nghị một hình thức khen thưởng đối với cùng một thành tích.")
