"""Every move of a dossier × every state × everybody, those who stand too near among them. Written by hand."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from nominations.models import Nomination
from nominations.workflow import NOMINATIONS
from portal.models import Unit
from portal.rights import Conflict, Refusal
from portal.workflow import perform
from recognition.demo.school import BOARD, LLCS, TCHC
from tests.nominations import dossiers

# Where a move leads from each state; "-": it is not open there.
WAYS = """
            draft     submitted returned  received       appraised      listed         recognised not_recognised withdrawn revoked
submit      submitted -         submitted -              -              -              -          -              -         -
receive     -         received  -         -              -              -              -          -              -         -
return      -         returned  -         returned       -              -              -          -              -         -
withdraw    withdrawn withdrawn withdrawn -              -              -              -          -              -         -
appraise    -         -         -         appraised      -              -              -          -              -         -
reopen      -         -         -         -              received       -              -          -              -         -
list        -         -         -         -              listed         -              -          -              -         -
unlist      -         -         -         -              -              appraised      -          -              -         -
recognise   -         -         -         -              -              recognised     -          -              -         -
refuse      -         -         -         not_recognised not_recognised not_recognised -          -              -         -
revoke      -         -         -         -              -              -              revoked    -              -         -
"""  # noqa: E501

# Who may make it, by whose dossier it is: of Khoa Lý luận cơ sở ("unit"), the same but typed in by the office head
# ("typed"), of the office's own phòng ("office"), of a member of the board ("board").
WHO = """
                  canbo.llcs truong.llcs canbo.xdd chuyenvien truongphong hoidong1 hieutruong phohieutruong danguy giangvien quantri
unit   submit     yes        yes         no        no         no          no       no         no            no     no        no
unit   receive    no         no          no        yes        yes         no       no         no            no     no        no
unit   return     no         no          no        yes        yes         no       no         no            no     no        no
unit   withdraw   yes        yes         no        no         no          no       no         no            no     no        no
unit   appraise   no         no          no        yes        yes         no       no         no            no     no        no
unit   reopen     no         no          no        yes        yes         no       no         no            no     no        no
unit   list       no         no          no        yes        yes         no       yes        yes           no     no        no
unit   unlist     no         no          no        yes        yes         no       yes        yes           no     no        no
unit   recognise  no         no          no        yes        yes         no       yes        yes           no     no        no
unit   refuse     no         no          no        yes        yes         no       yes        yes           no     no        no
unit   revoke     no         no          no        yes        yes         no       yes        yes           no     no        no
typed  receive    no         no          no        yes        no          no       no         no            no     no        no
typed  return     no         no          no        yes        no          no       no         no            no     no        no
typed  appraise   no         no          no        yes        no          no       no         no            no     no        no
typed  reopen     no         no          no        yes        no          no       no         no            no     no        no
office submit     no         no          no        yes        no          no       no         no            no     no        no
office receive    no         no          no        no         no          no       yes        yes           no     no        no
office return     no         no          no        no         no          no       yes        yes           no     no        no
office withdraw   no         no          no        yes        no          no       no         no            no     no        no
office appraise   no         no          no        no         no          no       yes        yes           no     no        no
office reopen     no         no          no        no         no          no       yes        yes           no     no        no
board  submit     no         no          no        no         no          no       no         no            no     no        no
board  receive    no         no          no        yes        yes         no       no         no            no     no        no
board  return     no         no          no        yes        yes         no       no         no            no     no        no
board  withdraw   no         no          no        no         no          no       no         no            no     no        no
board  appraise   no         no          no        yes        yes         no       no         no            no     no        no
board  reopen     no         no          no        yes        yes         no       no         no            no     no        no
"""  # noqa: E501


def ways() -> dict[tuple[str, str], str]:
    states, *rows = [line.split() for line in WAYS.strip().splitlines()]
    return {(row[0], state): target for row in rows for state, target in zip(states, row[1:], strict=True)}


def who() -> Iterator[tuple[str, str, dict[str, bool]]]:
    people, *rows = [line.split() for line in WHO.strip().splitlines()]
    for whose, move, *answers in rows:
        yield whose, move, {name: answer == "yes" for name, answer in zip(people, answers, strict=True)}


def dossier(whose: str) -> Nomination:
    if whose == "board":
        year = dossiers.PlanYear.objects.get(year=2025)
        person = dossiers.account("hieutruong").person
        about = dossiers.make_room(person, year) | {"unit": Unit.objects.get(name=BOARD), "kind": "individual"}
        return Nomination.objects.create(plan_year=year, entered_by=dossiers.account("canbo.xdd"), **about)
    if whose == "office":
        return dossiers.complete_dossier(Unit.objects.get(name=TCHC), "chuyenvien")
    row = dossiers.complete_dossier(Unit.objects.get(name=LLCS))
    if whose == "typed":
        Nomination.objects.filter(pk=row.pk).update(entered_by=dossiers.account("truongphong"))
    return row


def what_happens(row: Nomination, move: str, state: str, username: str) -> str:
    """The state it leads to, "refused" or "not now"; undone again."""
    with transaction.atomic():
        Nomination.objects.filter(pk=row.pk).update(state=state)
        fresh = Nomination.objects.with_subject().get(pk=row.pk)
        try:
            perform(
                NOMINATIONS[move], fresh, by=dossiers.account(username), version=fresh.version, reason="Có văn bản."
            )
            found = Nomination.objects.get(pk=row.pk).state
        except Refusal:
            found = "refused"
        except Conflict:
            found = "not now"
        transaction.set_rollback(True)
    return found


def test_the_tables_name_every_move_and_state():
    assert {move for move, _state in ways()} == {move.name for move in NOMINATIONS.moves}
    assert {state for _move, state in ways()} == set(NOMINATIONS.states)
    assert {move for whose, move, _people in who() if whose == "unit"} == {move.name for move in NOMINATIONS.moves}


@pytest.mark.parametrize(("whose", "move", "people"), [pytest.param(*row, id=f"{row[0]} {row[1]}") for row in who()])
def test_moves(school, whose, move, people):
    row = dossier(whose)
    states = [state for state in NOMINATIONS.states if whose == "unit" or ways()[move, state] != "-"]
    expected, found = {}, {}
    for username, may in people.items():
        for state in states:
            target = ways()[move, state]
            open_here = "not now" if target == "-" else target
            expected[username, state] = open_here if may else "refused"
            found[username, state] = what_happens(row, move, state, username)
    assert found == expected


def test_a_return_and_a_reopening_ask_for_their_reason(llcs):
    row = dossier("unit")
    for move, state in (("return", "received"), ("reopen", "appraised"), ("revoke", "recognised")):
        Nomination.objects.filter(pk=row.pk).update(state=state)
        row.refresh_from_db()
        with pytest.raises(Conflict, match="cần nêu lý do"):
            perform(NOMINATIONS[move], row, by=dossiers.account("chuyenvien"), version=row.version)


def test_what_lacks_something_is_not_sent(llcs):
    row = dossiers.begun_dossier(llcs)
    with pytest.raises(Conflict, match="Chưa gửi được"):
        perform(NOMINATIONS["submit"], row, by=dossiers.account("canbo.llcs"), version=row.version)
