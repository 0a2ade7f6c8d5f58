"""What the office settles before a list is closed: an entry kept for a reason, the spread mark, last year's exemplars.

Nobody does any of it for themselves or their own unit; where the office stands too near, the board does.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.models import Nomination
from portal import audit, clock
from portal.models import User
from portal.rights import Conflict
from recognition import rights
from recognition.balance import Rule
from recognition.compile import WorkingList
from recognition.models import Evaluation, KeptEntry, Recognition, ReviewList, WideSpread
from recognition.queries import balance

SPREADS = ("appraised", "listed", "recognised")


# -- entries that the balance asks about ----------------------------------------------------------------------


@transaction.atomic
def keep_entry(nomination: Nomination, rule: Rule, *, reason: str, by: User) -> KeptEntry:
    """It stays on the list although a rule asks about it. A better reason later replaces this one; the log has both."""
    rights.require_entry(by, nomination)
    if nomination.state != "appraised":
        raise Conflict(
            _("Hồ sơ này không còn đứng trong danh sách đang lập nên không cần lý do giữ lại."),
            instead=_("Vui lòng mở lại danh sách."),
        )
    known = KeptEntry.objects.filter(nomination=nomination, flag=rule.value).first()
    kept, _made = KeptEntry.objects.update_or_create(
        nomination=nomination,
        flag=rule.value,
        defaults={"reason": reason, "made_by": by, "made_at": clock.now()},
    )
    told = {"before": {rule.label: known.reason}} if known else {}
    audit.record(nomination, _("Giữ trong danh sách"), by=by, note=f"{rule.label}: {reason}", **told)
    return kept


def reasons_kept(review_list: ReviewList, working: WorkingList) -> dict[int, list[str]]:
    """{dossier: why it stays, a line a rule}. Raises a `Conflict` that names every entry that has no reason yet."""
    found: dict[int, list[str]] = {}
    open_ones = []
    for each in balance.flagged(review_list, working):
        if each.kept is None:
            open_ones.append(f"{each.nomination} ({each.flag.rule.label.lower()})")
        else:
            found.setdefault(each.nomination.pk, []).append(f"{each.flag.rule.label}: {each.kept.reason}")
    if open_ones:
        raise Conflict(
            _("Chưa chốt được: %(n)02d mục cần cân nhắc, chưa có lý do giữ lại: %(who)s.")
            % {"n": len(open_ones), "who": "; ".join(open_ones)},
            instead=_("Vui lòng ghi lý do giữ lại trong phần Cân đối, hoặc để riêng, trả lại hồ sơ rồi chốt."),
        )
    return found


# -- the spread mark ------------------------------------------------------------------------------------------


@transaction.atomic
def give_spread(nomination: Nomination, *, reason: str, by: User) -> WideSpread:
    """Plan IV.4: "tiêu biểu toàn diện, có sức lan tỏa rộng". No points and no rank come of it."""
    rights.require_entry(by, nomination)
    if nomination.state not in SPREADS:
        raise Conflict(_("Chỉ ghi cho hồ sơ đã thẩm định, đang trong danh sách hoặc đã được công nhận."))
    mark, made = WideSpread.objects.get_or_create(
        nomination=nomination, taken_back_at=None, defaults={"reason": reason, "given_by": by}
    )
    if not made:
        raise Conflict(
            _("Hồ sơ này đã được ghi “Tiêu biểu toàn diện, lan tỏa rộng”."),
            instead=_("Vui lòng mở lại danh sách; muốn đổi lý do thì bỏ ghi rồi ghi lại."),
        )
    audit.record(nomination, _("Ghi “Tiêu biểu toàn diện, lan tỏa rộng”"), by=by, note=reason)
    return mark


@transaction.atomic
def take_back_spread(nomination: Nomination, *, reason: str, by: User) -> None:
    rights.require_entry(by, nomination)
    standing = WideSpread.objects.filter(nomination=nomination, taken_back_at=None)
    if not standing.update(taken_back_at=clock.now(), taken_back_by=by, taken_back_reason=reason):
        raise Conflict(_("Hồ sơ này không còn ghi “Tiêu biểu toàn diện, lan tỏa rộng”."))
    audit.record(nomination, _("Bỏ ghi “Tiêu biểu toàn diện, lan tỏa rộng”"), by=by, note=reason)


# -- last year's exemplars ------------------------------------------------------------------------------------


@transaction.atomic
def evaluate(recognition: Recognition, *, outcome: str, note: str, by: User) -> Evaluation:
    """Plan V, second dash: what was recognised last year is looked at again. Said anew, it replaces what was said."""
    rights.require_entry(by, recognition.nomination)
    if recognition.nomination.state != "recognised":
        raise Conflict(_("Điển hình này đã bị thu hồi nên không đánh giá nữa."))
    known = Evaluation.objects.filter(recognition=recognition).first()
    before = {_("Kết luận"): known.get_outcome_display(), _("Nhận xét"): known.note} if known else {}
    told, _made = Evaluation.objects.update_or_create(
        recognition=recognition,
        defaults={"outcome": outcome, "note": note, "made_by": by, "made_at": clock.now()},
    )
    after = {_("Kết luận"): told.get_outcome_display()}
    audit.record(recognition.nomination, _("Đánh giá điển hình"), by=by, before=before, after=after, note=note)
    return told
