//! The one list of what a screen can ask for. Each name is a function in `crate::commands`.

use crate::commands;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::permission::Permission;
use crate::views::*;
use clinical::form::Form;
use clinical::instruments::Instrument;
use serde_json::Value;
use ts_rs::TS;

/// A printed page. Crosses to the window as raw bytes, to the command line as base64 in `{"pdf": …}`.
#[derive(TS)]
#[ts(type = "ArrayBuffer", export_to = "generated.ts")]
pub struct Pdf(pub Vec<u8>);

/// What a command answered.
pub struct Answer {
    /// JSON, or bytes for a printed page.
    pub content: Content,
}

/// Text or pages.
#[derive(Debug)]
pub enum Content {
    /// A view.
    Json(Value),
    /// A PDF.
    Pdf(Vec<u8>),
}

trait IntoContent {
    fn into_content(self) -> Result<Content>;
}

impl IntoContent for Pdf {
    fn into_content(self) -> Result<Content> {
        Ok(Content::Pdf(self.0))
    }
}

macro_rules! plain {
    ($($output:ty),+ $(,)?) => { $(
        impl IntoContent for $output {
            fn into_content(self) -> Result<Content> { Ok(Content::Json(serde_json::to_value(self)?)) }
        }
    )+ };
}
plain! {
    Nothing, Status, Created, Me, Today, ClientList, ChartView, Vec<KindView>, Form, Vec<Instrument>, Vec<Listed>, DraftView, DraftSaved,
    DocumentView, Evidence, PrintCheck, Vec<StaffRow>, StaffRow, Totals, Series, ReleaseStateView, Sobriety, Deadlines, Rebuilt,
    Vec<AuditRow>, Vec<DraftLine>, NewKit, CareTeam, Vec<CosignLine>, Table, CheckpointView, Checked, Exported, BackupsView, BackupLine, Restored,
    Settings, Notices,
}

macro_rules! commands {
    ($($name:ident($input:ty) -> $output:ty, $needs:ident;)+) => {
        /// Becomes the TypeScript map from command name to `[input, output]`.
        #[derive(TS)]
        #[ts(export_to = "generated.ts")]
        #[allow(missing_docs)]
        pub struct Commands { $(pub $name: ($input, $output)),+ }

        /// Every command and the permission it needs before anything else is checked. `None` answers while locked too.
        pub const COMMANDS: &[(&str, Need)] = &[$((stringify!($name), Need::$needs)),+];

        /// Carries one request to its command.
        ///
        /// # Errors
        /// Whatever the command refuses; `BadInput` for an input of another shape; `NotFound` for a name not on the list.
        pub async fn dispatch(record: &Record, command: &str, input: Value) -> Result<Answer> {
            let unknown = || Error::of(Code::NotFound, "There is no such command.");
            // Asked once for all: in an arm for each, the futures alone would overflow a thread's stack.
            let (_, need) = COMMANDS.iter().find(|(name, _)| *name == command).ok_or_else(unknown)?;
            record.admit(command, *need).await?;
            match command {
                $(stringify!($name) => {
                    let answer = answered(record, command, input, |input: $input| commands::$name(record, input)).await?;
                    Ok(Answer { content: answer.into_content()? })
                })+
                _ => Err(unknown()),
            }
        }
    };
}

/// What a command needs before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Answers while locked too.
    Nobody,
    /// Someone is signed in.
    Enter,
    /// `Permission::SeeDemographics`.
    SeeDemographics,
    /// `Permission::SeeClinical`.
    SeeClinical,
    /// `Permission::WriteDemographics`; the command asks more when the kind is clinical.
    Write,
    /// `Permission::WriteClinical`.
    WriteClinical,
    /// `Permission::Cosign`.
    Cosign,
    /// `Permission::Print`.
    Print,
    /// `Permission::ManageProgram`.
    ManageProgram,
    /// `Permission::SeeAudit`.
    SeeAudit,
}

impl Need {
    /// The permission behind the need.
    #[must_use]
    pub fn permission(self) -> Option<Permission> {
        match self {
            Need::Nobody => None,
            Need::Enter => Some(Permission::Enter),
            Need::SeeDemographics => Some(Permission::SeeDemographics),
            Need::SeeClinical => Some(Permission::SeeClinical),
            Need::Write => Some(Permission::WriteDemographics),
            Need::WriteClinical => Some(Permission::WriteClinical),
            Need::Cosign => Some(Permission::Cosign),
            Need::Print => Some(Permission::Print),
            Need::ManageProgram => Some(Permission::ManageProgram),
            Need::SeeAudit => Some(Permission::SeeAudit),
        }
    }
}

/// What keeps typed text.
const DRAFTING: &[&str] = &["start_draft", "save_draft"];

/// Understands the input and asks the command. Typed text is kept even on a full disk: what is held back for that moment is given back,
/// and the command is asked once more.
async fn answered<I, O, F>(record: &Record, command: &str, input: Value, ask: impl Fn(I) -> F) -> Result<O>
where
    I: serde::de::DeserializeOwned,
    F: Future<Output = Result<O>>,
{
    let again = DRAFTING.contains(&command).then(|| input.clone());
    let answer = Box::pin(ask(understand(input)?)).await;
    match (answer, again) {
        (Err(error), Some(input)) if error.is_disk_full() && record.give_reserve_back() => {
            Box::pin(ask(understand(input)?)).await
        }
        (answer, _) => answer,
    }
}

fn understand<T: serde::de::DeserializeOwned>(input: Value) -> Result<T> {
    // An absent input reads as an empty object, so that `Nothing` needs no ceremony.
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input)
        .map_err(|_| Error::of(Code::BadInput, "This request was not understood. Nothing was changed."))
}

commands! {
    status(Nothing) -> Status, Nobody;
    create_vault(CreateVault) -> Created, Nobody;
    recovery_kit(RecoveryKit) -> Pdf, Enter;
    unlock(Unlock) -> Me, Nobody;
    recover(Recover) -> Me, Nobody;
    lock(Nothing) -> Nothing, Nobody;
    today(Nothing) -> Today, SeeDemographics;
    clients(FindClients) -> ClientList, SeeDemographics;
    chart(ClientOf) -> ChartView, SeeDemographics;
    kinds(Nothing) -> Vec<KindView>, Enter;
    form(FormOf) -> Form, Enter;
    instruments(Nothing) -> Vec<Instrument>, Enter;
    listing(ListingOf) -> Vec<Listed>, SeeDemographics;
    start_draft(StartDraft) -> DraftView, Write;
    draft(DocumentOf) -> DraftView, Write;
    drafts(Nothing) -> Vec<DraftLine>, Write;
    save_draft(SaveDraft) -> DraftSaved, Write;
    discard_draft(DocumentOf) -> Nothing, Write;
    restore_draft(DocumentOf) -> DraftView, Write;
    record_document(RecordDocument) -> DocumentView, Write;
    sign_document(SignDocument) -> DocumentView, Write;
    add_addendum(AddAddendum) -> DocumentView, Write;
    retract_document(RetractDocument) -> DocumentView, Write;
    document(DocumentOf) -> DocumentView, SeeDemographics;
    evidence(DocumentOf) -> Evidence, Write;
    print_check(Print) -> PrintCheck, Print;
    preview(Print) -> Pdf, Print;
    print_document(Print) -> Pdf, Print;
    staff(Nothing) -> Vec<StaffRow>, Enter;
    add_staff(AddStaff) -> StaffRow, ManageProgram;
    totals(ClientOf) -> Totals, SeeClinical;
    measure_series(MeasureSeriesOf) -> Series, SeeClinical;
    release_state(ReleaseOn) -> ReleaseStateView, SeeDemographics;
    sobriety(ClientOn) -> Sobriety, SeeClinical;
    deadlines(ClientOf) -> Deadlines, SeeClinical;
    rebuild_views(Nothing) -> Rebuilt, ManageProgram;
    change_password(ChangePassword) -> Me, Enter;
    change_staff(ChangeStaff) -> StaffRow, ManageProgram;
    remove_staff(RemoveStaff) -> NewKit, ManageProgram;
    new_recovery_kit(WithPassword) -> NewKit, ManageProgram;
    notices(Nothing) -> Notices, Enter;
    care_team(ClientOf) -> CareTeam, SeeDemographics;
    set_care_team(SetCareTeam) -> CareTeam, WriteClinical;
    override_chart(OverrideChart) -> Nothing, SeeClinical;
    cosign_queue(Nothing) -> Vec<CosignLine>, WriteClinical;
    cosign_document(Cosign) -> DocumentView, Cosign;
    return_document(ReturnDocument) -> DocumentView, Cosign;
    sign_by_hand(SignByHand) -> DocumentView, Write;
    audit_trail(AuditOf) -> Vec<AuditRow>, SeeAudit;
    export_audit(AuditOf) -> Table, SeeAudit;
    checkpoint(Nothing) -> CheckpointView, Enter;
    day_sheet(DaySheet) -> Pdf, Print;
    check_record(CheckRecord) -> Checked, SeeAudit;
    export_record(ExportRecord) -> Exported, ManageProgram;
    backups(Nothing) -> BackupsView, Enter;
    back_up(BackUp) -> BackupLine, Enter;
    look_at_backup(FolderOf) -> BackupLine, Nobody;
    restore(Restore) -> Restored, Nobody;
    settings(Nothing) -> Settings, Enter;
    change_settings(Settings) -> Settings, ManageProgram;
}
