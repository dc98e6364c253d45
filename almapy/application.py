"""The services of one open base, as whoever asks them holds them."""

from __future__ import annotations

from dataclasses import dataclass

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
from almapy.audit.ins_journal import InsJournalService
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
from almapy.cve.sending import CarnetSender
from almapy.cve.service import CarnetService
from almapy.db.database import Database
from almapy.demo.teleservices import DemoTeleservices
from almapy.documents.service import DocumentService
from almapy.documents.store import DocumentStore
from almapy.encounters.safekeeping import SafeKeeping
from almapy.encounters.service import EncounterService
from almapy.events import EventBus
from almapy.followup.service import FollowUpService
from almapy.growth.service import GrowthService
from almapy.headers.service import IdentitySheetService
from almapy.headers.settings import HeaderSettingsService
from almapy.history.service import HistoryService
from almapy.identity_status.batch import BatchVerification
from almapy.identity_status.service import IdentityStatusService
from almapy.imports.service import PatientImportService
from almapy.incoming.people import MatchingService
from almapy.incoming.reading import ReadingService
from almapy.incoming.service import IncomingService
from almapy.insi.journal import InsiJournalService
from almapy.insi.service import InsiService
from almapy.insi.settings_service import InsiSettingsService
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
from almapy.places.service import PlaceService
from almapy.post import PostService
from almapy.postal.service import PostalService
from almapy.practice.service import PracticeService
from almapy.presence.service import PresenceService
from almapy.psc.service import PscService
from almapy.remarks.service import RemarkService
from almapy.reminders.service import ReminderService
from almapy.settings import PostSettings
from almapy.sign_in.card_links import CardLinkService
from almapy.sign_in.service import SignInLinkService
from almapy.trends.service import TrendService
from almapy.users.information import InformationService
from almapy.users.keeper import KeyKeeper
from almapy.users.service import AccountService
from almapy.vaccination.booklet_service import BookletService
from almapy.vaccination.boxes import BoxService
from almapy.vaccination.checks import VaccinationCheckService
from almapy.vaccination.lots import LotService
from almapy.vaccination.service import VaccinationService
from almapy.vaccine_calendar.service import CalendarService
from almapy.vaccines.service import VaccineService
from almapy.vitale.service import VitaleService
from almapy.work import Works


@dataclass(frozen=True, slots=True)
class Application:
    """The services of one open base.

    ``is_demo`` marks a base of fictitious patients, whose outside services are ``simulated``.
    """

    folders: Folders
    settings: PostSettings
    clock: Clock
    events: EventBus
    database: Database
    keeper: KeyKeeper
    works: Works
    accounts: AccountService
    sign_in_links: SignInLinkService
    card_links: CardLinkService
    psc: PscService
    information: InformationService
    header_settings: HeaderSettingsService
    identity_sheets: IdentitySheetService
    insi_settings: InsiSettingsService
    insi: InsiService
    insi_journal: InsiJournalService
    identity_status: IdentityStatusService
    insi_batch: BatchVerification
    simulated: DemoTeleservices | None
    outside: Outside
    cards: CardService
    cps_reader: CpsReader
    pins: PinDesk
    cps: CpsService
    vitale: VitaleService
    cameras: CameraService
    apcv: ApcvService
    vaccine_calendar: CalendarService
    practice: PracticeService
    patients: PatientService
    ins_codes: InsCodeService
    merges: MergeService
    covers: CoverService
    specific_rights: SpecificRightService
    visits: VisitService
    private_notes: PrivateNoteService
    links: LinkService
    postal: PostalService
    overview: OverviewService
    measures: MeasureService
    masks: MaskService
    follow_up: FollowUpService
    trends: TrendService
    growth: GrowthService
    history: HistoryService
    allergies: AllergyService
    treatments: TreatmentService
    vaccines: VaccineService
    bdpm: BdpmService
    boxes: BoxService
    lots: LotService
    vaccinations: VaccinationService
    vaccination_checks: VaccinationCheckService
    carnets: CarnetService
    carnet_sender: CarnetSender
    booklets: BookletService
    contraindications: ContraindicationService
    remarks: RemarkService
    cim10: Cim10Service
    agenda: AgendaService
    presence: PresenceService
    imports: PatientImportService
    reminders: ReminderService
    care_plans: CarePlanService
    protocols: ProtocolService
    messages: MessageService
    journal: JournalService
    ins_journal: InsJournalService
    documents: DocumentStore
    record_documents: DocumentService
    reader: ProcessReader
    matching: MatchingService
    incoming: IncomingService
    incoming_reading: ReadingService
    encounters: EncounterService
    safekeeping: SafeKeeping
    places: PlaceService
    backups: BackupService
    post_settings: PostService
    is_demo: bool
    base_id: str
    post: str

    def close(self) -> None:
        """Close the base; nothing may be asked of the services afterwards."""
        self.carnet_sender.stop()
        self.incoming_reading.stop()
        self.reader.close()
        self.cameras.close()
        self.cards.close()
        self.cps.forget()
        self.insi_batch.close()
        self.insi.close()
        self.psc.end()
        self.patients.close()
        if self.simulated is not None:
            self.simulated.close()
        self.outside.close()
        self.database.close()
