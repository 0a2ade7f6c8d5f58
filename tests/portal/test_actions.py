"""Acts on the school's own records: saved on what was seen, logged, never overwritten."""

import pytest

from portal import actions
from portal.models import AuditEntry, Grant, OutboxMessage, Revision, Unit, User
from portal.rights import Conflict, Refusal


def test_a_change_is_logged_with_before_and_after(llcs, quantri):
    llcs.short_name = "Lý luận"
    actions.keep(llcs, by=quantri, act="Sửa đơn vị", version=1)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor_name, entry.subject_label) == ("Tạ Quốc Huy (quantri)", "Khoa Lý luận cơ sở")
    assert (entry.before, entry.after) == ({"Tên viết tắt": "LLCS"}, {"Tên viết tắt": "Lý luận"})
    assert Unit.objects.get(pk=llcs.pk).version == 2
    assert Unit.objects.get(pk=llcs.pk).search == "khoa ly luan co so ly luan"
    assert Revision.objects.latest("pk").content["Tên đơn vị"] == "Khoa Lý luận cơ sở"


def test_saving_without_a_change_leaves_no_trace(llcs, quantri):
    entries = AuditEntry.objects.count()
    actions.keep(llcs, by=quantri, act="Sửa đơn vị", version=1)
    assert (Unit.objects.get(pk=llcs.pk).version, AuditEntry.objects.count()) == (1, entries)


def test_a_stale_save_is_refused_and_its_text_is_kept(as_, llcs, quantri):
    llcs.short_name = "Lý luận"
    actions.keep(llcs, by=quantri, act="Sửa đơn vị", version=1)
    form = {"name": "Khoa Lý luận Mác - Lênin", "kind": "faculty", "protocol_order": "10", "version": "1"}
    answer = as_("quantri").post(f"/units/{llcs.pk}/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Khoa Lý luận Mác - Lênin" in page  # what was typed
    assert "Lý luận" in page  # what stands now
    assert Unit.objects.get(pk=llcs.pk).name == "Khoa Lý luận cơ sở"
    aside = Revision.objects.get(kept=False)
    assert aside.content["Tên đơn vị"] == "Khoa Lý luận Mác - Lênin"
    assert answer.context["form"]["version"].value() == "2", "having seen both, one may save over it"


def test_two_units_of_one_name(as_, llcs):
    answer = as_("quantri").post("/units/new/", {"name": llcs.name, "kind": "faculty", "protocol_order": "10"})
    assert "Đã có một đơn vị đang hoạt động mang tên này." in answer.content.decode()


def test_a_unit_cannot_stand_below_itself(as_, llcs):
    cell = llcs.children.first()
    form = {"name": llcs.name, "kind": "faculty", "protocol_order": "10", "version": "1", "parent": str(cell.pk)}
    assert (
        "Đơn vị này là cấp trên của đơn vị vừa chọn"
        in as_("quantri").post(f"/units/{llcs.pk}/edit/", form).content.decode()
    )


def test_two_heads_at_a_time(as_, llcs, tam):
    form = {
        "unit": llcs.pk,
        "title": "Trưởng khoa",
        "is_head": "on",
        "protocol_order": "10",
        "valid_from": "01/11/2025",
    }
    answer = as_("quantri").post(f"/people/{tam.pk}/posts/new/", form)
    assert "Đơn vị đang có người đứng đầu." in answer.content.decode()
    assert tam.posts.count() == 1


# -- accounts and grants --------------------------------------------------------------------------------------


def test_a_new_account_gets_a_password_shown_once(as_, quantri):
    client = as_("quantri")
    page = client.post("/accounts/new/", {"username": "sang.dv"}, follow=True).content.decode()
    user = User.objects.get(username="sang.dv")
    shown = next(
        word.strip(".") for word in page.split() if word.count("-") == 3 and user.check_password(word.strip("."))
    )
    assert user.must_change_password
    assert shown not in client.get(f"/accounts/{user.pk}/").content.decode()
    assert not AuditEntry.objects.filter(after__icontains=shown).exists()


@pytest.mark.parametrize("username", ["Sang", "đỗ.sáng", "a", "a b", "sang@x", "sang\u202e", "x" * 61])
def test_sign_in_names_are_plain(as_, username):
    as_("quantri").post("/accounts/new/", {"username": username})
    assert User.objects.count() == 13


def test_giving_a_role_is_logged_and_told(quantri, school):
    vinh = User.objects.get(username="giangvien")
    actions.give(Grant(user=vinh, role="assessor"), by=quantri)
    assert AuditEntry.objects.latest("pk").after == {"Quyền": "Thành viên Hội đồng"}
    assert OutboxMessage.objects.get(to=vinh, read_at=None).subject == "Đồng chí được giao quyền: Thành viên Hội đồng"


def test_the_administrator_takes_part_in_no_decision(quantri, school):
    with pytest.raises(Conflict, match="không giữ thêm quyền khác"):
        actions.give(Grant(user=quantri, role="board"), by=quantri)
    with pytest.raises(Conflict, match="không giữ thêm quyền khác"):
        actions.give(Grant(user=User.objects.get(username="chuyenvien"), role="admin"), by=quantri)


def test_a_role_is_not_given_twice(quantri, school):
    clerk = User.objects.get(username="canbo.llcs")
    with pytest.raises(Conflict, match="đã có quyền này"):
        actions.give(Grant(user=clerk, role="unit_staff", unit=clerk.grants.get().unit), by=quantri)


def test_a_role_of_a_unit_needs_its_unit(as_, school):
    vinh = User.objects.get(username="giangvien")
    answer = as_("quantri").post(f"/accounts/{vinh.pk}/grants/new/", {"role": "unit_staff"})
    assert "Vui lòng chọn đơn vị." in answer.content.decode()
    assert not vinh.grants.exists()


def test_the_last_administrator_stays(quantri):
    with pytest.raises(Conflict, match="duy nhất"):
        actions.take(quantri.grants.get(), by=quantri)
    with pytest.raises(Refusal, match="không thể ngừng"):
        actions.set_in_use(quantri, False, by=quantri)


def test_a_role_taken_away_stays_in_the_books(quantri, school):
    grant = Grant.objects.get(user__username="hoidong3")
    actions.take(grant, by=quantri)
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    with pytest.raises(Conflict, match="đã được thu lại"):
        actions.take(grant, by=quantri)
