//! What is left on the disk when the day is over: nothing that could be read.

use crate::desktop::Desktop;
use crate::journey::Journey;
use crate::steps::{finish, open_draft, quick_vault, unlock};
use aho_corasick::AhoCorasick;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Beginnings and ends of 200 family names that nobody bears and no dictionary holds.
const BEGIN: [&str; 20] = [
    "Zor", "Quí", "Vél", "Łub", "Ñar", "Øst", "Ğül", "Çek", "Živ", "Bár", "Tûl", "Ham", "Wex", "Yöl", "Pří", "Dža",
    "Köv", "Nûm", "Ghé", "Sãb",
];
const END: [&str; 10] =
    ["avoteq", "inčoule", "ürbanek", "ostrovia", "éndariz", "ękowska", "iñalga", "åkerham", "őszvári", "umbrelin"];

/// Every byte of every file under a folder, but for what a person saved there on purpose.
pub struct Searched {
    /// Files read.
    pub files: usize,
    /// Bytes read.
    pub bytes: usize,
    /// Where something was found, with its beginning.
    pub hits: Vec<String>,
}

impl Searched {
    /// Looks for these words however a program may spell them: UTF-8 composed and decomposed, UTF-16, Latin-1, any case of
    /// the plain letters.
    pub fn under(folder: &Path, words: &[String]) -> Self {
        let spelled: Vec<(usize, Vec<u8>)> =
            words.iter().enumerate().flat_map(|(at, word)| spellings(at, word)).collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(spelled.iter().map(|(_, bytes)| bytes))
            .expect("a finder");
        let mut searched = Self { files: 0, bytes: 0, hits: Vec::new() };
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(&next).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.extend((path != folder.join("saved")).then_some(path));
                } else if let Ok(bytes) = fs::read(&path) {
                    searched.files += 1;
                    searched.bytes += bytes.len();
                    let found = finder.find_iter(&bytes).map(|hit| &words[spelled[hit.pattern().as_usize()].0]);
                    searched.hits.extend(found.map(|word| format!("{word} in {}", path.display())));
                }
            }
        }
        searched
    }
}

fn spellings(at: usize, word: &str) -> Vec<(usize, Vec<u8>)> {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (apart, lower) = (word.nfd().collect::<String>(), word.to_lowercase());
    let latin: Option<Vec<u8>> = word.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    let mut all =
        vec![word.as_bytes().to_vec(), apart.as_bytes().to_vec(), lower.as_bytes().to_vec(), wide(word), wide(&lower)];
    all.extend(latin);
    all.sort();
    all.dedup();
    all.into_iter().map(|bytes| (at, bytes)).collect()
}

fn names() -> Vec<String> {
    BEGIN.iter().flat_map(|begin| END.iter().map(move |end| format!("{begin}{end}"))).collect()
}

#[tokio::test]
async fn two_hundred_names_and_a_days_work_leave_nothing_readable_behind() {
    let desktop = Desktop::open(&[("G_MESSAGES_DEBUG", "all")]).await;
    quick_vault(&desktop).await;
    let names = names();
    for (nth, some) in names.chunks(20).enumerate() {
        plant(&desktop, nth, some).await;
    }
    let found = desktop.ask("clients", json!({ "find": "", "limit": 1, "offset": 0 })).await;
    assert_eq!(found["total"], json!(names.len()), "{found}");

    a_day(&desktop, &names).await;

    desktop.press("Lock").await;
    desktop.lock_screen().await;
    let locked = Searched::under(&desktop.folder, &names);
    assert_eq!(locked.hits, Vec::<String>::new(), "while locked");
    unlock(&desktop).await;
    let app = desktop.app_process();
    desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desktop.gone(app).await;

    let said = |name| fs::metadata(desktop.folder.join("said").join(name)).expect("a file").len();
    let said = said("out") + said("err");
    assert!(said > 0, "what the program and its libraries say is caught");
    let searched = Searched::under(&desktop.folder, &names);
    eprintln!(
        "{} names, {} files of {} bytes ({said} of them said at trace): {} found",
        names.len(),
        searched.files,
        searched.bytes,
        searched.hits.len()
    );
    assert_eq!(searched.hits, Vec::<String>::new());
    assert!(searched.files >= 4, "the vault, its keys and what was said are there");

    // The search finds what is there to be found, also in the middle of other bytes.
    let wide: Vec<u8> = names[57].encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(desktop.folder.join("home/planted"), [&[0xff; 9][..], &wide, &[1; 9]].concat()).expect("a file");
    fs::write(desktop.folder.join("tmp/planted"), names[3].nfd().collect::<String>().to_uppercase()).expect("a file");
    assert_eq!(Searched::under(&desktop.folder, &names).hits.len(), 2);
}

/// Records a face sheet for each name, in the page's own words.
async fn plant(desktop: &Desktop, nth: usize, names: &[String]) {
    let script = format!(
        "const ask = (name, input) => window.__TAURI_INTERNALS__.invoke('rpc', {{ name, input }});
         for (const [at, legal_last] of {names}.entries()) {{
             const body = {{ legal_first: 'Planted', legal_last, birth_date: `19${{60 + {nth}}}-01-${{at + 10}}`, speaks: 'en',
                 reads: ['en'], ok_voicemail: true, ok_text: true, living_situation: 'own_home' }};
             const draft = await ask('start_draft', {{ kind: 'face_sheet', client: null, document: null, body }});
             await ask('record_document', {{ document: draft.document, rev: draft.rev, duplicate_reason: 'Another person' }});
         }}
         return 'done'",
        names = json!(names)
    );
    assert_eq!(desktop.wait_for(&script).await, json!("done"));
}

/// Search, chart, note, plan, preview and a PDF, each with names in it.
async fn a_day(desktop: &Desktop, names: &[String]) {
    desktop.press("Clients").await;
    desktop.page.refresh().await.expect("the page opens again");
    desktop.press("Clients").await;
    desktop.see(&names[17]).await;
    desktop.press(&format!("Planted {}", names[17])).await;
    desktop.see("Overview").await;
    let status = desktop.ask("status", json!({})).await;
    let mut journey = Journey::ending(status["today"].as_str().expect("today"));
    let found = desktop.ask("clients", json!({ "find": names[17], "limit": 1, "offset": 0 })).await;
    let client = found["rows"][0]["client"].clone();
    journey.is("f00000000001", &client);
    for told in ["e00000000001", "e00000000002", "e00000000005"] {
        journey.is(told, &status["me"]["staff"]);
    }
    open_draft(desktop, "individual_note", &client, json!({ "held": "held", "format": "soap" })).await;
    desktop.answer("sections.subjective", &format!("Spoke of {} and of {}", names[42], names[143])).await;
    desktop.press("Today").await;
    let mut plan = journey.body("treatment_plan");
    plan["client_signed_name"] = json!(format!("Planted {}", names[17]));
    open_draft(desktop, "treatment_plan", &client, plan).await;
    finish(desktop, "Sign").await;
    desktop.press("Print").await;
    desktop
        .until("a drawn page", || async {
            desktop.script("return !!document.querySelector('canvas')").await == json!(true)
        })
        .await;
    desktop.press("Save").await;
    desktop.until("a saved plan", || async { saved(desktop).is_some() }).await;
    assert_eq!(desktop.page.title().await.expect("a title").matches("Planted").count(), 0);
}

fn saved(desktop: &Desktop) -> Option<PathBuf> {
    let files = fs::read_dir(desktop.folder.join("saved")).expect("a folder").flatten();
    files.map(|entry| entry.path()).find(|path| path.extension().is_some_and(|ending| ending == "pdf"))
}
