"""One year, end to end, as the people of the school live it: from a registration to an approved list, a decision, and
what the unit then sees. Every step is a page's own form, filled and sent; on SQLite and on PostgreSQL alike."""

import io
import re
import unicodedata

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pypdf import PdfReader

from criteria.models import Criterion, Sheet
from nominations.models import Nomination, Registration
from recognition.seal import groups_of_four, seal
from tests.nominations.dossiers import PDF
from tests.recognition.meetings import typed
from tests.recognition.people import list_of

MAI = "Cao Thị Thanh Mai"


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def fill(client, address: str, **typed) -> None:
    """Open a page, type into its form, send it; what was already there goes along, as a browser sends it."""
    form = client.get(address).context["form"]
    there = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in there.items() if value not in (None, "", [], False)} | typed
    answer = client.post(address, data)
    assert answer.status_code == 302, {**answer.context["form"].errors, "": answer.context["form"].non_field_errors()}


def press(client, address: str, thing) -> None:
    """A button: it sends the version that is on the screen."""
    thing.refresh_from_db()
    answer = client.post(address, {"version": thing.version})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    thing.refresh_from_db()


def the_clerk_registers(clerk) -> Registration:
    page = clerk.get("/registrations/new/").context["form"]
    subject = next(key for key, label in _flat(page.fields["subject"].choices) if MAI in label)
    typed = {
        "plan_year": str(page.fields["plan_year"].queryset.get(year=2025).pk),
        "subject": subject,
        "scope": "comprehensive",
        "model_name": "Lớp học không khoảng cách",
        "content": "Tổ chức nhóm học tập trực tuyến cho học viên ở xa.",
        "finish_by": "15/12/2025",
        "targets-TOTAL_FORMS": "1",
        "targets-INITIAL_FORMS": "0",
        "targets-0-what": "Số lớp áp dụng",
        "targets-0-measure": "lớp",
        "targets-0-baseline": "3",
        "targets-0-promised": "trên 5",
    }
    answer = clerk.post("/registrations/new/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    registration = Registration.objects.get(subject_person__full_name=MAI, plan_year__year=2025)
    press(clerk, f"/registrations/{registration.pk}/submit/", registration)
    return registration


def _flat(choices) -> list:
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, str(label))]


def the_clerk_writes_the_dossier(clerk, registration: Registration) -> Nomination:
    assert (
        clerk.post(f"/registrations/{registration.pk}/nominate/", {"version": registration.version}).status_code == 302
    )
    nomination = Nomination.objects.get(registration=registration)
    here = f"/nominations/{nomination.pk}/edit/"
    fill(clerk, here, summary="07 lớp, 96% học viên hài lòng", report="Duy trì nhóm học tập cả năm.")
    target = registration.targets.get()
    fill(clerk, f"{here}results/", **{f"achieved-{target.pk}": "7"})
    page = clerk.get(f"{here}statements/").context["form"]
    texts = {name: f"Kết quả, số liệu của {name}." for name in page.fields if name != "version"}
    fill(clerk, f"{here}statements/", **texts)
    criterion = Criterion.objects.get(criteria_set=nomination.plan_year.criteria_set, code="I4")
    fill(clerk, f"{here}evidence/", title="Quyết định số 12", file=pdf("qd12.pdf"), criteria=[str(criterion.pk)])
    vote = {"held_on": "10/11/2025", "minutes_number": "07/BB", "members": "9", "present": "9", "agree": "8"}
    fill(clerk, f"{here}vote/", **vote, minutes=pdf("bien-ban.pdf"))
    press(clerk, f"/nominations/{nomination.pk}/submit/", nomination)
    return nomination


def the_office_takes_it_in(office, nomination: Nomination) -> None:
    here = f"/nominations/{nomination.pk}/"
    press(office, f"{here}receive/", nomination)
    gate = Criterion.objects.get(criteria_set=nomination.plan_year.criteria_set, code="G1")
    told = {"answer": "met", "finding": "Không có vi phạm", "paper": "Xác nhận 12-XN/CB, 15/11/2025"}
    assert office.post(f"{here}gates/{gate.pk}/", told).status_code == 302
    page = office.get(f"{here}assign/").context["form"]
    chosen = [str(user.pk) for user in page.fields["assessors"].queryset.filter(username__in=("hoidong2", "hoidong3"))]
    assert office.post(f"{here}assign/", {"assessors": chosen}).status_code == 302


def an_assessor_marks(assessor, nomination: Nomination) -> None:
    here = f"/nominations/{nomination.pk}/score/"
    assert assessor.post(f"{here}declare/", {"declared": "none"}).status_code == 302
    for section in assessor.get(here).context["desk"].sections:
        form = assessor.get(section.href).context["form"]
        marks = {name: _share(form.fields[name].high) for name in form.fields if name.startswith("mark-")}
        answer = assessor.post(section.href, {"version": form["version"].value()} | marks)
        assert answer.status_code == 302, answer.context["form"].errors
    form = assessor.get(here).context["form"]
    assert assessor.post(f"{here}send/", {"version": form["version"].value()}).status_code == 302


def _share(points) -> str:
    return f"{float(points) * 0.9:.1f}".replace(".", ",")


def the_list_is_closed_voted_and_approved(office, head) -> None:
    review_list = list_of(2025)
    here = f"/lists/{review_list.pk}/"
    press(office, f"{here}close/", review_list)
    the_council_meets(office, here)
    press(head, f"{here}approve/", review_list)


def the_council_meets(office, here: str) -> None:
    """All eleven come; everybody who may votes for everybody."""
    page = office.get(f"{here}meeting/edit/").context["form"]
    tellers = [member.pk for member in page.members[-3:]]
    told = {"held_on": "20/11/2025", "begins_at": "14:00", "place": "Phòng họp số 2"}
    told |= {f"teller-{pk}": "member" for pk in tellers} | {f"teller-{tellers[0]}": "head"}
    fill(office, f"{here}meeting/edit/", **told)
    cells = {}
    for line in office.get(f"{here}votes/").context["form"].hall.lines:
        cells |= typed(line)
    fill(office, f"{here}votes/", **cells)


def nothing_is_given_away(reader, nomination: Nomination) -> None:
    """Before publication: no mark, rank or verdict on any page, in any export or message of the unit."""
    total = str(nomination.scorecard.total).replace(".", ",")
    for address in ("/", "/nominations/", f"/nominations/{nomination.pk}/", "/registrations/", "/notices/"):
        page = reader.get(address).content.decode()
        assert total not in page, address
        for word in (
            "Đã thẩm định",
            "Đủ điều kiện",
            "Trong danh sách bình xét",
            "Đã công nhận",
            "Quyết định số 215",
            "hạng ",
        ):
            assert word not in page.replace("Đã công nhận</option>", "").replace("Đã thẩm định</option>", "").replace(
                "Trong danh sách bình xét</option>", ""
            ), (address, word)
    for address in (f"/nominations/{nomination.pk}/appraisal/", f"/lists/{list_of(2025).pk}/", "/sheets/"):
        assert reader.get(address).status_code in (403, 404), address


def live_the_year(as_) -> None:
    clerk, office, head, reader = (as_(name) for name in ("canbo.llcs", "chuyenvien", "truongphong", "danguy"))

    registration = the_clerk_registers(clerk)
    assert registration.is_supplement, "after 31/03: taken, and marked"
    press(office, f"/registrations/{registration.pk}/accept/", registration)

    nomination = the_clerk_writes_the_dossier(clerk, registration)
    the_office_takes_it_in(office, nomination)
    for name in ("hoidong2", "hoidong3"):
        an_assessor_marks(as_(name), nomination)
    assert Sheet.objects.filter(scorecard__nomination=nomination, sent_at__isnull=False).count() == 2
    press(office, f"/nominations/{nomination.pk}/appraise/", nomination)
    assert nomination.state == "appraised"
    nothing_is_given_away(clerk, nomination)

    the_list_is_closed_voted_and_approved(office, head)
    frozen = list_of(2025).latest()
    paper = reader.get(f"/lists/{frozen.review_list_id}/document.pdf").content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    assert MAI in text
    assert frozen.sha256 == seal(frozen.content)
    assert groups_of_four(frozen.sha256) in text

    review_list = list_of(2025)
    told = {"number": "215/QĐ-TCT", "day": "20/11/2025", "signer": "Vũ Đình Thuận", "scan": pdf("qd.pdf")}
    fill(office, f"/lists/{review_list.pk}/decide/", **told)
    nomination.refresh_from_db()
    nothing_is_given_away(clerk, nomination)
    press(head, f"/lists/{review_list.pk}/publish/", review_list)
    page = clerk.get(f"/nominations/{nomination.pk}/").content.decode()
    assert "Đã công nhận" in page
    assert "Công nhận điển hình tiên tiến theo Quyết định số 215/QĐ-TCT ngày 20/11/2025." in page

    overview = as_("hieutruong").get("/dashboard/?year=2025").context["page"]
    assert {step.label: step.count for step in overview.steps}["Công nhận"] == 5


def test_the_year_from_a_registration_to_an_approved_list(as_, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):  # files get their names when a request commits
        live_the_year(as_)
    call_command("check_integrity")
    assert "Không có sai lệch." in capsys.readouterr().out
