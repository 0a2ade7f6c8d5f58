"""Mail from the outbox: to whom, how often, once; and what it never carries."""

import smtplib
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import clock, mail
from portal.clock import school_time
from portal.models import AuditEntry, OutboxMessage, User

MORNING = school_time(2025, 11, 20, 8)
LATER = MORNING + timedelta(minutes=10)


@pytest.fixture
def tam(nothing_yet) -> User:
    """Has chosen each message at once."""
    return User.objects.create(username="tam", email="tam@truong.example", mail="at_once")


@pytest.fixture
def ha(nothing_yet) -> User:
    """Has chosen one mail a day."""
    return User.objects.create(username="ha", email="ha@truong.example", mail="digest")


def told(to: User, subject: str = "Phòng đã tiếp nhận hồ sơ: Khoa Xây dựng Đảng", at=MORNING, **more) -> OutboxMessage:
    return OutboxMessage.objects.create(to=to, subject=subject, created_at=at, link="/nominations/7/", **more)


def sent(at=MORNING) -> list:
    """The mails that a run at that moment hands over."""
    django_mail.outbox.clear()
    with clock.at(at):
        mail.send_all()
    return list(django_mail.outbox)


def recipients(mails: list) -> list[str]:
    return [each.to[0] for each in mails]


# -- to whom, how often ---------------------------------------------------------------------------------------


def test_each_message_at_once(tam):
    told(tam, "Đăng ký được trả lại để bổ sung")
    told(tam, "Phòng đã tiếp nhận đăng ký")
    assert [each.subject for each in sent()] == ["Đăng ký được trả lại để bổ sung", "Phòng đã tiếp nhận đăng ký"]
    assert sent(LATER) == []


def test_a_digest_gathers_the_new_ones_newest_last_once_a_day(ha):
    told(ha, "Tin thứ hai", MORNING - timedelta(hours=1))
    told(ha, "Tin thứ nhất", MORNING - timedelta(hours=20))
    told(ha, "Đến hạn gửi hồ sơ", MORNING - timedelta(hours=2), key="reminder:x", body="Còn thiếu: báo cáo")
    (digest,) = sent()
    assert digest.subject == "Điển hình tiên tiến: 03 tin mới, ngày 20/11/2025"
    places = [
        digest.body.index(words) for words in ("VIỆC ĐẾN HẠN", "Còn thiếu: báo cáo", "TIN MỚI", "thứ nhất", "thứ hai")
    ]
    assert places == sorted(places)
    told(ha, "Tin trong ngày", LATER)
    assert sent(MORNING + timedelta(hours=5)) == []
    assert [each.subject for each in sent(MORNING + timedelta(days=1))] == ["Tin trong ngày"]


def test_no_digest_before_the_school_day_begins(ha):
    told(ha, at=MORNING - timedelta(hours=9))
    assert sent(MORNING - timedelta(hours=2)) == []
    assert recipients(sent()) == ["ha@truong.example"]


@pytest.mark.parametrize(
    "change",
    [{"mail": "never"}, {"email": ""}, {"is_active": False}],
    ids=["chose the portal alone", "no address", "account out of use"],
)
def test_who_gets_no_mail(tam, change):
    User.objects.update(**change)
    told(tam)
    assert sent() == []


def test_what_was_read_on_the_portal_or_is_old_needs_no_mail(tam):
    told(tam, read_at=MORNING)
    told(tam, at=MORNING - timedelta(days=15))
    assert sent() == []


def test_as_many_queries_to_find_what_waits_for_one_as_for_thirty(tam, ha):
    told(tam)
    with CaptureQueriesContext(connection) as few:
        mail.waiting(MORNING)
    for _number in range(30):
        told(tam), told(ha)
    with CaptureQueriesContext(connection) as many:
        assert len(mail.waiting(MORNING)) == 32
    assert (len(few), len(many)) == (2, 2)


# -- what it carries ------------------------------------------------------------------------------------------


def test_what_somebody_typed_stays_on_the_portal(tam, settings):
    settings.SITE_URL = "https://dienhinh.truong.example"
    told(tam, body="Lý do trả lại: giấy khai sinh của cháu Nguyễn Văn An")
    (letter,) = sent()
    texts = [letter.body, letter.alternatives[0].content]
    assert all("khai sinh" not in text for text in texts)
    assert all("https://dienhinh.truong.example/nominations/7/" in text for text in texts)


def test_the_html_loads_nothing_and_escapes(tam):
    told(tam, "Trả lại: <img src=//x.example/a.png> & Tổ 1")
    (letter,) = sent()
    html = letter.alternatives[0].content
    assert "&lt;img" in html and "<img" not in html and "src=" not in html.replace("&lt;img src=", "")
    assert "<img src=//x.example/a.png> & Tổ 1" in letter.body


def test_no_header_can_be_slipped_in(tam):
    told(tam, "Trả lại\r\nBcc: ai.do@x.example\nX-A: b")
    (letter,) = sent()
    parsed = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    assert (parsed["Bcc"], parsed["X-A"], parsed["To"]) == (None, None, "tam@truong.example")
    assert letter.recipients() == ["tam@truong.example"]


def test_who_sends_and_who_is_answered_comes_from_the_settings(tam, settings):
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_REPLY_TO = "Phòng <cong@truong.example>", ["phong@truong.example"]
    told(tam)
    (letter,) = sent()
    assert (letter.from_email, letter.reply_to) == ("Phòng <cong@truong.example>", ["phong@truong.example"])


# -- faults ---------------------------------------------------------------------------------------------------


class Server:
    """A mail server as bad as asked: `away`, or refusing, once each, what goes to these addresses."""

    def __init__(self, monkeypatch, *, away: bool = False, refuses: dict[str, Exception] | None = None):
        self.away, self.refuses, self.got = away, refuses or {}, []
        monkeypatch.setattr(mail, "get_connection", lambda: self)

    def open(self) -> None:
        if self.away:
            raise ConnectionRefusedError

    def close(self) -> None:
        raise smtplib.SMTPServerDisconnected

    def send_messages(self, letters: list) -> int:
        (letter,) = letters
        if error := self.refuses.pop(letter.to[0], None):
            raise error
        self.got.append((letter.to[0], letter.extra_headers["Message-ID"]))
        return 1


def test_a_server_that_is_away_costs_nothing(tam, monkeypatch):
    told(tam)
    server = Server(monkeypatch, away=True)
    for _run in range(mail.ATTEMPTS + 3):
        assert not mail.send_all().reachable
    assert OutboxMessage.objects.values_list("attempts", "claimed_at", "sent_at").get() == (0, None, None)
    server.away = False
    sent()
    assert [to for to, _id in server.got] == ["tam@truong.example"]


@pytest.mark.parametrize(
    "error",
    [TimeoutError(), smtplib.SMTPServerDisconnected(), smtplib.SMTPRecipientsRefused({}), UnicodeError()],
    ids=["slow", "hangs up", "refuses the address", "cannot be written"],
)
def test_a_server_that_takes_the_first_and_not_the_second(tam, monkeypatch, error):
    binh = User.objects.create(username="binh", email="binh@truong.example", mail="at_once")
    cuc = User.objects.create(username="cuc", email="cuc@truong.example", mail="at_once")
    for each in (tam, binh, cuc):
        told(each)
    server = Server(monkeypatch, refuses={"binh@truong.example": error})
    sent()
    assert [to for to, _id in server.got] == ["tam@truong.example", "cuc@truong.example"]
    sent(LATER)
    assert [to for to, _id in server.got] == ["tam@truong.example", "cuc@truong.example", "binh@truong.example"]
    sent(LATER + timedelta(minutes=10))
    assert len(server.got) == 3


def test_it_is_not_tried_for_ever_and_the_log_names_no_address(tam, monkeypatch, caplog):
    told(tam)
    server = Server(monkeypatch)
    for _run in range(mail.ATTEMPTS + 1):
        server.refuses = {"tam@truong.example": smtplib.SMTPRecipientsRefused({"tam@truong.example": (550, b"no")})}
        sent()
    assert server.refuses  # the last run did not ask
    assert len(caplog.records) == mail.ATTEMPTS
    assert "truong.example" not in caplog.text.replace("@127.0.0.1", "")


def test_a_run_that_died_after_its_claim(ha, monkeypatch):
    """Sent again after the grace period, alone and under the same id, whatever has come or been read meanwhile."""
    first, second = told(ha, "Một"), told(ha, "Hai")
    server = Server(monkeypatch, refuses={"ha@truong.example": KeyboardInterrupt()})
    with pytest.raises(KeyboardInterrupt):
        sent()
    would_be = mail.Batch(ha, (first, second)).message_id
    told(ha, "Ba", LATER)
    OutboxMessage.objects.filter(pk=first.pk).update(read_at=LATER)
    sent(LATER)
    assert server.got == []
    sent(MORNING + mail.GRACE + timedelta(seconds=1))
    assert server.got == [("ha@truong.example", would_be)]
    sent(MORNING + timedelta(days=1))
    assert len(server.got) == 2


# -- two runs at once -----------------------------------------------------------------------------------------


def two_runs(hand_over) -> int:
    """How many mails go to people when two runs have both seen what waits before either sends."""
    barrier, handed = threading.Barrier(2), []

    def run() -> None:
        (batch,) = mail.waiting(MORNING)
        connection.close()
        barrier.wait()
        ours = hand_over(batch)
        if ours:
            handed.append(ours)
        connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return len(handed)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_digest():
    ha = User.objects.create(username="ha", email="ha@truong.example")
    for number in range(5):
        told(ha, f"Tin {number}")
    assert two_runs(lambda batch: mail.claim(batch, clock.now())) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_guard_both_send():
    """Shows that the race is there: look, then mark, as one would write it without thinking."""
    ha = User.objects.create(username="ha", email="ha@truong.example")
    told(ha)

    def look_then_mark(batch: mail.Batch) -> mail.Batch:
        OutboxMessage.objects.filter(pk=batch.messages[0].pk).update(claimed_at=clock.now())
        return batch

    assert two_runs(look_then_mark) == 2


def test_whoever_loses_the_oldest_leaves_the_whole_mail(ha):
    first, second = told(ha), told(ha)
    batch = mail.Batch(ha, (first, second))
    OutboxMessage.objects.filter(pk=first.pk).update(claimed_at=MORNING)
    assert mail.claim(batch, LATER) is None
    OutboxMessage.objects.update(claimed_at=None)
    OutboxMessage.objects.filter(pk=second.pk).update(claimed_at=MORNING)
    assert mail.claim(batch, LATER).messages == (first,)


# -- the command and the demo ---------------------------------------------------------------------------------


def test_the_command_says_what_it_did(tam, capsys):
    told(tam, at=clock.now())
    call_command("send_mail")
    assert capsys.readouterr().out == "Đã gửi 01 thư.\n"


def test_a_failing_run_is_a_failure(tam, monkeypatch):
    told(tam, at=clock.now())
    Server(monkeypatch, away=True)
    with pytest.raises(CommandError, match="Máy chủ thư không trả lời"):
        call_command("send_mail")


def test_without_its_settings_nothing_is_marked_as_sent(tam, settings):
    settings.MAIL_IS_SET_UP = False
    told(tam, at=clock.now())
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_mail")
    assert OutboxMessage.objects.get().sent_at is None


def test_in_the_demo_a_mail_is_a_file(tam, settings, tmp_path):
    from portal.settings import EMAIL_BACKEND

    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = EMAIL_BACKEND, str(tmp_path / "mail")
    told(tam)
    sent()
    assert [(each.subject, "/nominations/7/" in each.text) for each in mail.in_files()] == [
        ("Phòng đã tiếp nhận hồ sơ: Khoa Xây dựng Đảng", True)
    ]


# -- choosing -------------------------------------------------------------------------------------------------


def test_a_person_chooses(as_):
    client = as_("canbo.llcs")
    client.post("/profile/mail/", {"email": " tam.lt@truong.example ", "mail": "at_once"})
    user = User.objects.get(username="canbo.llcs")
    assert (user.email, user.mail) == ("tam.lt@truong.example", "at_once")
    entry = AuditEntry.objects.latest("pk")
    assert entry.act == "Đổi cách nhận thư"
    assert "truong.example" not in f"{entry.before}{entry.after}{entry.note}"
    assert "tam.lt@truong.example" in client.get("/profile/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "tam.lt", "mail": "digest"}, "Địa chỉ thư chưa đúng."),
        ({"email": "a@b.vn\r\nBcc: c@d.vn", "mail": "digest"}, "Địa chỉ thư chưa đúng."),
        ({"email": "a@b.vn, c@d.vn", "mail": "digest"}, "Địa chỉ thư chưa đúng."),
        ({"email": f"{'a' * 300}@b.vn", "mail": "digest"}, "Địa chỉ thư dài quá 254 ký tự."),
        ({"email": "", "mail": "at_once"}, "hoặc chọn không gửi thư."),
        ({"email": "", "mail": "hourly"}, "Vui lòng chọn một mục trong danh sách."),
    ],
)
def test_what_cannot_be_chosen(as_, typed, words):
    page = as_("canbo.llcs").post("/profile/mail/", typed)
    assert (page.status_code, words in page.content.decode()) == (200, True)
    assert User.objects.get(username="canbo.llcs").email == "tam.lt@truongchinhtri.example"  # as before


def test_an_address_is_shown_to_its_owner_and_the_administrator_alone(as_, school):
    as_("quantri").post(
        f"/accounts/{User.objects.get(username='canbo.llcs').pk}/mail/", {"email": "tam.lt@truong.example"}
    )
    user = User.objects.select_related("person").get(username="canbo.llcs")
    pages = ("/profile/", "/accounts/", f"/accounts/{user.pk}/", f"/people/{user.person_id}/", "/reminders/")
    found = {
        username: [path for path in pages if "tam.lt@" in as_(username).get(path).content.decode()]
        for username in ("canbo.llcs", "truong.llcs", "chuyenvien", "truongphong", "hieutruong", "quantri")
    }
    assert {username: paths for username, paths in found.items() if paths} == {
        "canbo.llcs": ["/profile/"],
        "quantri": [f"/accounts/{user.pk}/"],
    }


# -- notices --------------------------------------------------------------------------------------------------


@pytest.fixture
def notices(as_):
    """Đào Xuân Lộc of the party committee, who has no messages yet, in a browser."""
    client, user = as_("danguy"), User.objects.get(username="danguy")
    user.messages.all().delete()
    return client, user


def test_opening_a_notice_reads_it_and_leads_there(notices):
    client, user = notices
    message, other = told(user), told(user)
    answer = client.post(f"/notices/{message.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/nominations/7/")
    assert set(user.messages.filter(read_at=None)) == {other}


def test_read_and_unread_ones_apart(notices):
    client, user = notices
    told(user, "Tin đã xem"), told(user, "Tin chưa xem")
    client.post(f"/notices/{user.messages.get(subject='Tin đã xem').pk}/read/")
    for asked, shown in (("no", ["Tin chưa xem"]), ("yes", ["Tin đã xem"]), ("x", ["Tin chưa xem", "Tin đã xem"])):
        page = client.get(f"/notices/?read={asked}").context["page"]
        assert [notice.subject for notice in page] == shown
    client.post("/notices/read/")
    assert "Không có thông báo nào như vậy" in client.get("/notices/?read=no").content.decode()


def test_notices_come_in_pages_and_ask_the_same_questions(notices):
    client, user = notices
    told(user)
    with CaptureQueriesContext(connection) as few:
        client.get("/notices/")
    for number in range(31):
        told(user, f"Tin {number}", MORNING + timedelta(minutes=number))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/notices/").context["page"]
    assert (len(page), page.paginator.num_pages, len(few)) == (30, 2, len(many))
