"""Reaching INSi without asking it anything: whether the way there and what stands there answer."""

from __future__ import annotations

from base64 import b64decode

from almapy.adapters.addresses import read_address
from almapy.adapters.call_errors import BadAnswer
from almapy.adapters.http_post import Answer, Post, post
from almapy.adapters.tls import Trust, context_of
from almapy.insi.settings import Authentication, InsiSettings
from almapy.insi.standard import MEDIA_TYPE, SOAP
from almapy.stop import Stop

_EMPTY_CALL = (
    f'<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="{SOAP}"><e:Body/></e:Envelope>'
)
_LONGEST_ANSWER = 256 * 1024
_STARTS_AS_XML = (b"<?xml", b"<")


def try_to_reach(settings: InsiSettings, stop: Stop) -> str:
    """Send an empty envelope, without operation nor person; return in French what answered.

    A service that speaks SOAP refuses it by a fault, which is the answer wanted. Raises CallError,
    also when what answers is no SOAP service.
    """
    by_card = settings.authentication is Authentication.CARD
    url = settings.card_url if by_card else settings.certificate_url
    address = read_address(url)
    secure = address is not None and address.scheme == "https"
    trust = Trust(authorities=settings.authorities)
    if not by_card:
        certificate = b64decode(settings.certificate)
        trust = Trust(settings.authorities, certificate, settings.password)
    question = Post(
        url,
        _EMPTY_CALL.encode(),
        {"Content-Type": f"{MEDIA_TYPE}; charset=utf-8"},
        settings.timeout_seconds,
        settings.proxy,
        _LONGEST_ANSWER,
    )
    answer = post(question, context_of(trust) if secure else None, stop)
    if not _is_soap(answer):
        raise BadAnswer(
            f"Ce qui répond (code HTTP {answer.status}) n'est pas un téléservice\u00a0: c'est "
            "peut-être la page d'un proxy. Rien n'a été modifié. Vérifiez l'adresse et le proxy.",
            received=answer.body,
        )
    host = address.host if address is not None else url
    return _words(answer, host, secure=secure, by_card=by_card)


def _is_soap(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    looks = answer.body.lstrip().startswith(_STARTS_AS_XML) and b"Envelope" in answer.body
    return looks and kind.endswith("xml")


def _words(answer: Answer, host: str, *, secure: bool, by_card: bool) -> str:
    lines = [f"Le serveur {host} est joint."]
    if secure:
        lines.append("Son certificat est reconnu par ce poste\u00a0: la liaison est chiffrée.")
        if not by_card:
            lines.append("Le certificat logiciel du cabinet a été présenté.")
    else:
        lines.append("La liaison n'est pas chiffrée\u00a0: elle ne quitte pas cet ordinateur.")
    lines.append(
        f"Un téléservice répond (code HTTP {answer.status}) à un appel vide, sans aucune donnée "
        "de patient. Les droits (autorisation, carte CPS) se vérifient au premier vrai appel."
    )
    return "\n".join(lines)
