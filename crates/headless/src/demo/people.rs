//! The invented clients of the demo program, and the words of its days. Nobody here exists.

/// One invented client.
pub struct Invented {
    pub first: &'static str,
    pub last: &'static str,
    /// Preferred name, or empty.
    pub called: &'static str,
    pub pronouns: &'static str,
    pub born: &'static str,
    /// Days since admission.
    pub admitted: u64,
    /// Days since discharge, if care here is over.
    pub ended: Option<u64>,
    pub reads: &'static str,
    /// PHQ-9 totals every two weeks, intake first.
    pub phq9: &'static [u8],
    /// GAD-7 totals on the same days.
    pub gad7: &'static [u8],
    pub substance: &'static str,
    pub goal: &'static str,
    pub supporter: (&'static str, &'static str),
}

const fn person(names: [&'static str; 3], pronouns: &'static str, born: &'static str, admitted: u64) -> Invented {
    Invented {
        first: names[0],
        last: names[1],
        called: names[2],
        pronouns,
        born,
        admitted,
        ended: None,
        reads: "en",
        phq9: &[12, 10, 8, 7, 6],
        gad7: &[10, 9, 7, 6, 5],
        substance: "alcohol",
        goal: "I want to feel steady again.",
        supporter: ("Kim Pretendson", "sister"),
    }
}

/// In different weeks, two of them back home.
pub const CLIENTS: &[Invented] = &[
    Invented {
        reads: "es",
        phq9: &[17, 13, 16],
        gad7: &[14, 11, 15],
        goal: "Quiero estar sobria y presente para mi hijo.",
        supporter: ("Alex Testcase", "sister"),
        ..person(["Marisol", "Testcase-Example", "Mari"], "she/her", "1988-05-17", 30)
    },
    Invented {
        phq9: &[14, 12, 9],
        goal: "I want my mornings back.",
        ..person(["Jordan", "Mockup", ""], "they/them", "1991-09-02", 37)
    },
    Invented {
        phq9: &[9, 6, 4],
        supporter: ("Asha Sampleford", "spouse"),
        ..person(["Priya", "Sampleford", ""], "she/her", "1983-01-29", 31)
    },
    Invented {
        substance: "cannabis",
        phq9: &[9],
        gad7: &[8],
        ..person(["Wei", "Fixture", ""], "he/him", "1999-11-11", 9)
    },
    Invented {
        reads: "es",
        phq9: &[13, 11],
        gad7: &[12, 10],
        goal: "Quiero dormir y volver a trabajar.",
        ..person(["Luz", "Inventada", ""], "she/her", "1979-07-04", 24)
    },
    Invented {
        substance: "opioid",
        phq9: &[11, 10],
        gad7: &[9, 9],
        ..person(["Dana", "Specimen", ""], "she/her", "1994-03-21", 17)
    },
    Invented {
        phq9: &[12, 9, 7, 5],
        supporter: ("Ida Exemplar", "mother"),
        ..person(["Ruben", "Exemplar", ""], "he/him", "1986-12-08", 45)
    },
    Invented {
        substance: "stimulant",
        phq9: &[15, 9],
        gad7: &[13, 10],
        ..person(["Hannah", "Makebelieve", ""], "she/her", "1997-02-14", 25)
    },
    Invented {
        phq9: &[13],
        gad7: &[11],
        goal: "I want to keep my promise to my dad.",
        ..person(["Terry", "Pretend", ""], "he/him", "2001-06-30", 3)
    },
    Invented {
        phq9: &[10, 8, 7],
        supporter: ("Sal Notareal", "brother"),
        ..person(["Omar", "Notareal", ""], "he/him", "1975-10-19", 38)
    },
    Invented {
        substance: "opioid",
        phq9: &[14, 11, 8, 6, 5],
        ..person(["Nia", "Allegory", ""], "she/her", "1990-08-23", 51)
    },
    Invented {
        reads: "es",
        phq9: &[11],
        gad7: &[9],
        goal: "Quiero cuidar a mi familia.",
        ..person(["Tomás", "Ficticio", ""], "he/him", "1984-04-05", 10)
    },
    Invented { ended: Some(6), phq9: &[16, 12, 9, 7, 6], ..person(["Ina", "Alumna", ""], "she/her", "1969-05-02", 58) },
    Invented {
        ended: Some(29),
        phq9: &[15, 13, 10, 8],
        ..person(["Casey", "Formerly", ""], "they/them", "1993-12-27", 78)
    },
];

/// Topics of the group days, in turn.
pub const TOPICS: &[(&str, &str)] = &[
    ("Effects of alcohol and drugs", "psychoeducation"),
    ("Triggers, and handling them", "group_therapy"),
    ("Coping skills: grounding and breathing", "skills"),
    ("Communication: I-statements and listening", "skills"),
    ("Grief and loss", "group_therapy"),
    ("Sleep, movement, food", "psychoeducation"),
    ("Setting boundaries", "skills"),
    ("Relapse prevention: warning signs", "group_therapy"),
    ("Mindfulness practice", "holistic"),
];

/// What a facilitator saw, one kind for each person in a room.
pub const SEEN: &[&str] = &[
    "Opened the round and spoke first about the week.",
    "Listened quietly, then asked one clear question near the end.",
    "Practiced the exercise twice in a role play.",
    "Drew a map of places that are hard to pass on the way home.",
    "Named three early signs and wrote them on a card.",
    "Laughed with the room during the warm-up; stayed the whole time.",
    "Found the breathing slow at first and kept going.",
    "Disagreed with an idea and explained why without raising the voice.",
    "Took notes through the whole second hour.",
    "Helped set out chairs and welcomed a newcomer.",
    "Left twice for water; looked tired after work.",
    "Shared a setback from Sunday and what stopped it.",
    "Read the handout aloud and put it in plain words.",
    "Kept to short answers; viewer on the window for a while.",
];

/// What the person said of it.
pub const SAID: &[&str] = &[
    "Said the hour went by faster than expected.",
    "Wants to try this at the next family dinner.",
    "AuditEntry the group: “I did not know it had a name.”",
    "Feels ready to call someone before the evening gets long.",
    "Unsure whether it fits, willing to test it once.",
    "Will put the card on the fridge.",
    "Said breathing out longer than in helps most.",
    "Plans to ask the shift lead for mornings.",
    "Would like to hear more about sleep.",
    "Thanked the group for the patience.",
    "Said today was hard and staying was the win.",
    "Has already told a sponsor about Sunday.",
    "Asked for the sheet in large letters.",
    "Prefers to write about it at home.",
];

/// What individual sessions worked on, in turn.
pub const FOCUS: &[&str] = &[
    "Went through the week hour by hour and marked the two hardest evenings.",
    "Wrote a thought record about a disagreement at work.",
    "Rehearsed how to leave a place early and whom to call from the door.",
    "Looked at what the first month without use has changed at home.",
    "Planned a free weekend with one meeting and one meal with somebody.",
    "Talked about grief for lost time, and what matters from here on.",
];
