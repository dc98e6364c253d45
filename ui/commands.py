"""Every action of the program in one table: menus, keys, palette and F1 are built from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from almapy.users.model import Actor, Right
from ui.icons import icon


class Menu(StrEnum):
    """The menus of the program in their order; one without an action is not shown."""

    HOME = "Accueil"
    AGENDA = "Agenda"
    UTILITIES = "Utilitaires"
    DOCUMENTS = "Gestion des documents"
    CORRESPONDENTS = "Correspondants"
    TOOLS = "Outils avancés"
    WINDOW = "Fenêtre"
    SETTINGS = "Paramètres"
    HELP = "Aide"


@dataclass(frozen=True, slots=True)
class Command:
    """One action as a person knows it.

    ``keys`` are portable key sequences, the first one shown; ``words`` are other words under
    which the palette finds it. One that is ``only_simulated`` exists where simulators answer.
    """

    name: str
    text: str
    menu: Menu
    icon: str
    keys: tuple[str, ...] = ()
    words: str = ""
    right: Right | None = None
    needs_patient: bool = False
    only_simulated: bool = False

    def allowed_to(self, actor: Actor) -> bool:
        """Tell whether this person may see the action at all."""
        return self.right is None or actor.may(self.right)


_DIGIT_KEYS_FRENCH = ("&", "É", '"', "'", "(", "-", "È", "_", "Ç")
COMMANDS: tuple[Command, ...] = (
    Command("home", "Accueil", Menu.HOME, "home"),
    Command("select_patient", "Sélection patient…", Menu.HOME, "search", words="chercher dossier"),
    Command(
        "new_patient",
        "Nouveau patient",
        Menu.HOME,
        "patient-new",
        ("Ctrl+N",),
        words="créer dossier fiche",
        right=Right.IDENTITY,
    ),
    Command(
        "administrative",
        "Fiche administrative",
        Menu.HOME,
        "patient",
        ("F4",),
        words="données administratives sociales etat civil identité ins adresse",
        right=Right.IDENTITY,
        needs_patient=True,
    ),
    Command("palette", "Palette de commandes", Menu.HOME, "menu", ("Ctrl+K", "Ctrl+F")),
    Command("next_record", "Dossier ouvert suivant", Menu.HOME, "record", ("Ctrl+Tab",)),
    Command(
        "close_record",
        "Fermer le dossier",
        Menu.HOME,
        "close",
        ("Ctrl+W",),
        needs_patient=True,
    ),
    Command("lock", "Verrouiller le poste", Menu.HOME, "lock", ("F12",)),
    Command("switch_user", "Changer d'utilisateur", Menu.HOME, "switch-user", words="session"),
    Command("quit", "Quitter", Menu.HOME, "sign-out", ("Ctrl+Q",)),
    Command(
        "new_consultation",
        "Nouvelle consultation",
        Menu.UTILITIES,
        "consultation",
        ("F2",),
        words="écrire note visite téléconsultation",
        right=Right.WRITE_NOTES,
        needs_patient=True,
    ),
    Command("agenda", "Agenda du jour", Menu.AGENDA, "calendar", right=Right.IDENTITY),
    Command(
        "next_patient",
        "Patient suivant",
        Menu.AGENDA,
        "patient",
        ("F9",),
        words="salle d'attente appeler",
        right=Right.WRITE_NOTES,
    ),
    Command("undo", "Annuler le dernier geste", Menu.UTILITIES, "restore", ("Ctrl+Z",)),
    Command("redo", "Refaire le dernier geste", Menu.UTILITIES, "refresh", ("Ctrl+Y",)),
    Command(
        "copy_identity",
        "Copier le bloc d'identité",
        Menu.UTILITIES,
        "patient",
        ("Ctrl+Shift+C",),
        needs_patient=True,
    ),
    Command(
        "identity_sheet",
        "Feuille d'identité INS",
        Menu.UTILITIES,
        "print",
        words="imprimer cartouche datamatrix pdf en-tête",
        right=Right.IDENTITY,
        needs_patient=True,
    ),
    Command(
        "incoming",
        "Gestion des documents",
        Menu.DOCUMENTS,
        "import",
        ("F8",),
        words="documents à valider classer scanner reçus archives ocr",
        right=Right.FILE_DOCUMENTS,
    ),
    Command(
        "insertion",
        "Insérer un document…",
        Menu.DOCUMENTS,
        "add",
        words="fichier aperçu détecter ocr courrier émis prescription",
        right=Right.FILE_DOCUMENTS,
    ),
    Command(
        "documents",
        "Documents du dossier",
        Menu.DOCUMENTS,
        "documents",
        words="courrier lettre biologie reçus émis",
        right=Right.FILE_DOCUMENTS,
        needs_patient=True,
    ),
    Command(
        "insi",
        "Identité INS (INSi)",
        Menu.UTILITIES,
        "shield",
        ("Ctrl+I",),
        words="qualifier ins téléservice matricule carte vitale",
        right=Right.QUALIFY_INS,
        needs_patient=True,
    ),
    Command(
        "birth_place",
        "Rechercher un code INSEE de naissance…",
        Menu.UTILITIES,
        "search",
        words="commune pays ville lieu naissance",
        right=Right.IDENTITY,
    ),
    Command(
        "read_code",
        "Lire un code INS…",
        Menu.UTILITIES,
        "search",
        words="datamatrix scanner douchette code barres image pdf",
        right=Right.IDENTITY,
    ),
    Command(
        "vitale",
        "Lecture carte vitale",
        Menu.UTILITIES,
        "card",
        ("Ctrl+Shift+L",),
        words="lire carte assuré bénéficiaire insérer lecteur",
        right=Right.IDENTITY,
    ),
    Command(
        "apcv",
        "Lire une ApCV…",
        Menu.UTILITIES,
        "phone",
        words="application carte vitale téléphone qr webcam douchette nfc",
        right=Right.IDENTITY,
    ),
    Command(
        "simulated_reader",
        "Lecteur simulé",
        Menu.UTILITIES,
        "simulator",
        words="carte vitale cps simulateur insérer retirer",
        only_simulated=True,
    ),
    Command("messages", "Message interne", Menu.UTILITIES, "mail", words="note collègue"),
    Command("refresh", "Actualiser", Menu.UTILITIES, "refresh", ("F5",)),
    Command(
        "backups", "Sauvegardes", Menu.UTILITIES, "backup", words="restaurer", right=Right.BACK_UP
    ),
    Command(
        "identity_status",
        "Liste des statuts d'identité",
        Menu.TOOLS,
        "shield",
        words="vérifier ins insi provisoire récupérée validée qualifiée",
        right=Right.IDENTITY,
    ),
    Command(
        "vaccine_recall",
        "Relances vaccinales",
        Menu.TOOLS,
        "calendar",
        words="vaccin calendrier rappel retard campagne grippe liste",
        right=Right.READ_NOTES,
    ),
    Command(
        "lots",
        "Qui a reçu le lot\u00a0?",
        Menu.TOOLS,
        "vaccine",
        words="vaccin numéro rappel retrait alerte pharmacovigilance traçabilité",
        right=Right.READ_NOTES,
    ),
    Command(
        "to_qualify",
        "À qualifier aujourd'hui",
        Menu.TOOLS,
        "shield",
        words="ins insi identité rendez-vous du jour",
        right=Right.IDENTITY,
    ),
    Command(
        "merge",
        "Fusionner deux dossiers…",
        Menu.TOOLS,
        "users",
        words="doublons doubles",
        right=Right.IDENTITY,
    ),
    Command(
        "carnet_queue",
        "Envois au carnet de vaccination",
        Menu.TOOLS,
        "queue",
        words="cve mesvaccins file attente vaccin synchroniser",
        right=Right.READ_NOTES,
    ),
    Command(
        "journal",
        "Journal des traces",
        Menu.TOOLS,
        "journal",
        words="accès historique",
        right=Right.READ_TRACES,
    ),
    Command(
        "vaccination",
        "Vaccination",
        Menu.WINDOW,
        "vaccine",
        words="vaccins carnet calendrier rappel piqûre",
        right=Right.READ_NOTES,
        needs_patient=True,
    ),
    Command(
        "scan_vaccine",
        "Scanner une boîte de vaccin",
        Menu.WINDOW,
        "camera",
        ("Ctrl+Shift+V",),
        words="vaccination datamatrix webcam lot douchette",
        right=Right.WRITE_NOTES,
        needs_patient=True,
    ),
    Command(
        "information",
        "Informations utilisateur",
        Menu.SETTINGS,
        "user",
        words="mot de passe initiales cps mssanté",
    ),
    Command(
        "accounts",
        "Utilisateurs",
        Menu.SETTINGS,
        "users",
        words="comptes droits",
        right=Right.MANAGE_USERS,
    ),
    Command(
        "protocols",
        "Protocoles",
        Menu.SETTINGS,
        "history",
        words="plan de soin étapes",
        right=Right.READ_NOTES,
    ),
    Command(
        "masks",
        "Masques de saisie",
        Menu.SETTINGS,
        "edit",
        words="formulaire mesures champs femme jeune",
        right=Right.READ_NOTES,
    ),
    Command("practice", "Cabinet", Menu.SETTINGS, "practice", right=Right.MANAGE_USERS),
    Command("post", "Ce poste", Menu.SETTINGS, "settings", words="apparence sombre clair thème"),
    Command(
        "teleservices",
        "Téléservices (INSi)",
        Menu.SETTINGS,
        "link",
        words="insi ameli certificat adresse idam proxy connexion réglages",
        right=Right.MANAGE_USERS,
    ),
    Command(
        "ins_help",
        "Aide INS",
        Menu.HELP,
        "help",
        words="identité qualifier insi carte vitale statut cartouche procédure",
    ),
    Command(
        "cve_help",
        "Aide du carnet de vaccination électronique",
        Menu.HELP,
        "help",
        words="cve mesvaccins inscription compte certificat code de retrait",
    ),
    Command("keys", "Touches de l'écran", Menu.HELP, "keyboard", ("F1",), words="raccourcis"),
    Command("full_screen", "Plein écran", Menu.HELP, "record", ("F11",)),
    Command("next_panel", "Volet suivant", Menu.HELP, "chevron-right", ("F6",)),
    Command("previous_panel", "Volet précédent", Menu.HELP, "chevron-right", ("Shift+F6",)),
    Command("about", "À propos d'AlmaPy", Menu.HELP, "about", words="version licence"),
)


def digit_keys(number: int) -> tuple[str, ...]:
    """Return the keys of navigation entry ``number`` (1–9), on AZERTY too."""
    return (f"Ctrl+{number}", f"Ctrl+{_DIGIT_KEYS_FRENCH[number - 1]}")


def shown_key(key: str) -> str:
    """Return a key as French keyboards print it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class CommandSet:
    """The actions of one window for one person."""

    def __init__(
        self,
        window: QWidget,
        actor: Actor,
        handlers: dict[str, Callable[[], None]],
        *,
        simulated: bool = False,
    ) -> None:
        self.actions: dict[str, QAction] = {}
        self.commands = [
            command
            for command in COMMANDS
            if command.allowed_to(actor) and (simulated or not command.only_simulated)
        ]
        for command in self.commands:
            action = QAction(icon(command.icon), command.text, window)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setStatusTip(command.text)
            action.triggered.connect(_without_argument(handlers[command.name]))
            window.addAction(action)
            self.actions[command.name] = action

    def set_patient_open(self, *, is_open: bool) -> None:
        """Enable what needs an open record, or disable it."""
        for command in self.commands:
            if command.needs_patient:
                self.actions[command.name].setEnabled(is_open)

    def of(self, menu: Menu) -> Iterable[QAction]:
        """Give the actions of one menu, in order."""
        return (self.actions[c.name] for c in self.commands if c.menu is menu)


def _without_argument(handler: Callable[[], None]) -> Callable[[], None]:
    def call() -> None:
        handler()

    return call
