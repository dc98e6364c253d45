"""``almapy simulators``: the services alone, called by other programs from saved files."""

import http.client
import json
import os
import queue
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from tests.core.simulated_psc_helper import call as wire

SAVED = Path(__file__).parents[1] / "data" / "insi" / "recherche-ruth.xml"
ACTION = "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite"
KIND = f'application/soap+xml; charset=utf-8; action="{ACTION}"'
RESULT = "{http://www.cnamts.fr/INSiResultat}"


class Running:
    """The verb in a process of its own; what it prints is read as it comes."""

    def __init__(self, folder, *words):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ui.main", "simulators", "--data-dir", str(folder), *words],
            env={**os.environ, "ALMAPY_DATA_DIR": str(folder / "autre")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.first = self._lines.get(timeout=60)

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def line(self):
        """Return the next line printed."""
        return self._lines.get(timeout=20)

    def end(self, number=None):
        """Have it end, brutally unless by a signal; return its status and its messages."""
        if number is not None:
            self._process.send_signal(number)
        elif self._process.poll() is None:
            self._process.kill()
        status = self._process.wait(20)
        self._reader.join()
        said = "" if self._process.stderr.closed else self._process.stderr.read()
        self._process.stdout.close()
        self._process.stderr.close()
        return status, said


@contextmanager
def started(folder, *words):
    running = Running(folder, *words)
    try:
        yield running
    finally:
        running.end()


def free_ports(count):
    """Return the first of some free ports that follow each other, out of the usual range."""
    for base in range(21_000 + os.getpid() % 5000, 31_000, count):
        with ExitStack() as held:
            try:
                for port in range(base, base + count):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return base
    raise AssertionError("no free ports")


def by_curl(ready):
    # As in the manual: curl --cacert … --cert … --key … -H 'Content-Type: …' --data-binary @file
    done = subprocess.run(
        [
            "curl",
            "--silent",
            "--show-error",
            "--max-time",
            "20",
            *("--cacert", ready["ca"]),
            *("--cert", ready["client_certificate"]),
            *("--key", ready["client_key"]),
            *("-H", f"Content-Type: {KIND}"),
            *("--data-binary", f"@{SAVED}"),
            ready["insi"],
        ],
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def by_library(ready):
    address = urlsplit(ready["insi"])
    tls = ssl.create_default_context(cafile=ready["ca"])
    tls.load_cert_chain(ready["client_certificate"], ready["client_key"])
    connection = http.client.HTTPSConnection(
        address.hostname, address.port, timeout=20, context=tls
    )
    with closing(connection):
        connection.request("POST", address.path, SAVED.read_bytes(), {"Content-Type": KIND})
        return connection.getresponse().read()


call = by_curl if shutil.which("curl") else by_library


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_curl_gets_ruth_from_a_saved_file_again_and_again_until_the_end_is_asked(tmp_path, number):
    with started(tmp_path, "--json") as running:
        ready = json.loads(running.first)
        assert ready["ready"] is True
        for _ in range(2):
            answer = etree.fromstring(call(ready))
            assert answer.findtext(f".//{RESULT}CodeCR") == "00"
            assert answer.findtext(f".//{RESULT}NumIdentifiant") == "2770763220829"
        keys = [Path(ready[name]) for name in ("ca", "client_certificate", "client_key")]
        assert {key.parent for key in keys} == {tmp_path / "simulators"}
        assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
        status, said = running.end(number)
        assert running.line() == ""
    assert status == 0
    assert "Simulateurs arrêtés." in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_pro_sante_connect_answers_beside(tmp_path):
    with started(tmp_path, "--json") as running:
        ready = json.loads(running.first)
        assert wire(ready["psc"], path="/session")[0] == 401
        assert "e-CPS – Simulateur" in wire(ready["psc_telephone"])[1]
        assert wire(ready["psc_control"])[1]["sessions"] == 0


@pytest.mark.slow
def test_the_carnets_answer_beside_with_the_account_that_is_told(tmp_path):
    with started(tmp_path, "--json") as running:
        ready = json.loads(running.first)
        address = urlsplit(ready["cve"])
        tls = ssl.create_default_context(cafile=ready["cve_ca"])
        connection = http.client.HTTPSConnection(
            address.hostname, address.port, timeout=20, context=tls
        )
        asked = json.dumps({"email": ready["cve_email"], "password": ready["cve_password"]})
        with closing(connection):
            connection.request(
                "POST", f"{address.path}/token", asked, {"Content-Type": "application/json"}
            )
            assert connection.getresponse().status == 200


@pytest.mark.slow
def test_a_strict_simulator_refuses_the_saved_file(tmp_path):
    with started(tmp_path, "--json", "--strict") as running:
        answer = call(json.loads(running.first))
    assert b'code="simulateur_horloge"' in answer


@pytest.mark.slow
def test_a_person_reads_where_the_services_are(tmp_path):
    with started(tmp_path) as running:
        assert "Aucune donnée réelle" in running.first
        assert "https://127.0.0.1:" in running.line()


@pytest.mark.slow
def test_the_ports_follow_the_one_that_was_chosen_and_a_taken_one_is_told(tmp_path):
    base = free_ports(8)
    with started(tmp_path, "--json", "--port-base", str(base)) as running:
        ready = json.loads(running.first)
        names = ("insi_card", "insi", "insi_control", "psc", "psc_telephone", "psc_control")
        names += ("cve", "cve_mtls")
        ports = [urlsplit(ready[name]).port for name in names]
        assert ports == list(range(base, base + 8))
        done = run("simulators", "--data-dir", str(tmp_path), "--port-base", str(base))
    assert done.returncode == 1
    assert "port" in done.stderr


def run(*words):
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("port", ["80", "70000", "-1", "x"])
def test_a_port_that_is_none_is_wrong_usage(tmp_path, port):
    done = run("simulators", "--data-dir", str(tmp_path), "--port-base", port)
    assert done.returncode == 2
    assert done.stdout == ""
