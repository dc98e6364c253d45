"""The simulated carnets: sign-in, carnets, vaccinations, as cve.md §5 writes them."""

import uuid

import pytest

from almapy.simulators.cve.endpoint import CveServers
from almapy.simulators.switchboard import Simulators
from tests.core.cve_wire_helper import FLU, RUTH, Client, code_of
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="module")
def cve():
    servers = CveServers(FakeClock())
    yield servers.endpoint
    servers.close()


@pytest.fixture
def client(cve):
    yield Client(cve, cve.fixtures.EMAIL)
    cve.control.set_clock(None)


def test_nothing_is_told_without_a_token_and_everything_says_simulator(cve):
    nobody = Client(cve)
    for path in ("/me", "/records", "/vaccines", "/records/x/vaccinations"):
        status, answer = nobody.get(path)
        assert (status, code_of(answer)) == (401, "jeton_manquant")
        assert nobody.headers["X-Simulateur"] == "AlmaPy"
    nobody.token = "invented"
    assert code_of(nobody.get("/me")[1]) == "jeton_inconnu"


def test_a_token_ends_after_a_quarter_of_an_hour(cve, client):
    status, me = client.get("/me")
    assert (status, me["name"], me["rpps"]) == (200, "PAUL DEMO", "10001234565")
    cve.control.advance(901)
    status, answer = client.get("/me")
    assert (status, code_of(answer)) == (401, "jeton_expire")


def test_five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(cve):
    email, nobody = cve.fixtures.OTHER.email, Client(cve)
    for _ in range(5):
        status, answer = nobody.post("/token", email=email, password="wrong")
        assert (status, code_of(answer)) == (401, "identifiants_invalides")
    right = {"email": email, "password": cve.fixtures.OTHER.password}
    assert nobody.post("/token", **right)[0] == 429
    assert 0 < int(nobody.headers["Retry-After"]) <= 900
    cve.control.advance(901)
    assert nobody.post("/token", **right)[0] == 200
    cve.control.set_clock(None)


def test_one_key_makes_one_carnet_and_one_message(cve, client):
    key, email = str(uuid.uuid4()), "one@example.fr"
    status, first = client.make(key, email=email)
    assert status == 201
    assert uuid.UUID(first["uuid"]).version == 4
    assert len(first["share_code"]) == 8
    assert not set(first["share_code"]) & set("01ILO")
    assert first["share_expires_at"] == "2026-04-09T09:30:00.000000Z"
    assert client.make(key, email=email) == (200, first)
    assert code_of(client.make(key, email=email, zip_code="67000")[1]) == "cle_deja_utilisee"
    (mail,) = [one for one in cve.control.outbox if one.to == email]
    assert mail.code == first["share_code"]
    assert "simulateur" in mail.text
    assert (cve.control.keys[key].received, cve.control.keys[key].stored) == (3, 1)


@pytest.mark.parametrize("key", [None, "", "1234", "9a030216-e61b-11f1-9172-02fc00000001"])
def test_a_key_is_a_uuid_of_version_4(client, key):
    headers = {} if key is None else {"Idempotency_Key": key}
    assert client.call("POST", "/records", RUTH, **headers)[0] == 400


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": None}, "email"),
        ({"email": "ruth"}, "email"),
        ({"birth_name": " "}, "birth_name"),
        ({"birth_date": "14/07/1977"}, "birth_date"),
        ({"birth_date": "2026-03-11"}, "birth_date"),
        ({"birth_date": 1977}, "birth_date"),
        ({"gender": "F"}, "gender"),
        ({"zip_code": "6710"}, "zip_code"),
        ({"first_names": ["RUTH"]}, "first_names"),
        ({"ins": "277076322082910"}, "ins"),
    ],
)
def test_what_is_wrong_of_a_carnet_is_named(client, changed, field):
    status, answer = client.make(**changed)
    assert (status, answer["error"]["field"]) == (422, field)
    assert [one["field"] for one in answer["errors"]] == [field]


def test_every_wrong_field_is_named_at_once(client):
    answer = client.make(email=None, gender="x")[1]
    assert {one["field"] for one in answer["errors"]} == {"email", "gender"}


def test_a_carnet_is_found_by_the_number_of_the_practice(client):
    name = client.made(external_id="F-1")
    status, (found,) = client.get("/records?external_id=F-1")
    assert (status, found["uuid"], found["birth_name"]) == (200, name, "NESSI")
    assert client.get("/records?external_id=nobody") == (200, [])
    assert client.get("/records")[0] == 422


def test_a_carnet_is_nothing_to_another_professional(cve, client):
    name = client.made()
    colleague = Client(cve, cve.fixtures.COLLEAGUE.email)
    for path in (f"/records/{name}", f"/records/{name}/vaccinations"):
        assert colleague.get(path)[0] == 404
    assert colleague.add(name)[0] == 404
    assert client.get("/records/nothing")[0] == 404


def test_a_line_keeps_what_it_was_given(client):
    name = client.made()
    whole = {
        "expiry": "2020-06-30",
        "serial": "169320711901",
        "booster": True,
        "dose_rank": 2,
        "comment": "Bien toléré",
        "source": "AlmaPy",
    }
    line = client.added(name, **whole)
    for field, value in (FLU | whole).items():
        assert line[field] == value
    assert (line["label"], line["validated"]) == ("AGRIPPAL", True)
    assert line["author"] == {"rpps": "10001234565", "name": "PAUL DEMO"}
    assert client.get(f"/records/{name}/vaccinations")[1]["items"] == [line]
    assert client.get(f"/records/{name}")[1]["counts"] == {"vaccinations": 1, "deleted": 0}


def test_the_same_key_stores_one_line_and_no_key_the_same_line_twice(client):
    name, key = client.made(), str(uuid.uuid4())
    first = client.add(name, key)
    assert first[0] == 201
    assert client.add(name, key) == (200, first[1])
    assert code_of(client.add(name, key, lot="X")[1]) == "cle_deja_utilisee"
    status, twin = client.add(name)
    assert (status, code_of(twin), twin["id"]) == (409, "doublon", first[1]["id"])


def test_a_box_tells_its_vaccine(client):
    name = client.made()
    line = client.added(name, nuva=None, cip13="3400930056196", date="2022-09-12")
    assert (line["nuva"], line["label"]) == ("VAC0523", "GARDASIL 9")
    nested = client.added(name, nuva=None, vaccine={"nuva": "VAC0029"})
    assert nested["label"] == "REPEVAX"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"nuva": None}, "nuva"),
        ({"nuva": "VAC9999"}, "nuva"),
        ({"cip13": "3400930056196"}, "cip13"),
        ({"nuva": None, "cip13": "3400900000000"}, "cip13"),
        ({"date": None}, "date"),
        ({"date": "2019-10"}, "date"),
        ({"date": "1977-07-13"}, "date"),
        ({"date": "2026-03-11"}, "date"),
        ({"date": "2025-02-29"}, "date"),
        ({"lot": "X" * 21}, "lot"),
        ({"lot": 190022}, "lot"),
        ({"route": "im"}, "route"),
        ({"site": "bras"}, "site"),
        ({"booster": "true"}, "booster"),
        ({"dose_rank": True}, "dose_rank"),
        ({"dose_rank": -1}, "dose_rank"),
        ({"expiry": "231200"}, "expiry"),
        ({"validated": True}, "validated"),
        ({"patient": "NESSI"}, "patient"),
    ],
)
def test_what_is_wrong_of_a_line_is_named(client, changed, field):
    status, answer = client.add(client.made(), **changed)
    assert (status, answer["error"]["field"]) == (422, field)


def test_the_day_of_birth_and_today_are_good_days(client):
    name = client.made()
    assert client.add(name, date="1977-07-14")[0] == 201
    assert client.add(name, date="2026-03-10")[0] == 201


def test_a_change_needs_the_etag_that_it_read(cve, client):
    name = client.made()
    line = client.added(name)
    path = f"/records/{name}/vaccinations/{line['id']}"
    changed = line | {"lot": "NEW"}
    assert client.call("PUT", path, changed)[0] == 428
    cve.control.edit(line["id"], comment="Changed elsewhere")
    status, answer = client.call("PUT", path, changed, If_Match=line["etag"])
    assert (status, code_of(answer)) == (412, "modifie_entre_temps")
    assert answer["current"]["comment"] == "Changed elsewhere"
    status, kept = client.call("PUT", path, changed, If_Match=f'"{answer["current"]["etag"]}"')
    assert (status, kept["lot"], kept["comment"]) == (200, "NEW", "")
    assert kept["etag"] not in {line["etag"], answer["current"]["etag"]}
    assert len(client.get(f"/records/{name}/vaccinations")[1]["items"]) == 1


def test_a_change_makes_no_twin(client):
    name = client.made()
    first, second = client.added(name), client.added(name, date="2020-10-14")
    path = f"/records/{name}/vaccinations/{second['id']}"
    status, answer = client.call("PUT", path, FLU, If_Match=second["etag"])
    assert (status, answer["id"]) == (409, first["id"])


def test_what_was_deleted_is_told_and_is_gone(client):
    name = client.made()
    line = client.added(name)
    path = f"/records/{name}/vaccinations/{line['id']}"
    assert client.call("DELETE", path)[0] == 428
    assert client.call("DELETE", path, If_Match="old")[0] == 412
    assert client.call("DELETE", path, If_Match=line["etag"]) == (204, b"")
    assert client.call("DELETE", path, If_Match=line["etag"])[0] == 404
    listed = client.get(f"/records/{name}/vaccinations")[1]
    assert (listed["items"], listed["deleted"]) == ([], [line["id"]])
    assert client.add(name)[0] == 201


def test_since_tells_only_what_changed(client):
    name = client.made()
    path = f"/records/{name}/vaccinations"
    first = client.added(name)
    etag = client.get(path)[1]["etag"]
    assert client.get(f"{path}?since={etag}")[1] == {"etag": etag, "items": [], "deleted": []}
    second = client.added(name, date="2020-10-14")
    client.call("DELETE", f"{path}/{first['id']}", If_Match=first["etag"])
    news = client.get(f"{path}?since={etag}")[1]
    assert (news["items"], news["deleted"]) == ([second], [first["id"]])
    assert client.get(f"{path}?since=r999999")[1]["items"] == [second]
    assert client.get(f"{path}?since=yesterday")[0] == 422


def test_what_another_professional_validated_is_theirs(cve, client):
    opened = cve.fixtures.OPENED
    theirs, mine, patients = client.get(f"/records/{opened.uuid}/vaccinations")[1]["items"]
    path = f"/records/{opened.uuid}/vaccinations"
    for method in ("PUT", "DELETE"):
        status, answer = client.call(
            method, f"{path}/{theirs['id']}", theirs, If_Match=theirs["etag"]
        )
        assert (status, code_of(answer)) == (403, "valide_par_un_autre")
    assert patients["validated"] is False
    for line in (mine, patients):
        assert client.call("DELETE", f"{path}/{line['id']}", If_Match=line["etag"])[0] == 204


def test_a_carnet_that_was_taken_back_is_closed_to_every_call(cve, client):
    name = client.made(external_id="R-1")
    assert client.call("POST", f"/_test/revoke/{name}")[0] == 200
    path = f"/records/{name}"
    for answer in (
        client.get(path),
        client.get(f"{path}/vaccinations"),
        client.get(f"{path}/recommendations"),
        client.add(name),
        client.post(f"{path}/share-code", email="ruth@example.fr"),
        client.get(f"/records/{cve.fixtures.REVOKED.uuid}"),
    ):
        assert (answer[0], code_of(answer[1])) == (403, "acces_revoque")
    assert client.get("/records?external_id=R-1") == (200, [])


def test_the_vaccines_are_found_by_name_disease_and_box(client):
    assert "AGRIPPAL" in [one["name"] for one in client.get("/vaccines?q=agrip")[1]["items"]]
    (box,) = client.get("/vaccines?cip13=3400930056196")[1]["items"]
    assert box["nuva"] == "VAC0523"
    papilloma = client.get("/vaccines?disease=DIS038")[1]["items"]
    assert all("DIS038" in one["disease_ids"] for one in papilloma)
    assert client.get("/vaccines?name=x")[0] == 422


def test_ruth_is_late_for_her_booster_and_a_dose_puts_it_right(client):
    name = client.made()
    client.added(name, nuva="VAC0029", date="2002-09-10")
    path = f"/records/{name}/recommendations"
    told = client.get(f"{path}?on=2026-03-10")[1]
    assert (told["engine"], told["computed_on"]) == ("SADV simulé", "2026-03-10")
    tetanus = next(one for one in told["items"] if one["disease"] == "Tétanos")
    assert (tetanus["light"], tetanus["status"]) == ("rouge", "en retard")
    assert tetanus["next_from"] == "2022-07-14"
    assert all("simulateur" in one["text"] for one in told["items"])
    client.added(name, nuva="VAC0043", date="2026-03-10")
    after = client.get(path)[1]["items"]
    tetanus = next(one for one in after if one["disease"] == "Tétanos")
    assert (tetanus["light"], tetanus["next_from"]) == ("vert", "2042-07-14")
    assert client.get(f"{path}?on=demain")[0] == 422


def test_lights_follow_age_and_season(client):
    old = client.made(birth_date="1950-05-05")
    path = f"/records/{old}/recommendations"

    def light(rule, on):
        items = client.get(f"{path}?on={on}")[1]["items"]
        return next(one["light"] for one in items if one["rule_id"] == rule)

    assert light("SIM-GRIPPE-65", "2025-11-02") == "orange"
    assert light("SIM-GRIPPE-65", "2025-06-02") == "vert"
    assert light("SIM-COVID", "2025-06-02") == "gris"
    assert light("SIM-ZONA-65", "2025-06-02") == "rouge"
    client.added(old, date="2025-10-20")
    assert light("SIM-GRIPPE-65", "2025-11-02") == "vert"


def test_one_call_starts_it_and_the_switchboard_ends_it():
    with Simulators(clock=FakeClock()) as simulators:
        endpoint = simulators.cve()
        assert simulators.cve() is endpoint
        assert endpoint.url.endswith("/cve/v1")
        assert Client(endpoint).get("/me")[0] == 401
    with pytest.raises(OSError):
        Client(endpoint).get("/me")
