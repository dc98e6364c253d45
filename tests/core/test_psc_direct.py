from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from almapy.adapters.call_errors import Cancelled
from almapy.adapters.psc_direct.gateway import DirectGateway
from almapy.clock import SystemClock
from almapy.errors import DomainError
from almapy.psc.faults import (
    ClockWrong,
    NotTrusted,
    PscUnavailable,
    SessionOver,
    SignInRefused,
    SignInTooLate,
    UnknownPerson,
)
from almapy.psc.model import BAS_ISSUER, PRODUCTION_ISSUER, Channel
from almapy.stop import Stop
from tests.fakes.browser import FakeBrowser
from tests.fakes.openid_provider import (
    CLIENT,
    DOCTOR,
    PHARMACIST,
    STUDENT,
    TWO_PLACES,
    OpenIdProvider,
)

pytestmark = pytest.mark.openid


class Post(SystemClock):
    """The clock of a post, wrong by so much, that can also jump ahead."""

    def __init__(self, wrong_by: timedelta = timedelta()) -> None:
        self.ahead = wrong_by

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def gateway_to(provider: OpenIdProvider, clock=None, **more) -> DirectGateway:
    return DirectGateway(
        provider.issuer, CLIENT, clock or SystemClock(), pauses=(0.01, 0.01), **more
    )


def quick(stop: Stop, _seconds: float) -> bool:
    return stop.wait(0.02)


@pytest.fixture
def browser() -> Iterator[FakeBrowser]:
    one = FakeBrowser()
    yield one
    one.close()


# Through the browser


def test_the_doctor_signs_in_through_the_browser(openid_provider, browser):
    session = gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    identity = session.identity
    assert (identity.subject, identity.rpps) == (DOCTOR, "10001234565")
    assert identity.issuer == openid_provider.issuer
    assert identity.profession_codes == {"10"}
    assert identity.name == "PAUL DEMO"
    assert [one.name for one in identity.activities] == ["CABINET DES TILLEULS"]
    assert session.access_token(Stop())
    browser.close()
    assert "Vous pouvez fermer cette page et revenir à AlmaPy" in browser.pages[-1]
    assert DOCTOR not in browser.pages[-1]


@pytest.mark.parametrize(
    ("who", "places", "student", "profession"),
    [(TWO_PLACES, 2, False, "10"), (STUDENT, 0, True, "10"), (PHARMACIST, 1, False, "21")],
)
def test_what_the_provider_tells_of_each_person(
    openid_provider, browser, who, places, student, profession
):
    openid_provider.set(login=who)
    identity = gateway_to(openid_provider).sign_in_by_browser(browser, Stop()).identity
    assert identity.subject == who
    assert len(identity.activities) == places
    assert identity.student is student
    assert identity.profession_codes == {profession}


def test_leaving_the_page_signs_nobody_in(openid_provider, browser):
    openid_provider.set(login="cancel")
    with pytest.raises(SignInRefused):
        gateway_to(openid_provider).sign_in_by_browser(browser, Stop())


def test_a_code_that_was_changed_on_the_way_opens_nothing(openid_provider):
    browser = FakeBrowser(change=lambda url: url.replace("code=", "code=x"))
    with pytest.raises(SignInTooLate):
        gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    browser.close()


def test_an_expired_code_opens_nothing(openid_provider):
    def a_minute_later(url: str) -> str:
        openid_provider.set(ahead=61)
        return url

    browser = FakeBrowser(change=a_minute_later)
    with pytest.raises(SignInTooLate):
        gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    browser.close()


def test_the_code_of_another_sign_in_opens_nothing(openid_provider):
    """The provider holds the challenge of whom the code was made for: our verifier is another."""
    stolen: list[str] = []
    thief = Stop()

    def steal(url: str) -> str:
        stolen.append(url.partition("code=")[2].partition("&")[0])
        thief.ask()
        return url.replace("/psc/callback", "/elsewhere")

    victim = FakeBrowser(change=steal)
    with pytest.raises(Cancelled):
        gateway_to(openid_provider).sign_in_by_browser(victim, thief)
    victim.close()

    def put_in(url: str) -> str:
        own = url.partition("code=")[2].partition("&")[0]
        return url.replace(own, stolen[0])

    browser = FakeBrowser(change=put_in)
    with pytest.raises(SignInTooLate):
        gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    browser.close()


def test_another_issuer_in_the_answer_is_not_believed(openid_provider):
    browser = FakeBrowser(change=lambda url: url.replace("esante-wallet", "another"))
    with pytest.raises(NotTrusted):
        gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    browser.close()


def test_an_answer_that_hides_its_issuer_is_not_believed(openid_provider):
    browser = FakeBrowser(change=lambda url: url.replace("iss=", "was="))
    with pytest.raises(NotTrusted):
        gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    browser.close()


def test_an_answer_with_another_state_is_not_ours(openid_provider):
    stop = Stop()
    browser = FakeBrowser(change=lambda url: url.replace("state=", "state=x"))

    def give_up_after_the_page() -> None:
        browser.close()
        stop.ask()

    def open_browser(url: str) -> None:
        browser(url)
        threading.Thread(target=give_up_after_the_page).start()

    with pytest.raises(Cancelled):
        gateway_to(openid_provider).sign_in_by_browser(open_browser, stop)
    assert "Cette adresse n'est pas attendue" in browser.pages[-1]


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_wrong_clock_is_named(openid_provider, browser, minutes):
    clock = Post(timedelta(minutes=minutes))
    with pytest.raises(ClockWrong, match="horloge"):
        gateway_to(openid_provider, clock).sign_in_by_browser(browser, Stop())


def test_a_clock_wrong_by_half_a_minute_signs_in(openid_provider, browser):
    clock = Post(timedelta(seconds=30))
    assert gateway_to(openid_provider, clock).sign_in_by_browser(browser, Stop()).identity


# By a confirmation elsewhere


@pytest.mark.parametrize("channel", Channel)
def test_a_confirmation_on_the_telephone_signs_in(openid_provider, channel):
    openid_provider.set(answer="approve")
    gateway = gateway_to(openid_provider, wait=quick)
    session = gateway.sign_in_by_confirmation(DOCTOR, "42", channel, Stop())
    assert session.identity.subject == DOCTOR
    assert session.access_token(Stop())


def test_the_two_digits_and_the_channel_are_those_of_the_screen(openid_provider):
    stop = Stop()

    def once(asked: Stop, _seconds: float) -> bool:
        seen.extend(openid_provider.waiting())
        asked.ask()
        return True

    seen: list[dict[str, str]] = []
    with pytest.raises(Cancelled):
        gateway_to(openid_provider, wait=once).sign_in_by_confirmation(
            DOCTOR, "07", Channel.CARD, stop
        )
    assert (seen[-1]["digits"], seen[-1]["channel"]) == ("07", "CARD")


def test_a_refusal_on_the_telephone_signs_nobody_in(openid_provider):
    openid_provider.set(answer="deny")
    with pytest.raises(SignInRefused):
        gateway_to(openid_provider, wait=quick).sign_in_by_confirmation(
            DOCTOR, "42", Channel.MOBILE, Stop()
        )


def test_who_asks_too_often_asks_more_slowly(openid_provider):
    """Polls faster than the interval on purpose: the provider says so, the pauses grow by 5 s."""
    pauses: list[float] = []

    def impatient(_stop: Stop, seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 4:
            openid_provider.decide("approve")
        return False

    session = gateway_to(openid_provider, wait=impatient).sign_in_by_confirmation(
        DOCTOR, "42", Channel.MOBILE, Stop()
    )
    assert session.identity.subject == DOCTOR
    assert pauses == [1, 1, 6, 11]


def test_a_confirmation_that_comes_too_late_signs_nobody_in(openid_provider):
    def two_minutes_later(_stop: Stop, _seconds: float) -> bool:
        openid_provider.set(ahead=121)
        return False

    with pytest.raises(SignInTooLate):
        gateway_to(openid_provider, wait=two_minutes_later).sign_in_by_confirmation(
            DOCTOR, "42", Channel.MOBILE, Stop()
        )


def test_an_unknown_number_is_told(openid_provider):
    with pytest.raises(UnknownPerson):
        gateway_to(openid_provider).sign_in_by_confirmation(
            "899999999999", "42", Channel.MOBILE, Stop()
        )


# The session


def test_a_token_that_ends_in_mid_send_is_renewed_without_the_person(openid_provider, browser):
    openid_provider.set(access=60)
    clock = Post()
    session = gateway_to(openid_provider, clock).sign_in_by_browser(browser, Stop())
    first = session.access_token(Stop())
    assert session.access_token(Stop()) == first
    clock.ahead += timedelta(seconds=50)
    second = session.access_token(Stop())
    assert second != first
    clock.ahead -= timedelta(seconds=50)
    session.discard(second)
    assert session.access_token(Stop()) not in {first, second}


def test_the_newest_refresh_token_is_the_one_used(openid_provider, browser):
    """The provider rotates: the first one again would end the whole grant."""
    session = gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    seen = set()
    for _ in range(4):
        token = session.access_token(Stop())
        seen.add(token)
        session.discard(token)
    assert len(seen) == 4


def test_many_callers_share_one_renewal(openid_provider, browser):
    """With rotation, a second renewal with the same refresh token would end the session."""
    session = gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    session.discard(session.access_token(Stop()))
    found: list[str] = []
    callers = [
        threading.Thread(target=lambda: found.append(session.access_token(Stop())))
        for _ in range(8)
    ]
    for one in callers:
        one.start()
    for one in callers:
        one.join(20)
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_session_is_over_once_the_refresh_token_is(openid_provider, browser):
    session = gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    session.discard(session.access_token(Stop()))
    openid_provider.set(ahead=1801)
    for _ in range(2):
        with pytest.raises(SessionOver, match="Votre travail est intact"):
            session.access_token(Stop())


def test_a_provider_that_is_down_for_a_moment_is_asked_again(openid_provider, browser):
    session = gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    session.discard(session.access_token(Stop()))
    openid_provider.set(down=2)
    assert session.access_token(Stop())


def test_a_provider_that_stays_down_ends_no_session(openid_provider, browser):
    session = gateway_to(openid_provider).sign_in_by_browser(browser, Stop())
    session.discard(session.access_token(Stop()))
    openid_provider.set(down=3)
    with pytest.raises(PscUnavailable):
        session.access_token(Stop())
    assert session.access_token(Stop())


def test_nothing_is_left_of_a_session_that_was_ended(openid_provider, browser):
    gateway = gateway_to(openid_provider)
    session = gateway.sign_in_by_browser(browser, Stop())
    assert session.opening_secret("base", Stop(), create=True) is None
    session.end()
    with pytest.raises(SessionOver):
        session.access_token(Stop())
    session.end()


# Where it may not go


@pytest.mark.parametrize(
    "issuer",
    [
        BAS_ISSUER,
        PRODUCTION_ISSUER,
        f"{PRODUCTION_ISSUER}/",
        "https://AUTH.ESW.esante.gouv.fr/auth/realms/esante-wallet",
        "https://auth.esw.esante.gouv.fr./auth/realms/esante-wallet",
        "http://sandbox.example/realm",
        "ftp://127.0.0.1/realm",
        "",
    ],
)
def test_the_real_service_is_never_called_directly(issuer):
    with pytest.raises(DomainError):
        DirectGateway(issuer, CLIENT, SystemClock())
