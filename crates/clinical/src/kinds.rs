//! Every kind of document, in the order in which a chart's menu offers them: how often people begin one. To add a kind, write its file and
//! its line here.

use crate::kind::kinds;

kinds! {
    individual_note::IndividualNote;
    family_session::FamilySession;
    screening::Screening;
    assessment::Assessment;
    treatment_plan::TreatmentPlan;
    aftercare_plan::AftercarePlan;
    discharge_summary::DischargeSummary;
    episode::Episode;
    contact::Contact;
    release::Release;
    disclosure::Disclosure;
    restriction::Restriction;
    lapse::Lapse;
    mutual_help_meeting::MutualHelpMeeting;
    peer_support_contact::PeerSupportContact;
    outreach::Outreach;
    task::Task;
    attendance_letter::AttendanceLetter;
    face_sheet::FaceSheet;
    care_team::CareTeam;
    group_note::GroupNote;
    group_session::GroupSession;
    program::Program;
    staff_member::StaffMember;
}
