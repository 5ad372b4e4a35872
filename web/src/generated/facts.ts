// SPDX-License-Identifier: Apache-2.0
// Facts and commands, made from the catalogue; do not edit.

declare const noun: unique symbol;
export type Base64 = string & { readonly [noun]: "base64" };
export type BatchId = string & { readonly [noun]: "batch" };
export type CalendarDate = string & { readonly [noun]: "date" };
export type ChainOfIdentityId = string & { readonly [noun]: "chain-of-identity id" };
export type Code = string & { readonly [noun]: "code" };
export type ConsignmentId = string & { readonly [noun]: "consignment" };
export type CourseId = string & { readonly [noun]: "course" };
export type CredentialId = string & { readonly [noun]: "credential" };
export type Decimal = string & { readonly [noun]: "decimal" };
export type DeviationId = string & { readonly [noun]: "deviation" };
export type DeviceKey = string & { readonly [noun]: "device key" };
export type DisclosureId = string & { readonly [noun]: "disclosure" };
export type DocumentId = string & { readonly [noun]: "document" };
export type DonationNumber = string & { readonly [noun]: "donation number" };
export type ImportId = string & { readonly [noun]: "import" };
export type Instant = string & { readonly [noun]: "instant" };
export type KeyId = string & { readonly [noun]: "key id" };
export type LabelCode = string & { readonly [noun]: "label code" };
export type LabelId = string & { readonly [noun]: "label" };
export type MaterialId = string & { readonly [noun]: "material" };
export type PasskeyDigest = string & { readonly [noun]: "passkey digest" };
export type PersonId = string & { readonly [noun]: "person" };
export type ReadThing = string & { readonly [noun]: "read thing" };
export type RecordId = string & { readonly [noun]: "record id" };
export type RecoveryId = string & { readonly [noun]: "recovery" };
export type Scan = string & { readonly [noun]: "scan" };
export type Sha256InHex = string & { readonly [noun]: "SHA-256 in hex" };
export type SiteCode = string & { readonly [noun]: "site code" };
export type SiteId = string & { readonly [noun]: "site" };
export type StudyCode = string & { readonly [noun]: "study code" };
export type StudyId = string & { readonly [noun]: "study" };
export type SubjectId = string & { readonly [noun]: "subject" };
export type TimeZone = string & { readonly [noun]: "time zone" };
export type TokenDigest = string & { readonly [noun]: "token digest" };
export type WebName = string & { readonly [noun]: "web name" };

/** Another party's name for a thing, where an id is wanted. */
export type Alias =
  | `coi:${string}`
  | `device:${string}`
  | `din:${string}`
  | `label:${string}`
  | `passkey:${string}`
  | `site:${string}`
  | `study:${string}`
  | `token:${string}`;

/** An exact amount with its UCUM unit. */
export interface Quantity {
  readonly value: Decimal;
  readonly unit: string;
}

/** A reference to a text in the vault; it says nothing about the text. */
export interface Sealed {
  readonly ciphertext: string;
  readonly key_commitment: string;
  readonly key_id: string;
  readonly padded_length: number;
  readonly suite: string;
}

/** Person added. */
export interface StaffPersonAdded {
  readonly fact: "staff.person_added/1";
  readonly data: {
    /** The new person: a random id. */
    readonly person: PersonId;
    /** Where they work. */
    readonly site: SiteId;
    /** What they may do there; none: nothing yet. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
    /** Their name, sealed in the vault. */
    readonly name: Sealed;
  };
}

/** Roles changed. */
export interface StaffRolesChanged {
  readonly fact: "staff.roles_changed/1";
  readonly data: {
    /** The person. */
    readonly person: PersonId;
    /** What they may do; none: they have left. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Roles proposed. */
export interface StaffRolesProposed1 {
  readonly fact: "staff.roles_proposed/1";
  readonly data: {
    /** The person. */
    readonly person: PersonId;
    /** What they shall be able to do. */
    readonly roles: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Roles proposed. */
export interface StaffRolesProposed {
  readonly fact: "staff.roles_proposed/2";
  readonly data: {
    /** The person. */
    readonly person: PersonId;
    /** What they shall be able to do; none: they leave. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Studies assigned. */
export interface StaffStudiesAssigned {
  readonly fact: "staff.studies_assigned/1";
  readonly data: {
    /** The person. */
    readonly person: PersonId;
    /** Their studies; none: whoever works at a site has to do with all of it. */
    readonly studies?: readonly (StudyId)[];
  };
}

/** Access denied. */
export interface StaffAccessDenied {
  readonly fact: "staff.access_denied/1";
  readonly data: {
    /** Who asked. */
    readonly person: PersonId;
    /** What they asked for. */
    readonly asked: Code;
    /** How often, since this was said last. */
    readonly times: number;
  };
}

/** Token issued. */
export interface StaffTokenIssued1 {
  readonly fact: "staff.token_issued/1";
  readonly data: {
    /** For whom the token acts. */
    readonly person: PersonId;
    /** SHA-256 of the token. */
    readonly token: TokenDigest;
  };
}

/** Token issued. */
export interface StaffTokenIssued {
  readonly fact: "staff.token_issued/2";
  readonly data: {
    /** For whom the token acts. */
    readonly person: PersonId;
    /** SHA-256 of the token. */
    readonly token: TokenDigest;
    /** From when on it acts for nobody; none: 366 days after it was issued. */
    readonly expires?: Instant;
    /** What it may be used for; none: for everything. */
    readonly scopes?: readonly ("read" | "act" | "sign")[];
  };
}

/** Token revoked. */
export interface StaffTokenRevoked {
  readonly fact: "staff.token_revoked/1";
  readonly data: {
    /** SHA-256 of the token. */
    readonly token: TokenDigest;
  };
}

/** Credential enrolled. */
export interface StaffCredentialEnrolled {
  readonly fact: "staff.credential_enrolled/1";
  readonly data: {
    /** The credential: a random id. */
    readonly credential: CredentialId;
    /** Whose it is. */
    readonly person: PersonId;
    /** What it is. */
    readonly kind: "password" | "totp" | "pin" | "badge" | "provider";
    /** By which recovery it was set; without one, by somebody who was signed in or had the link of the first start. */
    readonly recovery?: RecoveryId;
  };
}

/** Credential removed. */
export interface StaffCredentialRemoved {
  readonly fact: "staff.credential_removed/1";
  readonly data: {
    /** The credential. */
    readonly credential: CredentialId;
    /** Whose it was. */
    readonly person: PersonId;
  };
}

/** Recovery opened. */
export interface StaffRecoveryOpened {
  readonly fact: "staff.recovery_opened/1";
  readonly data: {
    /** The recovery: a random id. */
    readonly recovery: RecoveryId;
    /** Who begins anew. */
    readonly person: PersonId;
    /** On whose word. */
    readonly how: "invitation" | "two_administrators" | "at_the_machine";
  };
}

/** Recovery confirmed. */
export interface StaffRecoveryConfirmed {
  readonly fact: "staff.recovery_confirmed/1";
  readonly data: {
    /** The recovery. */
    readonly recovery: RecoveryId;
    /** Who begins anew. */
    readonly person: PersonId;
  };
}

/** Device registered. */
export interface StaffDeviceRegistered {
  readonly fact: "staff.device_registered/1";
  readonly data: {
    /** For whom the device acts. */
    readonly person: PersonId;
    /** SHA-256 of its public key. */
    readonly device: DeviceKey;
    /** From when on it acts for nobody. */
    readonly expires: Instant;
    /** What it may be used for. */
    readonly scopes: readonly ("read" | "act" | "sign")[];
  };
}

/** Device revoked. */
export interface StaffDeviceRevoked {
  readonly fact: "staff.device_revoked/1";
  readonly data: {
    /** SHA-256 of its public key. */
    readonly device: DeviceKey;
  };
}

/** Device refused. */
export interface StaffDeviceRefused {
  readonly fact: "staff.device_refused/1";
  readonly data: {
    /** SHA-256 of its public key; none: no authority of the node signed the certificate, or its time was over. */
    readonly key?: Sha256InHex;
    /** How often, since this was said last. */
    readonly times: number;
  };
}

/** Passkey registered. */
export interface StaffPasskeyRegistered {
  readonly fact: "staff.passkey_registered/1";
  readonly data: {
    /** SHA-256 of its credential id. */
    readonly passkey: PasskeyDigest;
    /** Whose it is. */
    readonly person: PersonId;
    /** Its credential id. */
    readonly credential: Base64;
    /** Its COSE key, byte for byte as the authenticator wrote it. */
    readonly public_key: Base64;
    /** Id of the relying party that it is for. */
    readonly party: WebName;
    /** Origin of the page on which it was made. */
    readonly origin: WebName;
  };
}

/** Passkey removed. */
export interface StaffPasskeyRemoved {
  readonly fact: "staff.passkey_removed/1";
  readonly data: {
    /** SHA-256 of its credential id. */
    readonly passkey: PasskeyDigest;
    /** Whose it was. */
    readonly person: PersonId;
  };
}

/** Sign-in refused. */
export interface StaffSignInRefused {
  readonly fact: "staff.sign_in_refused/1";
  readonly data: {
    /** Whose account it was; none: nobody's here. */
    readonly person?: PersonId;
    /** What was wrong. */
    readonly whys: readonly ("unknown_account" | "wrong_password" | "wrong_code" | "used_code" | "wrong_pin" | "wrong_badge" | "wrong_passkey" | "wrong_provider" | "wrong_link" | "too_soon")[];
    /** How often, since this was said last. */
    readonly times: number;
    /** When first since then. */
    readonly first: Instant;
    /** When last. */
    readonly last: Instant;
  };
}

/** Site registered. */
export interface StudySiteRegistered {
  readonly fact: "study.site_registered/1";
  readonly data: {
    /** The new site. */
    readonly site: SiteId;
    /** Its short code. */
    readonly code: SiteCode;
    /** What it is. */
    readonly kind: "hospital" | "factory" | "laboratory" | "carrier" | "office";
    /** Its time zone. */
    readonly zone: TimeZone;
  };
}

/** Study opened. */
export interface StudyOpened1 {
  readonly fact: "study.opened/1";
  readonly data: {
    /** The new study. */
    readonly study: StudyId;
    /** Its protocol number. */
    readonly code: StudyCode;
    /** Trial or routine use. */
    readonly use: "iit" | "ind" | "routine";
    /** Whose cells the product is made from. */
    readonly donation: "autologous" | "allogeneic";
    /** Required tests with their limits. */
    readonly specification: readonly ({
      /** Code of the test, e.g. VIABILITY. */
      readonly test: Code;
      /** Code of its unit, e.g. PERCENT. */
      readonly unit: Code;
      /** Lowest value that is in specification. */
      readonly low?: Decimal;
      /** Highest value that is in specification. */
      readonly high?: Decimal;
    })[];
    /** Minutes that the two bedside checks and the start of the infusion may lie apart. */
    readonly bedside_window_min: number;
  };
}

/** Study opened. */
export interface StudyOpened {
  readonly fact: "study.opened/2";
  readonly data: {
    /** The new study. */
    readonly study: StudyId;
    /** Its protocol number. */
    readonly code: StudyCode;
    /** Trial or routine use. */
    readonly use: "iit" | "ind" | "routine";
    /** Whose cells the product is made from. */
    readonly donation: "autologous" | "allogeneic";
    /** Required tests with their limits. */
    readonly specification: readonly ({
      /** Code of the test, e.g. VIABILITY. */
      readonly test: Code;
      /** Code of its unit, e.g. PERCENT. */
      readonly unit: Code;
      /** Lowest value that is in specification. */
      readonly low?: Decimal;
      /** Highest value that is in specification. */
      readonly high?: Decimal;
    })[];
    /** Minutes that the two bedside checks and the start of the infusion may lie apart. */
    readonly bedside_window_min: number;
    /** Where the delegation log of each site is kept. */
    readonly delegation_log: "in_record" | "elsewhere";
  };
}

/** Study opened at a site. */
export interface StudySiteOpened {
  readonly fact: "study.site_opened/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
    /** The site that may enrol. */
    readonly site: SiteId;
    /** The committee's reference of its approval. */
    readonly reference: Code;
    /** From when the approval is in force. */
    readonly valid_from: Instant;
    /** Until when, not included. */
    readonly valid_until: Instant;
    /** SHA-256 of the filed approval. */
    readonly document?: Sha256InHex;
  };
}

/** Subject enrolled. */
export interface EnrolmentSubjectEnrolled {
  readonly fact: "enrolment.subject_enrolled/1";
  readonly data: {
    /** The new pseudonym. */
    readonly subject: SubjectId;
    /** The study. */
    readonly study: StudyId;
    /** The enrolling site. */
    readonly site: SiteId;
  };
}

/** Consent signed. */
export interface EnrolmentConsentSigned {
  readonly fact: "enrolment.consent_signed/1";
  readonly data: {
    /** Who consented. */
    readonly subject: SubjectId;
    /** Version of the consent form. */
    readonly version: Code;
    /** When it was signed. */
    readonly signed_at: Instant;
    /** SHA-256 of the filed form. */
    readonly document?: Sha256InHex;
  };
}

/** Consent withdrawn. */
export interface EnrolmentConsentWithdrawn {
  readonly fact: "enrolment.consent_withdrawn/1";
  readonly data: {
    /** Who withdrew. */
    readonly subject: SubjectId;
  };
}

/** Treatment opened. */
export interface EnrolmentCourseOpened {
  readonly fact: "enrolment.course_opened/1";
  readonly data: {
    /** The new course. */
    readonly course: CourseId;
    /** The recipient. */
    readonly subject: SubjectId;
    /** The study. */
    readonly study: StudyId;
    /** The treating site. */
    readonly site: SiteId;
    /** Its chain-of-identity id. */
    readonly coi: ChainOfIdentityId;
  };
}

/** Decided to go on with the treatment. */
export interface EnrolmentContinuationDecided {
  readonly fact: "enrolment.continuation_decided/1";
  readonly data: {
    /** Which treatment goes on. */
    readonly course: CourseId;
    /** Whose it is. */
    readonly subject: SubjectId;
  };
}

/** Identity registered. */
export interface IdentityRegistered {
  readonly fact: "identity.registered/1";
  readonly data: {
    /** Who it is. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** Their name, sealed in the vault. */
    readonly name: Sealed;
    /** How it is read, sealed in the vault. */
    readonly reading?: Sealed;
    /** Date of birth, sealed in the vault. */
    readonly birth_date?: Sealed;
    /** Sex, sealed in the vault. */
    readonly sex?: Sealed;
    /** Their identity documents. */
    readonly documents?: readonly ({
      /** What document it is. */
      readonly kind: "resident_id" | "residence_permit" | "foreign_permanent_resident_id" | "hong_kong_id" | "macau_id" | "taiwan_id" | "travel_permit_hong_kong_macau" | "travel_permit_taiwan" | "passport" | "newborn_number" | "unknown_person_number" | "hospital_number";
      /** Its number, sealed in the vault. */
      readonly number: Sealed;
    })[];
    /** Who may be taken for them. */
    readonly resembles?: readonly (SubjectId)[];
    /** An earlier pseudonym of theirs. */
    readonly same_human_as?: SubjectId;
  };
}

/** Temporary identity resolved. */
export interface IdentityResolved {
  readonly fact: "identity.resolved/1";
  readonly data: {
    /** Who it is. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** Their name, sealed in the vault. */
    readonly name: Sealed;
    /** How it is read, sealed in the vault. */
    readonly reading?: Sealed;
    /** Date of birth, sealed in the vault. */
    readonly birth_date?: Sealed;
    /** Sex, sealed in the vault. */
    readonly sex?: Sealed;
    /** Their identity documents. */
    readonly documents?: readonly ({
      /** What document it is. */
      readonly kind: "resident_id" | "residence_permit" | "foreign_permanent_resident_id" | "hong_kong_id" | "macau_id" | "taiwan_id" | "travel_permit_hong_kong_macau" | "travel_permit_taiwan" | "passport" | "newborn_number" | "unknown_person_number" | "hospital_number";
      /** Its number, sealed in the vault. */
      readonly number: Sealed;
    })[];
    /** Who may be taken for them. */
    readonly resembles?: readonly (SubjectId)[];
    /** An earlier pseudonym of theirs. */
    readonly same_human_as?: SubjectId;
  };
}

/** Identity corrected. */
export interface IdentityCorrected {
  readonly fact: "identity.corrected/1";
  readonly data: {
    /** Who it is. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** The right name, sealed in the vault. */
    readonly name?: Sealed;
    /** How it is read, sealed in the vault. */
    readonly reading?: Sealed;
    /** Date of birth, sealed in the vault. */
    readonly birth_date?: Sealed;
    /** Sex, sealed in the vault. */
    readonly sex?: Sealed;
    /** Who may be taken for them. */
    readonly resembles?: readonly (SubjectId)[];
  };
}

/** Name changed by law. */
export interface IdentityNameChanged {
  readonly fact: "identity.name_changed/1";
  readonly data: {
    /** Who it is. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** The new name, sealed in the vault. */
    readonly name: Sealed;
    /** How it is read, sealed in the vault. */
    readonly reading?: Sealed;
    /** Who may be taken for them. */
    readonly resembles?: readonly (SubjectId)[];
  };
}

/** Identity document added. */
export interface IdentityDocumentAdded {
  readonly fact: "identity.document_added/1";
  readonly data: {
    /** Whose it is. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** What document it is. */
    readonly kind: "resident_id" | "residence_permit" | "foreign_permanent_resident_id" | "hong_kong_id" | "macau_id" | "taiwan_id" | "travel_permit_hong_kong_macau" | "travel_permit_taiwan" | "passport" | "newborn_number" | "unknown_person_number" | "hospital_number";
    /** Its number, sealed in the vault. */
    readonly number: Sealed;
    /** Who may be taken for them. */
    readonly resembles?: readonly (SubjectId)[];
  };
}

/** Identity document retired. */
export interface IdentityDocumentRetired {
  readonly fact: "identity.document_retired/1";
  readonly data: {
    /** Whose it is. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** Which of their documents, in the order in which they were told, from 1. */
    readonly document: number;
    /** Why it counts no more. */
    readonly why: "expired" | "lost" | "replaced" | "entered_in_error" | "identified";
  };
}

/** Contact set. */
export interface IdentityContactSet {
  readonly fact: "identity.contact_set/1";
  readonly data: {
    /** Who is reached. */
    readonly subject: SubjectId;
    /** The hospital that knows them. */
    readonly site: SiteId;
    /** How. */
    readonly kind: "phone" | "email" | "address" | "relative_phone";
    /** Number or address, sealed in the vault. */
    readonly value?: Sealed;
  };
}

/** Patient looked for. */
export interface DisclosureSearched {
  readonly fact: "disclosure.searched/1";
  readonly data: {
    /** This search. */
    readonly disclosure: DisclosureId;
    /** By what. */
    readonly kind: "number" | "name" | "reading" | "initials" | "last_four";
    /** How many were found, at most one more than are told. */
    readonly hits: number;
  };
}

/** Identity shown. */
export interface DisclosureIdentityShown {
  readonly fact: "disclosure.identity_shown/1";
  readonly data: {
    /** This disclosure. */
    readonly disclosure: DisclosureId;
    /** Who was shown. */
    readonly subject: SubjectId;
    /** What for. */
    readonly purpose: "bedside" | "collection" | "enrolment" | "contact" | "safety" | "put_right" | "source_data";
  };
}

/** Monitor asks who it is. */
export interface DisclosureUnmaskingAsked {
  readonly fact: "disclosure.unmasking_asked/1";
  readonly data: {
    /** Who it is about. */
    readonly subject: SubjectId;
    /** The study. */
    readonly study: StudyId;
    /** The monitor. */
    readonly person: PersonId;
    /** Why. */
    readonly why: "source_data" | "consent" | "safety_report";
  };
}

/** Monitor may see who it is. */
export interface DisclosureUnmaskingAccepted {
  readonly fact: "disclosure.unmasking_accepted/1";
  readonly data: {
    /** Who may be shown. */
    readonly subject: SubjectId;
    /** To which monitor. */
    readonly person: PersonId;
    /** Until when. */
    readonly until: Instant;
  };
}

/** Monitor may see it no more. */
export interface DisclosureUnmaskingWithdrawn {
  readonly fact: "disclosure.unmasking_withdrawn/1";
  readonly data: {
    /** Who was shown. */
    readonly subject: SubjectId;
    /** To which monitor. */
    readonly person: PersonId;
  };
}

/** Record read. */
export interface DisclosureRecordRead {
  readonly fact: "disclosure.record_read/1";
  readonly data: {
    /** Who read. */
    readonly person: PersonId;
    /** What they read about; none: the log. */
    readonly thing?: ReadThing;
    /** What they were shown of it. */
    readonly ways: readonly ("trace_read" | "timeline_read" | "lineage_read" | "record_read" | "receipt_read" | "export_read" | "label_read" | "bedside_packet_read" | "feed_read" | "audit_read" | "entries_read")[];
    /** How often, since this was said last. */
    readonly times: number;
    /** When first since then. */
    readonly first: Instant;
    /** When last. */
    readonly last: Instant;
  };
}

/** Collection started. */
export interface CollectionStarted {
  readonly fact: "collection.started/1";
  readonly data: {
    /** For which treatment. */
    readonly course: CourseId;
    /** From whom. */
    readonly donor: SubjectId;
  };
}

/** Material collected. */
export interface CollectionCollected {
  readonly fact: "collection.collected/1";
  readonly data: {
    /** The new material. */
    readonly material: MaterialId;
    /** For which treatment. */
    readonly course: CourseId;
    /** Whose cells they are. */
    readonly donor: SubjectId;
    /** Its donation number. */
    readonly donation_number: DonationNumber;
    /** How much was collected. */
    readonly quantity: Quantity;
    /** Who has it. */
    readonly holder: `site/${SiteId}` | `person/${PersonId}`;
  };
}

/** Collection broken off. */
export interface CollectionAborted {
  readonly fact: "collection.aborted/1";
  readonly data: {
    /** For which treatment. */
    readonly course: CourseId;
    /** From whom. */
    readonly donor: SubjectId;
  };
}

/** Handed over. */
export interface CustodyHandedOver {
  readonly fact: "custody.handed_over/1";
  readonly data: {
    /** What changed hands. */
    readonly material: MaterialId;
    /** Who had it. */
    readonly giver: `site/${SiteId}` | `person/${PersonId}`;
    /** Who has it now. */
    readonly receiver: `site/${SiteId}` | `person/${PersonId}`;
    /** Number of the seal on it. */
    readonly seal?: Code;
  };
}

/** Label printed. */
export interface LabellingPrinted {
  readonly fact: "labelling.printed/1";
  readonly data: {
    /** The new label. */
    readonly label: LabelId;
    /** What it is for. */
    readonly material: MaterialId;
    /** The approved form it is printed on. */
    readonly form: Code;
    /** The label that is void from now on. */
    readonly replaces?: LabelId;
  };
}

/** Label scanned back. */
export interface LabellingScannedBack {
  readonly fact: "labelling.scanned_back/1";
  readonly data: {
    /** The label. */
    readonly label: LabelId;
    /** What it is on. */
    readonly material: MaterialId;
  };
}

/** Label destroyed. */
export interface LabellingDestroyed {
  readonly fact: "labelling.destroyed/1";
  readonly data: {
    /** The label. */
    readonly label: LabelId;
    /** What it was for. */
    readonly material: MaterialId;
  };
}

/** Label of another maker registered. */
export interface LabellingCodeRegistered {
  readonly fact: "labelling.code_registered/1";
  readonly data: {
    /** What the label is on. */
    readonly material: MaterialId;
    /** What a scan of the label names. */
    readonly code: LabelCode;
  };
}

/** Label of another maker withdrawn. */
export interface LabellingCodeWithdrawn {
  readonly fact: "labelling.code_withdrawn/1";
  readonly data: {
    /** What the label was on. */
    readonly material: MaterialId;
    /** What a scan of the label names. */
    readonly code: LabelCode;
  };
}

/** Id typed, not scanned. */
export interface LabellingIdTyped {
  readonly fact: "labelling.id_typed/1";
  readonly data: {
    /** Whose id was typed. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** At which step. */
    readonly step: "collection" | "receiving" | "hand_over";
    /** Why its code could not be scanned. */
    readonly why: "label_damaged" | "scanner_broken" | "other";
  };
}

/** Typed id confirmed by a second person. */
export interface LabellingIdConfirmed {
  readonly fact: "labelling.id_confirmed/1";
  readonly data: {
    /** Whose id was typed. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** At which step. */
    readonly step: "collection" | "receiving" | "hand_over";
    /** Why its code could not be scanned. */
    readonly why: "label_damaged" | "scanner_broken" | "other";
    /** Who typed it. */
    readonly first: PersonId;
  };
}

/** Dispatched. */
export interface TransportDispatched {
  readonly fact: "transport.dispatched/1";
  readonly data: {
    /** The new consignment. */
    readonly consignment: ConsignmentId;
    /** What is in the box. */
    readonly materials: readonly (MaterialId)[];
    /** Where it left. */
    readonly from: SiteId;
    /** Where it goes. */
    readonly to: SiteId;
    /** Who has it now. */
    readonly carrier: `site/${SiteId}` | `person/${PersonId}`;
    /** Number of the seal on the box. */
    readonly seal: Code;
  };
}

/** Logger's record attached. */
export interface TransportLoggerRecordAttached {
  readonly fact: "transport.logger_record_attached/1";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId;
    /** What was packed into it. */
    readonly materials: readonly (MaterialId)[];
    /** Serial number of the logger. */
    readonly device: Code;
    /** What the logger wrote. */
    readonly record: {
      /** SHA-256 of the file as the logger gave it; the site keeps it. */
      readonly file: Sha256InHex;
      /** What the file's temperatures are written in. */
      readonly unit: "celsius" | "fahrenheit";
      /** Zone of the file's times, when they do not say it themselves. */
      readonly zone?: TimeZone;
      /** Seconds that the logger's clock was ahead; the times here are put right by them. */
      readonly clock_ahead_s: Decimal;
      /** Time of the first reading of the trip. */
      readonly first: Instant;
      /** Time of the last one. */
      readonly last: Instant;
      /** How many readings of the trip. */
      readonly readings: number;
      /** Seconds from one reading to the next, as a rule. */
      readonly interval_s: number;
      /** Lowest temperature, in degrees Celsius. */
      readonly minimum: Decimal;
      /** Highest temperature, in degrees Celsius. */
      readonly maximum: Decimal;
      /** Lowest temperature allowed, in degrees Celsius. */
      readonly low?: Decimal;
      /** Highest temperature allowed, in degrees Celsius. */
      readonly high?: Decimal;
      /** Seconds above what is allowed. */
      readonly above_s: number;
      /** Seconds below what is allowed. */
      readonly below_s: number;
      /** How often a reading was missing, ends of the trip included. */
      readonly gaps: number;
      /** Seconds of the longest gap; 0: none. */
      readonly longest_gap_s: number;
      /** Readings that stood twice in the file. */
      readonly duplicates: number;
      /** Readings from before or after the trip. */
      readonly outside_trip: number;
    };
  };
}

/** Courier's link issued. */
export interface TransportLinkIssued {
  readonly fact: "transport.link_issued/1";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId;
    /** As whom it acts. */
    readonly courier: PersonId;
    /** SHA-256 of the secret of the link. */
    readonly link: Sha256InHex;
    /** From when on it counts for nothing. */
    readonly until: Instant;
  };
}

/** Courier's link opened. */
export interface TransportLinkOpened {
  readonly fact: "transport.link_opened/1";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId;
    /** SHA-256 of the secret of the link. */
    readonly link: Sha256InHex;
    /** SHA-256 of what the device holds instead. */
    readonly session: Sha256InHex;
  };
}

/** Courier's link revoked. */
export interface TransportLinkRevoked {
  readonly fact: "transport.link_revoked/1";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId;
    /** SHA-256 of the secret of the link. */
    readonly link: Sha256InHex;
  };
}

/** Box looked at. */
export interface TransportBoxJudged {
  readonly fact: "transport.box_judged/1";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId;
    /** Who had it. */
    readonly giver: `site/${SiteId}` | `person/${PersonId}`;
    /** Who was to take it. */
    readonly receiver: `site/${SiteId}` | `person/${PersonId}`;
    /** Whether it was accepted. */
    readonly outcome: "accepted" | "accepted_with_remark" | "refused";
    /** What was not as it should be. */
    readonly remark?: "box_damaged" | "seal_broken" | "seal_differs" | "temperature_alarm" | "not_upright" | "was_opened" | "label_unreadable" | "other";
  };
}

/** Limits of the box said. */
export interface TransportBoxLimitsSaid {
  readonly fact: "transport.box_limits_said/1";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId;
    /** Lowest temperature allowed, in degrees Celsius. */
    readonly low?: Decimal;
    /** Highest temperature allowed, in degrees Celsius. */
    readonly high?: Decimal;
    /** Until when its shipper keeps that. */
    readonly holds_until?: Instant;
  };
}

/** Received. */
export interface ReceptionReceived1 {
  readonly fact: "reception.received/1";
  readonly data: {
    /** What arrived. */
    readonly material: MaterialId;
    /** Where; who has it now. */
    readonly receiver: `site/${SiteId}` | `person/${PersonId}`;
    /** In which condition. */
    readonly condition: "intact" | "damaged" | "seal_broken" | "too_warm";
  };
}

/** Received. */
export interface ReceptionReceived {
  readonly fact: "reception.received/2";
  readonly data: {
    /** What arrived. */
    readonly material: MaterialId;
    /** Where; who has it now. */
    readonly receiver: `site/${SiteId}` | `person/${PersonId}`;
    /** In which condition. */
    readonly condition: "intact" | "damaged" | "seal_broken" | "too_warm";
    /** Number of the seal that was on it. */
    readonly seal?: Code;
    /** In which box it came. */
    readonly consignment?: ConsignmentId;
  };
}

/** Preparation started. */
export interface ManufactureStarted {
  readonly fact: "manufacture.started/1";
  readonly data: {
    /** The new batch. */
    readonly batch: BatchId;
    /** For which treatment. */
    readonly course: CourseId;
    /** Whose specification it follows. */
    readonly study: StudyId;
    /** Whose cells they are. */
    readonly source: SubjectId;
    /** What went in. */
    readonly inputs: readonly ({
      /** What goes in. */
      readonly material: MaterialId;
      /** How much of it. */
      readonly quantity: Quantity;
    })[];
  };
}

/** Product filled. */
export interface ManufactureProduced {
  readonly fact: "manufacture.produced/1";
  readonly data: {
    /** The batch. */
    readonly batch: BatchId;
    /** For which treatment. */
    readonly course: CourseId;
    /** Whose cells they are. */
    readonly source: SubjectId;
    /** Who has them. */
    readonly holder: `site/${SiteId}` | `person/${PersonId}`;
    /** What came out. */
    readonly products: readonly ({
      /** The new material. */
      readonly material: MaterialId;
      /** Its division number in the batch. */
      readonly division: Code;
      /** How much is in it. */
      readonly quantity: Quantity;
      /** Until when it may be used, not included. */
      readonly expires: Instant;
    })[];
  };
}

/** Test result recorded. */
export interface TestingResultRecorded {
  readonly fact: "testing.result_recorded/1";
  readonly data: {
    /** What was tested. */
    readonly batch: BatchId;
    /** Code of the test. */
    readonly test: Code;
    /** Its value. */
    readonly value: Decimal;
    /** Code of its unit. */
    readonly unit: Code;
    /** Against the specification at that moment. */
    readonly verdict: "in_specification" | "out_of_specification" | "not_specified";
  };
}

/** Product released. */
export interface ReleaseReleased {
  readonly fact: "release.released/1";
  readonly data: {
    /** What may be given. */
    readonly material: MaterialId;
    /** Out of which batch. */
    readonly batch: BatchId;
    /** For which treatment. */
    readonly course: CourseId;
  };
}

/** Thawing started. */
export interface InfusionThawStarted {
  readonly fact: "infusion.thaw_started/1";
  readonly data: {
    /** The bag that was warmed. */
    readonly material: MaterialId;
  };
}

/** First bedside check done. */
export interface InfusionBedsideChecked {
  readonly fact: "infusion.bedside_checked/1";
  readonly data: {
    /** The bag that was scanned. */
    readonly material: MaterialId;
    /** The subject whose wristband was scanned. */
    readonly wristband: SubjectId;
  };
}

/** Bedside check confirmed by a second person. */
export interface InfusionBedsideConfirmed {
  readonly fact: "infusion.bedside_confirmed/1";
  readonly data: {
    /** The bag that was scanned. */
    readonly material: MaterialId;
    /** The subject whose wristband was scanned. */
    readonly wristband: SubjectId;
    /** Who made the first check. */
    readonly first: PersonId;
  };
}

/** Infused. */
export interface InfusionInfused {
  readonly fact: "infusion.infused/1";
  readonly data: {
    /** The bag. */
    readonly material: MaterialId;
    /** Into whom. */
    readonly subject: SubjectId;
    /** For which treatment the bag was made. */
    readonly course: CourseId;
    /** How much of it. */
    readonly quantity: Quantity;
  };
}

/** Follow-up recorded. */
export interface FollowupVisitRecorded {
  readonly fact: "followup.visit_recorded/1";
  readonly data: {
    /** Of which treatment. */
    readonly course: CourseId;
    /** Who was followed up. */
    readonly subject: SubjectId;
    /** How. */
    readonly contact: "visit" | "call" | "questionnaire";
    /** Planned day after the infusion. */
    readonly day: number;
    /** How the patient was found. */
    readonly status: "alive" | "dead" | "not_reached";
  };
}

/** Contact recorded. */
export interface FollowupContactRecorded {
  readonly fact: "followup.contact_recorded/1";
  readonly data: {
    /** Who can be reached so. */
    readonly subject: SubjectId;
    /** How, sealed in the vault. */
    readonly contact: Sealed;
  };
}

/** Put on hold. */
export interface QualityHoldPlaced {
  readonly fact: "quality.hold_placed/1";
  readonly data: {
    /** What may not be used. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** Why it was put on hold. */
    readonly cause: "broken_container" | "broken_seal" | "seal_differs" | "temperature_excursion" | "unexpected_receipt" | "collected_without_consent" | "collected_unplanned" | "result_out_of_specification" | "infused_unchecked" | "infused_into_another" | "quantity_differs" | "box_differs" | "consignment_on_hold" | "infused_although_forbidden" | "division_repeated" | "at_another_site" | "time_order" | "collected_on_hold" | "donation_number_repeated" | "infused_again" | "infusion_corrected" | "temperature_unknown" | "not_delegated" | "other";
  };
}

/** Hold lifted. */
export interface QualityHoldLifted {
  readonly fact: "quality.hold_lifted/1";
  readonly data: {
    /** From what the hold was taken. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** Id of the record that placed it. */
    readonly hold: RecordId;
  };
}

/** Deviation opened. */
export interface QualityDeviationOpened {
  readonly fact: "quality.deviation_opened/1";
  readonly data: {
    /** The new deviation. */
    readonly deviation: DeviationId;
    /** What it is about. */
    readonly about: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** What was not as it should be. */
    readonly cause: "broken_container" | "broken_seal" | "seal_differs" | "temperature_excursion" | "unexpected_receipt" | "collected_without_consent" | "collected_unplanned" | "result_out_of_specification" | "infused_unchecked" | "infused_into_another" | "quantity_differs" | "box_differs" | "consignment_on_hold" | "infused_although_forbidden" | "division_repeated" | "at_another_site" | "time_order" | "collected_on_hold" | "donation_number_repeated" | "infused_again" | "infusion_corrected" | "temperature_unknown" | "not_delegated" | "other";
  };
}

/** Deviation closed. */
export interface QualityDeviationClosed {
  readonly fact: "quality.deviation_closed/1";
  readonly data: {
    /** The deviation. */
    readonly deviation: DeviationId;
    /** What it was about. */
    readonly about: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** How it was judged. */
    readonly assessment: "no_impact" | "acceptable_with_reason" | "product_rejected";
  };
}

/** Correction agreed to. */
export interface QualityCorrectionAgreed {
  readonly fact: "quality.correction_agreed/1";
  readonly data: {
    /** What the record is about. */
    readonly about: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}`;
    /** Id of the record that is wrong. */
    readonly record: RecordId;
    /** SHA-256 of the data that shall stand in its place; none: entered in error. */
    readonly replacement?: Sha256InHex;
  };
}

/** Record corrected. */
export interface RecordCorrected {
  readonly fact: "record.corrected/1";
  readonly data: {
    /** Id of the record that was wrong. */
    readonly of: RecordId;
    /** When that was recorded. */
    readonly of_recorded_at: Instant;
    /** Its place within that millisecond. */
    readonly of_clock_n: number;
    /** Who had said it. */
    readonly of_by: PersonId;
    /** The site where they stood. */
    readonly of_at: SiteId;
    /** When it had happened. */
    readonly of_happened_at: Instant;
    /** The fact and data that stand in its place; none when it was entered in error. */
    readonly replacement?: { readonly [member: string]: unknown };
    /** The physician who agreed. */
    readonly agreed_by: PersonId;
  };
}

/** Record opened in an emergency. */
export interface BreakglassRecordOpened {
  readonly fact: "breakglass.record_opened/1";
  readonly data: {
    /** Who reads. */
    readonly person: PersonId;
    /** Whose record it is. */
    readonly subject: SubjectId;
    /** Until when. */
    readonly until: Instant;
  };
}

/** Emergency opening shown before it was signed. */
export interface BreakglassRecordShown {
  readonly fact: "breakglass.record_shown/1";
  readonly data: {
    /** Who was shown it. */
    readonly person: PersonId;
    /** Whose record it is. */
    readonly subject: SubjectId;
  };
}

/** Emergency opening reviewed. */
export interface BreakglassOpeningReviewed1 {
  readonly fact: "breakglass.opening_reviewed/1";
  readonly data: {
    /** Who had read. */
    readonly person: PersonId;
    /** Whose record it was. */
    readonly subject: SubjectId;
    /** How it is judged. */
    readonly finding: "justified" | "not_justified";
  };
}

/** Emergency opening reviewed. */
export interface BreakglassOpeningReviewed {
  readonly fact: "breakglass.opening_reviewed/2";
  readonly data: {
    /** Who had read. */
    readonly person: PersonId;
    /** Whose record it was. */
    readonly subject: SubjectId;
    /** Id of the record of the opening. */
    readonly opening?: RecordId;
    /** How it is judged. */
    readonly finding: "justified" | "not_justified";
  };
}

/** Delegation log kept. */
export interface DelegationLogKept {
  readonly fact: "delegation.log_kept/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
    /** The site. */
    readonly site: SiteId;
    /** Who answers for it, and delegates. */
    readonly investigator: PersonId;
  };
}

/** Next keeper of the log named. */
export interface DelegationKeeperNamed {
  readonly fact: "delegation.keeper_named/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
    /** The site. */
    readonly site: SiteId;
    /** Who may take the log over. */
    readonly person: PersonId;
  };
}

/** Tasks delegated. */
export interface DelegationDelegated {
  readonly fact: "delegation.delegated/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
    /** The site. */
    readonly site: SiteId;
    /** To whom. */
    readonly person: PersonId;
    /** What they may do; none: nothing any more. */
    readonly tasks?: readonly ("consent" | "enrolment" | "decision" | "follow_up" | "care")[];
    /** From when. */
    readonly from: Instant;
    /** Until when, not included; none: until it is ended. */
    readonly until?: Instant;
  };
}

/** Training recorded. */
export interface DelegationTrained {
  readonly fact: "delegation.trained/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
    /** The site. */
    readonly site: SiteId;
    /** Who was trained. */
    readonly person: PersonId;
    /** Version of the protocol or manual. */
    readonly version: Code;
    /** Until when it counts, not included. */
    readonly until: Instant;
  };
}

/** Study blinded. */
export interface BlindingStudyBlinded {
  readonly fact: "blinding.study_blinded/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
  };
}

/** Proposed to unblind a person. */
export interface BlindingUnblindingProposed {
  readonly fact: "blinding.unblinding_proposed/1";
  readonly data: {
    /** Who shall know. */
    readonly person: PersonId;
    /** The study. */
    readonly study: StudyId;
  };
}

/** Person unblinded. */
export interface BlindingPersonUnblinded {
  readonly fact: "blinding.person_unblinded/1";
  readonly data: {
    /** Who knows. */
    readonly person: PersonId;
    /** The study. */
    readonly study: StudyId;
    /** Who had proposed it. */
    readonly proposed_by: PersonId;
  };
}

/** Person blinded again. */
export interface BlindingPersonBlinded {
  readonly fact: "blinding.person_blinded/1";
  readonly data: {
    /** Who knew. */
    readonly person: PersonId;
    /** The study. */
    readonly study: StudyId;
  };
}

/** Allocated to an arm. */
export interface BlindingAllocated {
  readonly fact: "blinding.allocated/1";
  readonly data: {
    /** Who was allocated. */
    readonly subject: SubjectId;
    /** The study. */
    readonly study: StudyId;
    /** The arm, sealed in the vault. */
    readonly arm: Sealed;
  };
}

/** Arm shown. */
export interface BlindingArmShown {
  readonly fact: "blinding.arm_shown/1";
  readonly data: {
    /** This disclosure. */
    readonly disclosure: DisclosureId;
    /** Whose arm. */
    readonly subject: SubjectId;
  };
}

/** Code broken. */
export interface BlindingCodeBroken {
  readonly fact: "blinding.code_broken/1";
  readonly data: {
    /** Whose code. */
    readonly subject: SubjectId;
    /** The study. */
    readonly study: StudyId;
    /** Who knows now. */
    readonly person: PersonId;
    /** Why. */
    readonly why: "emergency" | "serious_reaction" | "overdose" | "pregnancy" | "authority";
  };
}

/** Broken code reviewed. */
export interface BlindingCodeBreakReviewed {
  readonly fact: "blinding.code_break_reviewed/1";
  readonly data: {
    /** Whose code. */
    readonly subject: SubjectId;
    /** Who had broken it. */
    readonly person: PersonId;
    /** How it is judged. */
    readonly finding: "justified" | "not_justified";
  };
}

/** Asked to unblind the study. */
export interface BlindingEndAsked {
  readonly fact: "blinding.end_asked/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
  };
}

/** Study unblinded. */
export interface BlindingStudyUnblinded {
  readonly fact: "blinding.study_unblinded/1";
  readonly data: {
    /** The study. */
    readonly study: StudyId;
    /** Who had asked for it. */
    readonly asked_by: PersonId;
  };
}

/** Import begun. */
export interface IntakeImportBegun {
  readonly fact: "intake.import_begun/1";
  readonly data: {
    /** The new import. */
    readonly import: ImportId;
    /** Code of the other system. */
    readonly source: Code;
    /** SHA-256 of the file. */
    readonly file: Sha256InHex;
  };
}

/** Erasure asked for. */
export interface ErasureAsked {
  readonly fact: "erasure.asked/1";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
  };
}

/** Texts restricted. */
export interface ErasureRestricted {
  readonly fact: "erasure.restricted/1";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
    /** Until when the law wants them kept. */
    readonly kept_until: Instant;
    /** Who asked. */
    readonly asked_by: PersonId;
  };
}

/** Restriction lifted. */
export interface ErasureRestrictionLifted {
  readonly fact: "erasure.restriction_lifted/1";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
  };
}

/** Texts erased: their key is destroyed. */
export interface ErasureKeysDestroyed {
  readonly fact: "erasure.keys_destroyed/1";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
    /** Until when the law wanted them kept; none: it does not. */
    readonly kept_until?: Instant;
    /** Who asked. */
    readonly asked_by: PersonId;
  };
}

/** Site key replaced. */
export interface KeysSiteKeyReplaced {
  readonly fact: "keys.site_key_replaced/1";
  readonly data: {
    /** Id of the old site key. */
    readonly from: KeyId;
    /** Id of the new one. */
    readonly to: KeyId;
    /** Where the new one is. */
    readonly kept_in: "file" | "environment" | "pkcs11";
  };
}

/** Document begun. */
export interface PapersDocumentBegun {
  readonly fact: "papers.document_begun/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** What it is. */
    readonly kind: "protocol" | "consent_form" | "sop" | "ethics_approval" | "investigators_brochure" | "certificate_of_analysis" | "manual" | "other";
    /** In which language. */
    readonly language: "chinese" | "english" | "bilingual" | "another_language";
    /** Its number in the house. */
    readonly code: Code;
    /** The site that keeps it. */
    readonly site: SiteId;
    /** Whose study's it is. */
    readonly study?: StudyId;
    /** About whom it is. */
    readonly subject?: SubjectId;
    /** Its title, sealed. */
    readonly title: Sealed;
    /** Who alone is told of it; none: whoever sees its like. */
    readonly told_to?: "unblinded";
  };
}

/** Document distributed. */
export interface PapersDocumentDistributed {
  readonly fact: "papers.document_distributed/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** Which sites; none: no other any more. */
    readonly sites?: readonly (SiteId)[];
  };
}

/** Version filed. */
export interface PapersVersionFiled {
  readonly fact: "papers.version_filed/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** Which version it is. */
    readonly version: Code;
    /** SHA-256 of the bytes; none of a document about a patient. */
    readonly sha256?: Sha256InHex;
    /** SHA-256 of the sealed bytes. */
    readonly stored: Sha256InHex;
    /** How many bytes. */
    readonly size: number;
    /** What the bytes are. */
    readonly media: "pdf" | "png" | "jpeg" | "plain_text";
    /** What opens the bytes, sealed. */
    readonly opening: Sealed;
    /** Who filed it. */
    readonly author: PersonId;
    /** About whom it is. */
    readonly subject?: SubjectId;
  };
}

/** Version approved. */
export interface PapersVersionApproved {
  readonly fact: "papers.version_approved/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** Which version. */
    readonly version: Code;
    /** Who approved it. */
    readonly approver: PersonId;
    /** From when it is in force. */
    readonly from: Instant;
    /** Until when at most, not included; none: until another takes its place. */
    readonly until?: Instant;
  };
}

/** Version withdrawn. */
export interface PapersVersionWithdrawn {
  readonly fact: "papers.version_withdrawn/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** Which version. */
    readonly version: Code;
    /** From when on. */
    readonly withdrawn_at: Instant;
  };
}

/** Reading required. */
export interface PapersReadingRequired {
  readonly fact: "papers.reading_required/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** Which roles; none: nobody must any more. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Version read. */
export interface PapersVersionRead {
  readonly fact: "papers.version_read/1";
  readonly data: {
    /** The document. */
    readonly document: DocumentId;
    /** Which version. */
    readonly version: Code;
    /** Who read it. */
    readonly reader: PersonId;
  };
}

/** Document about a patient opened. */
export interface PapersVersionOpened {
  readonly fact: "papers.version_opened/1";
  readonly data: {
    /** This disclosure. */
    readonly disclosure: DisclosureId;
    /** The document. */
    readonly document: DocumentId;
    /** Which version. */
    readonly version: Code;
    /** About whom it is. */
    readonly subject: SubjectId;
  };
}

/** Every fact that a record may hold, older versions too. */
export type Fact =
  | StaffPersonAdded
  | StaffRolesChanged
  | StaffRolesProposed1
  | StaffRolesProposed
  | StaffStudiesAssigned
  | StaffAccessDenied
  | StaffTokenIssued1
  | StaffTokenIssued
  | StaffTokenRevoked
  | StaffCredentialEnrolled
  | StaffCredentialRemoved
  | StaffRecoveryOpened
  | StaffRecoveryConfirmed
  | StaffDeviceRegistered
  | StaffDeviceRevoked
  | StaffDeviceRefused
  | StaffPasskeyRegistered
  | StaffPasskeyRemoved
  | StaffSignInRefused
  | StudySiteRegistered
  | StudyOpened1
  | StudyOpened
  | StudySiteOpened
  | EnrolmentSubjectEnrolled
  | EnrolmentConsentSigned
  | EnrolmentConsentWithdrawn
  | EnrolmentCourseOpened
  | EnrolmentContinuationDecided
  | IdentityRegistered
  | IdentityResolved
  | IdentityCorrected
  | IdentityNameChanged
  | IdentityDocumentAdded
  | IdentityDocumentRetired
  | IdentityContactSet
  | DisclosureSearched
  | DisclosureIdentityShown
  | DisclosureUnmaskingAsked
  | DisclosureUnmaskingAccepted
  | DisclosureUnmaskingWithdrawn
  | DisclosureRecordRead
  | CollectionStarted
  | CollectionCollected
  | CollectionAborted
  | CustodyHandedOver
  | LabellingPrinted
  | LabellingScannedBack
  | LabellingDestroyed
  | LabellingCodeRegistered
  | LabellingCodeWithdrawn
  | LabellingIdTyped
  | LabellingIdConfirmed
  | TransportDispatched
  | TransportLoggerRecordAttached
  | TransportLinkIssued
  | TransportLinkOpened
  | TransportLinkRevoked
  | TransportBoxJudged
  | TransportBoxLimitsSaid
  | ReceptionReceived1
  | ReceptionReceived
  | ManufactureStarted
  | ManufactureProduced
  | TestingResultRecorded
  | ReleaseReleased
  | InfusionThawStarted
  | InfusionBedsideChecked
  | InfusionBedsideConfirmed
  | InfusionInfused
  | FollowupVisitRecorded
  | FollowupContactRecorded
  | QualityHoldPlaced
  | QualityHoldLifted
  | QualityDeviationOpened
  | QualityDeviationClosed
  | QualityCorrectionAgreed
  | RecordCorrected
  | BreakglassRecordOpened
  | BreakglassRecordShown
  | BreakglassOpeningReviewed1
  | BreakglassOpeningReviewed
  | DelegationLogKept
  | DelegationKeeperNamed
  | DelegationDelegated
  | DelegationTrained
  | BlindingStudyBlinded
  | BlindingUnblindingProposed
  | BlindingPersonUnblinded
  | BlindingPersonBlinded
  | BlindingAllocated
  | BlindingArmShown
  | BlindingCodeBroken
  | BlindingCodeBreakReviewed
  | BlindingEndAsked
  | BlindingStudyUnblinded
  | IntakeImportBegun
  | ErasureAsked
  | ErasureRestricted
  | ErasureRestrictionLifted
  | ErasureKeysDestroyed
  | KeysSiteKeyReplaced
  | PapersDocumentBegun
  | PapersDocumentDistributed
  | PapersVersionFiled
  | PapersVersionApproved
  | PapersVersionWithdrawn
  | PapersReadingRequired
  | PapersVersionRead
  | PapersVersionOpened;

/** Add a person with their roles at a site; powerful ones wait for another administrator. */
export interface StaffAddPersonCommand {
  readonly command: "staff/add_person";
  readonly data: {
    /** The new person; made when left out. */
    readonly person?: PersonId | Alias;
    /** Where they work. */
    readonly site: SiteId | Alias;
    /** What they may do there; leave out: nothing yet. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
    /** Their name; it goes to the vault. */
    readonly name: string;
  };
}

/** Change what a person may do, or take every right from one who has left; an administrator is made none by two. */
export interface StaffChangeRolesCommand {
  readonly command: "staff/change_roles";
  readonly data: {
    /** The person. */
    readonly person: PersonId | Alias;
    /** What they may do from now on; leave out when they have left. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Propose roles for a person, powerful ones among them, or that they leave; another administrator confirms it. */
export interface StaffProposeRolesCommand {
  readonly command: "staff/propose_roles";
  readonly data: {
    /** The person. */
    readonly person: PersonId | Alias;
    /** What they may do once it is confirmed; leave out when they shall have left. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Confirm the roles that another administrator proposed for a person, or that they leave. */
export interface StaffConfirmRolesCommand {
  readonly command: "staff/confirm_roles";
  readonly data: {
    /** The person. */
    readonly person: PersonId | Alias;
    /** The roles that were proposed, all of them; leave out when it was to leave. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Say with the patients of which studies a person has to do; monitors and sponsors see no other. */
export interface StaffAssignStudiesCommand {
  readonly command: "staff/assign_studies";
  readonly data: {
    /** The person. */
    readonly person: PersonId | Alias;
    /** Their studies; leave out for all at their site. Monitors and sponsors have none then. */
    readonly studies?: readonly (StudyId | Alias)[];
  };
}

/** Record that you asked for what is not yours; the server does it for whoever is denied. */
export interface StaffRecordDenialCommand {
  readonly command: "staff/record_denial";
  readonly data: {
    /** What was asked for. */
    readonly asked: Code;
    /** How often, since this was said last. */
    readonly times: number;
    /** Who asked; leave out for yourself. Of others the server says it. */
    readonly person?: PersonId | Alias;
  };
}

/** Let a token act for a person; who has a powerful role issues their own. */
export interface StaffIssueTokenCommand {
  readonly command: "staff/issue_token";
  readonly data: {
    /** For whom the token acts. */
    readonly person: PersonId | Alias;
    /** SHA-256 of the token, in hex. */
    readonly token: TokenDigest;
    /** From when on it acts for nobody, 366 days ahead at most; in 90 days when left out. */
    readonly expires?: Instant;
    /** What it may be used for; leave out for everything that its person may do. */
    readonly scopes?: readonly ("read" | "act" | "sign")[];
  };
}

/** Let a token act for nobody any more. */
export interface StaffRevokeTokenCommand {
  readonly command: "staff/revoke_token";
  readonly data: {
    /** SHA-256 of the token, in hex. */
    readonly token: TokenDigest;
  };
}

/** Say by what one can prove who one is from now on, in place of what one had of this kind. The program asks it when a secret was set. */
export interface StaffEnrolCredentialCommand {
  readonly command: "staff/enrol_credential";
  readonly data: {
    /** Under which id its secret is kept. */
    readonly credential?: CredentialId | Alias;
    /** What it is. */
    readonly kind: "password" | "totp" | "pin" | "badge" | "provider";
    /** The recovery by which one begins anew: whatever one had counts no more. */
    readonly recovery?: RecoveryId | Alias;
  };
}

/** Let a credential prove nothing any more: one's own, or as an administrator anybody's. */
export interface StaffRemoveCredentialCommand {
  readonly command: "staff/remove_credential";
  readonly data: {
    /** The credential. */
    readonly credential: CredentialId | Alias;
  };
}

/** Let somebody else set a first password, or a new one in place of what they lost; that, and the first one of who is powerful, another administrator must confirm within 24 hours. */
export interface StaffOpenRecoveryCommand {
  readonly command: "staff/open_recovery";
  readonly data: {
    /** The recovery; made when left out. */
    readonly recovery?: RecoveryId | Alias;
    /** Who begins anew. */
    readonly person: PersonId | Alias;
  };
}

/** Agree, as a second administrator, that somebody sets a new password. */
export interface StaffConfirmRecoveryCommand {
  readonly command: "staff/confirm_recovery";
  readonly data: {
    /** The recovery. */
    readonly recovery: RecoveryId | Alias;
  };
}

/** Let somebody set a new password, as who operates the machine of the node: only there. */
export interface StaffRecoverAtMachineCommand {
  readonly command: "staff/recover_at_machine";
  readonly data: {
    /** The recovery; made when left out. */
    readonly recovery?: RecoveryId | Alias;
    /** Who begins anew. */
    readonly person: PersonId | Alias;
  };
}

/** Let a device act for a person by its certificate: it reads and records, and never signs. */
export interface StaffRegisterDeviceCommand {
  readonly command: "staff/register_device";
  readonly data: {
    /** For whom it acts: a person who was added for it, with the roles it needs. */
    readonly person: PersonId | Alias;
    /** SHA-256 of its public key, in hex: veinline device key FILE. */
    readonly device: DeviceKey;
    /** From when on it acts for nobody; three years ahead at most. */
    readonly expires: Instant;
    /** What it may be used for; leave out for reading and recording. */
    readonly scopes?: readonly ("read" | "act" | "sign")[];
  };
}

/** Let a device act for nobody any more. Its key is never registered again. */
export interface StaffRevokeDeviceCommand {
  readonly command: "staff/revoke_device";
  readonly data: {
    /** SHA-256 of its public key, in hex. */
    readonly device: DeviceKey;
  };
}

/** Record that a certificate was shown that counts for nothing; the server does it. */
export interface StaffRecordRefusedDeviceCommand {
  readonly command: "staff/record_refused_device";
  readonly data: {
    /** SHA-256 of its public key. */
    readonly key?: Sha256InHex;
    /** How often, since this was said last. */
    readonly times: number;
  };
}

/** Register a passkey of your own; the page does it with the authenticator at hand. */
export interface StaffRegisterPasskeyCommand {
  readonly command: "staff/register_passkey";
  readonly data: {
    /** SHA-256 of its credential id, in hex. */
    readonly passkey: PasskeyDigest;
    /** Its credential id. */
    readonly credential: Base64;
    /** Its COSE key. */
    readonly public_key: Base64;
    /** Id of the relying party that it is for. */
    readonly party: WebName;
    /** Origin of the page on which it was made. */
    readonly origin: WebName;
  };
}

/** Remove a passkey of your own, or as an administrator somebody's that was lost. */
export interface StaffRemovePasskeyCommand {
  readonly command: "staff/remove_passkey";
  readonly data: {
    /** SHA-256 of its credential id, in hex. */
    readonly passkey: PasskeyDigest;
  };
}

/** Record that somebody was not let in or did not prove who they are; the server does it. */
export interface StaffRecordRefusedSignInCommand {
  readonly command: "staff/record_refused_sign_in";
  readonly data: {
    /** Whose account it was; leave out where it was nobody's here. */
    readonly person?: PersonId | Alias;
    /** What was wrong. */
    readonly whys: readonly ("unknown_account" | "wrong_password" | "wrong_code" | "used_code" | "wrong_pin" | "wrong_badge" | "wrong_passkey" | "wrong_provider" | "wrong_link" | "too_soon")[];
    /** How often, since this was said last. */
    readonly times: number;
    /** When first since then. */
    readonly first: Instant;
    /** When last. */
    readonly last: Instant;
  };
}

/** Register a hospital, factory, laboratory or carrier. */
export interface StudyRegisterSiteCommand {
  readonly command: "study/register_site";
  readonly data: {
    /** The new site; made when left out. */
    readonly site?: SiteId | Alias;
    /** Its short code. */
    readonly code: SiteCode;
    /** What it is. */
    readonly kind: "hospital" | "factory" | "laboratory" | "carrier" | "office";
    /** Its time zone, e.g. Asia/Shanghai. */
    readonly zone: TimeZone;
  };
}

/** Open a study or a routine use with its specification. */
export interface StudyOpenCommand {
  readonly command: "study/open";
  readonly data: {
    /** The new study; made when left out. */
    readonly study?: StudyId | Alias;
    /** Its protocol number. */
    readonly code: StudyCode;
    /** Trial or routine use. */
    readonly use: "iit" | "ind" | "routine";
    /** Whose cells the product is made from. */
    readonly donation: "autologous" | "allogeneic";
    /** Required tests with their limits. */
    readonly specification: readonly ({
      /** Code of the test, e.g. VIABILITY. */
      readonly test: Code;
      /** Code of its unit, e.g. PERCENT. */
      readonly unit: Code;
      /** Lowest value that is in specification. */
      readonly low?: Decimal;
      /** Highest value that is in specification. */
      readonly high?: Decimal;
    })[];
    /** Minutes that the two bedside checks and the start of the infusion may lie apart. */
    readonly bedside_window_min: number;
    /** Where the delegation log of each site is kept; left out: of a trial in this record, and nobody is enrolled at a site before it is begun. */
    readonly delegation_log?: "in_record" | "elsewhere";
  };
}

/** Open a study at a site, with its ethics approval. */
export interface StudyOpenSiteCommand {
  readonly command: "study/open_site";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
    /** The site that may enrol. */
    readonly site: SiteId | Alias;
    /** The committee's reference of its approval. */
    readonly reference: Code;
    /** From when the approval is in force. */
    readonly valid_from: Instant;
    /** Until when, not included. */
    readonly valid_until: Instant;
    /** SHA-256 of the filed approval. */
    readonly document?: Sha256InHex;
  };
}

/** Enrol a subject in a study at a site. */
export interface EnrolmentEnrolCommand {
  readonly command: "enrolment/enrol";
  readonly data: {
    /** The new pseudonym; made when left out. */
    readonly subject?: SubjectId | Alias;
    /** The study. */
    readonly study: StudyId | Alias;
    /** The site. */
    readonly site: SiteId | Alias;
  };
}

/** Record that the subject signed the consent form. */
export interface EnrolmentSignConsentCommand {
  readonly command: "enrolment/sign_consent";
  readonly data: {
    /** Who consented. */
    readonly subject: SubjectId | Alias;
    /** Version of the consent form. */
    readonly version: Code;
    /** When it was signed. */
    readonly signed_at: Instant;
    /** SHA-256 of the filed form. */
    readonly document?: Sha256InHex;
  };
}

/** Record that the subject withdrew the consent: procedures stop, safety records go on. */
export interface EnrolmentWithdrawConsentCommand {
  readonly command: "enrolment/withdraw_consent";
  readonly data: {
    /** Who withdrew. */
    readonly subject: SubjectId | Alias;
  };
}

/** Open a treatment with its chain-of-identity id. */
export interface EnrolmentOpenCourseCommand {
  readonly command: "enrolment/open_course";
  readonly data: {
    /** The new course; made when left out. */
    readonly course?: CourseId | Alias;
    /** The recipient. */
    readonly subject: SubjectId | Alias;
    /** Its chain-of-identity id, never used before. */
    readonly coi: ChainOfIdentityId;
  };
}

/** Decide that a treatment goes on while no approval is in force; it counts until the next one begins. */
export interface EnrolmentDecideToContinueCommand {
  readonly command: "enrolment/decide_to_continue";
  readonly data: {
    /** Which treatment goes on. */
    readonly course: CourseId | Alias;
  };
}

/** Say who a subject is. Everything goes to the vault; who may be taken for them is answered. */
export interface IdentityRegisterCommand {
  readonly command: "identity/register";
  readonly data: {
    /** The subject, who is enrolled. */
    readonly subject: SubjectId | Alias;
    /** Their name as the document has it. */
    readonly name: string;
    /** The name in Latin letters as the family says it; of Han characters the commonest reading counts when it is left out. */
    readonly reading?: string;
    /** Date of birth, like 1981-02-28; taken from the document where that holds it. */
    readonly birth_date?: string;
    /** female or male; taken from the document where that holds it. */
    readonly sex?: string;
    /** Their identity documents and hospital number. */
    readonly documents?: readonly ({
      /** What document it is. */
      readonly kind: "resident_id" | "residence_permit" | "foreign_permanent_resident_id" | "hong_kong_id" | "macau_id" | "taiwan_id" | "travel_permit_hong_kong_macau" | "travel_permit_taiwan" | "passport" | "newborn_number" | "unknown_person_number" | "hospital_number";
      /** Its number; of a newborn or an unknown person one is made when it is left out. */
      readonly number?: string;
    })[];
    /** An earlier pseudonym of the same human, e.g. of an earlier study. */
    readonly same_human_as?: SubjectId | Alias;
  };
}

/** Say who a newborn or an unknown person is, now that it is known. */
export interface IdentityResolveCommand {
  readonly command: "identity/resolve";
  readonly data: {
    /** The subject, who has a temporary identity. */
    readonly subject: SubjectId | Alias;
    /** Their name as the document has it. */
    readonly name: string;
    /** The name in Latin letters as the family says it. */
    readonly reading?: string;
    /** Date of birth, like 1981-02-28. */
    readonly birth_date?: string;
    /** female or male. */
    readonly sex?: string;
    /** Their identity documents and hospital number. */
    readonly documents?: readonly ({
      /** What document it is. */
      readonly kind: "resident_id" | "residence_permit" | "foreign_permanent_resident_id" | "hong_kong_id" | "macau_id" | "taiwan_id" | "travel_permit_hong_kong_macau" | "travel_permit_taiwan" | "passport" | "newborn_number" | "unknown_person_number" | "hospital_number";
      /** Its number; of a newborn or an unknown person one is made when it is left out. */
      readonly number?: string;
    })[];
    /** An earlier pseudonym of the same human, e.g. of an earlier study. */
    readonly same_human_as?: SubjectId | Alias;
  };
}

/** Put right what was entered wrongly; a name that changed by law is another thing. */
export interface IdentityCorrectCommand {
  readonly command: "identity/correct";
  readonly data: {
    /** The subject. */
    readonly subject: SubjectId | Alias;
    /** The right name; leave out what is right. */
    readonly name?: string;
    /** The right reading. */
    readonly reading?: string;
    /** The right date of birth, like 1981-02-28. */
    readonly birth_date?: string;
    /** female or male. */
    readonly sex?: string;
  };
}

/** Record that the subject has another name by law; the old one is kept. */
export interface IdentityChangeNameCommand {
  readonly command: "identity/change_name";
  readonly data: {
    /** The subject. */
    readonly subject: SubjectId | Alias;
    /** The new name. */
    readonly name: string;
    /** The new name in Latin letters. */
    readonly reading?: string;
  };
}

/** Add an identity document or a hospital number. */
export interface IdentityAddDocumentCommand {
  readonly command: "identity/add_document";
  readonly data: {
    /** The subject. */
    readonly subject: SubjectId | Alias;
    /** What document it is. */
    readonly kind: "resident_id" | "residence_permit" | "foreign_permanent_resident_id" | "hong_kong_id" | "macau_id" | "taiwan_id" | "travel_permit_hong_kong_macau" | "travel_permit_taiwan" | "passport" | "newborn_number" | "unknown_person_number" | "hospital_number";
    /** Its number; of a newborn or an unknown person one is made when it is left out. */
    readonly number?: string;
  };
}

/** Record that a document counts no more. */
export interface IdentityRetireDocumentCommand {
  readonly command: "identity/retire_document";
  readonly data: {
    /** The subject. */
    readonly subject: SubjectId | Alias;
    /** Which of their documents, in the order in which they were told, from 1. */
    readonly document: number;
    /** Why it counts no more. */
    readonly why: "expired" | "lost" | "replaced" | "entered_in_error" | "identified";
  };
}

/** Say how a subject is reached. */
export interface IdentitySetContactCommand {
  readonly command: "identity/set_contact";
  readonly data: {
    /** The subject. */
    readonly subject: SubjectId | Alias;
    /** How. */
    readonly kind: "phone" | "email" | "address" | "relative_phone";
    /** Number or address; leave it out when it is no longer right. */
    readonly value?: string;
  };
}

/** Record that a patient was looked for; POST /api/v1/find asks this, and it shows nobody. */
export interface DisclosureSearchCommand {
  readonly command: "disclosure/search";
  readonly data: {
    /** This search; made when left out. */
    readonly disclosure?: DisclosureId | Alias;
    /** By what. */
    readonly kind: "number" | "name" | "reading" | "initials" | "last_four";
    /** How many were found. */
    readonly hits: number;
  };
}

/** Record that it was shown who a subject is; POST /api/v1/identity asks this and shows it. */
export interface DisclosureShowIdentityCommand {
  readonly command: "disclosure/show_identity";
  readonly data: {
    /** This disclosure; made when left out. */
    readonly disclosure?: DisclosureId | Alias;
    /** Who is to be shown. */
    readonly subject: SubjectId | Alias;
    /** What for. */
    readonly purpose: "bedside" | "collection" | "enrolment" | "contact" | "safety" | "put_right" | "source_data";
  };
}

/** As a monitor, ask the hospital to be shown who a subject of your study is. */
export interface DisclosureAskUnmaskingCommand {
  readonly command: "disclosure/ask_unmasking";
  readonly data: {
    /** Who it is about. */
    readonly subject: SubjectId | Alias;
    /** Why. */
    readonly why: "source_data" | "consent" | "safety_report";
  };
}

/** Let a monitor who asked see for half an hour who a subject of your hospital is. */
export interface DisclosureAcceptUnmaskingCommand {
  readonly command: "disclosure/accept_unmasking";
  readonly data: {
    /** Who may be shown. */
    readonly subject: SubjectId | Alias;
    /** The monitor who asked. */
    readonly person: PersonId | Alias;
  };
}

/** End at once that a monitor is shown who a subject of your hospital is. */
export interface DisclosureWithdrawUnmaskingCommand {
  readonly command: "disclosure/withdraw_unmasking";
  readonly data: {
    /** Who was shown. */
    readonly subject: SubjectId | Alias;
    /** The monitor. */
    readonly person: PersonId | Alias;
  };
}

/** Record that somebody read about a treatment; the server does it. */
export interface DisclosureRecordReadingCommand {
  readonly command: "disclosure/record_reading";
  readonly data: {
    /** Who read. */
    readonly person: PersonId | Alias;
    /** What they read about; leave out for the log. */
    readonly thing?: ReadThing;
    /** What they were shown of it. */
    readonly ways: readonly ("trace_read" | "timeline_read" | "lineage_read" | "record_read" | "receipt_read" | "export_read" | "label_read" | "bedside_packet_read" | "feed_read" | "audit_read" | "entries_read")[];
    /** How often, since this was said last. */
    readonly times: number;
    /** When first since then. */
    readonly first: Instant;
    /** When last. */
    readonly last: Instant;
  };
}

/** Allow a collection: consent and approval in force. */
export interface CollectionStartCommand {
  readonly command: "collection/start";
  readonly data: {
    /** For which treatment. */
    readonly course: CourseId | Alias;
  };
}

/** Record what was collected, with its donation number. */
export interface CollectionRecordCommand {
  readonly command: "collection/record";
  readonly data: {
    /** The new material; made when left out. */
    readonly material?: MaterialId | Alias;
    /** For which treatment. */
    readonly course: CourseId | Alias;
    /** The donation number on its label. */
    readonly donation_number: DonationNumber;
    /** How much was collected. */
    readonly quantity: Quantity;
  };
}

/** Record that a collection was broken off and nothing came out of it. */
export interface CollectionAbortCommand {
  readonly command: "collection/abort";
  readonly data: {
    /** For which treatment. */
    readonly course: CourseId | Alias;
  };
}

/** Hand a material over within a site, or on its way to another courier. */
export interface CustodyHandOverCommand {
  readonly command: "custody/hand_over";
  readonly data: {
    /** What is handed over. */
    readonly material: MaterialId | Alias;
    /** Who takes it: site/ID or person/ID. */
    readonly receiver: `site/${SiteId}` | `person/${PersonId}` | Alias;
    /** Number of the seal on it. */
    readonly seal?: Code;
  };
}

/** Print the first label of a material. */
export interface LabellingPrintCommand {
  readonly command: "labelling/print";
  readonly data: {
    /** The new label. */
    readonly label?: LabelId | Alias;
    /** What it is for. */
    readonly material: MaterialId | Alias;
  };
}

/** Print the label of a material anew; the one before is void. */
export interface LabellingReprintCommand {
  readonly command: "labelling/reprint";
  readonly data: {
    /** The new label. */
    readonly label?: LabelId | Alias;
    /** What it is for. */
    readonly material: MaterialId | Alias;
  };
}

/** Scan a label back from the material that it was put on: it is live from then on. */
export interface LabellingScanBackCommand {
  readonly command: "labelling/scan_back";
  readonly data: {
    /** What it is on, by another of its codes. */
    readonly material: MaterialId | Alias;
    /** What the scanner gives of the new label. */
    readonly code: Scan;
  };
}

/** Record that a label which is on nothing was destroyed. */
export interface LabellingDestroyCommand {
  readonly command: "labelling/destroy";
  readonly data: {
    /** The label. */
    readonly label: LabelId | Alias;
  };
}

/** Register a label of another maker, so that a scan of it finds the material. */
export interface LabellingRegisterCodeCommand {
  readonly command: "labelling/register_code";
  readonly data: {
    /** What the label is on. */
    readonly material: MaterialId | Alias;
    /** What the scanner gives of it. */
    readonly code: Scan;
  };
}

/** Withdraw a label of another maker: a scan of it finds the material no more. */
export interface LabellingWithdrawCodeCommand {
  readonly command: "labelling/withdraw_code";
  readonly data: {
    /** What the label was on. */
    readonly material: MaterialId | Alias;
    /** What the scanner gives of it. */
    readonly code: Scan;
  };
}

/** Type the id of a thing whose code cannot be scanned; another person confirms it. */
export interface LabellingTypeIdCommand {
  readonly command: "labelling/type_id";
  readonly data: {
    /** Whose id was typed, as kind/ID. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}` | Alias;
    /** At which step. */
    readonly step: "collection" | "receiving" | "hand_over";
    /** Why its code cannot be scanned. */
    readonly why: "label_damaged" | "scanner_broken" | "other";
  };
}

/** As another person, confirm that a typed id is what is printed on the thing. */
export interface LabellingConfirmIdCommand {
  readonly command: "labelling/confirm_id";
  readonly data: {
    /** Whose id was typed, as kind/ID. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}` | Alias;
    /** At which step. */
    readonly step: "collection" | "receiving" | "hand_over";
  };
}

/** Send materials in one sealed box to another site. */
export interface TransportDispatchCommand {
  readonly command: "transport/dispatch";
  readonly data: {
    /** The new consignment; made when left out. */
    readonly consignment?: ConsignmentId | Alias;
    /** What goes into the box. */
    readonly materials: readonly (MaterialId | Alias)[];
    /** Where it goes. */
    readonly to: SiteId | Alias;
    /** Who takes it: site/ID or person/ID. */
    readonly carrier: `site/${SiteId}` | `person/${PersonId}` | Alias;
    /** Number of the seal on the box. */
    readonly seal: Code;
    /** Lowest temperature allowed, in degrees Celsius. */
    readonly low?: Decimal;
    /** Highest temperature allowed, in degrees Celsius. */
    readonly high?: Decimal;
    /** Until when its shipper keeps that, as it is qualified. */
    readonly holds_until?: Instant;
  };
}

/** Attach the record of a temperature logger to the box that it travelled in. */
export interface TransportAttachLoggerRecordCommand {
  readonly command: "transport/attach_logger_record";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId | Alias;
    /** Serial number of the logger. */
    readonly device: Code;
    /** What the logger wrote. */
    readonly record: {
      /** SHA-256 of the file as the logger gave it; the site keeps it. */
      readonly file: Sha256InHex;
      /** What the file's temperatures are written in. */
      readonly unit: "celsius" | "fahrenheit";
      /** Zone of the file's times, when they do not say it themselves. */
      readonly zone?: TimeZone;
      /** Seconds that the logger's clock was ahead; the times here are put right by them. */
      readonly clock_ahead_s: Decimal;
      /** Time of the first reading of the trip. */
      readonly first: Instant;
      /** Time of the last one. */
      readonly last: Instant;
      /** How many readings of the trip. */
      readonly readings: number;
      /** Seconds from one reading to the next, as a rule. */
      readonly interval_s: number;
      /** Lowest temperature, in degrees Celsius. */
      readonly minimum: Decimal;
      /** Highest temperature, in degrees Celsius. */
      readonly maximum: Decimal;
      /** Lowest temperature allowed, in degrees Celsius. */
      readonly low?: Decimal;
      /** Highest temperature allowed, in degrees Celsius. */
      readonly high?: Decimal;
      /** Seconds above what is allowed. */
      readonly above_s: number;
      /** Seconds below what is allowed. */
      readonly below_s: number;
      /** How often a reading was missing, ends of the trip included. */
      readonly gaps: number;
      /** Seconds of the longest gap; 0: none. */
      readonly longest_gap_s: number;
      /** Readings that stood twice in the file. */
      readonly duplicates: number;
      /** Readings from before or after the trip. */
      readonly outside_trip: number;
    };
  };
}

/** Let a courier look after one box without an account, by a link that opens once; the one before it counts no more. */
export interface TransportIssueLinkCommand {
  readonly command: "transport/issue_link";
  readonly data: {
    /** The box, which is on its way. */
    readonly consignment: ConsignmentId | Alias;
    /** Who has the box, or takes it for their company. */
    readonly courier: PersonId | Alias;
    /** SHA-256 of the secret of the link, in hex. */
    readonly link: Sha256InHex;
    /** From when on it counts for nothing; 72 hours ahead at most. */
    readonly until: Instant;
  };
}

/** Let the link of a box count for nothing any more. */
export interface TransportRevokeLinkCommand {
  readonly command: "transport/revoke_link";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId | Alias;
  };
}

/** Open the link of a box on a device, once; the server asks it for who brings the secret. */
export interface TransportOpenLinkCommand {
  readonly command: "transport/open_link";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId | Alias;
    /** SHA-256 of the secret of the link, in hex. */
    readonly link: Sha256InHex;
    /** SHA-256 of what the device will hold, in hex. */
    readonly session: Sha256InHex;
  };
}

/** Hand a box on the way over with all that is in it: take it from one's own company, or give it to another courier or carrier; or record that it was refused. */
export interface TransportHandOnCommand {
  readonly command: "transport/hand_on";
  readonly data: {
    /** The box. */
    readonly consignment: ConsignmentId | Alias;
    /** Who takes it: person/ID, oneself too, or site/ID. */
    readonly receiver: `site/${SiteId}` | `person/${PersonId}` | Alias;
    /** Number of the seal that is on it. */
    readonly seal?: Code;
    /** What whoever takes it says of the box; when it is refused it stays where it is. */
    readonly outcome?: "accepted" | "accepted_with_remark" | "refused";
    /** What is not as it should be; with a remark or a refusal alone. */
    readonly remark?: "box_damaged" | "seal_broken" | "seal_differs" | "temperature_alarm" | "not_upright" | "was_opened" | "label_unreadable" | "other";
  };
}

/** Record that a material arrived, in whatever condition it is. */
export interface ReceptionReceiveCommand {
  readonly command: "reception/receive";
  readonly data: {
    /** What arrived. */
    readonly material: MaterialId | Alias;
    /** In which condition. */
    readonly condition: "intact" | "damaged" | "seal_broken" | "too_warm";
    /** Number of the seal that was on it. */
    readonly seal?: Code;
    /** In which box it came. */
    readonly consignment?: ConsignmentId | Alias;
  };
}

/** Start the preparation of a product from its materials. */
export interface ManufactureStartCommand {
  readonly command: "manufacture/start";
  readonly data: {
    /** The new batch; made when left out. */
    readonly batch?: BatchId | Alias;
    /** For which treatment. */
    readonly course: CourseId | Alias;
    /** What goes in, and how much of it. */
    readonly inputs: readonly ({
      /** What goes in. */
      readonly material: MaterialId | Alias;
      /** How much of it. */
      readonly quantity: Quantity;
    })[];
  };
}

/** Record the containers that were filled from a batch. */
export interface ManufactureRecordProductCommand {
  readonly command: "manufacture/record_product";
  readonly data: {
    /** The batch. */
    readonly batch: BatchId | Alias;
    /** What came out. */
    readonly products: readonly ({
      /** The new material. */
      readonly material?: MaterialId | Alias;
      /** Its division number in the batch. */
      readonly division: Code;
      /** How much is in it. */
      readonly quantity: Quantity;
      /** Until when it may be used, not included. */
      readonly expires: Instant;
    })[];
  };
}

/** Record the result of a test of a batch. */
export interface TestingRecordResultCommand {
  readonly command: "testing/record_result";
  readonly data: {
    /** What was tested. */
    readonly batch: BatchId | Alias;
    /** Code of the test, e.g. VIABILITY. */
    readonly test: Code;
    /** Its value, e.g. 91.5. */
    readonly value: Decimal;
    /** Code of its unit, e.g. PERCENT. */
    readonly unit: Code;
  };
}

/** Release a product for its patient. */
export interface ReleaseReleaseCommand {
  readonly command: "release/release";
  readonly data: {
    /** The product. */
    readonly material: MaterialId | Alias;
  };
}

/** Start to thaw a released bag for its patient. */
export interface InfusionStartThawCommand {
  readonly command: "infusion/start_thaw";
  readonly data: {
    /** Scan of the bag. */
    readonly material: MaterialId | Alias;
    /** Scan of the wristband: the subject. */
    readonly wristband: SubjectId | Alias;
  };
}

/** First check at the bedside: this bag for this patient. */
export interface InfusionCheckBedsideCommand {
  readonly command: "infusion/check_bedside";
  readonly data: {
    /** Scan of the bag. */
    readonly material: MaterialId | Alias;
    /** Scan of the wristband: the subject. */
    readonly wristband: SubjectId | Alias;
  };
}

/** Second, independent check at the bedside by another person. */
export interface InfusionConfirmBedsideCommand {
  readonly command: "infusion/confirm_bedside";
  readonly data: {
    /** Scan of the bag. */
    readonly material: MaterialId | Alias;
    /** Scan of the wristband: the subject. */
    readonly wristband: SubjectId | Alias;
  };
}

/** Record that the contents of a bag entered a patient. */
export interface InfusionRecordInfusionCommand {
  readonly command: "infusion/record_infusion";
  readonly data: {
    /** The bag. */
    readonly material: MaterialId | Alias;
    /** Into whom. */
    readonly subject: SubjectId | Alias;
    /** How much of it. */
    readonly quantity: Quantity;
  };
}

/** Record a follow-up visit, call or questionnaire. */
export interface FollowupRecordVisitCommand {
  readonly command: "followup/record_visit";
  readonly data: {
    /** Of which treatment. */
    readonly course: CourseId | Alias;
    /** How. */
    readonly contact: "visit" | "call" | "questionnaire";
    /** Planned day after the infusion. */
    readonly day: number;
    /** How the patient was found. */
    readonly status: "alive" | "dead" | "not_reached";
  };
}

/** Record how a patient can be reached. */
export interface FollowupRecordContactCommand {
  readonly command: "followup/record_contact";
  readonly data: {
    /** Who can be reached so. */
    readonly subject: SubjectId | Alias;
    /** How: a telephone number, an address, a relative; it goes to the vault. */
    readonly contact: string;
  };
}

/** Put a thing on hold; it may not be used. */
export interface QualityHoldCommand {
  readonly command: "quality/hold";
  readonly data: {
    /** What may not be used, as kind/ID. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}` | Alias;
    /** Why. */
    readonly cause: "broken_container" | "broken_seal" | "seal_differs" | "temperature_excursion" | "unexpected_receipt" | "collected_without_consent" | "collected_unplanned" | "result_out_of_specification" | "infused_unchecked" | "infused_into_another" | "quantity_differs" | "box_differs" | "consignment_on_hold" | "infused_although_forbidden" | "division_repeated" | "at_another_site" | "time_order" | "collected_on_hold" | "donation_number_repeated" | "infused_again" | "infusion_corrected" | "temperature_unknown" | "not_delegated" | "other";
  };
}

/** Lift one hold that somebody else told, once its deviation is closed. */
export interface QualityLiftCommand {
  readonly command: "quality/lift";
  readonly data: {
    /** From what the hold is taken, as kind/ID. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}` | Alias;
    /** Sequence number of the record that placed it; may be left out when it is the only one. */
    readonly hold?: number;
  };
}

/** Close a deviation that somebody else told, with quality's judgement of it. */
export interface QualityCloseDeviationCommand {
  readonly command: "quality/close_deviation";
  readonly data: {
    /** The deviation. */
    readonly deviation: DeviationId | Alias;
    /** How it is judged. */
    readonly assessment: "no_impact" | "acceptable_with_reason" | "product_rejected";
  };
}

/** Agree, as a physician, that a record is wrong and what shall stand in its place. */
export interface QualityAgreeToCorrectionCommand {
  readonly command: "quality/agree_to_correction";
  readonly data: {
    /** Sequence number of the record that is wrong, on this node. */
    readonly seq: number;
    /** The data that should have been recorded; leave out when it was entered in error. */
    readonly replacement?: { readonly [member: string]: unknown };
  };
}

/** Correct a record as a physician agreed: another stands in its place, and it stays visible. */
export interface QualityCorrectCommand {
  readonly command: "quality/correct";
  readonly data: {
    /** Sequence number of the record that is wrong, on this node. */
    readonly seq: number;
    /** The data that should have been recorded; leave out when it was entered in error. */
    readonly replacement?: { readonly [member: string]: unknown };
  };
}

/** Read about a patient of others for an hour, in an emergency; quality is told, and reviews it. */
export interface BreakglassOpenRecordCommand {
  readonly command: "breakglass/open_record";
  readonly data: {
    /** Scan of the wristband, or of anything of the patient's, as kind/ID. */
    readonly thing: `material/${MaterialId}` | `batch/${BatchId}` | `course/${CourseId}` | `subject/${SubjectId}` | `consignment/${ConsignmentId}` | Alias;
  };
}

/** Record that you were shown what opening the record of a patient of others would record; the server does it before it shows it. */
export interface BreakglassRecordShownCommand {
  readonly command: "breakglass/record_shown";
  readonly data: {
    /** Whose record it is. */
    readonly subject: SubjectId | Alias;
  };
}

/** Judge one emergency reading by somebody else; each is judged by itself. */
export interface BreakglassReviewCommand {
  readonly command: "breakglass/review";
  readonly data: {
    /** Who had read. */
    readonly person: PersonId | Alias;
    /** Whose record it was. */
    readonly subject: SubjectId | Alias;
    /** Sequence number of the record of the opening; may be left out when only one waits. */
    readonly opening?: number;
    /** How it is judged. */
    readonly finding: "justified" | "not_justified";
  };
}

/** Keep the delegation log of a study at your site: from then on its tasks are for those in it. Who takes over a log that another one keeps was named first. */
export interface DelegationKeepLogCommand {
  readonly command: "delegation/keep_log";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
  };
}

/** Name the investigator who takes a delegation log over: as who keeps it, or as an administrator where the keeper is no investigator of the site any more. */
export interface DelegationNameKeeperCommand {
  readonly command: "delegation/name_keeper";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
    /** The site whose log it is. */
    readonly site: SiteId | Alias;
    /** An investigator of that site. */
    readonly person: PersonId | Alias;
  };
}

/** Delegate tasks of a study at your site to a person, or end it. */
export interface DelegationDelegateCommand {
  readonly command: "delegation/delegate";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
    /** To whom. */
    readonly person: PersonId | Alias;
    /** What they may do; leave out to end it. */
    readonly tasks?: readonly ("consent" | "enrolment" | "decision" | "follow_up" | "care")[];
    /** Until when, not included; leave out: until it is ended. */
    readonly until?: Instant;
  };
}

/** Record that another person was trained for a study, for three years at most. */
export interface DelegationRecordTrainingCommand {
  readonly command: "delegation/record_training";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
    /** Who was trained. */
    readonly person: PersonId | Alias;
    /** Version of the protocol or manual. */
    readonly version: Code;
    /** Until when it counts, not included. */
    readonly until: Instant;
  };
}

/** Blind a study, before its first subject: what tells an arm is then for those who are unblinded. */
export interface BlindingBlindStudyCommand {
  readonly command: "blinding/blind_study";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
  };
}

/** Let a person know the arms of a blinded study: proposed by one, and given once another asks the same within seven days. */
export interface BlindingUnblindPersonCommand {
  readonly command: "blinding/unblind_person";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
    /** Who shall know. */
    readonly person: PersonId | Alias;
  };
}

/** Let a person know the arms of a study no more, or take back that it was proposed. */
export interface BlindingBlindPersonCommand {
  readonly command: "blinding/blind_person";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
    /** Who shall know no more. */
    readonly person: PersonId | Alias;
  };
}

/** Allocate a subject of a blinded study to an arm, by somebody who is unblinded there. */
export interface BlindingAllocateCommand {
  readonly command: "blinding/allocate";
  readonly data: {
    /** Who is allocated. */
    readonly subject: SubjectId | Alias;
    /** The arm; it goes to the vault. */
    readonly arm: string;
  };
}

/** Record that the arm of a subject was shown; POST /api/v1/arm asks this and shows it. */
export interface BlindingShowArmCommand {
  readonly command: "blinding/show_arm";
  readonly data: {
    /** This disclosure; made when left out. */
    readonly disclosure?: DisclosureId | Alias;
    /** Whose arm. */
    readonly subject: SubjectId | Alias;
  };
}

/** Break the code of one subject, alone and at once; who watches the study hears of it, and somebody else reviews it. */
export interface BlindingBreakCodeCommand {
  readonly command: "blinding/break_code";
  readonly data: {
    /** Whose code. */
    readonly subject: SubjectId | Alias;
    /** Why. */
    readonly why: "emergency" | "serious_reaction" | "overdose" | "pregnancy" | "authority";
  };
}

/** Judge that a code was broken, by somebody else. */
export interface BlindingReviewCodeBreakCommand {
  readonly command: "blinding/review_code_break";
  readonly data: {
    /** Whose code. */
    readonly subject: SubjectId | Alias;
    /** Who had broken it. */
    readonly person: PersonId | Alias;
    /** How it is judged. */
    readonly finding: "justified" | "not_justified";
  };
}

/** End the blinding of a study: asked by one, and ended once another asks the same within seven days. */
export interface BlindingUnblindStudyCommand {
  readonly command: "blinding/unblind_study";
  readonly data: {
    /** The study. */
    readonly study: StudyId | Alias;
  };
}

/** Begin to take in a file from another system. */
export interface IntakeBeginImportCommand {
  readonly command: "intake/begin_import";
  readonly data: {
    /** The new import; made when left out. */
    readonly import?: ImportId | Alias;
    /** Code of the other system. */
    readonly source: Code;
    /** SHA-256 of the file, in hex. */
    readonly file: Sha256InHex;
  };
}

/** Ask that the texts about a patient be erased. */
export interface ErasureAskCommand {
  readonly command: "erasure/ask";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId | Alias;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
  };
}

/** Erase the texts that somebody else asked for, for ever; what must still be kept is restricted instead. */
export interface ErasureConfirmCommand {
  readonly command: "erasure/confirm";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId | Alias;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
    /** How many years texts of the class trace are kept after the last infusion or expiry; 30 when left out, never less. */
    readonly retention_years?: number;
  };
}

/** Let restricted texts be read as before. */
export interface ErasureLiftRestrictionCommand {
  readonly command: "erasure/lift_restriction";
  readonly data: {
    /** Whose texts. */
    readonly subject: SubjectId | Alias;
    /** Of which key class. */
    readonly class: "trace" | "contact" | "trial";
  };
}

/** Record that the site key was replaced; veinline key rotate does it. */
export interface KeysRecordReplacementCommand {
  readonly command: "keys/record_replacement";
  readonly data: {
    /** Id of the old site key. */
    readonly from: KeyId;
    /** Id of the new one. */
    readonly to: KeyId;
    /** Where the new one is. */
    readonly kept_in: "file" | "environment" | "pkcs11";
  };
}

/** Begin a document that your site keeps: its own, or of a study. */
export interface PapersBeginCommand {
  readonly command: "papers/begin";
  readonly data: {
    /** The document; made when left out. */
    readonly document?: DocumentId | Alias;
    /** What it is. */
    readonly kind: "protocol" | "consent_form" | "sop" | "ethics_approval" | "investigators_brochure" | "certificate_of_analysis" | "manual" | "other";
    /** In which language it is. */
    readonly language: "chinese" | "english" | "bilingual" | "another_language";
    /** Its number in your house, e.g. SOP-QA-014. */
    readonly code: Code;
    /** The study whose document it is; leave out: your site's. */
    readonly study?: StudyId | Alias;
    /** Its title, which is sealed. */
    readonly title: string;
    /** Who alone is told of it: of a study that is or will be blinded what tells an arm; leave out: whoever sees its like. */
    readonly told_to?: "unblinded";
  };
}

/** Begin a document about a patient of your site: it is erased with the patient's texts. */
export interface PapersBeginAboutCommand {
  readonly command: "papers/begin_about";
  readonly data: {
    /** The document; made when left out. */
    readonly document?: DocumentId | Alias;
    /** The patient whom it is about. */
    readonly subject: SubjectId | Alias;
    /** What it is. */
    readonly kind: "protocol" | "consent_form" | "sop" | "ethics_approval" | "investigators_brochure" | "certificate_of_analysis" | "manual" | "other";
    /** In which language it is. */
    readonly language: "chinese" | "english" | "bilingual" | "another_language";
    /** Its number in your house; no name of anybody. */
    readonly code: Code;
    /** Its title, which is sealed. */
    readonly title: string;
    /** Who alone is told of it, when it tells the arm of the patient; a certificate of analysis always does. */
    readonly told_to?: "unblinded";
  };
}

/** Say which other sites have a document that your site keeps. */
export interface PapersDistributeCommand {
  readonly command: "papers/distribute";
  readonly data: {
    /** The document. */
    readonly document: DocumentId | Alias;
    /** All of them; leave out: none any more. */
    readonly sites?: readonly (SiteId | Alias)[];
  };
}

/** File a version of a document; it is asked by sending the bytes. */
export interface PapersFileVersionCommand {
  readonly command: "papers/file_version";
  readonly data: {
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Which version it is, e.g. V2.0. */
    readonly version: Code;
    /** SHA-256 of the bytes. */
    readonly sha256: Sha256InHex;
    /** SHA-256 of the sealed bytes. */
    readonly stored: Sha256InHex;
    /** How many bytes. */
    readonly size: number;
    /** What the bytes are. */
    readonly media: "pdf" | "png" | "jpeg" | "plain_text";
    /** What opens the bytes. */
    readonly opening: string;
  };
}

/** Approve a version that somebody else filed; it comes into force. */
export interface PapersApproveVersionCommand {
  readonly command: "papers/approve_version";
  readonly data: {
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Which version. */
    readonly version: Code;
    /** From when it is in force; leave out: from now. */
    readonly from?: Instant;
    /** Until when, not included; leave out: until another takes its place. */
    readonly until?: Instant;
  };
}

/** Withdraw a version: nobody is to use it any more, and none takes its place by itself. */
export interface PapersWithdrawVersionCommand {
  readonly command: "papers/withdraw_version";
  readonly data: {
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Which version. */
    readonly version: Code;
  };
}

/** Say who must read a document and sign for each version of it. */
export interface PapersRequireReadingCommand {
  readonly command: "papers/require_reading";
  readonly data: {
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Who has one of these roles; leave out: nobody any more. */
    readonly roles?: readonly ("administrator" | "coordinator" | "investigator" | "physician" | "apheresis_nurse" | "courier" | "technologist" | "operator" | "qc_analyst" | "quality" | "infusion_nurse" | "importer" | "monitor" | "sponsor" | "inspector")[];
  };
}

/** Sign that you have read a version of a document. */
export interface PapersRecordReadingCommand {
  readonly command: "papers/record_reading";
  readonly data: {
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Which version. */
    readonly version: Code;
  };
}

/** Record that a document about a patient was opened; asking for its bytes asks this. */
export interface PapersOpenVersionCommand {
  readonly command: "papers/open_version";
  readonly data: {
    /** This disclosure; made when left out. */
    readonly disclosure?: DisclosureId | Alias;
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Which version. */
    readonly version: Code;
  };
}

/** Record that who monitors or inspects opened a document about a patient. */
export interface PapersInspectVersionCommand {
  readonly command: "papers/inspect_version";
  readonly data: {
    /** This disclosure; made when left out. */
    readonly disclosure?: DisclosureId | Alias;
    /** The document. */
    readonly document: DocumentId | Alias;
    /** Which version. */
    readonly version: Code;
  };
}

/** Everything that can be asked for. */
export type Command =
  | StaffAddPersonCommand
  | StaffChangeRolesCommand
  | StaffProposeRolesCommand
  | StaffConfirmRolesCommand
  | StaffAssignStudiesCommand
  | StaffRecordDenialCommand
  | StaffIssueTokenCommand
  | StaffRevokeTokenCommand
  | StaffEnrolCredentialCommand
  | StaffRemoveCredentialCommand
  | StaffOpenRecoveryCommand
  | StaffConfirmRecoveryCommand
  | StaffRecoverAtMachineCommand
  | StaffRegisterDeviceCommand
  | StaffRevokeDeviceCommand
  | StaffRecordRefusedDeviceCommand
  | StaffRegisterPasskeyCommand
  | StaffRemovePasskeyCommand
  | StaffRecordRefusedSignInCommand
  | StudyRegisterSiteCommand
  | StudyOpenCommand
  | StudyOpenSiteCommand
  | EnrolmentEnrolCommand
  | EnrolmentSignConsentCommand
  | EnrolmentWithdrawConsentCommand
  | EnrolmentOpenCourseCommand
  | EnrolmentDecideToContinueCommand
  | IdentityRegisterCommand
  | IdentityResolveCommand
  | IdentityCorrectCommand
  | IdentityChangeNameCommand
  | IdentityAddDocumentCommand
  | IdentityRetireDocumentCommand
  | IdentitySetContactCommand
  | DisclosureSearchCommand
  | DisclosureShowIdentityCommand
  | DisclosureAskUnmaskingCommand
  | DisclosureAcceptUnmaskingCommand
  | DisclosureWithdrawUnmaskingCommand
  | DisclosureRecordReadingCommand
  | CollectionStartCommand
  | CollectionRecordCommand
  | CollectionAbortCommand
  | CustodyHandOverCommand
  | LabellingPrintCommand
  | LabellingReprintCommand
  | LabellingScanBackCommand
  | LabellingDestroyCommand
  | LabellingRegisterCodeCommand
  | LabellingWithdrawCodeCommand
  | LabellingTypeIdCommand
  | LabellingConfirmIdCommand
  | TransportDispatchCommand
  | TransportAttachLoggerRecordCommand
  | TransportIssueLinkCommand
  | TransportRevokeLinkCommand
  | TransportOpenLinkCommand
  | TransportHandOnCommand
  | ReceptionReceiveCommand
  | ManufactureStartCommand
  | ManufactureRecordProductCommand
  | TestingRecordResultCommand
  | ReleaseReleaseCommand
  | InfusionStartThawCommand
  | InfusionCheckBedsideCommand
  | InfusionConfirmBedsideCommand
  | InfusionRecordInfusionCommand
  | FollowupRecordVisitCommand
  | FollowupRecordContactCommand
  | QualityHoldCommand
  | QualityLiftCommand
  | QualityCloseDeviationCommand
  | QualityAgreeToCorrectionCommand
  | QualityCorrectCommand
  | BreakglassOpenRecordCommand
  | BreakglassRecordShownCommand
  | BreakglassReviewCommand
  | DelegationKeepLogCommand
  | DelegationNameKeeperCommand
  | DelegationDelegateCommand
  | DelegationRecordTrainingCommand
  | BlindingBlindStudyCommand
  | BlindingUnblindPersonCommand
  | BlindingBlindPersonCommand
  | BlindingAllocateCommand
  | BlindingShowArmCommand
  | BlindingBreakCodeCommand
  | BlindingReviewCodeBreakCommand
  | BlindingUnblindStudyCommand
  | IntakeBeginImportCommand
  | ErasureAskCommand
  | ErasureConfirmCommand
  | ErasureLiftRestrictionCommand
  | KeysRecordReplacementCommand
  | PapersBeginCommand
  | PapersBeginAboutCommand
  | PapersDistributeCommand
  | PapersFileVersionCommand
  | PapersApproveVersionCommand
  | PapersWithdrawVersionCommand
  | PapersRequireReadingCommand
  | PapersRecordReadingCommand
  | PapersOpenVersionCommand
  | PapersInspectVersionCommand;
