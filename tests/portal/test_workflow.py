"""One way to move a state, proved on a letter: Tâm sends it, Hà returns it."""

import threading

import pytest
from django.db import connection
from django.db.models import F

from portal.models import AuditEntry, OutboxMessage, User
from portal.rights import Conflict, Refusal
from portal.workflow import diagram, perform
from tests.letters.models import Letter
from tests.letters.workflow import LETTERS, RETURN, SEND


@pytest.fixture
def tam(nothing_yet) -> User:
    return User.objects.create(username="tam")


@pytest.fixture
def ha(nothing_yet) -> User:
    return User.objects.create(username="ha")


@pytest.fixture
def letter(db) -> Letter:
    return Letter.objects.create(title="Thư mời họp", body="Mời đồng chí dự họp.")


def test_a_move_changes_state_and_version_and_leaves_its_traces(tam, ha, letter):
    perform(SEND, letter, by=tam, version=1)
    assert (letter.state, letter.version) == ("sent", 2)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor_name, entry.before, entry.after) == (
        "Gửi thư",
        "tam (tam)",
        {"state": "draft"},
        {"state": "sent"},
    )
    assert {message.to for message in OutboxMessage.objects.all()} == {tam, ha}


def test_fields_given_are_set_in_the_same_update(tam, letter):
    perform(SEND, letter, by=tam, version=1, title="Thư mời")
    assert Letter.objects.get().title == "Thư mời"


def test_not_theirs_to_do(ha, letter):
    with pytest.raises(Refusal):
        perform(SEND, letter, by=ha, version=1)
    assert not AuditEntry.objects.exists()


def test_not_from_this_state(ha, letter):
    with pytest.raises(Conflict):
        perform(RETURN, letter, by=ha, version=1, reason="thiếu ngày họp")
    assert Letter.objects.get().state == "draft"


def test_something_is_missing(tam, letter):
    letter.body = ""
    with pytest.raises(Conflict, match="Thư chưa có nội dung"):
        perform(SEND, letter, by=tam, version=1)


def test_a_return_asks_for_its_reason(tam, ha, letter):
    perform(SEND, letter, by=tam, version=1)
    with pytest.raises(Conflict, match="cần nêu lý do"):
        perform(RETURN, letter, by=ha, version=2)
    perform(RETURN, letter, by=ha, version=2, reason="thiếu ngày họp")
    assert AuditEntry.objects.first().note == "thiếu ngày họp"


def test_on_a_stale_page(tam, letter):
    Letter.objects.update(version=7)
    with pytest.raises(Conflict, match="vừa được người khác xử lý"):
        perform(SEND, letter, by=tam, version=1)
    assert Letter.objects.get().state == "draft"
    assert not OutboxMessage.objects.exists()


def test_a_failing_message_undoes_the_move(tam, letter, monkeypatch):
    monkeypatch.setattr(OutboxMessage.objects, "bulk_create", lambda messages: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        perform(SEND, letter, by=tam, version=1)
    assert Letter.objects.get().state == "draft"
    assert not AuditEntry.objects.exists()


def test_what_is_open_to_whom(tam, ha, letter):
    assert LETTERS.open_to(tam, letter) == [SEND]
    assert LETTERS.open_to(ha, letter) == []
    letter.state = "sent"
    assert LETTERS.open_to(ha, letter) == [RETURN]


def test_the_diagram_is_drawn_from_the_table():
    assert diagram(LETTERS).splitlines()[2:] == [
        "```mermaid",
        "stateDiagram-v2",
        "    draft : Bản nháp",
        "    sent : Đã gửi",
        "    returned : Trả lại",
        "    [*] --> draft",
        "    draft --> sent : Gửi thư",
        "    returned --> sent : Gửi thư",
        "    sent --> returned : Trả lại",
        "```",
    ]


# -- twenty at once -------------------------------------------------------------------------------------------

MOVERS = 20


def at_once(act) -> list[str]:
    """What became of `act` done by twenty threads, all of which saw the letter before any of them moved it."""
    outcomes, barrier = [], threading.Barrier(MOVERS)

    def run() -> None:
        letter = Letter.objects.get()
        connection.close()
        barrier.wait()
        try:
            act(letter)
            outcomes.append("moved")
        except Conflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(MOVERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_give_one_success():
    tam = User.objects.create(username="tam")
    Letter.objects.create(title="Thư mời họp", body="Mời đồng chí dự họp.")
    outcomes = at_once(lambda letter: perform(SEND, letter, by=tam, version=letter.version))
    assert outcomes == ["moved", *["refused"] * (MOVERS - 1)]
    assert Letter.objects.get().version == 2
    assert AuditEntry.objects.filter(act="Gửi thư").count() == 1
    assert OutboxMessage.objects.filter(to=tam).count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_guard_all_twenty_succeed():
    """Shows that the race is there: check, then save, as one would write it without thinking."""
    Letter.objects.create(title="Thư mời họp", body="Mời đồng chí dự họp.")

    def check_then_save(letter: Letter) -> None:
        if letter.state not in SEND.sources:
            raise Conflict("")
        Letter.objects.filter(pk=letter.pk).update(state="sent", version=F("version") + 1)

    assert at_once(check_then_save) == ["moved"] * MOVERS
    assert Letter.objects.get().version == 1 + MOVERS
