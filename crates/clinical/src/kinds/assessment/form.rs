//! The pages of an assessment: why now, the four domains of S-01, then the summary they lead to.

use crate::ask::{date, line, lines, number, one_of, paragraph, rows, scale, tick, time, yes_no};
use crate::form::{Field, Section, section};
use crate::words::{LEVELS, Pairs, SUBSTANCES};

pub(super) fn sections() -> Vec<Section> {
    vec![coming(), physical(), mental(), substance_use(), social(), summary()]
}

const ROUTES: Pairs = &[
    ("oral", "By mouth"),
    ("smoked", "Smoked"),
    ("vaped", "Vaped"),
    ("nasal", "Through the nose"),
    ("injected", "Injected"),
    ("other", "Another way"),
];

const DOMAINS: Pairs = &[
    ("withdrawal", "Withdrawal"),
    ("physical", "Physical health"),
    ("mental", "Mental health"),
    ("return_to_use", "Return to use"),
    ("environment", "Living and support"),
    ("readiness", "Preferences and barriers"),
];

fn coming() -> Section {
    section(
        "Why now",
        vec![
            date("assessed_on", "Assessed on").required(),
            time("start", "From"),
            time("end", "To"),
            lines("informants", "Who the information comes from", "Add a source").required(),
            paragraph("presenting_problem", "What brings the client").required(),
            paragraph("clients_words", "In the client's words").voice().width(6),
            paragraph("why_now", "Why now").width(6),
        ],
    )
}

fn physical() -> Section {
    let medicine = vec![
        line("name", "Medicine").required().width(4),
        line("dose", "Dose").width(2),
        line("route", "Route").width(2),
        line("frequency", "How often").width(4),
        line("purpose", "For").width(4),
        line("prescriber", "Prescriber").width(4),
        one_of(
            "adherence",
            "Taken",
            &[("as_prescribed", "As prescribed"), ("some_missed", "Some doses missed"), ("stopped", "Stopped")],
        )
        .width(4),
    ];
    section(
        "Physical health",
        vec![
            paragraph("conditions", "Conditions").required().hint("\"None known\" is an answer").width(6),
            paragraph("allergies", "Allergies").required().hint("\"None known\" is an answer").width(6),
            scale("pain", "Pain", 10, "None", "Worst").width(6),
            line("vitals", "Vital signs").hint("134/84, 82").width(6),
            line("sleep", "Sleep").width(4),
            line("nutrition", "Eating").width(4),
            line("nicotine", "Nicotine").width(4),
            one_of(
                "pregnancy",
                "Pregnancy",
                &[("no", "No"), ("yes", "Yes"), ("unknown", "Not known"), ("not_applicable", "Does not apply")],
            )
            .width(6),
            date("last_exam", "Last exam").width(3),
            line("infection_screening", "Infection screening").width(3),
            yes_no("seizure_or_dt_history", "Seizures or delirium in withdrawal").required().width(6),
            yes_no("overdose_history", "Overdose ever").required().width(6),
            line("overdose_details", "When and what").required().when("overdose_history", &["true"]).width(6),
            yes_no("naloxone_offered", "Naloxone offered").width(6),
            rows("medications", "Medicines", "Add a medicine", medicine),
        ],
    )
}

fn mental() -> Section {
    let treatment = vec![
        one_of("level", "Level", LEVELS).required().width(3),
        line("place", "Where").width(4),
        line("year", "Year").width(2),
        line("outcome", "How it ended").width(3),
    ];
    let mut fields = vec![
        paragraph("diagnosis_history", "Diagnoses over time"),
        rows("past_treatment", "Earlier treatment", "Add a treatment", treatment),
        paragraph("suicide_history", "Thoughts of suicide and attempts")
            .required()
            .hint("Thoughts, attempts, methods, last time"),
        line("self_harm", "Self-harm").width(4),
        line("violence_risk", "Risk of violence").width(4),
        line("eating_and_other", "Eating, gambling, internet").width(4),
        paragraph("trauma", "Trauma").hint("The kind only; details are never pressed for"),
    ];
    fields.extend(mental_status());
    section("Mental health", fields)
}

fn mental_status() -> Vec<Field> {
    vec![
        line("appearance", "Appearance").required().width(3),
        line("behavior", "Behavior").width(3),
        line("speech", "Speech").width(3),
        line("mood", "Mood").required().width(3),
        line("affect", "Affect").required().width(3),
        line("thought_process", "Thought process").width(3),
        line("thought_content", "Thought content").required().width(3),
        line("perception", "Perception").width(3),
        line("orientation", "Orientation").required().width(3),
        line("memory", "Memory").width(3),
        line("insight", "Insight").required().width(3),
        line("judgment", "Judgment").required().width(3),
    ]
}

fn substance_use() -> Section {
    let substance = vec![
        one_of("substance", "Substance", SUBSTANCES).required().width(4),
        one_of("route", "How", ROUTES).width(4),
        tick("primary", "Main substance").width(4),
        number("age_first", "Age at first use", 0.0, 120.0, "").width(3),
        number("age_regular", "Age at regular use", 0.0, 120.0, "").width(3),
        date("last_use", "Last use").required().width(3),
        number("days_in_30", "Days in the last 30", 0.0, 30.0, "days").width(3),
        line("amount", "Amount").width(4),
        line("longest_abstinence", "Longest time without").width(4),
        line("withdrawal", "Withdrawal signs").width(4),
        line("consequences", "What it has led to").width(6),
        line("medication_for_use", "Medicine for it").width(3),
        one_of(
            "clients_goal",
            "Client's goal",
            &[("stop", "Stop"), ("cut_down", "Cut down"), ("undecided", "Undecided")],
        )
        .width(3),
    ];
    section(
        "Substance use",
        vec![
            rows("substances", "Substances", "Add a substance", substance).when("substances_denied", &["false"]),
            tick("substances_denied", "The client reports no use, ever"),
        ],
    )
}

fn social() -> Section {
    section(
        "Social circumstances",
        vec![
            paragraph("family", "Family and partner").required().width(6),
            line("children", "Children and custody").width(6),
            line("home_safety", "Home and safety").required().width(6),
            one_of(
                "partner_violence_screen",
                "Partner violence",
                &[("negative", "Negative"), ("positive", "Positive"), ("not_asked", "Not asked: not alone")],
            )
            .hint("Asked alone")
            .width(6),
            line("education", "Education").width(4),
            line("work", "Work").width(4),
            line("money", "Money").width(4),
            line("legal", "Legal").hint("Status, dates, officer").width(8),
            yes_no("military", "Military service").width(4),
            line("culture_spirituality", "Culture and spirituality").width(6),
            line("leisure", "Free time").width(6),
            line("supports", "People who help").required(),
            lines("strengths", "Strengths", "Add a strength").required().width(6),
            lines("barriers", "Barriers", "Add a barrier").required().width(6),
        ],
    )
}

fn summary() -> Section {
    let need = vec![line("text", "Need").required().width(8), one_of("domain", "Domain", DOMAINS).width(4)];
    let diagnosis = vec![
        line("code", "ICD-10-CM code").required().width(2),
        line("text", "Diagnosis").required().width(5),
        one_of(
            "status",
            "Status",
            &[
                ("active", "Active"),
                ("provisional", "Provisional"),
                ("remission", "In remission"),
                ("history", "History"),
            ],
        )
        .width(3),
        tick("primary", "Primary").width(2),
    ];
    let rating = |name, label| scale(name, label, 4, "No concern", "Severe").required().width(4);
    section(
        "Summary and needs",
        vec![
            paragraph("formulation", "Clinical summary").required(),
            rows("needs", "Needs", "Add a need", need).required().hint("The treatment plan links to these"),
            rating("rating_withdrawal", "Withdrawal risk"),
            rating("rating_physical", "Physical health"),
            rating("rating_mental", "Mental health"),
            rating("rating_return_to_use", "Risk of return to use"),
            rating("rating_environment", "Living and support"),
            line("preferences", "Preferences and readiness").width(4),
            paragraph("rating_evidence", "What supports these ratings"),
            rows("diagnoses", "Diagnoses", "Add a diagnosis", diagnosis).required(),
            one_of("level_recommended", "Level recommended", LEVELS).required().width(4),
            one_of("level_actual", "Level chosen", LEVELS).required().width(4),
            line("level_difference_reason", "Why they differ").width(4),
            paragraph("immediate_actions", "Done right away"),
            yes_no("reviewed_with_client", "Gone through with the client").required(),
        ],
    )
}
