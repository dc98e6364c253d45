"""Opening a base and a session by a CPS or by Pro Santé Connect, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.backup.restore import restore, with_password
from almapy.cards.faults import CardRemoved
from almapy.cps.asking import PinDesk
from almapy.cps.faults import CardBlocked, CertificateOver, CpsLibraryAbsent, PinNotGiven
from almapy.cps.reader import CpsReader
from almapy.db.keys import WrongPassword
from almapy.errors import AccessError, ConflictError, DomainError, ExternalError
from almapy.integrity import check
from almapy.opening import Door
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.practice.model import Practitioner
from almapy.session import Session
from almapy.settings import Place, PostSettings
from almapy.sign_in.card_links import CardLinkService, opening_secret
from almapy.sign_in.faults import NotLinked, OtherPersonsToken, TokenRefused
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from almapy.sign_in.tables import SignInLinkRow
from almapy.users.model import NewAccount, Role
from almapy.users.throttle import FREE_TRIES, Throttle
from almapy.work import Works
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.fakes.cps import NOW, RIGHT_PIN, FakeCard, FakeCps

ISSUER = "https://auth.bas.psc.esante.gouv.fr"
SUBJECT = "810001234565"
SECRET = bytes(range(64))
HANDLE = psc_handle(ISSUER, SUBJECT)
# Keys and cards know no engine; what concerns rows and constraints is played on both.
ON_ONE_ENGINE = pytest.mark.parametrize("opened", ["sqlite"], indirect=True)


@pytest.fixture
def card():
    return FakeCard()


@pytest.fixture
def module(card):
    return FakeCps(card)


@pytest.fixture
def reader(module, clock):
    return CpsReader(module, clock)


class Person:
    """Answers each question of the code with the next of these; no answer cancels."""

    def __init__(self, desk, *codes):
        self.codes = list(codes)
        self.questions = []
        desk.listen(self.answer)

    def answer(self, question):
        self.questions.append(question.request)
        if self.codes:
            question.answer(self.codes.pop(0), last_try_confirmed=True)
        else:
            question.cancel()


@pytest.fixture
def pins():
    return PinDesk(seconds=5)


@pytest.fixture
def person(pins):
    return Person(pins, RIGHT_PIN)


@pytest.fixture
def cards(opened, reader, pins):
    application = opened.application
    return CardLinkService(
        application.sign_in_links, application.keeper, reader, pins, application.base_id
    )


def link_psc(opened, actor=None, **changes):
    values = {"issuer": ISSUER, "subject": SUBJECT, "secret": SECRET} | changes
    handle = psc_handle(values["issuer"], values["subject"])
    links = opened.application.sign_in_links
    return links.link(actor or opened.actor, TokenKind.PSC, handle, **values)


def colleague(opened, login="claire", role=Role.REMPLACANT):
    account = opened.application.accounts.create(
        opened.actor, NewAccount(login, role, "Claire", "FICTIVE", PASSWORD)
    )
    return account, account.at(opened.application.post)


def door_of(opened, clock, module=None):
    opened.application.close()
    application = opened.application
    outside = Outside(cps=module) if module else Outside()
    place = Place(application.folders, application.settings)
    return Door(place, clock, cost=CHEAP, outside=outside)


def traces(opened, action):
    page = opened.application.journal.page(opened.actor, JournalFilter(action=action))
    return [entry.values for entry in page.entries]


def rows(opened):
    with opened.application.database.reading() as session:
        return list(session.scalars(select(SignInLinkRow.handle)))


def slots(opened):
    return [slot.handle for slot in opened.application.keeper._ring().tokens]


def open_by_card(door, card, pin=RIGHT_PIN):
    seen = door.cps_reader.read()
    handle = seen.identity.fingerprint
    challenge = door.challenge(TokenKind.CPS, handle)
    secret = opening_secret(door.cps_reader, seen, pin, door.base_id(), challenge)
    return door.open_with_token(TokenKind.CPS, handle, secret)


@ON_ONE_ENGINE
def test_a_linked_card_opens_the_base_with_its_code_and_no_password(
    opened, cards, person, card, module, clock
):
    link = cards.link(opened.actor, cards.look(opened.actor).card)
    assert link.subject == card.number
    assert person.questions[0].purpose == "associer cette carte à votre compte"
    door = door_of(opened, clock, module)
    assert door.base_id() == opened.application.base_id
    assert door.has_links(TokenKind.CPS)
    assert not door.has_links(TokenKind.PSC)
    again = open_by_card(door, card)
    assert again.actor.login == LOGIN
    assert again.actor.rights == opened.actor.rights
    last = again.application.journal.page(again.actor, JournalFilter()).entries[0]
    assert last.action == Action.SESSION_OPENED
    assert last.values["moyen"] == "Carte CPS"
    assert last.values["identifiant national"] == card.number
    (shown,) = again.application.sign_in_links.of(again.actor)
    assert shown.last_used_at is not None
    # The code given at the door serves the session: it is not asked a second time.
    assert again.application.cps_reader.is_unlocked(again.application.cps_reader.read())
    again.application.close()


@ON_ONE_ENGINE
def test_a_card_that_nobody_linked_opens_nothing_and_its_code_is_not_even_sent(
    opened, card, module, clock
):
    door = door_of(opened, clock, module)
    with pytest.raises(NotLinked):
        open_by_card(door, card)
    assert card.logins == 0
    opened_again = door.open(LOGIN, PASSWORD)
    assert traces(opened_again, Action.SESSION_REFUSED) == []
    opened_again.application.close()


@ON_ONE_ENGINE
def test_another_secret_is_counted_and_traced_like_a_wrong_password(opened, clock):
    link_psc(opened)
    door = door_of(opened, clock)
    for _ in range(FREE_TRIES):
        with pytest.raises(NotLinked):
            door.open_with_token(TokenKind.PSC, HANDLE, SECRET[::-1])
    with pytest.raises(AccessError, match="attendez"):
        door.open(LOGIN, PASSWORD)
    again = door.open_with_token(TokenKind.PSC, HANDLE, SECRET)  # no guess: not held back
    refused = traces(again, Action.SESSION_REFUSED)
    assert len(refused) == FREE_TRIES
    assert {one["moyen"] for one in refused} == {"Pro Santé Connect"}
    again.application.close()


def test_an_identity_opens_the_base(opened, clock):
    link_psc(opened)
    door = door_of(opened, clock)
    assert door.challenge(TokenKind.PSC, HANDLE) == b""
    again = door.open_with_token(TokenKind.PSC, HANDLE, SECRET)
    assert again.actor.login == LOGIN
    again.application.close()


@ON_ONE_ENGINE
def test_the_secret_and_the_code_stand_nowhere(opened, cards, person, module, clock):
    link_psc(opened)
    cards.link(opened.actor, cards.look(opened.actor).card)
    told = str(traces(opened, Action.ACCESS_LINKED))
    assert SUBJECT in told
    assert SECRET.hex() not in told
    assert RIGHT_PIN not in told.replace(SUBJECT, "")
    text = opened.application.folders.keys.read_text()
    assert SECRET.hex() not in text


@ON_ONE_ENGINE
def test_a_renewed_card_is_linked_by_the_password_again(opened, cards, person, module, clock):
    cards.link(opened.actor, cards.look(opened.actor).card)
    module.remove()
    module.insert(FakeCard(serial="8025000001290000018"))
    assert not cards.look(opened.actor).is_linked
    person.codes.append(RIGHT_PIN)
    cards.link(opened.actor, cards.look(opened.actor).card)
    assert len(opened.application.sign_in_links.of(opened.actor)) == 2


@ON_ONE_ENGINE
def test_the_card_of_another_professional_is_refused_before_its_code_is_asked(
    opened, cards, person, module
):
    module.remove()
    module.insert(FakeCard(number="899700369822", family_name="AUTRE"))
    assert cards.look(opened.actor).is_others
    with pytest.raises(TokenRefused, match="RPPS"):
        cards.link(opened.actor, cards.look(opened.actor).card)
    assert person.questions == []
    assert (rows(opened), slots(opened)) == ([], [])


@ON_ONE_ENGINE
def test_an_empty_rpps_is_filled_only_with_consent(opened, cards, person):
    _account, actor = colleague(opened)
    information = opened.application.information
    person.codes = [RIGHT_PIN, RIGHT_PIN]
    cards.link(actor, cards.look(actor).card)
    assert information.get(actor).practitioner.rpps == ""
    cards.link(actor, cards.look(actor).card, take_rpps=True)
    assert information.get(actor).practitioner.rpps == "10001234565"


@ON_ONE_ENGINE
def test_a_typed_rpps_is_never_overwritten(opened):
    information = opened.application.information
    link_psc(opened, take_rpps=True)
    assert information.get(opened.actor).practitioner.rpps == "10001234565"
    assert information.get(opened.actor).practitioner.quality == "Médecin"


@ON_ONE_ENGINE
def test_the_number_on_the_cps_stands_for_an_empty_rpps(opened):
    _account, actor = colleague(opened)
    preferences = opened.application.information.get(actor).preferences
    opened.application.information.save(actor, Practitioner(cps_number="899700369822"), preferences)
    with pytest.raises(TokenRefused, match="RPPS"):
        link_psc(opened, actor)


def test_one_card_opens_one_account(opened, cards, person):
    cards.link(opened.actor, cards.look(opened.actor).card)
    _account, actor = colleague(opened)
    person.codes = [RIGHT_PIN]
    with pytest.raises(TokenRefused, match="autre compte"):
        cards.link(actor, cards.look(actor).card)
    assert person.codes == [RIGHT_PIN]
    assert cards.look(actor).is_linked
    assert cards.look(actor).is_others
    assert not cards.look(opened.actor).is_others


def test_one_person_opens_one_account_whatever_the_way(opened):
    link_psc(opened)
    _account, actor = colleague(opened)
    with pytest.raises(TokenRefused, match="autre compte"):
        link_psc(opened, actor, issuer="https://autre.issuer")


@ON_ONE_ENGINE
def test_an_account_has_one_identity_of_pro_sante_connect(opened):
    _account, actor = colleague(opened)
    link_psc(opened, actor, subject="899700369822")
    with pytest.raises(TokenRefused, match="autre identité"):
        link_psc(opened, actor, subject="899700369823")
    link_psc(opened, actor, subject="899700369822", secret=SECRET[::-1])
    handle = psc_handle(ISSUER, "899700369822")
    keeper = opened.application.keeper
    assert keeper.prove_token(TokenKind.PSC, handle, SECRET[::-1])


def test_a_link_undone_opens_nothing_more(opened, clock):
    link = link_psc(opened)
    opened.application.sign_in_links.unlink(opened.actor, link.id)
    assert (rows(opened), slots(opened)) == ([], [])
    assert len(traces(opened, Action.ACCESS_UNLINKED)) == 1
    with pytest.raises(ConflictError):
        opened.application.sign_in_links.unlink(opened.actor, link.id)
    door = door_of(opened, clock)
    with pytest.raises(NotLinked):
        door.open_with_token(TokenKind.PSC, HANDLE, SECRET)


@ON_ONE_ENGINE
def test_an_older_key_file_does_not_bring_an_undone_link_back(opened, clock):
    link = link_psc(opened)
    before = opened.application.folders.keys.read_bytes()
    opened.application.sign_in_links.unlink(opened.actor, link.id)
    opened.application.folders.keys.write_bytes(before)
    door = door_of(opened, clock)
    with pytest.raises(NotLinked):
        door.open_with_token(TokenKind.PSC, HANDLE, SECRET)
    again = door.open(LOGIN, PASSWORD)
    assert len(traces(again, Action.SESSION_REFUSED)) == 1
    again.application.close()


@ON_ONE_ENGINE
def test_the_manager_undoes_the_link_of_anybody_and_nobody_else_does(opened):
    _account, actor = colleague(opened)
    own = link_psc(opened)
    others = link_psc(opened, actor, subject="899700369822")
    links = opened.application.sign_in_links
    assert {link.id for link in links.all(opened.actor)} == {own.id, others.id}
    assert [link.id for link in links.of(actor)] == [others.id]
    with pytest.raises(AccessError):
        links.all(actor)
    with pytest.raises(AccessError):
        links.unlink(actor, own.id)
    assert HANDLE in slots(opened)
    links.unlink(opened.actor, others.id)
    assert links.of(actor) == []


def test_closing_an_account_takes_its_cards_along(opened, clock):
    account, actor = colleague(opened)
    link_psc(opened, actor)
    accounts = opened.application.accounts
    closed = accounts.change(opened.actor, replace(account, active=False))
    assert (rows(opened), slots(opened)) == ([], [])
    accounts.reopen(opened.actor, closed, PASSWORD)
    session = Session(opened.application, Throttle(clock))
    with pytest.raises(NotLinked):
        session.sign_in_with_token(TokenKind.PSC, HANDLE, SECRET, action=Action.SESSION_UNLOCKED)


@ON_ONE_ENGINE
def test_a_closed_account_is_not_opened_by_a_key_file_put_back(opened, clock):
    account, actor = colleague(opened)
    link_psc(opened, actor)
    before = opened.application.folders.keys.read_bytes()
    opened.application.accounts.change(opened.actor, replace(account, active=False))
    opened.application.folders.keys.write_bytes(before)
    door = door_of(opened, clock)
    with pytest.raises(AccessError) as refusal:
        door.open_with_token(TokenKind.PSC, HANDLE, SECRET)
    assert refusal.value.code == "access.closed"


def test_a_failure_of_the_base_leaves_no_key_behind(opened, monkeypatch):
    whole = Works.begin

    def failing(works, actor):
        from contextlib import contextmanager

        @contextmanager
        def begin():
            with whole(works, actor) as work:
                yield work
                raise ExternalError("Le disque est plein.", code="disk")

        return begin()

    monkeypatch.setattr(Works, "begin", failing)
    with pytest.raises(ExternalError):
        link_psc(opened)
    monkeypatch.undo()
    assert (rows(opened), slots(opened)) == ([], [])
    link = link_psc(opened)
    monkeypatch.setattr(Works, "begin", failing)
    with pytest.raises(ExternalError):
        opened.application.sign_in_links.unlink(opened.actor, link.id)
    with pytest.raises(ExternalError):
        link_psc(opened, secret=SECRET[::-1])
    monkeypatch.undo()
    assert (rows(opened), slots(opened)) == ([HANDLE], [HANDLE])
    assert opened.application.keeper.prove_token(TokenKind.PSC, HANDLE, SECRET)


@ON_ONE_ENGINE
def test_a_full_disk_leaves_neither_row_nor_key(opened, monkeypatch):
    def full(_self, _text):
        raise ExternalError("Le disque est plein.", code="disk")

    monkeypatch.setattr("almapy.db.key_file.KeyFile.write", full)
    with pytest.raises(ExternalError):
        link_psc(opened)
    monkeypatch.undo()
    assert (rows(opened), slots(opened)) == ([], [])


@ON_ONE_ENGINE
def test_the_card_unlocks_the_post_of_its_person_only(opened, cards, person, clock):
    card = cards.look(opened.actor).card
    cards.link(opened.actor, card)
    session = Session(opened.application, Throttle(clock))
    secret = cards.secret(card, RIGHT_PIN)
    handle = card.identity.fingerprint
    actor = session.sign_in_with_token(
        TokenKind.CPS, handle, secret, action=Action.SESSION_UNLOCKED, only=opened.actor
    )
    assert actor.user_id == opened.actor.user_id
    (unlocked,) = traces(opened, Action.SESSION_UNLOCKED)
    assert unlocked["moyen"] == "Carte CPS"
    _account, other = colleague(opened)
    with pytest.raises(OtherPersonsToken):
        session.sign_in_with_token(
            TokenKind.CPS, handle, secret, action=Action.SESSION_UNLOCKED, only=other
        )
    with pytest.raises(NotLinked):
        session.sign_in_with_token(
            TokenKind.CPS, handle, secret[::-1], action=Action.SESSION_UNLOCKED
        )
    (refused,) = traces(opened, Action.SESSION_REFUSED)
    assert refused["moyen"] == "Carte CPS"


def test_a_row_taken_away_by_hand_unlocks_nothing(opened, clock):
    link_psc(opened)
    with opened.application.works.begin(opened.actor) as work:
        work.session.execute(delete(SignInLinkRow))
    session = Session(opened.application, Throttle(clock))
    with pytest.raises(NotLinked):
        session.sign_in_with_token(TokenKind.PSC, HANDLE, SECRET, action=Action.SESSION_UNLOCKED)


@ON_ONE_ENGINE
def test_the_code_is_asked_again_after_a_wrong_one_and_never_of_a_blocked_card(
    opened, cards, person, card
):
    person.codes = ["0000", "1111", "2222"]
    with pytest.raises(CardBlocked):
        cards.link(opened.actor, cards.look(opened.actor).card)
    asked = [(one.after_wrong, one.card.pin.tries_left) for one in person.questions]
    assert asked == [(False, 3), (True, 2), (True, 1)]
    assert person.questions[-1].card.pin.final
    with pytest.raises(CardBlocked):
        cards.link(opened.actor, cards.look(opened.actor).card)
    assert card.logins == 3
    assert len(person.questions) == 3
    assert (rows(opened), slots(opened)) == ([], [])


@ON_ONE_ENGINE
def test_the_right_code_after_a_wrong_one_links(opened, cards, person):
    person.codes = ["0000", RIGHT_PIN]
    assert cards.link(opened.actor, cards.look(opened.actor).card).kind is TokenKind.CPS


@ON_ONE_ENGINE
def test_another_card_slipped_in_meanwhile_is_not_given_the_code(opened, cards, pins, module):
    other = FakeCard(serial="8025000001290000018")

    pins.listen(lambda question: question.answer("0000"))
    seen = cards.look(opened.actor).card
    login = module.login

    def login_then_swap(serial, pin):
        try:
            login(serial, pin)
        finally:
            module.remove()
            module.insert(other)

    module.login = login_then_swap
    with pytest.raises(CardRemoved):
        cards.link(opened.actor, seen)
    assert other.logins == 0


@ON_ONE_ENGINE
def test_a_code_not_given_links_nothing(opened, cards, person, card):
    person.codes = []
    with pytest.raises(PinNotGiven):
        cards.link(opened.actor, cards.look(opened.actor).card)
    assert card.logins == 0


@ON_ONE_ENGINE
def test_an_expired_card_neither_links_nor_opens(opened, cards, person, card, module, clock):
    cards.link(opened.actor, cards.look(opened.actor).card)
    clock.advance(card.ends - clock.now() + timedelta(days=1))
    with pytest.raises(CertificateOver):
        cards.link(opened.actor, cards.look(opened.actor).card)
    with pytest.raises(CertificateOver):
        cards.secret(cards.look(opened.actor).card, RIGHT_PIN)
    assert card.logins == 1


@ON_ONE_ENGINE
def test_without_the_library_the_password_still_opens(opened, clock):
    module = FakeCps()
    module.fault = CpsLibraryAbsent()
    door = door_of(opened, clock, module)
    with pytest.raises(CpsLibraryAbsent):
        door.cps_reader.read()
    again = door.open(LOGIN, PASSWORD)
    again.application.close()


@pytest.mark.parametrize("pin", ["", "123", "12345", "12a4", "١٢٣٤"])
@ON_ONE_ENGINE
def test_a_code_that_is_not_four_digits_never_reaches_the_card(opened, cards, person, card, pin):
    cards.link(opened.actor, cards.look(opened.actor).card)
    with pytest.raises(DomainError) as refusal:
        cards.secret(cards.look(opened.actor).card, pin)
    assert refusal.value.field == "pin"
    assert card.logins == 1


@ON_ONE_ENGINE
def test_a_link_is_only_made_by_who_knows_the_password(opened):
    links = opened.application.sign_in_links
    links.require_self(opened.actor, PASSWORD)
    with pytest.raises(WrongPassword):
        links.require_self(opened.actor, PASSWORD + "x")


@ON_ONE_ENGINE
def test_the_links_survive_a_new_password_and_a_new_login(opened, clock):
    link_psc(opened)
    accounts = opened.application.accounts
    accounts.change_own_password(opened.actor, PASSWORD, "Marronnier-2027!")
    accounts.change_own_login(opened.actor, "Marronnier-2027!", "paul")
    door = door_of(opened, clock)
    again = door.open_with_token(TokenKind.PSC, HANDLE, SECRET)
    assert again.actor.login == "paul"
    again.application.close()


@ON_ONE_ENGINE
def test_the_moment_of_a_link_is_that_of_the_post(opened):
    assert link_psc(opened).created_at == NOW


def test_a_restored_practice_is_opened_by_the_same_links(opened, clock, tmp_path):
    link_psc(opened)
    archive = opened.application.backups.make(opened.actor, tmp_path / "cle.zip").path
    folder = tmp_path / "ailleurs"
    assert restore(archive, folder, with_password(LOGIN, PASSWORD), clock, post="poste-2").ok
    door = Door(Place(Folders(folder), PostSettings()), clock, cost=CHEAP, outside=Outside())
    again = door.open_with_token(TokenKind.PSC, HANDLE, SECRET)
    assert check(again.application).problems == []
    again.application.close()
