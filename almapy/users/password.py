"""The rule that a password follows (seed 001, « Contact COVID »; storage notes §5)."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.errors import DomainError

MINIMUM_LENGTH = 8


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One part of the rule and whether the typed text meets it."""

    label: str
    ok: bool


def check_password(text: str) -> list[RuleResult]:
    """Return each part of the rule with its state, for a live display."""
    return [
        RuleResult(f"au moins {MINIMUM_LENGTH} caractères", len(text) >= MINIMUM_LENGTH),
        RuleResult("une minuscule", any(c.islower() for c in text)),
        RuleResult("une majuscule", any(c.isupper() for c in text)),
        RuleResult("un chiffre", any(c.isdigit() for c in text)),
        RuleResult(
            "un caractère spécial",
            any(not c.isalnum() and c.isprintable() for c in text),
        ),
    ]


def require_password(text: str) -> None:
    """Raise DomainError naming the parts of the rule that are not met."""
    missing = [result.label for result in check_password(text) if not result.ok]
    if missing:
        raise DomainError(
            "Le mot de passe doit encore contenir\u00a0: " + ", ".join(missing) + ".",
            code="password.weak",
            field="password",
        )
