//! The pages of an aftercare plan, in the order of the paper that goes home.

use crate::ask::{date, line, lines, one_of, paragraph, pick, pick_many, rows, tick, time, yes_no};
use crate::form::{Listing, Section, section};
use crate::words::{CLIENT_SIGNS, PAPER_LANGUAGES, Pairs};

/// Levels of a sober living home, by who runs it.
pub const HOME_LEVELS: Pairs = &[
    ("peer_run", "Run by residents"),
    ("monitored", "Monitored"),
    ("supervised", "Supervised by staff"),
    ("service_provider", "With services on site"),
];

pub(super) fn sections() -> Vec<Section> {
    let mut sections = vec![section(
        "This paper",
        vec![
            one_of("language", "Language", PAPER_LANGUAGES).required().width(4),
            yes_no("large_print", "Large print").width(4),
            date("made_on", "Made on").required(),
            line("revision_reason", "Why the plan changes").hint("For a revision"),
        ],
    )];
    sections.extend(help());
    sections.extend(daily_life());
    sections.extend(leaving());
    sections
}

fn help() -> Vec<Section> {
    let visits = vec![
        line("what", "Visit").required().width(6),
        pick("with_contact", "With", Listing::Contact).width(3),
        line("with_name", "Or name").width(3),
        date("on", "Day").required().width(3),
        time("time", "At").width(3),
        line("phone", "Phone").width(3),
        tick("confirmed", "Confirmed").width(3),
        line("place", "Place").width(4),
        line("how_to_get_there", "How to get there").width(4),
        line("bring", "What to bring").width(4),
    ];
    let groups = vec![
        line("name", "Group").required().width(4),
        line("when", "Days and time").required().width(3),
        line("place", "Place").width(3),
        line("phone", "Phone").width(2),
    ];
    let people = vec![
        pick("contact", "Person", Listing::Contact).width(3),
        line("name", "Or name").width(3),
        line("relationship", "Relationship").width(2),
        line("phone", "Phone").width(2),
        line("when", "When to call").width(2),
    ];
    let medicines = vec![
        line("name", "Medicine").required().width(3),
        line("how", "How to take it").width(3),
        date("refill_due", "Refill due").width(3),
        line("prescriber", "Prescriber").width(3),
    ];
    vec![
        section("Visits", vec![rows("appointments", "Visits", "Add a visit", visits)]),
        section("Support groups", vec![rows("support_groups", "Groups", "Add a group", groups)]),
        section("People to call", vec![rows("people", "People", "Add a person", people)]).hint("At least two."),
        section(
            "If I use, and coming back",
            vec![
                lines("if_i_use", "If I use", "Add a step").required(),
                paragraph("come_back", "How to come back").required().hint("Whom to call, how soon there is a visit"),
            ],
        ),
        section(
            "Medicines and naloxone",
            vec![
                rows("medications", "Medicines", "Add a medicine", medicines),
                yes_no("naloxone_given", "Naloxone kit given").required().width(4),
                date("naloxone_on", "Given on").when("naloxone_given", &["true"]),
                line("naloxone_where", "Where it is kept").when("naloxone_given", &["true"]).width(4),
            ],
        ),
    ]
}

fn daily_life() -> Vec<Section> {
    vec![
        section(
            "Where I live",
            vec![
                line("home_name", "Home").width(4),
                one_of("home_level", "Sober living level", HOME_LEVELS).width(4),
                yes_no("home_certified", "Certified").width(4),
                date("home_until", "Until").width(6),
                pick("home_contact", "Contact", Listing::Contact).width(6),
            ],
        ),
        section(
            "What keeps me well",
            vec![
                line("exercise", "Moving").width(6),
                line("nutrition", "Eating").width(6),
                line("sleep", "Sleeping").width(6),
                line("stress", "When stress comes").width(6),
                line("joy", "Joy"),
            ],
        ),
        section(
            "Family check-in",
            vec![
                pick_many("checkin_who", "Who", Listing::Contact).width(6),
                line("checkin_when", "When").width(6),
                lines("checkin_topics", "What we talk about", "Add a topic"),
            ],
        ),
        section(
            "My goal",
            vec![
                line("goal", "Goal").voice().width(8),
                pick("goal_partner", "Who helps me keep it", Listing::Contact).width(4),
            ],
        ),
        section(
            "Work, school and help nearby",
            vec![
                rows(
                    "work_and_school",
                    "Work and school",
                    "Add a step",
                    vec![
                        line("what", "Step").required().width(4),
                        date("on", "Day").width(3),
                        line("by", "With").width(3),
                        line("phone", "Phone").width(2),
                    ],
                ),
                rows(
                    "resources",
                    "Help near me",
                    "Add a place",
                    vec![
                        line("what", "What").required().width(4),
                        line("place", "Place").width(3),
                        line("phone", "Phone").width(2),
                        line("when", "Hours").width(3),
                    ],
                ),
                rows(
                    "barriers",
                    "What could get in the way",
                    "Add a barrier",
                    vec![
                        line("what", "Barrier").required().width(4),
                        line("action", "What helps").width(5),
                        line("owner", "Who").width(3),
                    ],
                ),
            ],
        ),
        section(
            "What I have done",
            vec![
                lines("strengths", "Wins and strengths", "Add a win"),
                tick("show_days", "The client wants days counted on the paper"),
                rows(
                    "milestones",
                    "Days to mark",
                    "Add a day",
                    vec![line("text", "What").required().width(8), date("on", "Day").required()],
                ),
            ],
        ),
    ]
}

fn leaving() -> Vec<Section> {
    let copies = vec![
        one_of("to", "For", &[("client", "The client"), ("contact", "Someone else")]).required().width(4),
        pick("contact", "Who", Listing::Contact).required().when("to", &["contact"]).width(4),
        pick("release", "Release", Listing::Release).when("to", &["contact"]).width(4),
    ];
    vec![
        section(
            "Calls from the program",
            vec![
                yes_no("follow_up_consent", "The client agrees to calls").required(),
                lines("follow_up_calls", "Days of the calls", "Add a day").hint("One day a line"),
            ],
        ),
        section("Notes", vec![paragraph("notes", "Notes")]),
        section(
            "Signatures and copies",
            vec![
                yes_no("reviewed_with_client", "Read through with the client").required(),
                one_of("client_signs", "Client's signature", CLIENT_SIGNS).required().width(4),
                line("client_signed_name", "Name as signed").required().when("client_signs", &["signed"]).width(4),
                date("client_signed_on", "Signed on").required().when("client_signs", &["signed"]),
                line("no_signature_reason", "Reason").required().when("client_signs", &["not_signed"]).width(8),
                rows("copies", "Copies", "Add a copy", copies),
            ],
        ),
    ]
}
