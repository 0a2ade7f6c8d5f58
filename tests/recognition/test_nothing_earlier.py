"""Until the office head publishes, no page, count, file name, export or message tells a unit anything.

Whatever a reader of a unit can reach is fetched while the list is compiled, and again after every later step: it is
the same, byte for byte but for tokens. What each step adds – votes, spread marks, awards, proposals, reasons,
revocations – must not shine through anywhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from django.urls import get_resolver, resolve

from nominations.models import Nomination
from portal import clock
from portal.models import OutboxMessage
from portal.queries import unread_count
from recognition.actions import awards, proposals, publication, revocation
from recognition.actions import lists as actions
from recognition.models import Proposal, ReviewList, WideSpread
from tests.recognition.decided import DAY, HEAD, OFFICE, decide, dossier, form, scan
from tests.recognition.meetings import vote
from tests.recognition.people import account, list_of

# Who writes for a unit, leads it, is only spoken of; and whose dossier each must find.
READERS = {"canbo.llcs": "Trần Quang Vinh", "giangvien": "Trần Quang Vinh", "canbo.xdd": "Đặng Thị Ngọc Ánh"}
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|data-csrf="\w+"')
LINK = re.compile(r'(?:href|src|data-href|hx-get)="(/[^"#]*)')
MOMENT = clock.school_time(2025, 11, 20, 9)
LAST = "sent upward, a reason written, one revoked"
LEFT_OUT = ("/static/", "/logout")
ALWAYS = (
    *("/results/2025/", "/results/2024/", "/nominations/?year=2025", "/nominations/export.xlsx?year=2025"),
    *("/search/?q=Trần Quang Vinh", "/search/?q=Ngân hàng", "/search/?q=215", "/search/?q=công nhận"),
)


def reached(client, first: str) -> dict[str, tuple]:
    """Everything the links lead this reader to, of each kind of page the first few, from `first` on: as `fetched`."""
    found: dict[str, tuple] = {}
    waiting, seen = [first, "/", *ALWAYS, *_without_arguments()], Counter()
    while waiting:
        address = waiting.pop(0)
        if address in found or address.startswith(LEFT_OUT) or not _wanted(address, seen):
            continue
        found |= fetched(client, [address])
        content = found[address][2]
        if isinstance(content, bytes):  # a page, or a paper that holds no links
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(content.decode(errors="ignore"))]
    return {address: told for address, told in found.items() if told[0] == 200}


def _wanted(address: str, seen: Counter) -> bool:
    """Of a page with arguments the first few; a paper takes long to make, so of each kind one."""
    path, _mark, asked = address.partition("?")
    name = resolve(path).url_name
    seen[name] += 1
    most = 1 if path.endswith((".pdf", ".docx")) or "paper" in name else 2
    return address in ALWAYS or seen[name] <= most or not (asked or resolve(path).kwargs)


def _without_arguments() -> Iterator[str]:
    """Addresses that need nothing, linked from anywhere or not; an address that only takes says 405."""
    for _name, (prefix, resolver) in get_resolver().namespace_dict.items():
        for pattern in resolver.url_patterns:
            if not pattern.pattern.converters:
                yield f"/{prefix}{pattern.pattern}"


def fetched(client, addresses: Iterable[str]) -> dict[str, tuple]:
    """{address: (status, name of the file, content)}. What a page newly links to is a difference of that page."""
    found = {}
    for address in addresses:
        with clock.at(MOMENT):  # pages say when they were printed
            answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = (answer.status_code, answer.headers.get("Content-Disposition", ""), _plain(content))
    return found


def _plain(content: bytes):
    """Without tokens; a spreadsheet by its parts, but for the moment it was written."""
    try:
        with ZipFile(BytesIO(content)) as book:
            return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
    except BadZipFile:
        return TOKENS.sub(b"", content)


def differences(before: dict[str, tuple], now: dict[str, tuple]) -> list[str]:
    """Of what was fetched again."""
    return [address for address, told in now.items() if before[address] != told]


def _speaks_of_dossiers(address: str) -> bool:
    """What is looked at after every step; everything else on the eve of the publication."""
    return address == "/" or address.startswith(("/nominations/", "/results/", "/dashboard/", "/search/", "/notices/"))


def steps() -> Iterator[str]:
    """From the closing to the eve of publication, each by the real act."""
    review_list = list_of(2025)
    mark = {"nomination": dossier("Trần Quang Vinh"), "reason": "Nhiều nơi học tập", "given_by": account(OFFICE)}
    WideSpread.objects.create(**mark)
    actions.close(review_list, by=account(OFFICE), version=review_list.version)
    vote(review_list, last=8)
    yield "marked, closed and voted"
    actions.approve(review_list, by=account(HEAD), version=review_list.version)
    _propose(review_list)
    yield "approved, awards proposed"
    decide(review_list)
    yield "decided"
    _go_on(review_list)
    yield LAST


def _propose(review_list: ReviewList) -> None:
    for who, key in (("Trần Quang Vinh", "merit_paper"), ("Đặng Thị Ngọc Ánh", "province_certificate")):
        awards.propose(review_list, dossier(who), form(key), by=account(OFFICE))
    proposal = Proposal(review_list=review_list, to="Tỉnh ủy", due_on=DAY)
    proposals.keep(proposal, by=account(OFFICE), version=None)


def _go_on(review_list: ReviewList) -> None:
    proposal = Proposal.objects.select_related("review_list").get(review_list=review_list)
    chosen = list(dossier("Đặng Thị Ngọc Ánh").awards_by_law.all())
    proposals.choose(proposal, chosen, by=account(OFFICE), version=proposal.version)
    proposals.send(proposal, number="06/TTr-TCT", day=DAY, by=account(OFFICE), version=proposal.version + 1)
    refused = dossier("Ngô Thị Bích Ngọc")
    publication.write_reason(refused, reason="Chưa nổi trội", by=account(HEAD), version=refused.version)
    told = {"ground": "dishonest", "reason": "Kê khai", "number": "220/QĐ-TCT", "day": DAY, "signer": "Vũ Đình Thuận"}
    vinh = dossier("Trần Quang Vinh")
    revocation.revoke(vinh, **told, scan=scan(), by=account(HEAD), version=vinh.version)


@pytest.mark.once  # what is shown does not depend on the database
def test_nothing_reaches_a_unit_before_the_publication(as_):
    own = {reader: f"/nominations/{dossier(who).pk}/" for reader, who in READERS.items()}
    before = {reader: reached(as_(reader), own[reader]) for reader in READERS}
    told = {reader: unread_count(account(reader)) for reader in READERS}
    for step in steps():
        for reader, found in before.items():
            assert len(found) > 40
            again = found if step == LAST else filter(_speaks_of_dossiers, found)
            assert differences(found, fetched(as_(reader), again)) == [], f"{step}: {reader}"
        assert {reader: unread_count(account(reader)) for reader in READERS} == told, step
    publication.publish(list_of(2025), by=account(HEAD))
    for reader, found in before.items():
        looked_at = ["/results/2025/", own[reader]]
        assert differences(found, fetched(as_(reader), looked_at)) == looked_at, "and then it does"


@pytest.mark.parametrize("reader", ["hoidong1", "hoidong2", "hoidong3"])
def test_an_assessor_who_writes_for_a_unit_reads_its_dossiers_as_the_unit_does(as_, reader):
    """Their own marks are theirs; what the council and the school made of a dossier is not, before it is published."""
    client = as_(reader)
    own = [row.pk for row in Nomination.objects.filter(plan_year__year=2025, unit__in=account(reader).own_unit_ids)]
    looked_at = [f"/nominations/{pk}/" for pk in own] + ["/nominations/", "/nominations/export.xlsx", "/results/2025/"]
    before = fetched(client, looked_at)
    for step in steps():
        assert differences(before, fetched(client, looked_at)) == [], step
    assert not OutboxMessage.objects.filter(to=account(reader), subject__contains="thu hồi").exists()
    assert clock.today() == DAY
