"""Two frozen versions of a list compared: line by line, field by field, word by word. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.words import Piece, compare

CAME, WENT, CHANGED, HEAD = "came", "went", "changed", "head"
WORDS = {
    CAME: gettext_lazy("Thêm vào"),
    WENT: gettext_lazy("Đưa ra"),
    CHANGED: gettext_lazy("Thay đổi"),
    HEAD: gettext_lazy("Thay đổi"),  # what is said of the whole list; not counted among its entries
}

# Every field that the list prints, as its papers call it.
_FIELDS = {
    "name": gettext_lazy("Tên tập thể, họ và tên"),
    "sex": gettext_lazy("Giới tính"),
    "born": gettext_lazy("Ngày sinh"),
    "place": gettext_lazy("Chức vụ, đơn vị"),
    "unit": gettext_lazy("Đơn vị đề nghị"),
    "scope": gettext_lazy("Phạm vi"),
    "summary": gettext_lazy("Tóm tắt thành tích"),
    "rating": gettext_lazy("Xếp loại"),
    "party_rating": gettext_lazy("Xếp loại tổ chức đảng, đảng viên"),
    "total": gettext_lazy("Điểm"),
    "rank": gettext_lazy("Hạng"),
    "note": gettext_lazy("Ghi chú"),
    "kept": gettext_lazy("Lý do giữ trong danh sách"),
    "votes": gettext_lazy("Phiếu đồng ý"),
}
_OF_ONE_VERSION = ("scope", "summary", "total", "rank", "note", "kept")
_MODEL_FIELDS = {name: _FIELDS[name] for name in ("name", "place", "scope", "summary")}
_HEAD = {
    "plan": gettext_lazy("Kế hoạch"),
    "threshold": gettext_lazy("Mức phiếu cần đạt"),
    "women": gettext_lazy("Số cá nhân nữ"),
    "men": gettext_lazy("Số cá nhân nam"),
    "members": gettext_lazy("Tổng số thành viên Hội đồng"),
}


@dataclass(frozen=True)
class Change:
    """One field. `pieces`: the two texts as one."""

    label: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        return compare(self.old, self.new)


@dataclass(frozen=True)
class Line:
    """`group`: where it stands on the list; `second`: its post, its place."""

    how: str
    group: str
    name: str
    second: str
    changes: list[Change]

    @property
    def words(self) -> str:
        return str(WORDS[self.how])


@dataclass(frozen=True)
class Comparison:
    lines: list[Line]
    same: int  # entries that say the same in both

    def count(self, how: str) -> int:
        return sum(line.how == how for line in self.lines)

    @property
    def sentence(self) -> str:
        if not self.lines:
            return _("Hai bản giống nhau ở mọi dòng, mọi ô.")
        return _("%(came)02d thêm vào, %(went)02d đưa ra, %(changed)02d thay đổi, %(same)02d giữ nguyên.") % {
            "came": self.count(CAME),
            "went": self.count(WENT),
            "changed": self.count(CHANGED),
            "same": self.same,
        }


def compare_versions(old: Mapping, new: Mapping) -> Comparison:
    """`old`, `new`: content of two versions of one list."""
    lines: list[Line] = []
    same = 0
    for group, label in (("collectives", _("A. Tập thể")), ("individuals", _("B. Cá nhân"))):
        pair = [{row["nomination"]: _printed(row, version) for row in version[group]} for version in (old, new)]
        found = list(_compared(label, *pair, _FIELDS))
        lines, same = lines + found, same + _unchanged(pair, found)
    pair = [{(row["name"], row["place"]): row for row in version["models"]} for version in (old, new)]
    lines += _compared(_("C. Mô hình"), *pair, _MODEL_FIELDS)
    head = _changes(old, new, _HEAD) + _changes(old["letterhead"], new["letterhead"], _letterhead(old, new))
    if head:
        lines.insert(0, Line(HEAD, _("Phần chung"), _("Phần chung của danh sách"), "", head))
    return Comparison(lines, same)


def _unchanged(pair: list[dict], found: list[Line]) -> int:
    return len(set(pair[0]) & set(pair[1])) - sum(line.how == CHANGED for line in found)


def _printed(row: Mapping, version: Mapping) -> dict:
    """With what stands beside an entry and is no single text."""
    vote = version.get("votes", {}).get(str(row["nomination"]), {})
    return {**row, "kept": "\n".join(row.get("kept", ())), "votes": vote.get("for", "")}


def _compared(group: str, old: Mapping, new: Mapping, fields: Mapping[str, str]) -> Iterable[Line]:
    """In the order of the newer version; who went stands at the end."""
    for key, row in new.items():
        if key not in old:
            yield Line(CAME, group, row["name"], row["place"], _told({}, row, fields))
        elif changes := _changes(old[key], row, fields):
            yield Line(CHANGED, group, row["name"], row["place"], changes)
    for key, row in old.items():
        if key not in new:
            yield Line(WENT, group, row["name"], row["place"], _told(row, {}, fields))


def _told(old: Mapping, new: Mapping, fields: Mapping[str, str]) -> list[Change]:
    """Of a line that stands in one version only: what it was there for; who it is, is said already."""
    return _changes(old, new, {name: label for name, label in fields.items() if name in _OF_ONE_VERSION})


def _changes(old: Mapping, new: Mapping, fields: Mapping[str, str]) -> list[Change]:
    pairs = ((label, _text(old.get(name)), _text(new.get(name))) for name, label in fields.items())
    return [Change(str(label), before, after) for label, before, after in pairs if before != after]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _letterhead(old: Mapping, new: Mapping) -> dict[str, str]:
    """Header and signers: whatever of it differs is called by one name."""
    names = dict.fromkeys([*old["letterhead"], *new["letterhead"]])
    return dict.fromkeys(names, _("Tiêu đề, người ký"))
