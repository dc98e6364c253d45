"""The settings service of the post on which a base is open."""

from __future__ import annotations

from almapy.app import Application
from almapy.paths import Folders, default_data_folder
from almapy.post import PostService


def this_post(application: Application) -> PostService:
    """Return the service over the settings file that the start reads.

    The file stands with the data unless it names another folder for them: then it stayed in the
    usual place.
    """
    moved = bool(application.settings.data_folder)
    folders = Folders(default_data_folder()) if moved else application.folders
    return PostService(folders.settings, application.journal)
