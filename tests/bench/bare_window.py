"""The reference of the start: a bare PySide6 window with an empty label."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

application = QApplication(sys.argv)
window = QWidget()
QVBoxLayout(window).addWidget(QLabel())
window.resize(880, 560)
window.show()
sys.exit(application.exec())
