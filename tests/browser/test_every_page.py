"""Every person of the demo school opens every page that person may see, at both widths."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from criteria.models import CriteriaSet, Criterion, PlanYear, Sheet
from criteria.vocabulary import Source
from nominations.models import Commendation, Endorsement, Evidence, Nomination, Registration
from portal.models import Letterhead, Person, SheetImport, Unit, User
from portal.rights import may
from portal.sheets import kinds
from recognition.demo.school import ACCOUNTS, LLCS, MAIL, PASSWORD
from recognition.models import AwardForm, Member, Proposal, Recognition, ReviewList, WideSpread, Wording
from recognition.snapshot import SHORT
from tests.browser.vietnamese import KEYS

PEOPLE = [username for username, *_rest in ACCOUNTS]
# What a reader meets besides Vietnamese.
MAILBOXES = [address.split("@")[0] for address, _choice in MAIL.values()]
WORDS = [*PEOPLE, *KEYS, PASSWORD, *MAILBOXES, "truongchinhtri.example", "HĐTĐKT", *SHORT.values()]

# More than one look at a page, each for somebody who has it: (person, name of the address) → queries.
LOOKS = {
    ("quantri", "person-list"): ["", "?page=2", "?q=không có ai tên này"],
    ("quantri", "unit-list"): ["", "?kind=faculty"],
    ("chuyenvien", "rating-list"): ["", "?missing=asked", "?year=2024", "?q=không có ai tên này"],
    ("hieutruong", "dashboard-standards"): ["", "?show=claimed", "?year=2023"],
    ("hieutruong", "dashboard"): ["", "?year=2024"],
    ("giangvien", "catalogue"): ["", "?kind=individual", "?kind=head"],
    ("", "login"): ["", "?as=canbo.llcs"],
}
FOR_EVERYBODY = [
    *("home", "profile", "profile-mail", "notices", "password"),
    *("catalogue", "year-list", "year-detail", "paper-list"),
]
# What answers with a file, a word or a way on, and what only takes.
WITHOUT_A_PAGE = {
    *("healthz", "readyz", "logout", "notices-read", "unit-export", "person-export", "account-export"),
    *("account-password", "account-stop", "account-resume", "grant-take", "year-open", "year-close"),
    *("catalogue-pdf", "rating-export", "rating-scan", "notice-read", "notice-open", "reminder-send"),
    *("registration-export", "registration-submit", "registration-accept", "registration-withdraw"),
    *("score-export", "list-export", "marking-export", "dashboard-pdf", "dashboard-export", "dashboard-unit-export"),
    *("registration-nominate", "nomination-export", "nomination-submit", "nomination-withdraw", "nomination-minutes"),
    "nomination-presence",
    *("evidence-page", "evidence-bind", "evidence-unbind", "evidence-restore", "evidence-merge", "minutes-page"),
    *("nomination-upload", "nomination-choose"),
    *("evidence-file", "evidence-remove", "appraisal-receive", "appraisal-conclude", "score-send", "score-take-back"),
    *("list-new", "list-close", "list-approve", "list-publish", "list-decision", "list-pdf", "list-xlsx"),
    *("blank-paper", "registration-paper", "report-paper", "minutes-paper", "unit-list-paper", "unit-minutes-paper"),
    *("import-template", "import-settle", "import-confirm", "import-file", "earlier-export"),
    *("criterion-move", "set-copy", "set-export", "own-again", "own-remove", "total-pdf", "nomination-unsent-export"),
    *("year-export", "set-list-export", "discussion-export"),
    *("registration-continue", "commendation-remove"),
    *("list-balance-export", "list-last-year-export", "list-versions-export"),
    # Open for a set that is being edited, and for units before they have sent: the catalogue's journeys go there.
    *("criterion-new", "criterion-edit", "criterion-remove", "set-parameters", "set-load", "set-compare"),
    *("own-edit", "own-new", "own-note"),
    # Open for a returned registration, one without a dossier, a commendation of the year: seen over HTTP.
    *("registration-answers", "registration-explain", "commendation-edit"),
    *("list-result", "list-unrecuse", "council-copy", "council-export"),
    *("list-docx", "list-paper", "list-unit-paper", "letterhead-pdf"),
    # Open for a list that was closed twice: seen over HTTP.
    "list-versions",
    *("award-form-export", "proposal-export", "list-award-add", "list-award-all", "list-award-remove"),
    # Open for a proposal that is not sent, a list that is decided and not published: seen over HTTP.
    *("proposal-edit", "proposal-awards", "proposal-send", "list-reason", "list-revocation", "results-notice"),
    # Open for a closed or approved list, which the demo school never has: the journey of the year goes there.
    *("list-meeting-edit", "list-recuse", "list-votes", "list-reopen", "list-decide", "list-issue", "list-unit-issue"),
}
FORMS = [
    *(("quantri", name) for name in ("unit-new", "person-new", "post-new", "account-new", "grant-new", "password")),
    ("truongphong", "year-new"),
    ("chuyenvien", "rating-record"),
]
# With more than a thing in their address, and no page behind it.
FILES_AND_BUTTONS = (
    *("registration-paper", "report-paper", "minutes-paper", "blank-paper", "unit-list-paper", "unit-minutes-paper"),
    *("minutes-page", "evidence-page", "evidence-bind", "evidence-unbind", "own-again", "criterion-move"),
    *("notice-read", "notice-open"),
)
seen_by_axe: dict[str, dict[str, set[str]]] = {}  # address → width → parts
visited: dict[str, set[str]] = {}  # address → people
opened: set[str] = set()  # paths, by anybody


def things(user: User | None) -> dict[str, list[list]]:
    """What fills an address, by the first word of its name: things that this person sees."""
    codes = {"verify-code": [[ReviewList.objects.get(plan_year__year=2024).latest().code], ["ABCDEFGHIJKL"]]}
    if user is None:
        return codes
    units = Unit.objects.visible_to(user).filter(name=LLCS)
    people = Person.objects.visible_to(user).filter(account__username__in=("canbo.llcs", user.username))
    accounts = User.objects.visible_to(user).filter(username__in=("canbo.llcs", "giangvien"))
    posts = [[post.person_id, post.pk] for person in people for post in person.posts.all()[:1]]
    grants = [[grant.user_id, grant.pk] for account in accounts for grant in account.live_grants]
    cells = [cell for unit in units for cell in unit.children.filter(kind=Unit.Kind.PARTY_CELL)]
    registrations = one_of_each_state(Registration.objects.visible_to(user))
    nominations = one_of_each_state(Nomination.objects.visible_to(user))
    with_minutes = Endorsement.objects.filter(minutes__isnull=False)
    criteria = PlanYear.objects.get(year=2025).criteria_set.criteria
    gate, scored = criteria.filter(source=Source.OFFICE).first(), criteria.filter(kind="scored").first()
    own = Sheet.objects.filter(assessor=user, scorecard__nomination__plan_year__year=2025).order_by("-pk")
    lists = [[row.pk] for row in ReviewList.objects.visible_to(user).filter(plan_year__year__in=(2024, 2025))]
    seats = Member.objects.filter(council__plan_year__year=2025).values_list("pk", flat=True)
    spread = WideSpread.objects.filter(taken_back_at=None).values_list("nomination", flat=True)
    recognised = Recognition.objects.filter(nomination__plan_year__year=2024).values_list("pk", flat=True)[:2]
    return {
        "registration": registrations,
        "nomination": nominations,
        "minutes": [[pk] for [pk] in nominations if with_minutes.filter(nomination=pk)][:1],
        "evidence": [[each.pk] for each in one_of_each_kind(Evidence.objects.standing().visible_to(user))],
        "commendation": [[each.pk] for each in Commendation.objects.visible_to(user)[:1]],
        "total": nominations,
        "recount": [[PlanYear.objects.get(year=2025).pk]],
        **sets(units),
        **{name: [] for name in FILES_AND_BUTTONS},
        "appraisal": nominations,
        "appraisal-gate": [[pk, gate.pk] for [pk] in nominations],
        "appraisal-waive": [[pk, gate.pk] for [pk] in nominations],
        "appraisal-agree": [[pk, scored.pk] for [pk] in nominations],
        "appraisal-unassign": [
            [pk, sheet.pk] for [pk] in nominations for sheet in Sheet.objects.filter(scorecard__nomination=pk)[:1]
        ],
        "score": list({sheet.sent_at is None: [sheet.scorecard.nomination.pk] for sheet in own}.values()),
        "score-part": [
            [sheet.scorecard.nomination.pk, criteria.filter(code__startswith="I").first().group_id] for sheet in own[:1]
        ],
        "list": lists,
        "list-new": [],
        **{name: [] for name in ("list-unrecuse", "council-copy", "council-export")},
        "council": [[year.pk] for year in PlanYear.objects.filter(year__in=(2024, 2025))],
        **{name: [[pk] for pk in seats[:1]] for name in ("council-seat", "council-unseat")},
        **{name: [] for name in ("list-paper", "list-unit-paper", "list-issue", "list-unit-issue")},
        **codes,
        "letterhead": [[row.pk] for row in Letterhead.objects.all()[:1] if may(user, "paper.keep")],
        "wording": [[row.pk] for row in Wording.objects.all()[:1] if may(user, "paper.keep")],
        "list-keep": [[pk, each, "repeated"] for [pk] in lists for [each] in nominations],
        "list-spread": [[pk, each] for [pk] in lists for [each] in nominations],
        "list-spread-back": [[pk, each] for [pk] in lists for each in spread],
        "list-evaluate": [[pk, each] for [pk] in lists for each in recognised],
        **awards_of(user),
        "list-aside": [[pk, each] for [pk] in lists for [each] in nominations],
        "unit": [[unit.pk] for unit in units],
        "dashboard-unit": [[unit.pk] for unit in units],
        "person": [[person.pk] for person in people],
        "post-new": [[person.pk] for person in people],
        "post-edit": posts,
        "account": [[account.pk] for account in accounts],
        "grant-new": [[account.pk] for account in accounts],
        "grant-take": grants,
        "year": [[year.pk] for year in PlanYear.objects.filter(year__in=(2024, 2025))],
        "rating-scan": [],
        "import": [[row.pk] for row in SheetImport.objects.visible_to(user)],
        "import-new": [[kind.key] for kind in kinds.open_to(user)],
        "import-template": [],
        "rating-unit": [[2025, unit.pk] for unit in units],
        "rating-record": [[2025, "party_cell", cell.pk] for cell in cells]
        + [[2025, "staff", person.pk] for person in people],
    }


def awards_of(user: User) -> dict[str, list[list]]:
    """Forms of award, the proposal of 2024 with one of its awards, a recognition that could be taken back."""
    proposals = [[row.review_list_id, row.pk] for row in Proposal.objects.all() if may(user, "list.read")]
    revocable = Nomination.objects.visible_to(user).filter(plan_year__year=2024, state="recognised")[:1]
    return {
        "award": [[row.pk] for row in AwardForm.objects.all()[:1] if may(user, "paper.keep")],
        "proposal": proposals,
        "proposal-result": [[*pks, Proposal.objects.get(pk=pks[1]).awards.first().pk] for pks in proposals],
        "list-revoke": [[row.recognition.decision.review_list_id, row.pk] for row in revocable],
        "results": [[2024], [2025]],
        **{name: [] for name in ("list-award-add", "list-award-all", "list-award-remove")},
        **{name: [] for name in ("list-reason", "list-revocation", "results-notice")},
    }


def sets(units) -> dict[str, list[list]]:
    """The set that years have frozen, the one being edited where there is one, and what units added for themselves."""
    frozen, *drafts = CriteriaSet.objects.order_by("pk")
    return {
        "set": [[frozen.pk], *([each.pk] for each in drafts)],
        "set-compare": [[each.pk, frozen.pk] for each in drafts],
        "plan": [[frozen.pk]],
        "criterion": [[each.pk, "I3"] for each in drafts],
        "criterion-new": [[each.pk] for each in drafts],
        "own": [[row.pk] for row in Criterion.objects.filter(unit__in=units)[:1]],
        "own-new": [[unit.pk, frozen.pk] for unit in units],
        "own-note": [[unit.pk, frozen.pk, "I3"] for unit in units],
    }


def one_of_each_state(rows) -> list[list]:
    """Of this year: a page looks other in each."""
    found = {row.state: [row.pk] for row in rows.filter(plan_year__year=2025).order_by("-pk")}
    return list(found.values())


def one_of_each_kind(rows) -> list[Evidence]:
    return list({each.file.kind: each for each in rows.select_related("file")}.values())


def addresses(username: str) -> Iterator[tuple[str, str]]:
    """(name, path) of every address with every thing of `things` in it."""
    found = things(User.objects.filter(username=username).first())
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        for pattern in resolver.url_patterns:
            name = pattern.name
            fillings = [[]] if not pattern.pattern.converters else found.get(name, found.get(name.split("-")[0], []))
            for look in LOOKS.get((username, name), [""]):
                yield from ((name, reverse(f"{namespace}:{name}", args=each) + look) for each in fillings)


@contextmanager
def quiet() -> Iterator[None]:
    """Refusals are expected here: not a line of the log for each."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def pages(username: str) -> Iterator[tuple[str, str]]:
    """Those that answer this person with a page. What may be refused to whom is told by the table of who may."""
    client = Client()
    if username:
        client.force_login(User.objects.get(username=username), "portal.accounts.PortalBackend")
    for name, path in addresses(username):
        if name == "login" and username:
            continue
        with quiet():
            answer = client.get(path)
        answer.close()
        if answer.status_code not in (302, 403, 404, 405, 409) and answer["Content-Type"].startswith("text/html"):
            yield name, path


def worth_a_look(found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Of each address one page for each person, and every page once for somebody."""
    first: dict[str, str] = {}
    for name, path in found:
        if first.setdefault(name, path) == path or path not in opened:
            opened.add(path)
            yield name, path


@pytest.mark.parametrize("username", [*PEOPLE, ""], ids=lambda username: username or "nobody")
def test_every_page(window, signed_in, username):
    faults, count = [], Counter()
    one = signed_in(username) if username else window()
    for name, path in worth_a_look(pages(username)):
        one.open(path)
        count[name] += 1
        visited.setdefault(name, set()).add(username)
        picture = f"{username or 'nobody'}-{name}" + (f"-{count[name]}" if count[name] > 1 else "")
        faults += one.faults_of(picture, WORDS, seen_by_axe.setdefault(name, {}))
    assert not faults, "\n".join(faults)


def test_no_page_was_left_out():
    """After the others: each address with a page was opened by somebody, the common ones by everybody."""
    if len(set().union(*visited.values())) <= len(PEOPLE):
        pytest.skip("only after all of them")
    names = {
        pattern.name
        for _prefix, resolver in get_resolver().namespace_dict.values()
        for pattern in resolver.url_patterns
    }
    assert names - set(visited) == WITHOUT_A_PAGE
    assert all(visited[name] == set(PEOPLE) for name in FOR_EVERYBODY)


@pytest.mark.parametrize("username, name", FORMS)
def test_a_form_sent_empty(signed_in, username, name):
    """What is missing is said in Vietnamese, at its field, and the cursor stands there."""
    one = signed_in(username)
    path = dict(pages(username))[name]
    one.open(path)
    form = one.page.locator("main form[method=post]:not(dialog form)")
    for field in form.locator("input:not([type=hidden]):not([type=checkbox]):not([type=file])").all():
        field.fill("")
    with one.page.expect_navigation():
        form.locator("button[type=submit].btn-primary").click()
    assert one.page.url.endswith(path)
    wrong = one.page.locator("[aria-invalid=true]")
    assert wrong.count() >= 1
    assert wrong.first.evaluate("element => element === document.activeElement")
    faults = one.faults_of(f"{username}-{name}-empty", WORDS)
    assert not faults, "\n".join(faults)
