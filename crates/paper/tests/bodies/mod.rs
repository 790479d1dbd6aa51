//! A fictional aftercare plan and treatment plan in both languages, as the tests and the sample print them.
#![allow(dead_code, reason = "each user takes a part")]

pub mod day;
pub mod kinds;

use chrono::NaiveDate;
use clinical::kinds::aftercare_plan::{
    AftercarePlan, Appointment, Barrier, Copy, Milestone, PlanMedicine, Resource, SupportGroup, SupportPerson, WorkStep,
};
use clinical::kinds::treatment_plan::{Deferred, Goal, Intervention, Objective, Problem, TreatmentPlan};
use paper::{Client, How, Language, Letterhead, PageContext, Person, Sheet, Signer, Size};
use std::collections::BTreeMap;

pub fn printed_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 28).expect("a day")
}

pub fn how(language: Language, size: Size, sheet: Sheet) -> How {
    How { language, size, sheet }
}

pub fn every_way() -> Vec<How> {
    let sheets = [Sheet::Letter, Sheet::A4];
    let sizes = [Size::Normal, Size::Large];
    let each = |language| sizes.into_iter().flat_map(move |size| sheets.map(|sheet| how(language, size, sheet)));
    [Language::En, Language::Es].into_iter().flat_map(each).collect()
}

pub fn letterhead() -> Letterhead {
    Letterhead {
        program: "Example Harbor IOP (fictional)".into(),
        site: "Main Street (fictional)".into(),
        phone: "602-555-0100".into(),
        crisis_phone: "602-555-0199".into(),
        address: "1 Example Way, Sampleton, AZ 00000".into(),
    }
}

pub fn client() -> Client {
    Client {
        preferred: "Mari".into(),
        legal: "Marisol Testcase-Example".into(),
        born: NaiveDate::from_ymd_opt(1988, 5, 17),
        record_number: "TEST-000123".into(),
    }
}

pub fn people() -> BTreeMap<String, Person> {
    let person = |name: &str, phone: &str, relationship: &str| Person {
        name: name.into(),
        phone: phone.into(),
        relationship: relationship.into(),
    };
    BTreeMap::from([
        ("ct1".into(), person("Alex", "602-555-0112", "sister")),
        ("ct2".into(), person("Sam", "602-555-0113", "partner")),
        ("ct3".into(), person("Dee", "602-555-0114", "sponsor")),
        ("ct4".into(), person("Lupe", "602-555-0115", "house_manager")),
        ("ct5".into(), person("Dr. Ima Fake", "602-555-0116", "pcp")),
        ("ct7".into(), person("Noor Invented, LCSW", "602-555-0118", "therapist")),
        ("st1".into(), person("Pat Sample", "", "")),
        ("st2".into(), person("Robin Placeholder", "", "")),
        ("st3".into(), person("Dr. Casey Notreal", "602-555-0100", "")),
        ("st4".into(), person("Jamie Testname", "", "")),
        ("st5".into(), person("Drew Peer", "", "")),
    ])
}

pub fn context(version: u32) -> PageContext {
    let day = if version == 1 { 28 } else { 9 };
    let at = |day, hour, minute| {
        NaiveDate::from_ymd_opt(2026, 4, day).and_then(|on| on.and_hms_opt(hour, minute, 0)).expect("a moment")
    };
    let signer = |name: &str, credential: &str, at| Signer {
        name: name.into(),
        credential: credential.into(),
        meaning: "author".into(),
        at,
    };
    let signers = vec![signer("Pat Sample", "LPC", at(day, 17, 45)), signer("Dr. Casey Notreal", "MD", at(10, 8, 30))];
    match version {
        1 => PageContext { version, signers: signers.into_iter().take(1).collect(), ..PageContext::default() },
        _ => PageContext { version, signers, ..PageContext::default() },
    }
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn visit(what: &str, with: &str, on: &str, time: &str, place: &str) -> Appointment {
    Appointment {
        what: what.into(),
        with_contact: with.into(),
        on: on.into(),
        time: time.into(),
        place: place.into(),
        confirmed: true,
        ..Appointment::default()
    }
}

fn group(name: &str, when: &str, place: &str) -> SupportGroup {
    SupportGroup { name: name.into(), when: when.into(), place: place.into(), ..SupportGroup::default() }
}

fn call(contact: &str, when: &str) -> SupportPerson {
    SupportPerson { contact: contact.into(), when: when.into(), ..SupportPerson::default() }
}

fn medicine(name: &str, how: &str, refill_due: &str) -> PlanMedicine {
    PlanMedicine { name: name.into(), how: how.into(), refill_due: refill_due.into(), ..PlanMedicine::default() }
}

fn work(what: &str, on: &str, by: &str) -> WorkStep {
    WorkStep { what: what.into(), on: on.into(), by: by.into(), ..WorkStep::default() }
}

fn resource(what: &str, phone: &str) -> Resource {
    Resource { what: what.into(), phone: phone.into(), ..Resource::default() }
}

fn milestone(text: &str, on: &str) -> Milestone {
    Milestone { text: text.into(), on: on.into(), ..Milestone::default() }
}

/// What does not depend on the language.
fn shared() -> AftercarePlan {
    AftercarePlan {
        made_on: "2026-04-28".into(),
        naloxone_given: Some(true),
        home_name: "Fictional House".into(),
        home_certified: Some(true),
        home_until: "2026-08-31".into(),
        home_contact: "ct4".into(),
        checkin_who: list(&["ct1", "ct2"]),
        goal_partner: "ct3".into(),
        show_days: true,
        follow_up_calls: list(&["2026-05-07", "2026-05-30", "2026-06-29", "2026-07-29"]),
        follow_up_consent: Some(true),
        client_signed_name: "Mari".into(),
        client_signs: "signed".into(),
        client_signed_on: "2026-04-28".into(),
        copies: vec![
            Copy { to: "client".into(), ..Copy::default() },
            Copy { to: "contact".into(), contact: "ct1".into(), ..Copy::default() },
        ],
        ..AftercarePlan::default()
    }
}

pub fn aftercare(language: Language) -> AftercarePlan {
    match language {
        Language::En => aftercare_en(),
        Language::Es => aftercare_es(),
    }
}

fn aftercare_en() -> AftercarePlan {
    AftercarePlan {
        language: "en".into(),
        appointments: vec![
            visit("therapy", "ct7", "2026-05-05", "17:30", "Fictional Outpatient Group"),
            visit("medicine visit", "st3", "2026-05-12", "09:00", "Main Street office, 1 Example Way"),
            visit("primary care", "ct5", "2026-05-20", "14:00", "Example Primary Care"),
        ],
        support_groups: vec![
            group("AA in Spanish", "Monday and Friday, 7:00 pm", "Sampleton library"),
            group("Example Harbor alumni", "Wednesday, 6:00 pm", "1 Example Way"),
        ],
        people: vec![call("ct1", "every day"), call("ct3", "before I use"), call("ct7", "between visits")],
        if_i_use: list(&[
            "I stop, and I tell one person the same day.",
            "I do not drive.",
            "I go to a meeting within 24 hours.",
            "I call Noor and ask about going back to the program.",
        ]),
        come_back: "Call 602-555-0100. Say: “I need a re-entry visit.” The program sees me within 3 days.".into(),
        medications: vec![
            medicine("naltrexone 50 mg", "1 a day", "2026-05-22"),
            medicine("sertraline 100 mg", "1 a day", "2026-05-15"),
        ],
        naloxone_where: "in my kitchen, top drawer".into(),
        sleep: "Lights out at 10:30 pm".into(),
        nutrition: "Breakfast every day".into(),
        exercise: "Walk 30 minutes, 4 days a week".into(),
        stress: "Breathe slowly. Write in my journal.".into(),
        joy: "Paint with my son".into(),
        checkin_when: "Sundays at 6:00 pm, for 15 minutes.".into(),
        checkin_topics: list(&["How was the week?", "One thank-you", "One thing I ask for"]),
        goal: "Go to 4 meetings a week".into(),
        work_and_school: vec![
            work("state job help, first visit", "2026-05-14", ""),
            work("finish my hospitality certificate", "2026-12", ""),
        ],
        resources: vec![resource("food pantry", "602-555-0120"), resource("bus pass program", "602-555-0121")],
        barriers: vec![Barrier {
            what: "Bus schedule on Fridays".into(),
            action: "Alex drives me, or I ask for a ride at Wednesday group".into(),
            ..Barrier::default()
        }],
        strengths: list(&[
            "I came to 24 of 26 group days.",
            "I came back after a lapse and told the truth.",
            "I learned to ask for help.",
        ]),
        milestones: vec![
            milestone("30 days", "2026-05-06"),
            milestone("60 days", "2026-06-05"),
            milestone("90 days", "2026-07-05"),
        ],
        ..shared()
    }
}

fn aftercare_es() -> AftercarePlan {
    AftercarePlan {
        language: "es".into(),
        appointments: vec![
            visit("terapia", "ct7", "2026-05-05", "17:30", "Fictional Outpatient Group"),
            visit("cita de medicinas", "st3", "2026-05-12", "09:00", "Oficina Main Street, 1 Example Way"),
            visit("médico de cabecera", "ct5", "2026-05-20", "14:00", "Example Primary Care"),
        ],
        support_groups: vec![
            group("AA en español", "Lunes y viernes, 7:00 p. m.", "Biblioteca de Sampleton"),
            group("Grupo de exalumnos de Example Harbor", "Miércoles, 6:00 p. m.", "1 Example Way"),
        ],
        people: vec![call("ct1", "cada día"), call("ct3", "antes de consumir"), call("ct7", "entre citas")],
        if_i_use: list(&[
            "Paro y le digo a una persona el mismo día.",
            "No manejo.",
            "Voy a una reunión en menos de 24 horas.",
            "Llamo a Noor y pregunto cómo volver al programa.",
        ]),
        come_back: "Llamo al 602-555-0100. Digo: «Necesito una cita para volver». Me atienden en 3 días o menos."
            .into(),
        medications: vec![
            medicine("naltrexona 50 mg", "1 al día", "2026-05-22"),
            medicine("sertralina 100 mg", "1 al día", "2026-05-15"),
        ],
        naloxone_where: "en mi cocina, primer cajón".into(),
        sleep: "Apago la luz a las 10:30 p. m.".into(),
        nutrition: "Desayuno todos los días".into(),
        exercise: "Camino 30 minutos, 4 días por semana".into(),
        stress: "Respiro despacio. Escribo en mi diario.".into(),
        joy: "Pinto con mi hijo".into(),
        checkin_when: "Los domingos a las 6:00 p. m., 15 minutos.".into(),
        checkin_topics: list(&["¿Cómo fue la semana?", "Doy las gracias por algo", "Pido una cosa"]),
        goal: "Ir a 4 reuniones por semana".into(),
        work_and_school: vec![
            work("ayuda para el empleo, primera cita", "2026-05-14", ""),
            work("terminar mi certificado de hotelería", "2026-12", ""),
        ],
        resources: vec![resource("despensa de comida", "602-555-0120"), resource("pase de autobús", "602-555-0121")],
        barriers: vec![Barrier {
            what: "El horario del autobús los viernes".into(),
            action: "Alex me lleva, o pido ayuda en el grupo del miércoles".into(),
            ..Barrier::default()
        }],
        strengths: list(&[
            "Vine a 24 de los 26 días de grupo.",
            "Volví después de una recaída y dije la verdad.",
            "Aprendí a pedir ayuda.",
        ]),
        milestones: vec![
            milestone("30 días", "2026-05-06"),
            milestone("60 días", "2026-06-05"),
            milestone("90 días", "2026-07-05"),
        ],
        ..shared()
    }
}

pub fn needs() -> BTreeMap<String, String> {
    let need = |id: &str, text: &str| (id.to_owned(), text.to_owned());
    BTreeMap::from([
        need("nd1", "Return-to-use risk with alcohol"),
        need("nd2", "Depressed mood and worry"),
        need("nd3", "Trust with partner and son"),
        need("nd4", "Job training"),
    ])
}

fn aim(need: &str, text: &str, goal: &str, objectives: Vec<Objective>) -> Problem {
    let goal = Goal { text: goal.into(), objectives, ..Goal::default() };
    Problem { need: need.into(), text: text.into(), goals: vec![goal], ..Problem::default() }
}

fn objective(texts: [&str; 4], target_date: &str, new_in_version: bool, interventions: Vec<Intervention>) -> Objective {
    let [text, measure, baseline, target] = texts.map(str::to_owned);
    let target_date = target_date.into();
    Objective {
        text,
        measure,
        baseline,
        target,
        target_date,
        new_in_version,
        interventions,
        status: "active".into(),
        ..Objective::default()
    }
}

fn care(modality: &str, what: &str, frequency: &str, responsible: &str) -> Intervention {
    let [modality, what, frequency, responsible] = [modality, what, frequency, responsible].map(str::to_owned);
    Intervention { modality, what, frequency, responsible, ..Intervention::default() }
}

pub fn treatment(language: Language) -> TreatmentPlan {
    let es = language == Language::Es;
    let pick = |en: &'static str, spanish: &'static str| if es { spanish } else { en };
    let sober = vec![
        objective(
            [
                pick("0 drinking days each week", "0 días de consumo por semana"),
                pick("Check-in, breath and urine tests", "Registro, pruebas de aliento y orina"),
                pick("24 of 30 days", "24 de 30 días"),
                pick("0 days", "0 días"),
            ],
            "2026-05-05",
            false,
            vec![
                care("cbt", pick("craving skills", "manejo de las ganas"), pick("each week", "cada semana"), "st1"),
                care(
                    "",
                    pick("relapse prevention group", "grupo de prevención de recaídas"),
                    pick("each week", "cada semana"),
                    "st2",
                ),
                care("", pick("naltrexone visit", "cita de naltrexona"), pick("each month", "cada mes"), "st3"),
            ],
        ),
        objective(
            [
                pick("3 meetings a week", "3 reuniones por semana"),
                pick("Meeting log", "Registro de reuniones"),
                "1",
                "3",
            ],
            "2026-04-30",
            true,
            vec![care("", pick("meeting check", "repaso de reuniones"), pick("each week", "cada semana"), "st5")],
        ),
    ];
    let mood = vec![objective(
        [pick("Lower mood score", "Bajar el puntaje de ánimo"), "PHQ-9", "17", pick("under 10", "menos de 10")],
        "2026-05-05",
        false,
        vec![care(
            "dbt",
            pick("emotion skills and mindfulness", "manejo de emociones y atención plena"),
            pick("each week", "cada semana"),
            "st2",
        )],
    )];
    let home = vec![objective(
        [
            pick("“I” statements and one time-out rule", "Frases en primera persona y una regla de pausa"),
            pick("Family sessions", "Sesiones de familia"),
            "0",
            "3",
        ],
        "2026-04-30",
        false,
        vec![care("", pick("family session", "sesión de familia"), pick("every 2 weeks", "cada 2 semanas"), "st1")],
    )];
    TreatmentPlan {
        effective: "2026-04-13".into(),
        next_review: "2026-04-30".into(),
        revision_reason: pick("A lapse on April 5, and more worry since March.", "Un consumo el 5 de abril y más preocupación desde marzo.").into(),
        clients_statement: "Quiero estar sobria y presente para mi hijo.".into(),
        clients_statement_gloss: pick("I want to be sober and present for my son.", "").into(),
        discharge_criteria: match es {
            false => list(&["No alcohol for 3 weeks", "PHQ-9 under 10", "Relapse-prevention plan done", "First visit booked"]),
            true => list(&["Nada de alcohol por 3 semanas", "PHQ-9 menor de 10", "Plan para prevenir recaídas hecho", "Primera cita lista"]),
        },
        frequency: pick(
            "Mon, Tue, Wed and Thu, 6:00 to 9:00 pm, until April 23. Then 3 days. One individual visit a week.",
            "Lunes, martes, miércoles y jueves, de 6:00 a 9:00 p. m., hasta el 23 de abril. Luego 3 días. Una cita individual por semana.",
        )
        .into(),
        problems: vec![
            aim("nd1", pick("", "Riesgo de volver a consumir alcohol"), pick("Stay sober through the program", "Seguir sobria durante el programa"), sober),
            aim("nd2", pick("Low mood and worry", "Ánimo bajo y preocupación"), pick("Feel steadier", "Sentirme más estable"), mood),
            aim("nd3", pick("", "Confianza con mi pareja y mi hijo"), pick("Calmer talks at home", "Hablar con calma en casa"), home),
        ],
        deferred_needs: vec![Deferred { need: "nd4".into(), reason: pick("we refer at aftercare.", "se refiere al terminar.").into(), ..Deferred::default() }],
        clients_contribution: pick("I asked for a Monday group and a daily call with my sister.", "Pedí un grupo los lunes y una llamada diaria con mi hermana.").into(),
        client_signed_name: "Marisol Testcase-Example".into(),
        client_signs: "signed".into(),
        client_signed_on: "2026-04-09".into(),
        ..TreatmentPlan::default()
    }
}
