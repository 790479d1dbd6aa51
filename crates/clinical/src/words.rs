//! Lists that more than one form offers: stored value, then what is read. Stored values never change.

/// Stored value and label.
pub type Pairs = &'static [(&'static str, &'static str)];

/// Languages spoken or read.
pub const LANGUAGES: Pairs = &[
    ("en", "English"),
    ("es", "Spanish"),
    ("ar", "Arabic"),
    ("asl", "American Sign Language"),
    ("zh", "Chinese"),
    ("fr", "French"),
    ("el", "Greek"),
    ("ht", "Haitian Creole"),
    ("ko", "Korean"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ru", "Russian"),
    ("tl", "Tagalog"),
    ("vi", "Vietnamese"),
    ("other", "Another language"),
];

/// Languages papers and questionnaires come in.
pub const PAPER_LANGUAGES: Pairs = &[("en", "English"), ("es", "Spanish")];

/// Levels of care, lowest first. The ladder is ours and neutral; no published criteria are copied.
pub const LEVELS: Pairs = &[
    ("monitoring", "Monitoring"),
    ("op", "Outpatient"),
    ("iop", "IOP"),
    ("php", "PHP"),
    ("residential", "Residential"),
    ("inpatient", "Inpatient"),
];

/// When groups of a track meet.
pub const TRACKS: Pairs = &[("day", "Day"), ("evening", "Evening"), ("weekend", "Weekend")];

/// Where the client lives.
pub const LIVING: Pairs = &[
    ("own_home", "Own home"),
    ("family", "With family"),
    ("sober_living", "Sober living home"),
    ("halfway_house", "Halfway house"),
    ("shelter", "Shelter"),
    ("unhoused", "No home right now"),
    ("institution", "Hospital or other facility"),
];

/// Substances.
pub const SUBSTANCES: Pairs = &[
    ("alcohol", "Alcohol"),
    ("cannabis", "Cannabis"),
    ("fentanyl", "Fentanyl"),
    ("heroin", "Heroin"),
    ("opioid_medicines", "Opioid medicines"),
    ("cocaine", "Cocaine"),
    ("methamphetamine", "Methamphetamine"),
    ("stimulant_medicines", "Stimulant medicines"),
    ("benzodiazepines", "Benzodiazepines"),
    ("sedatives", "Other sedatives"),
    ("hallucinogens", "Hallucinogens"),
    ("inhalants", "Inhalants"),
    ("kratom", "Kratom"),
    ("nicotine", "Nicotine"),
    ("other", "Another substance"),
];

/// Ways of working (S-07).
pub const MODALITIES: Pairs = &[
    ("cbt", "CBT"),
    ("dbt", "DBT"),
    ("mindfulness", "Mindfulness, MBSR"),
    ("mi", "Motivational interviewing"),
    ("trauma", "Trauma-focused care"),
    ("family", "Family therapy"),
    ("life", "Life skills"),
    ("medication", "Medication management"),
    ("experiential", "Experiential: art, music, movement"),
    ("relapse", "Relapse-prevention planning"),
    ("psychoed", "Psychoeducation"),
    ("mutual_help", "12-step and other mutual help"),
    ("holistic", "Holistic: yoga, nutrition, outings"),
    ("other", "Other"),
];

/// Movement on an objective since the last note.
pub const PROGRESS: Pairs = &[("setback", "Setback"), ("same", "Same"), ("better", "Better")];

/// Attendance of one group (clinical.md 4.20).
pub const ATTENDANCE: Pairs = &[
    ("present", "Present"),
    ("late", "Late"),
    ("left_early", "Left early"),
    ("telehealth_present", "By video"),
    ("absent_excused", "Excused absence"),
    ("absent_unexcused", "Unexcused absence"),
    (NO_SHOW, "Did not attend, did not call"),
    ("canceled_by_program", "Canceled by the program"),
];

/// The attendance values of someone who was there.
pub const ATTENDED: &[&str] = &["present", "late", "left_early", "telehealth_present"];

/// The attendance values of someone who was not.
pub const NOT_ATTENDED: &[&str] = &["absent_excused", "absent_unexcused", NO_SHOW, "canceled_by_program"];

/// The word, of a group or of any session, for someone who did not come and did not call.
pub const NO_SHOW: &str = "no_show";

/// The word of a family session that the client declined.
pub const DECLINED: &str = "client_declined";

/// What kind of group (S-11, S-12).
pub const GROUP_TYPES: Pairs = &[
    ("group_therapy", "Group therapy"),
    ("psychoeducation", "Psychoeducation"),
    ("skills", "Skills"),
    ("experiential", "Experiential"),
    ("holistic", "Holistic or community"),
];

/// Topic catalog (S-14, S-15, S-20).
pub const TOPICS: Pairs = &[
    ("effects_of_substances", "Effects of alcohol and drugs"),
    ("triggers", "Triggers"),
    ("relapse_prevention", "Relapse prevention"),
    ("post_acute_withdrawal", "Post-acute withdrawal"),
    ("coping_skills", "Coping skills"),
    ("emotion_regulation", "Emotional regulation"),
    ("stress_management", "Stress management"),
    ("communication", "Communication"),
    ("interpersonal_relationships", "Interpersonal relationships"),
    ("relationships", "Relationships"),
    ("parenting", "Parenting"),
    ("trauma_and_ptsd", "Trauma and PTSD"),
    ("grief_and_loss", "Grief and loss"),
    ("fear", "Fear"),
    ("spirituality", "Spirituality"),
    ("twelve_step_information", "12-step information"),
    ("career_and_life_planning", "Career and life planning"),
    ("nature_of_mental_disorders", "Nature of mental disorders"),
    ("principles_of_recovery", "Principles of recovery"),
    ("staying_well", "Staying well"),
    ("healthy_lifestyle", "Healthy lifestyle"),
    ("medication_management", "Medication management"),
];

/// Outcome of a risk question.
pub const RISK: Pairs = &[
    ("none", "No thoughts of death, self-harm or harm to others"),
    ("passive", "Passive thoughts, no plan or intent"),
    ("active_no_plan", "Active thoughts, no plan or intent"),
    ("plan_or_intent", "Plan or intent"),
    ("harm_to_others", "Thoughts of harm to others"),
    ("not_assessed", "Not assessed"),
];

/// How a session took place.
pub const MODES: Pairs = &[("in_person", "In person"), ("video", "Video"), ("phone", "Phone")];

/// Whether the client put a signature to a plan.
pub const CLIENT_SIGNS: Pairs = &[
    ("signed", "The client signs"),
    ("on_screen", "The client signs on this screen, after me"),
    ("not_signed", "The client does not sign"),
];

/// The answer of `CLIENT_SIGNS` that leaves a signature to come.
pub const SIGNS_ON_SCREEN: &str = "on_screen";

/// What a release can cover. A print or a word to someone else needs its line here.
pub const COVERS: Pairs = &[
    ("presence", "That the client is here"),
    ("attendance", "Attendance"),
    ("progress", "Progress"),
    ("aftercare_plan", "Aftercare plan"),
    ("treatment_plan", "Treatment plan"),
    ("assessment", "Assessment"),
    ("discharge_summary", "Discharge summary"),
    ("relapse_prevention", "Relapse-prevention plan"),
    ("test_results", "Test results"),
    ("diagnosis", "Diagnosis"),
    ("medications", "Medications"),
    ("safety_concerns", "Safety concerns"),
    ("family_sessions", "Taking part in family sessions"),
    ("payment", "Payment"),
];

/// The papers a client signs.
pub const CONSENT_FORMS: Pairs = &[
    ("part2_release", "Release to a person or organization"),
    ("part2_tpo", "Consent for treatment, payment and operations"),
    ("treatment_consent", "Consent to treatment"),
    ("privacy_notice", "Privacy and Part 2 notice received"),
    ("rights", "Rights and how to complain"),
    ("program_rules", "Program rules"),
    ("toxicology", "Urine and breath tests"),
    ("telehealth", "Video sessions"),
    ("post_discharge_contact", "Contact after discharge"),
    ("counseling_notes", "Release of counseling notes"),
    ("legal_proceedings", "Release for a legal proceeding"),
];

/// What a person does in the client's support network (S-62).
pub const CONTACT_ROLES: Pairs = &[
    ("family", "Family or partner"),
    ("friend", "Friend"),
    ("peer", "Sponsor or peer"),
    ("treatment", "Treatment provider"),
    ("medical", "Medical provider"),
    ("housing", "Housing"),
    ("employer", "Work or school"),
    ("legal", "Court or legal"),
    ("other", "Other"),
];

/// Whether the session took place.
pub const HELD: Pairs = &[
    ("held", "Held"),
    ("canceled_by_client", "Canceled by the client"),
    ("canceled_by_program", "Canceled by the program"),
    (NO_SHOW, "Did not attend, did not call"),
];

/// Where an objective stands.
pub const OBJECTIVE_STATUS: Pairs = &[
    ("active", "Active"),
    ("met", "Met"),
    ("partly_met", "Partly met"),
    ("not_met", "Not met"),
    ("deferred", "Deferred"),
];

/// Choices that a widget draws, by the key they are stored under.
pub const DRAWN_BY_WIDGETS: &[(&str, Pairs)] = &[("attendance", ATTENDANCE), ("progress", PROGRESS)];

/// The label of `value` among the choices stored under `key`.
pub(crate) fn label_in(lists: &[(&str, Pairs)], key: &str, value: &str) -> Option<String> {
    let (_, pairs) = lists.iter().find(|(name, _)| *name == key)?;
    pairs.iter().find(|(stored, _)| *stored == value).map(|(_, label)| (*label).to_owned())
}

/// Whether an attendance value means that the person was there.
#[must_use]
pub fn was_there(attendance: &str) -> bool {
    ATTENDED.contains(&attendance)
}

/// Where someone of a group is, as the first screen says it: `expected`, `here` or `away`.
#[must_use]
pub fn arrival(attendance: &str) -> &'static str {
    match attendance {
        "" => "expected",
        seen if was_there(seen) => "here",
        _ => "away",
    }
}

/// The label of a stored value, or the value itself.
#[must_use]
pub fn said(pairs: Pairs, value: &str) -> String {
    pairs
        .iter()
        .find(|(stored, _)| *stored == value)
        .map_or_else(|| value.replace('_', " "), |(_, label)| (*label).to_owned())
}
