"""``almapy simulators``: the simulated services alone, for those who try or measure."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from almapy.cli.common import DONE, Verbs, output_of
from almapy.paths import demo_data_folder

if TYPE_CHECKING:
    from almapy.simulators.cve.endpoint import CveEndpoint
    from almapy.simulators.insi.endpoint import InsiEndpoint
    from almapy.simulators.psc.endpoint import PscEndpoint

_LOWEST, _HIGHEST = 1024, 65_000
_TURN = 0.5  # seconds: on Windows a wait without an end is deaf to Ctrl+C


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    simulators = verbs.add_parser(
        "simulators",
        help="services simulés, seuls",
        description="Démarre les services simulés sur cet ordinateur (127.0.0.1) et les laisse "
        "répondre jusqu'à Ctrl+C. Personnes fictives\u00a0; rien ne sort de l'ordinateur. Les "
        "certificats sont écrits dans le dossier «\u00a0simulators\u00a0» des données, pour curl.",
        parents=[common],
    )
    simulators.add_argument(
        "--port-base",
        type=_port,
        metavar="PORT",
        help="premier des ports qui se suivent (sinon des ports libres)",
    )
    simulators.add_argument(
        "--strict",
        action="store_true",
        help="refuser aussi, comme le vrai service, un message enregistré puis renvoyé (heure "
        "passée, MessageID déjà vu)",
    )
    simulators.set_defaults(run=_simulators)


def _port(written: str) -> int:
    port = int(written) if written.isascii() and written.isdigit() else 0
    if not _LOWEST <= port <= _HIGHEST:
        raise argparse.ArgumentTypeError(f"un port va de {_LOWEST} à {_HIGHEST}")
    return port


def _simulators(args: argparse.Namespace) -> int:
    from almapy.simulators.switchboard import Simulators

    root = Path(args.data_dir).expanduser().absolute() if args.data_dir else demo_data_folder()
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Simulators(port_base=args.port_base, replays=not args.strict) as simulators:
            _tell(
                args,
                simulators.insi(),
                simulators.psc(),
                simulators.cve(),
                root / "simulators",
            )
            while not stop.wait(_TURN):
                continue
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    output_of(args).say("Simulateurs arrêtés.")
    return DONE


def _tell(
    args: argparse.Namespace,
    insi: InsiEndpoint,
    psc: PscEndpoint,
    cve: CveEndpoint,
    folder: Path,
) -> None:
    files = {name: str(path) for name, path in insi.write_files(folder).items()}
    cve_ca = folder / "cve-ca.pem"
    cve_ca.write_bytes(cve.authorities_pem)
    output_of(args).line(
        {
            "ready": True,
            "insi": insi.certificate_url,
            "insi_card": insi.card_url,
            "insi_control": insi.control_url,
            "insi_idam": insi.idam,
            "client_p12_password": insi.client_certificate_password,
            "psc": psc.relay_url,
            "psc_telephone": psc.telephone_url,
            "psc_control": psc.control_url,
            "cve": cve.url,
            "cve_mtls": cve.mtls_url,
            "cve_email": cve.fixtures.EMAIL,
            "cve_password": cve.fixtures.PASSWORD,
            "cve_ca": str(cve_ca),
            **files,
        },
        "Simulateurs prêts. Aucune donnée réelle, rien ne sort de cet ordinateur.\n"
        f"INSi, certificat logiciel\u00a0: {insi.certificate_url}\n"
        f"INSi, carte CPS\u00a0: {insi.card_url}\n"
        f"INSi, commandes\u00a0: {insi.control_url}\n"
        f"Pro Santé Connect, relais\u00a0: {psc.relay_url}\n"
        f"Pro Santé Connect, téléphone (e-CPS)\u00a0: {psc.telephone_url}\n"
        f"Pro Santé Connect, commandes\u00a0: {psc.control_url}\n"
        f"Carnets de vaccination\u00a0: {cve.url} (compte {cve.fixtures.EMAIL}, mot de passe "
        f"{cve.fixtures.PASSWORD}, autorité {cve_ca})\n"
        f"Carnets de vaccination, par certificat\u00a0: {cve.mtls_url}\n"
        f"Numéro d'autorisation (IDAM)\u00a0: {insi.idam}\n"
        f"Autorité\u00a0: {files['ca']}\n"
        f"Certificat logiciel et clé\u00a0: {files['client_certificate']}, {files['client_key']}\n"
        f"Les deux, pour «\u00a0Téléservices (INSi)\u00a0»\u00a0: {files['client_p12']} "
        f"(mot de passe\u00a0: {insi.client_certificate_password})\n"
        "Ctrl+C pour arrêter.",
    )
