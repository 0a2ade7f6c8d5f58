"""Whom a paper is about, as printed: short facts, "" where the portal does not know them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.documents.frame import DOTS, day_words, fact, short
from nominations.documents.staff import Staff, addressed
from portal.models import Letterhead, Unit
from portal.papers.blocks import Pair
from portal.text import two_digits


@dataclass(frozen=True)
class Subject:
    collective: bool
    name: str = ""
    unit: str = ""  # of the school: "Khoa Lý luận cơ sở, Trường Chính trị Trường Chinh"
    signs: str = ""
    # of a person
    sex: str = ""
    born: str = ""
    post: str = ""
    personnel: str = ""
    qualification: str = ""
    political_level: str = ""
    party_member: str = ""
    leads: str = ""
    # of a collective
    head: str = ""
    people: str = ""
    women: str = ""
    party: str = ""


def subject_of(thing, staff: Staff, head: Letterhead) -> Subject:
    """`thing`: a registration or a nomination."""
    where = f"{thing.unit}, {head.school}"
    if thing.subject_unit_id:
        return _collective(thing.subject_unit, where, staff)
    person, post = thing.subject_person, staff.post(thing.subject_person, thing.unit)
    return Subject(
        collective=False,
        name=str(person),
        unit=where,
        signs=str(person),
        sex=person.get_sex_display(),
        born=day_words(person.birth_date),
        post=post.title if post else "",
        personnel=person.get_personnel_type_display().lower(),
        qualification=person.qualification,
        political_level=person.political_level,
        party_member=_("Có") if person.party_member else _("Không"),
        leads=_("Có") if post and post.is_head else _("Không"),
    )


def _collective(unit: Unit, where: str, staff: Staff) -> Subject:
    """Counts come from the posts of that day; of a party cell or a union section the portal keeps none."""
    head, count = staff.head(unit), staff.count(unit)
    known = bool(count.people)
    return Subject(
        collective=True,
        name=str(unit),
        unit=where,
        signs=str(head.person) if head else "",
        head=f"{addressed(head.person)}, {head.title}" if head else "",
        people=two_digits(count.people) if known else "",
        women=two_digits(count.women) if known else "",
        party=two_digits(count.party) if known else "",
    )


def registered_facts(who: Subject) -> tuple:
    """Part I of the registration form."""
    if who.collective:
        return (
            fact(_("1. Tên tập thể:"), who.name, bold=True),
            fact(_("2. Đơn vị đăng ký:"), who.unit),
            fact(_("3. Người đứng đầu:"), who.head),
            Pair(short(_("4. Số cán bộ, viên chức:"), who.people), short(_("5. Trong đó, nữ:"), who.women)),
            fact(_("6. Số đảng viên:"), who.party, tight=False),
        )
    post = f"{who.post} ({who.personnel})" if who.post else ""
    return (
        fact(_("1. Họ và tên:"), who.name, bold=True),
        Pair(short(_("2. Giới tính:"), who.sex), short(_("3. Ngày sinh:"), who.born)),
        fact(_("4. Chức vụ:"), post),
        fact(_("5. Đơn vị:"), who.unit),
        fact(_("6. Trình độ chuyên môn:"), _levels(who)),
        Pair(
            short(_("7. Đảng viên:"), who.party_member), short(_("8. Người đứng đầu đơn vị:"), who.leads), tight=False
        ),
    )


def reported_facts(who: Subject) -> tuple:
    """Part I of the achievement report, as far as it is about people and posts."""
    if who.collective:
        people = _("%(people)s người (%(women)s nữ), %(party)s đảng viên") % {
            "people": who.people or DOTS,
            "women": who.women or DOTS,
            "party": who.party or DOTS,
        }
        return (
            fact(_("1. Tên tập thể:"), who.name, bold=True, tight=False),
            fact(_("2. Đơn vị đề nghị:"), who.unit, tight=False),
            fact(_("3. Người đứng đầu:"), who.head, tight=False),
            fact(_("4. Cơ cấu, nhân sự:"), people, tight=False),
        )
    known = [part for part in (_levels(who), _("học hàm, học vị: %(dots)s") % {"dots": DOTS}) if part]
    return (
        fact(_("1. Họ và tên:"), who.name, bold=True, tight=False),
        Pair(short(_("Bí danh:"), ""), short(_("Giới tính:"), who.sex), tight=False),
        fact(_("2. Ngày, tháng, năm sinh:"), who.born, tight=False),
        fact(_("3. Đơn vị công tác:"), who.unit, tight=False),
        fact(_("4. Chức vụ:"), who.post, tight=False),
        fact(_("5. Trình độ chuyên môn:"), "; ".join(known), tight=False),
    )


def _levels(who: Subject) -> str:
    told = {"level": who.qualification or DOTS, "political": who.political_level or DOTS}
    return _("%(level)s; lý luận chính trị: %(political)s") % told
