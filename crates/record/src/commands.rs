//! The one list of what a screen can ask for. A line says everything of a command but its function, which is `areas::<noun>::<file>::<name>`:
//!
//! `name(Input) -> Output, need, group "words for the trail", touches|from [topics], quiet "why";`
//!
//! The dispatcher, the screens' types, the role matrix, the trail's words and what screens ask again follow from it.

macro_rules! command_list {
    ($then:ident) => {
        $then! {
            vault::status {
                status(Nothing) -> Status, Nobody, looks "Asked whether there is a record", from [Session Documents],
                    quiet "says only whether there is a record, and to nobody in particular";
            }
            vault::create {
                create_vault(CreateVault) -> Created, Nobody, access "Set up this record", touches [Session Documents Staff];
                recovery_kit(RecoveryKit) -> Pdf, Enter, prints "Printed the recovery kit", touches [Trail];
            }
            vault::unlock {
                unlock(Unlock) -> Me, Nobody, access "Unlocked the record", touches [Session];
                recover(Recover) -> Me, Nobody, access "Opened the record with the recovery key", touches [Session Staff];
                lock(Nothing) -> Nothing, Nobody, access "Locked the record", touches [Session];
            }
            vault::password {
                change_password(ChangePassword) -> Me, Enter, access "Changed their own password", touches [Session Trail];
                new_recovery_kit(WithPassword) -> NewKit, ManageProgram, access "Made a new recovery key", touches [Session Trail];
            }
            vault::older {
                accept_older_record(AcceptOlderRecord) -> Nothing, ManageProgram, access "Said why the record is another than this computer remembers",
                    touches [Session Trail];
            }
            today::today {
                today(Nothing) -> Today, SeeDemographics, looks "Looked at the day's list", from [Documents Drafts Teams];
            }
            today::notices {
                notices(Nothing) -> Notices, Enter, looks "Looked at how the record stands",
                    from [Session Documents Teams Staff Backups Settings],
                    quiet "how the record stands, no client's text; asked every minute";
            }
            tasks::list {
                tasks(Nothing) -> Vec<TaskLine>, SeeClinical, looks "Looked at a task", from [Documents Teams Staff],
                    quiet "one's own list of work; each chart whose task it showed has a row, and opening one is audited";
            }
            clients::find {
                clients(FindClients) -> ClientList, SeeDemographics, looks "Saw in the list of clients", from [Documents Drafts Teams],
                    quiet "asked with every letter typed; opening a chart is what is audited, and each chart of which a list says what is due";
                listing(ListingOf) -> Vec<Listed>, SeeDemographics, looks "Looked at a list", from [Documents Teams Staff],
                    quiet "names of one chart for a field of a form whose draft is audited";
            }
            chart::chart {
                chart(ClientOf) -> ChartView, SeeDemographics, looks "Opened the chart", from [Documents Drafts Teams];
            }
            chart::care_team {
                care_team(ClientOf) -> CareTeamView, SeeDemographics, looks "Looked at the care team", from [Documents Teams Staff],
                    quiet "who looks after whom, no clinical text; shown with every chart, whose opening is audited";
                set_care_team(SetCareTeam) -> CareTeamView, WriteClinical, changes "Named the care team", touches [Documents Teams Trail];
                override_chart(OverrideChart) -> Nothing, SeeClinical, access "Opened the chart from outside its care team",
                    touches [Documents Teams Trail];
            }
            documents::kinds {
                kinds(Nothing) -> Vec<KindView>, Enter, looks "Looked at the kinds of documents", from [],
                    quiet "the program's own forms, no record";
                form(FormOf) -> Form, Enter, looks "Opened an empty form", from [], quiet "the program's own forms, no record";
                instruments(Nothing) -> Vec<Instrument>, Enter, looks "Looked at the questionnaires", from [],
                    quiet "the program's own questionnaires, no record";
                questionnaire_score(AnswersOf) -> ScoreView, Enter, looks "Asked for a score", from [],
                    quiet "arithmetic on answers that are typed just now; nothing is read from the record";
            }
            documents::drafts {
                start_draft(StartDraft) -> DraftView, Write, changes "Began a {}", touches [Drafts];
                draft(DocumentOf) -> DraftView, Write, looks "Opened a draft", from [Drafts],
                    quiet "one's own draft; its start and its end are audited";
                drafts(Nothing) -> Vec<DraftLine>, Write, looks "Looked at open drafts", from [Drafts],
                    quiet "one's own drafts; their start and their end are audited";
                save_draft(SaveDraft) -> DraftSaved, Write, changes "Saved a draft", touches [Drafts],
                    quiet "an autosave; the draft's start and its end are audited";
                take_over_draft(DocumentOf) -> DraftView, WriteClinical, changes "Took over a {} that a colleague prepared", touches [Drafts];
                discard_draft(DocumentOf) -> Nothing, Write, changes "Put a draft away", touches [Drafts];
                restore_draft(DocumentOf) -> DraftView, Write, changes "Took up a draft again", touches [Drafts];
            }
            documents::evidence {
                evidence(DocumentOf) -> Evidence, Write, looks "Looked at the chart beside a draft", from [Documents Drafts Teams];
            }
            documents::document {
                document(DocumentOf) -> DocumentView, SeeDemographics, looks "Opened a document", from [Documents Drafts Teams];
            }
            documents::settle {
                heads(DocumentOf) -> Heads, SeeDemographics, looks "Compared the versions of a document", from [Documents];
            }
            documents::record {
                record_document(RecordDocument) -> DocumentView, Write, changes "Recorded a {}", touches [Documents Drafts Trail];
            }
            documents::sign {
                sign_document(SignDocument) -> DocumentView, Write, changes "Signed a {}", touches [Documents Drafts Trail];
                add_addendum(AddAddendum) -> DocumentView, Write, changes "Added to a signed {}", touches [Documents Trail];
                retract_document(RetractDocument) -> DocumentView, Write, changes "Withdrew a {}", touches [Documents Trail];
            }
            documents::hand_signature {
                sign_by_hand(SignByHand) -> DocumentView, Write, changes "Witnessed a signature by hand on a {}", touches [Documents Trail];
            }
            documents::cosign {
                cosign_queue(Nothing) -> Vec<CosignLine>, WriteClinical, looks "Saw in the list of co-signatures", from [Documents Teams Staff],
                    quiet "one's own list of work; opening what it names is audited, and each chart whose line it showed";
                cosign_document(Cosign) -> DocumentView, Cosign, changes "Co-signed a {}", touches [Documents Trail];
                return_document(ReturnDocument) -> DocumentView, Cosign, changes "Returned a {} to its author", touches [Documents Trail];
            }
            paper::print {
                print_check(Print) -> PrintCheck, Print, looks "Looked at what can be printed", from [Documents Drafts],
                    quiet "asked while a print is being prepared; the look and the print are audited";
                preview(Print) -> Pdf, Print, looks "Looked at a {} before printing", from [Documents Drafts];
                print_document(Print) -> Pdf, Print, prints "Printed a {}", touches [Documents Trail];
                blank_form(BlankForm) -> Pdf, Print, prints "Printed an empty {}", touches [Trail];
            }
            paper::day_sheet {
                day_sheet(DaySheet) -> Pdf, Print, prints "Printed the day sheet", touches [Trail];
            }
            disclosures::log {
                disclosures(ClientOf) -> Vec<DisclosureLine>, SeeClinical, looks "Looked at what was disclosed", from [Documents];
                disclosure_log(PrintLog) -> Pdf, Print, prints "Printed the list of disclosures", touches [Trail];
            }
            reports::reports {
                totals(ClientOf) -> Totals, SeeClinical, looks "Looked at totals", from [Documents];
                measure_series(MeasureSeriesOf) -> Series, SeeClinical, looks "Looked at a measure over time", from [Documents];
                release_state(ReleaseOn) -> ReleaseStateView, SeeDemographics, looks "Looked up a release", from [Documents];
                sobriety(ClientOn) -> Sobriety, SeeClinical, looks "Looked at time since last use", from [Documents];
                deadlines(ClientOf) -> Deadlines, SeeClinical, looks "Looked at what is due", from [Documents];
            }
            staff::directory {
                staff(Nothing) -> Vec<StaffRow>, Enter, looks "Looked at the staff directory", from [Staff Documents],
                    quiet "names and roles of colleagues, no client";
                add_staff(AddStaff) -> StaffRow, ManageProgram, access "Added a person to the staff", touches [Staff Trail];
                change_staff(ChangeStaff) -> StaffRow, ManageProgram, access "Changed a person's role or license", touches [Staff Trail Session];
            }
            staff::remove {
                remove_staff(RemoveStaff) -> NewKit, ManageProgram, access "Removed a person's access", touches [Staff Teams Trail Session];
            }
            staff::successor {
                name_successor(NameSuccessor) -> StaffRow, ManageProgram, access "Named who takes over a colleague's co-signatures",
                    touches [Staff Documents Trail];
            }
            trail::trail {
                audit_trail(AuditOf) -> Vec<AuditRow>, SeeAudit, looks "Looked at the audit trail", from [Trail];
                export_audit(AuditOf) -> Table, SeeAudit, prints "Exported the audit trail", touches [Trail];
                checkpoint(Nothing) -> CheckpointView, Enter, looks "Looked at the newest checkpoint", from [Trail],
                    quiet "says where the trail stands; a row about it would move it";
            }
            trail::check {
                check_record(CheckRecord) -> Checked, SeeAudit, looks "Checked the whole record", touches [Trail];
                rebuild_views(Nothing) -> Rebuilt, ManageProgram, changes "Made the lists anew from the documents", touches [Documents Trail];
                export_record(ExportRecord) -> Exported, ManageProgram, prints "Exported the record", touches [Trail];
            }
            backups::backups {
                backups(Nothing) -> BackupsView, Enter, looks "Looked at the backups", from [Backups Settings],
                    quiet "which copies there are, no client";
                back_up(BackUp) -> BackupLine, Enter, access "Made a backup", touches [Backups Trail];
                settings(Nothing) -> Settings, Enter, looks "Looked at the settings", from [Settings],
                    quiet "settings of this computer, no client";
                change_settings(Settings) -> Settings, ManageProgram, access "Changed the settings", touches [Settings Backups Trail];
            }
            backups::restore {
                look_at_backup(FolderOf) -> BackupLine, Nobody, access "Looked at a backup", from [],
                    quiet "asked before anything is opened; restoring is audited, in the restored record";
                restore(Restore) -> Restored, Nobody, access "Restored the record from a backup", touches [Session];
            }
        }
    };
}
pub(crate) use command_list;
