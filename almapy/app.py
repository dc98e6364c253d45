"""The composition root: builds every service of one open base and hands them out."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

from almapy.adapters.boxes import BoxFrameReader, boxes_of_picture
from almapy.adapters.camera import OpenCvCamera
from almapy.adapters.code_reader import read_contents
from almapy.adapters.insi_soap.connection import SettingsConnection
from almapy.adapters.insi_trial import try_to_reach
from almapy.adapters.live_codes import codes_of_frame
from almapy.adapters.reading.engine_choice import remedy_of
from almapy.adapters.reading.process import ProcessReader
from almapy.administrative.links import LinkService
from almapy.administrative.service import (
    CoverService,
    PrivateNoteService,
    SpecificRightService,
    VisitService,
)
from almapy.agenda.service import AgendaService
from almapy.allergies.service import AllergyService
from almapy.apcv.service import ApcvService
from almapy.application import Application
from almapy.audit.ins_journal import InsJournalService
from almapy.audit.model import Head
from almapy.audit.seal import Seal, sealed_heads
from almapy.audit.service import JournalService
from almapy.backup.service import BackupService
from almapy.bdpm.service import BdpmService
from almapy.camera.service import CameraService
from almapy.cards.service import CardService
from almapy.care.service import CarePlanService, ProtocolService
from almapy.clock import Clock
from almapy.coding.cim10 import Cim10Service
from almapy.contraindications.service import ContraindicationService
from almapy.cps.asking import PinDesk
from almapy.cps.reader import CpsReader
from almapy.cps.service import CpsService
from almapy.cve.assembly import Neighbours
from almapy.cve.assembly import assembled as assembled_booklet
from almapy.db.database import Database
from almapy.demo.teleservices import DemoTeleservices
from almapy.documents.service import DocumentService
from almapy.documents.store import DocumentStore
from almapy.encounters.recovery import RecoveryStore
from almapy.encounters.safekeeping import SafeKeeping
from almapy.encounters.service import EncounterService
from almapy.events import EventBus
from almapy.followup.series import ComputedSeries, MaskSeries, MeasureSeries
from almapy.followup.service import FollowUpService
from almapy.growth.service import GrowthService
from almapy.headers.service import IdentitySheetService
from almapy.headers.settings import HeaderSettingsService
from almapy.history.service import HistoryService
from almapy.identity_status.batch import BatchVerification
from almapy.identity_status.service import IdentityStatusService
from almapy.imports.service import PatientImportService
from almapy.incoming.assembly import Around, assembled
from almapy.insi.journal import InsiJournalService
from almapy.insi.service import InsiService
from almapy.insi.settings import Environment
from almapy.insi.settings_service import InsiSettingsService, no_trial
from almapy.masks.service import MaskService
from almapy.measures.service import MeasureService
from almapy.medications.service import TreatmentService
from almapy.messages.service import MessageService
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.patients.ins_codes import InsCodeService
from almapy.patients.merge import MergeService
from almapy.patients.overview import OverviewService
from almapy.patients.service import PatientService
from almapy.places.service import PlaceService, reference_folder
from almapy.post import PostService
from almapy.postal.service import PostalService
from almapy.practice.service import PracticeService
from almapy.presence.service import PresenceService
from almapy.psc.service import PscService
from almapy.remarks.service import RemarkService
from almapy.reminders.service import ReminderService
from almapy.settings import Place
from almapy.sign_in.card_links import CardLinkService
from almapy.sign_in.service import SignInLinkService
from almapy.trends.service import TrendService
from almapy.users.information import InformationService
from almapy.users.keeper import KeyKeeper
from almapy.users.secrets import SecretBox
from almapy.users.service import AccountService
from almapy.vaccination.booklet_service import BookletService
from almapy.vaccination.boxes import BoxService
from almapy.vaccination.checks import VaccinationCheckService
from almapy.vaccination.lots import LotService
from almapy.vaccination.service import VaccinationService
from almapy.vaccine_calendar.service import CalendarService
from almapy.vaccines.service import VaccineService
from almapy.vitale.insi_reader import BeneficiaryReader
from almapy.vitale.service import VitaleService
from almapy.work import Works


def post_name() -> str:
    """Return the name of this computer, as the traces show it."""
    return socket.gethostname()[:60]


def build(
    place: Place,
    database: Database,
    keeper: KeyKeeper,
    *,
    clock: Clock,
    base_id: str,
    is_demo: bool,
    outside: Outside,
    cps_reader: CpsReader | None = None,
) -> Application:
    """Assemble the services of an open base, plugged into the outside of this post.

    ``cps_reader`` is that of the door, where a card may have been given its code already.
    """
    folders, settings = place.folders, place.settings
    events = EventBus()
    post = post_name()
    audit_key = keeper.data_key.audit_key()
    seal = Seal(folders.seals / f"{_file_name(post)}.seal", audit_key)
    works = Works(database, clock, events, seal.write)
    documents = DocumentStore(folders.documents, keeper.data_key, base_id)
    journal = JournalService(works, seal, _sealed_by(folders.seals, audit_key))
    measures = MeasureService(works)
    encounters = EncounterService(works)
    drafts = RecoveryStore(folders.root / "drafts", keeper.data_key, base_id)
    history, allergies = HistoryService(works), AllergyService(works)
    treatments, contraindications = TreatmentService(works), ContraindicationService(works)
    remarks = RemarkService(works)
    vaccines = VaccineService()
    bdpm = BdpmService(reference_folder(folders.root), clock)
    vaccine_calendar = CalendarService(works, vaccines.catalogue)
    vaccinations = VaccinationService(works, vaccines.catalogue)
    information = InformationService(works, SecretBox(keeper.data_key.secrets_key()))
    booklet = assembled_booklet(
        works,
        outside.cve,
        Neighbours(
            events,
            information,
            SecretBox(keeper.data_key.secrets_key()),
            outside.keyring,
            vaccinations,
            vaccines,
            vaccine_calendar,
            post,
        ),
    )
    insi_settings = InsiSettingsService(
        works,
        SecretBox(keeper.data_key.secrets_key()),
        no_trial if is_demo else try_to_reach,
    )
    places = PlaceService(reference_folder(folders.root))
    pins = PinDesk()
    cps_reader = cps_reader or CpsReader(outside.cps, clock, reader=settings.cps_reader)
    cps = CpsService(
        cps_reader,
        information,
        pins,
        journal=journal,
        environment=lambda: Environment.TEST if is_demo else insi_settings.get().environment,
    )
    simulated = DemoTeleservices(clock, works, cps.signer) if is_demo else None
    connection = simulated or SettingsConnection(
        insi_settings, information, clock, signer=cps.signer
    )
    cps.when_forgotten(connection.card_removed)
    cards = CardService(outside.readers, clock)
    cards.listen(cps.on_card)
    covers = CoverService(works)
    vitale = VitaleService(
        works, cards, outside.vitale, clock, covers=covers, usual_reader=settings.vitale_reader
    )
    insi = InsiService(works, connection, BeneficiaryReader(vitale), places)
    header_settings = HeaderSettingsService(works)
    sign_in_links = SignInLinkService(works, keeper)
    post_settings = PostService(Folders(place.start).settings, journal)
    record_documents = DocumentService(works, documents)
    patients, reader = PatientService(works), ProcessReader()
    around = Around(
        events,
        documents,
        reader,
        record_documents,
        encounters,
        patients,
        watched_folder=lambda: post_settings.get().watched_folder,
        remedy=remedy_of,
        post=post,
        at_once=reader.workers,
    )
    incoming = assembled(works, around)
    cameras = CameraService(
        outside.camera, codes_of_frame, simulated=outside.camera is not OpenCvCamera
    )
    return Application(
        folders=folders,
        settings=settings,
        clock=clock,
        events=events,
        database=database,
        keeper=keeper,
        works=works,
        accounts=AccountService(works, keeper),
        sign_in_links=sign_in_links,
        card_links=CardLinkService(sign_in_links, keeper, cps_reader, pins, base_id),
        psc=PscService(works, outside.psc, information, sign_in_links, base_id),
        information=information,
        header_settings=header_settings,
        identity_sheets=IdentitySheetService(
            works, header_settings, lambda actor: is_demo or insi.simulated(actor)
        ),
        insi_settings=insi_settings,
        insi=insi,
        insi_journal=InsiJournalService(works, journal),
        identity_status=IdentityStatusService(works),
        insi_batch=BatchVerification(works, insi),
        simulated=simulated,
        outside=outside,
        cards=cards,
        cps_reader=cps_reader,
        pins=pins,
        cps=cps,
        vitale=vitale,
        cameras=cameras,
        apcv=ApcvService(outside.vitale, cameras, post_settings.get, clock),
        vaccine_calendar=vaccine_calendar,
        practice=PracticeService(works),
        patients=patients,
        ins_codes=InsCodeService(works, places, read_contents),
        merges=MergeService(works),
        covers=covers,
        specific_rights=SpecificRightService(works),
        visits=VisitService(works),
        private_notes=PrivateNoteService(works),
        links=LinkService(works),
        postal=PostalService(),
        overview=OverviewService(works, history, allergies, treatments, contraindications, remarks),
        measures=measures,
        masks=MaskService(works, measures),
        follow_up=FollowUpService(works, (MeasureSeries(), ComputedSeries(), MaskSeries())),
        trends=TrendService(works, treatments, (ComputedSeries(), MaskSeries())),
        growth=GrowthService(reference_folder(folders.root)),
        history=history,
        allergies=allergies,
        treatments=treatments,
        vaccines=vaccines,
        bdpm=bdpm,
        boxes=BoxService(
            works,
            vaccines,
            bdpm,
            cameras,
            reader=BoxFrameReader,
            pictures=boxes_of_picture,
            box_camera=outside.box_camera,
        ),
        lots=LotService(works),
        vaccinations=vaccinations,
        carnets=booklet.service,
        carnet_sender=booklet.sender,
        vaccination_checks=VaccinationCheckService(
            vaccinations,
            allergies,
            contraindications,
            vaccines.catalogue,
            vaccine_calendar.conditions,
        ),
        booklets=BookletService(
            works,
            vaccinations,
            vaccines.catalogue,
            header_settings,
            lambda actor: is_demo or insi.simulated(actor),
        ),
        contraindications=contraindications,
        remarks=remarks,
        cim10=Cim10Service(reference_folder(folders.root)),
        agenda=AgendaService(works),
        presence=PresenceService(works),
        imports=PatientImportService(works),
        reminders=ReminderService(works),
        care_plans=CarePlanService(works),
        protocols=ProtocolService(works),
        messages=MessageService(works),
        journal=journal,
        ins_journal=InsJournalService(works, journal),
        documents=documents,
        record_documents=record_documents,
        reader=reader,
        matching=incoming.matching,
        incoming=incoming.service,
        incoming_reading=incoming.reading,
        encounters=encounters,
        safekeeping=SafeKeeping(encounters, drafts, clock),
        places=places,
        backups=BackupService(
            works,
            folders,
            documents,
            keeper,
            base_id=base_id,
            events=events,
            post=post,
            second_folder=settings.backup_folder,
        ),
        post_settings=post_settings,
        is_demo=is_demo,
        base_id=base_id,
        post=post,
    )


def _sealed_by(folder: Path, audit_key: bytes) -> Callable[[], list[Head]]:
    def sealed() -> list[Head]:
        return sealed_heads(folder, audit_key)

    return sealed


def _file_name(post: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in post) or "poste"
