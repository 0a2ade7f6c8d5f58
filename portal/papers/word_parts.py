"""What python-docx has no words for: fonts for every script, fixed tables, borders, fields."""

from collections.abc import Iterable

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
GAP = 79  # points for a signature and the seal
LEFT, MIDDLE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
SIDES, ENDS = 62, 50  # cell margins in twips: 1.1 mm, and 1.06 mm less half of what Word puts between lines


def element(tag: str, **attributes):
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), str(value))
    return found


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def plain_base(document) -> None:
    """One font for every script, single spacing, Vietnamese; tables measured from their edge, as Word 2013 does."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    shape = normal.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = 1.0
    fonts = normal.element.rPr.rFonts
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    for lang in document.styles.element.iter(qn("w:lang")):
        for script in ("val", "eastAsia", "bidi"):
            lang.set(qn(f"w:{script}"), "vi-VN")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def page_number(paragraph, points: int) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    stops = paragraph.paragraph_format
    stops.space_before = stops.space_after = Pt(0)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(points)
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif text == "PAGE":
            code = element("w:instrText")
            code.text = text
            run._r.append(code)
        else:
            run.add_text(text)


def starts_at_one(section) -> None:
    """Pages of this section are counted from 1."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.find(qn("w:pgMar")).addnext(element("w:pgNumType", start=1))


def end_mark(paragraph, points: float) -> None:
    """The size of the paragraph's end, which is the height of an empty one."""
    properties = element("w:rPr")
    properties.append(element("w:sz", val=round(points * 2)))
    paragraph._p.get_or_add_pPr().insert_element_before(properties, "w:sectPr", "w:pPrChange")


def bordered(paragraph, *sides: str, space: int = 0) -> None:
    """A line below, or on the named sides (top, left, bottom, right in this order)."""
    border = element("w:pBdr")
    for side in sides or ("bottom",):
        border.append(element(f"w:{side}", val="single", sz=6, space=space, color="auto"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def fixed_table(into, widths: Iterable[float], *, rows: int, lines: bool = True):
    """Widths in millimetres, kept whatever is inside; rows do not split."""
    widths = list(widths)
    table = into.add_table(rows, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    for tag in ("w:tblStyle", "w:tblW", "w:tblLook"):
        if (old := properties.find(qn(tag))) is not None:
            properties.remove(old)
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(element("w:tblW", w=sum(map(twips, widths)), type="dxa"))
    layout.addprevious(element("w:tblInd", w=0, type="dxa"))
    if lines:
        layout.addprevious(_edges())
    layout.addnext(_margins("w:tblCellMar", *((SIDES, ENDS) if lines else (0, 0))))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            if lines:
                cell._tc.get_or_add_tcPr().append(element("w:vAlign", val="center"))
    return table


def _edges():
    found = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        found.append(element(f"w:{side}", val="single", sz=4, space=0, color="auto"))
    return found


def _margins(tag: str, sides: int, ends: int):
    found = element(tag)
    for side, value in (("top", ends), ("left", sides), ("bottom", ends), ("right", sides)):
        found.append(element(f"w:{side}", w=value, type="dxa"))
    return found


def cell_margins(cell, **own: int) -> None:
    """Of one cell, in twips; the table's own where none is given."""
    found = element("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        if side in own:
            found.append(element(f"w:{side}", w=own[side], type="dxa"))
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(found, "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")


def merged(row, at: int, span: int):
    """`span` cells of a row as one."""
    cells = row.cells
    return cells[at] if span == 1 else cells[at].merge(cells[at + span - 1])
