"""The recovery key on paper: one A4 page, printed or saved as PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from almapy.db.recovery_key import groups
from ui.theme import print_palette

_GROUPS_PER_LINE: Final = 3
_MARGIN_MM: Final = 20
_RESOLUTION: Final = 300


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the page says; `key` is the recovery key as the core printed it."""

    key: str = field(repr=False)
    practice: str
    login: str
    made_on: date

    @property
    def groups(self) -> tuple[str, ...]:
        """The nine groups of four characters."""
        return groups(self.key)

    @property
    def file_name(self) -> str:
        """Name proposed for the PDF."""
        return f"AlmaPy - clé de secours du {self.made_on:%d-%m-%Y}.pdf"


def page_layout() -> QPageLayout:
    """A4 portrait, whatever the printer had before."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def as_pdf(sheet: RecoverySheet) -> bytes:
    """Return the page as a PDF file, made in memory."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(page_layout())
    writer.setTitle("Clé de secours AlmaPy")
    writer.setCreator("AlmaPy")
    draw(sheet, writer)
    buffer.close()
    return bytes(content.data())


def draw(sheet: RecoverySheet, device: QPagedPaintDevice) -> None:
    """Draw the page on a printer or a PDF writer whose page layout is set."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setHtml(_html(sheet))
    painter = QPainter(device)
    room = painter.viewport()
    document.setPageSize(QSizeF(room.width(), room.height()))
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette = print_palette()
    context.clip = QRectF(room)
    document.documentLayout().draw(painter, context)
    painter.end()


def _html(sheet: RecoverySheet) -> str:
    lines = [
        sheet.groups[start : start + _GROUPS_PER_LINE]
        for start in range(0, len(sheet.groups), _GROUPS_PER_LINE)
    ]
    rows = "".join(
        "<tr>" + "".join(f"<td align='center'>{group}</td>" for group in line) + "</tr>"
        for line in lines
    )
    return f"""
<html><body style="font-size:11pt">
<p style="font-size:11pt; color:#52616A">AlmaPy</p>
<p style="font-size:24pt; font-weight:600">Clé de secours</p>
<p style="font-size:12pt"><b>{escape(sheet.practice)}</b><br/>
Identifiant\u00a0: {escape(sheet.login)}<br/>
Établie le {sheet.made_on:%d/%m/%Y}</p>
<p>&nbsp;</p>
<table width="100%" border="1" cellspacing="0" cellpadding="10"
 style="font-family:monospace; font-size:22pt; border-collapse:collapse; border-color:#7B8991">
{rows}</table>
<p>&nbsp;</p>
<p><b>À quoi elle sert.</b> Elle ouvre la base du cabinet quand un mot de passe est perdu\u00a0: sur
l'écran de connexion, choisissez «\u00a0Mot de passe perdu\u00a0?\u00a0». Vous choisirez un nouveau
mot de passe et recevrez une nouvelle clé\u00a0; cette feuille ne servira alors plus.</p>
<p><b>Où la garder.</b> Sous clé, hors de l'ordinateur et loin de lui. Qui tient cette feuille et
une copie de la base peut lire tous les dossiers.</p>
<p><b>Comment la lire.</b> Lettres de A à Z et chiffres de 2 à 7. Il n'y a ni zéro, ni un, ni huit,
ni neuf.</p>
<p><b>Sans mot de passe ni clé de secours, les données sont perdues.</b></p>
</body></html>"""
