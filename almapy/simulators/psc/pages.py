"""The French pages of the simulated Pro Santé Connect: its sign-in, and a telephone.

Plain pages of our own, with no picture nor look of the real service, no script, and nothing from
outside; everything that is not ours is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from almapy.simulators.practitioners import Professional
from almapy.simulators.psc.ledger import Attempt, Confirmation
from almapy.simulators.web import HttpAnswer

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self' http://127.0.0.1:*"
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 38rem;
  padding: 1.5rem 1rem 3rem; }
.badge { border: 2px dashed; border-radius: .5rem; display: inline-block; font-weight: 700;
  padding: .15rem .7rem; }
h1 { font-size: 1.5rem; margin: .9rem 0 .2rem; }
ul { list-style: none; margin: 1.2rem 0; padding: 0; }
li { border: 1px solid #8888; border-radius: .6rem; margin: .5rem 0; padding: .6rem .8rem; }
label { cursor: pointer; display: flex; gap: .8rem; align-items: baseline; }
small { opacity: .8; }
button { font: inherit; border: 2px solid; border-radius: .5rem; cursor: pointer;
  padding: .55rem 1.3rem; margin: 0 .6rem .6rem 0; }
button.main { font-weight: 700; background: CanvasText; color: Canvas; }
.digits { font-size: 4rem; font-weight: 700; letter-spacing: .15em; line-height: 1.2; }
"""
_FICTITIOUS = (
    "Page de démonstration d'AlmaPy, sur cet ordinateur seulement. Ces personnes n'existent "
    "pas\u00a0; ce n'est pas le service de l'Agence du Numérique en Santé."
)


def sign_in_page(attempt: Attempt, people: Iterable[Professional]) -> HttpAnswer:
    """Return the page where a person says who they are, or leaves."""
    rows = "".join(_person(one, checked=not place) for place, one in enumerate(people))
    return _page(
        "Pro Santé Connect – Simulateur",
        f"<p>Qui se connecte à AlmaPy\u00a0?</p>"
        f'<form method="post" action="/connexion">'
        f'<input type="hidden" name="demande" value="{escape(attempt.id)}">'
        f"<ul>{rows}</ul>"
        f'<button class="main" name="action" value="connexion">Se connecter</button>'
        f'<button name="action" value="refus">Refuser</button></form>',
    )


def telephone_page(waiting: Iterable[Confirmation]) -> HttpAnswer:
    """Return the telephone, which looks again by itself every two seconds."""
    rows = "".join(_request(one) for one in waiting)
    empty = "<p>Aucune demande en attente. Cette page se met à jour d'elle-même.</p>"
    return _page("e-CPS – Simulateur", f"<ul>{rows}</ul>" if rows else empty, refresh=2)


def refusal_page(sentence: str, status: int = 400) -> HttpAnswer:
    """Return a page that tells why nothing can be done."""
    again = "Fermez cette page et recommencez depuis AlmaPy."
    return _page(
        "Pro Santé Connect – Simulateur", f"<p>{escape(sentence)} {again}</p>", status=status
    )


def _person(person: Professional, *, checked: bool) -> str:
    title = person.title or "Sans profession de santé"
    title += " (étudiant)" if person.category == "E" else ""
    places = ", ".join(place.name for place in person.workplaces) or "aucun lieu d'exercice"
    mark = " checked" if checked else ""
    return (
        f'<li><label><input type="radio" name="personne" value="{escape(person.key)}"{mark}>'
        f"<span><b>{escape(person.name)}</b> – {escape(title)}<br>"
        f"<small>{escape(person.national_id)} · {escape(places)}</small></span></label></li>"
    )


def _request(asked: Confirmation) -> str:
    means = "Carte CPS (CPS-Gestion simulé)" if asked.channel == "CARD" else "Téléphone"
    return (
        f"<li><form method='post' action='/telephone'>"
        f'<input type="hidden" name="demande" value="{escape(asked.id)}">'
        f"<b>{escape(asked.person.name)}</b> · {escape(means)}"
        f'<div class="digits">{escape(asked.digits)}</div>'
        f"<p>AlmaPy demande à vous connecter. Confirmez seulement si AlmaPy montre les mêmes "
        f"chiffres.</p>"
        f'<button class="main" name="action" value="confirmer">Confirmer</button>'
        f'<button name="action" value="refuser">Refuser</button></form></li>'
    )


def _page(title: str, content: str, *, status: int = 200, refresh: int = 0) -> HttpAnswer:
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    body = (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">{again}'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<span class="badge">Simulateur</span><h1>{escape(title)}</h1>'
        f"<p><small>{escape(_FICTITIOUS)}</small></p><main>{content}</main></body></html>"
    )
    return HttpAnswer(status, "text/html; charset=utf-8", body.encode(), headers=_HEADERS)
