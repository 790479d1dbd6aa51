//! Text that wants to be a program, in every field, on every screen and on every paper: it stays text.

use crate::actions::{bytes, data, harmless, of_the_house, saved};
use crate::desktop::Desktop;
use crate::job::recorded;
use crate::journey::Journey;
use crate::steps::{NAME, PASSWORD};
use crate::strings::{leaves, strings};
use clinical::Kind;
use clinical::kind::Finish;
use clinical::kind::{Lies, StartsFrom};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Notes everything that a page should never do by itself.
const WATCH: &str = "
    window.ran = 0; window.refused = []; window.broke = [];
    addEventListener('error', (e) => window.broke.push(String(e.message)));
    addEventListener('unhandledrejection', (e) => window.broke.push(String(e.reason)));
    document.addEventListener('securitypolicyviolation', (e) =>
        window.refused.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));";

/// As the page asks, in scripts.
pub const ASK: &str = "const ask = (name, input) => window.__TAURI_INTERNALS__.invoke('rpc', { name, input });";

/// One form with its text fields.
struct Writing {
    kind: Kind,
    document: Value,
    body: Value,
    fields: Vec<String>,
}

/// What was done, for the last line.
#[derive(Default)]
struct Count {
    kept: usize,
    fields: usize,
    forms: usize,
    screens: usize,
    papers: usize,
    unprintable: usize,
}

#[tokio::test]
async fn hostile_text_stays_text_in_every_field_on_every_screen_and_on_every_paper() {
    let asked = std::env::var("HANDRAIL_HOSTILE").ok().and_then(|count| count.parse().ok());
    let strings = strings(asked.unwrap_or(40));
    let mut count = Count::default();
    let desktop = Desktop::open(&[]).await;
    hostile_program(&desktop, &strings).await;
    desktop.script(WATCH).await;
    let mut journey = Journey::ending(desktop.ask("status", json!({})).await["today"].as_str().expect("today"));
    let client = people(&desktop, &mut journey, &strings).await;

    let mut recorded_kinds = BTreeMap::new();
    // What keeps a colleague out would close the chart to the one who writes here.
    for &kind in Kind::ALL.iter().filter(|kind| kind.about().kept_from.is_none()) {
        let Some(writing) = begin(&desktop, &journey, kind, &client).await else { continue };
        count.fields += writing.fields.len();
        count.kept += keep_all(&desktop, &writing, &strings).await;
        for round in 0..strings.len().div_ceil(writing.fields.len().max(1)) {
            show(&desktop, &writing, &strings, round).await;
            count.forms += 1;
            quiet(&desktop, kind.name()).await;
        }
        if kind.about().lies == Lies::Chart {
            papers(&desktop, &writing, &strings, &mut count).await;
        }
        if let Some(document) = into_the_record(&desktop, &writing, &strings).await {
            recorded_kinds.insert(kind.name().to_owned(), document);
        }
    }
    assert!(recorded_kinds.len() >= 10, "recorded with hostile text: {:?}", recorded_kinds.keys());
    count.screens = around(&desktop, &strings, &recorded_kinds).await;
    searches(&desktop, &strings).await;
    count.papers += of_the_house(&desktop).await + saved(&desktop);
    eprintln!(
        "{} strings, {} text fields, {} texts kept as typed; {} forms and {} screens looked at, {} PDFs searched ({} refused \
         for a letter no font has): 0 scripts, 0 dialogs, 0 actions",
        strings.len(),
        count.fields,
        count.kept,
        count.forms,
        count.screens,
        count.papers,
        count.unprintable
    );
    assert!(count.papers >= 2 && count.fields >= 100);
}

/// A program and a first person with hostile names: they stand on every paper and in every frame.
async fn hostile_program(desktop: &Desktop, strings: &[String]) {
    let short: Vec<&String> = strings.iter().filter(|text| text.len() < 120 && printable(text)).collect();
    let answers = json!({
        "program": short[0], "site": short[1], "phone": short[2], "crisis_phone": "602-555-0199", "address": short[3],
        "paper": "letter", "name": NAME, "credential": short[4], "role": "director", "password": PASSWORD,
    });
    desktop.ask("create_vault", answers).await;
    desktop.page.refresh().await.expect("the page opens again");
    desktop.see("Clients").await;
    let staff = json!({
        "name": short[5], "credential": short[6], "role": "counselor", "license": short[7], "license_state": "AZ",
        "license_expires": "", "password": format!("{PASSWORD} at first"), "own_password": PASSWORD,
    });
    let _ = desktop.wait_for(&format!("{ASK} return await ask('add_staff', {staff})")).await;
}

fn printable(text: &str) -> bool {
    text.chars().all(|letter| (' '..='~').contains(&letter))
}

/// Everybody whom the examples name, three of them clients.
async fn people(desktop: &Desktop, journey: &mut Journey, strings: &[String]) -> Value {
    let me = desktop.ask("status", json!({})).await["me"]["staff"].clone();
    for told in ["e00000000001", "e00000000002", "e00000000003", "e00000000004", "e00000000005"] {
        journey.is(told, &me);
    }
    // The rules hold what a record cannot keep, so the people to begin with have names that can be kept.
    let strings: Vec<&String> = strings.iter().filter(|text| text.len() < 120 && printable(text)).collect();
    let mut first = Value::Null;
    for (nth, told) in ["f00000000001", "f00000000002", "f00000000003"].into_iter().enumerate() {
        let mut sheet = journey.body("face_sheet");
        sheet["legal_last"] = json!(strings[nth * 3 + 3]);
        sheet["preferred_name"] = json!(strings[nth * 3 + 4]);
        sheet["record_number"] = json!(format!("TEST-{nth}"));
        sheet["birth_date"] = json!(format!("198{nth}-02-03"));
        let client = recorded(desktop, "face_sheet", &Value::Null, sheet).await["client_id"].clone();
        let mut episode = journey.body("episode");
        (episode["ended_on"], episode["end_reason"]) = (json!(""), json!(""));
        recorded(desktop, "episode", &client, episode).await;
        journey.is(told, &client);
        if nth == 0 {
            first = client;
        }
    }
    for nth in 1..=7 {
        let mut contact = journey.body("contact");
        contact["name"] = json!(format!("{} {nth}", strings[nth + 5]));
        contact["emergency"] = json!(false);
        let contact = recorded(desktop, "contact", &first, contact).await;
        journey.is(&format!("c0000000000{nth}"), &contact["document"]);
    }
    first
}

/// Begins a form and finds its text fields: wherever any words are taken as an answer.
async fn begin(desktop: &Desktop, journey: &Journey, kind: Kind, client: &Value) -> Option<Writing> {
    let client = if kind.about().lies == Lies::Program || kind.about().starts == StartsFrom::Clients {
        &Value::Null
    } else {
        client
    };
    let body = journey.body(kind.name());
    let begin = json!({ "kind": kind, "client": client, "document": null, "body": body });
    let draft = desktop.wait_for(&format!("{ASK} return await ask('start_draft', {begin})")).await;
    if draft.get("thrown").is_some() {
        // A directory entry and a care team are made by commands of their own, a group note by its session.
        assert!(matches!(kind.about().starts, StartsFrom::Command | StartsFrom::Whole), "{}: {draft}", kind.name());
        return None;
    }
    let mut fields = Vec::new();
    leaves(&draft["body"], "", &mut fields);
    let script = format!(
        "{ASK} const document = {document}; let rev = {rev}; const body = {body}; const fields = [];
         const put = (path, value) => {{
             const at = path.slice(1).split('/'); const last = at.pop();
             at.reduce((part, key) => part[key], body)[last] = value;
         }};
         const get = (path) => path.slice(1).split('/').reduce((part, key) => part[key], body);
         for (const path of {fields}) {{
             const before = get(path);
             put(path, 'Any words at all');
             try {{ rev = (await ask('save_draft', {{ document, rev, body }})).rev; fields.push(path) }} catch {{}}
             put(path, before);
         }}
         return fields",
        document = draft["document"],
        rev = draft["rev"],
        body = draft["body"],
        fields = json!(fields)
    );
    let fields = desktop.wait_for(&script).await;
    let fields: Vec<String> =
        serde_json::from_value(fields.clone()).unwrap_or_else(|_| panic!("{}: {fields}", kind.name()));
    Some(Writing { kind, document: draft["document"].clone(), body: draft["body"].clone(), fields })
}

/// Every string through every text field, through the dispatcher, and read back at the end.
async fn keep_all(desktop: &Desktop, writing: &Writing, strings: &[String]) -> usize {
    let mut kept = 0;
    for from in (0..strings.len()).step_by(20) {
        for round in from..(from + 20).min(strings.len()) {
            let body = filled(writing, strings, round);
            save(desktop, writing, &body).await;
            kept += writing.fields.len();
        }
        let body = filled(writing, strings, (from + 20).min(strings.len()) - 1);
        let draft = desktop.ask("draft", json!({ "document": writing.document })).await;
        // What the record writes itself is nobody's text.
        let own = |field: &&String| {
            let key = field.split('/').nth(1).unwrap_or_default();
            !writing.kind.about().without_a_field.contains(&key)
        };
        for field in writing.fields.iter().filter(own) {
            // Kept as the door cleans it: a lone carriage return is a line break.
            let typed = body.pointer(field).map(|value| match value.as_str() {
                Some(text) => json!(clinical::clean::clean(text).text),
                None => value.clone(),
            });
            assert_eq!(draft["body"].pointer(field), typed.as_ref(), "{} {field}", writing.kind.name());
        }
    }
    kept
}

async fn save(desktop: &Desktop, writing: &Writing, body: &Value) -> Value {
    let script = format!(
        "{ASK} const document = {document}; const {{ rev }} = await ask('draft', {{ document }});
         return await ask('save_draft', {{ document, rev, body: {body} }})",
        document = writing.document
    );
    let saved = desktop.wait_for(&script).await;
    assert!(saved.get("thrown").is_none(), "{}: {saved}", writing.kind.name());
    saved
}

/// The body with another string in each text field.
fn filled(writing: &Writing, strings: &[String], round: usize) -> Value {
    let mut body = writing.body.clone();
    for (at, field) in writing.fields.iter().enumerate() {
        if let Some(place) = body.pointer_mut(field) {
            *place = json!(strings[(round + at) % strings.len()]);
        }
    }
    body
}

/// A form still open would keep its own text against what is saved past it.
async fn leave(desktop: &Desktop) {
    desktop.press("Today").await;
    desktop.until("the form before has gone", || async { !desktop.sees("Discard draft").await }).await;
}

/// Opens the form in the window, each field with a string it did not show before.
async fn show(desktop: &Desktop, writing: &Writing, strings: &[String], round: usize) {
    leave(desktop).await;
    save(desktop, writing, &filled(writing, strings, round * writing.fields.len())).await;
    let open = format!("document.querySelector('tr[data-row={}] button')?.click()", writing.document);
    let there = format!(
        "const row = document.querySelector('tr[data-row={}] button');
         if (!row) [...document.querySelectorAll('nav button, nav a')].find((e) => e.textContent.trim().startsWith('To do'))?.click();
         return !!row",
        writing.document
    );
    desktop
        .until("its row", || async {
            assert_eq!(desktop.script("return window.broke").await, json!([]), "before {}", writing.kind.name());
            desktop.script(&there).await == json!(true)
        })
        .await;
    desktop.script(&open).await;
    desktop
        .until(&format!("the form of {}", writing.kind.name()), || async {
            let broke = desktop.script("return window.broke").await;
            assert_eq!(broke, json!([]), "{}", writing.kind.name());
            desktop.sees("Discard draft").await
        })
        .await;
}

/// Nothing ran, nothing was refused by the content policy because nothing became markup, nobody was asked anything.
async fn quiet(desktop: &Desktop, at: &str) {
    desktop.wait_for("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
    assert!(desktop.page.get_alert_text().await.is_err(), "{at} asks something");
    let seen = desktop
        .script(
            "return { ran: window.ran, refused: window.refused, broke: window.broke, foreign: [...document.querySelectorAll(
                 'script:not([src^=\"/assets/\"]):not([type=module]), iframe, object, embed, base, meta[http-equiv=refresh], \
                  math, marquee, template, image, [onerror], [onload], [onfocus], [href^=\"javascript:\" i]')].map((e) => e.outerHTML.slice(0, 99)) }",
        )
        .await;
    assert_eq!(seen, json!({ "ran": 0, "refused": [], "broke": [], "foreign": [] }), "{at}");
}

/// Puts the form into the record with as much hostile text as its rules let through.
async fn into_the_record(desktop: &Desktop, writing: &Writing, strings: &[String]) -> Option<Value> {
    let bearable: Vec<String> = strings.iter().filter(|text| text.len() < 2000).cloned().collect();
    leave(desktop).await;
    let mut body = filled(writing, &bearable, 0);
    for _ in 0..6 {
        let saved = save(desktop, writing, &body).await;
        let held: Vec<String> = saved["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|finding| finding["weight"] == "hold")
            .map(|finding| format!("/{}", finding["field"].as_str().unwrap_or_default().replace('.', "/")))
            .collect();
        if held.is_empty() {
            let command =
                if writing.kind.about().finish == Finish::Signed { "sign_document" } else { "record_document" };
            let asked = json!({
                "document": writing.document, "rev": saved["rev"], "password": PASSWORD, "duplicate_reason": bearable[0],
            });
            let done = desktop.wait_for(&format!("{ASK} return await ask('{command}', {asked})")).await;
            return done.get("thrown").is_none().then(|| writing.document.clone());
        }
        // The rule wants its answer back, or that of the part it is in.
        for field in held {
            let part = field.split('/').nth(1).map(|part| format!("/{part}")).unwrap_or_default();
            let near = if writing.body.pointer(&field).is_some() { &field } else { &part };
            if let (Some(place), Some(good)) = (body.pointer_mut(near), writing.body.pointer(near)) {
                *place = good.clone();
            }
        }
    }
    None
}

/// Every screen: the main places, a chart's parts, every document as it stands in the record.
async fn around(desktop: &Desktop, strings: &[String], documents: &BTreeMap<String, Value>) -> usize {
    let mut screens = 0;
    for place in ["Today", "Clients", "Groups", "To do", "Settings"] {
        desktop.press(place).await;
        desktop.wait_for("await new Promise((done) => setTimeout(done, 250))").await;
        quiet(desktop, place).await;
        screens += 1;
    }
    desktop.press("Clients").await;
    desktop
        .until("a client", || async {
            desktop.script("return !!document.querySelector('[data-row]')").await == json!(true)
        })
        .await;
    desktop
        .script("document.querySelector('[data-row] a, [data-row] button, a[data-row], button[data-row]').click()")
        .await;
    desktop.see("Overview").await;
    for tab in ["Overview", "Plan", "Notes", "Measures", "Attendance", "Family", "Releases", "Paper"] {
        desktop.press(tab).await;
        desktop.wait_for("await new Promise((done) => setTimeout(done, 150))").await;
        quiet(desktop, tab).await;
        screens += 1;
    }
    for (kind, document) in documents {
        let view = desktop.ask("document", json!({ "document": document })).await;
        if view["may"].to_string().contains("addend") {
            let asked = json!({ "document": document, "reason": strings[0], "text": strings[1], "password": PASSWORD });
            desktop.ask("add_addendum", asked).await;
        }
        desktop.press("Notes").await;
        let open =
            format!("document.querySelector('[data-row={document}] button, button[data-row={document}]')?.click()");
        desktop.script(&open).await;
        desktop.wait_for("await new Promise((done) => setTimeout(done, 200))").await;
        quiet(desktop, kind).await;
        screens += 1;
        if desktop.script("return !document.querySelector('.tabs')").await == json!(true) {
            desktop.chord(&[fantoccini::key::Key::Escape.into()]).await;
            desktop.see("Overview").await;
        }
    }
    screens
}

/// Every string as a question to the search.
async fn searches(desktop: &Desktop, strings: &[String]) {
    let script = format!(
        "{ASK} for (const find of {}) await ask('clients', {{ find, limit: 5, offset: 0 }}); return 'asked'",
        json!(strings)
    );
    assert_eq!(desktop.wait_for(&script).await, json!("asked"));
}

/// The draft as pages, in both languages: once with every string, which a font may refuse, then with those it has letters for.
async fn papers(desktop: &Desktop, writing: &Writing, strings: &[String], count: &mut Count) {
    leave(desktop).await;
    let plain: Vec<String> = strings.iter().filter(|text| printable(text)).cloned().collect();
    let rounds = plain.len().div_ceil(writing.fields.len());
    let bodies = (0..rounds).map(|round| filled(writing, &plain, round * writing.fields.len()));
    for body in std::iter::once(filled(writing, strings, 0)).chain(bodies) {
        save(desktop, writing, &body).await;
        pages(desktop, writing, count).await;
    }
}

async fn pages(desktop: &Desktop, writing: &Writing, count: &mut Count) {
    for language in ["en", "es"] {
        let asked = json!({
            "document": writing.document, "draft": true, "language": language, "size": "normal", "paper": "letter", "recipient": null,
        });
        match desktop.wait_for(&bytes("preview", &asked)).await.as_str() {
            Some(hex) => {
                harmless(&data(hex), writing.kind.name());
                count.papers += 1;
            }
            None => count.unprintable += 1,
        }
    }
}
