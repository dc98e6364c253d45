"""A new password, typed twice under its rule."""

from __future__ import annotations

from almapy.users.password import check_password
from ui.widgets.form import FormSection
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.password_rules import PasswordRules


class NewPassword:
    """Adds its fields to a section and refuses in place what does not follow the rule."""

    def __init__(self, section: FormSection, label: str = "Nouveau mot de passe") -> None:
        self._section = section
        self.first = PasswordEdit()
        self.again = PasswordEdit()
        section.add_row(label, self.first, required=True)
        self.rules = PasswordRules(self.first, check_password)
        section.add_wide(self.rules)
        section.add_row("Confirmation", self.again, required=True)

    def accepted_text(self) -> str | None:
        """Return the password, or None after showing what is wrong."""
        text = self.first.text()
        if not self.rules.all_met:
            missing = [rule.label for rule in check_password(text) if not rule.ok]
            self._section.set_error(self.first, f"Il manque\u00a0: {', '.join(missing)}.")
            return None
        if text != self.again.text():
            self._section.set_error(
                self.again, "Les deux saisies diffèrent. Retapez le même mot de passe."
            )
            return None
        return text

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.again.clear()
