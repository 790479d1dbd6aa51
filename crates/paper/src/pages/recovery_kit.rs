//! The recovery kit: one sheet with the key that opens the record when a password is lost.

use crate::dates::Calendar;
use crate::engine::blocks::Marker;
use crate::engine::flow::{Draw, Flow, Shape, Slab};
use crate::engine::foot::Foot;
use crate::engine::press::{Sheets, forget_words, print};
use crate::engine::runs::{Rich, bold};
use crate::given::{How, Language, Letterhead, Sheet, Size, Unprintable};
use chrono::NaiveDate;
use qrcodegen::{QrCode, QrCodeEcc};

/// Quiet modules around the code.
const QUIET: f32 = 4.;
/// Side of the code in points.
const SIDE: f32 = 116.;

/// Prints the recovery key of `user`. The key's words are forgotten at once.
///
/// # Errors
/// Names the field and the character, or says that the key is too long for a code.
pub fn recovery_kit(
    key: &str,
    user: &str,
    letterhead: &Letterhead,
    made_on: NaiveDate,
    sheet: Sheet,
) -> Result<Vec<u8>, Unprintable> {
    let how = How { language: Language::En, size: Size::Normal, sheet };
    let calendar = Calendar { language: how.language, from: made_on };
    let code = QrCode::encode_text(key.trim(), QrCodeEcc::Medium)
        .map_err(|_| Unprintable { field: "key".into(), message: "The key is too long for a printed code.".into() })?;
    let lay = |flow: &mut Flow| {
        let made = format!("Made on {}", calendar.long(made_on));
        let who = [letterhead.program.trim(), letterhead.site.trim()].into_iter().filter(|part| !part.is_empty());
        let who = who.collect::<Vec<_>>().join(", ");
        flow.title("Recovery key", &Rich::from(who).line().plain("For ").bold(user.trim()).plain(format!(" · {made}")));
        flow.wide("This key opens the record when every password is lost.");
        flow.card(|flow| {
            key_groups(flow, key);
        });
        draw_code(flow, &code);
        flow.heading("Who may keep it");
        flow.list(
            [
                "The program director, and one other person the director names.",
                "In a locked safe or a sealed envelope. Sign and date the seal.",
            ],
            Marker::Bullet,
        );
        flow.heading("How to use it");
        flow.list(
            [
                "Start Handrail and choose “I have a recovery key”.",
                "Type the key or scan the code. Spaces and hyphens do not matter.",
                "Choose a new password. Make a new recovery key, then destroy this sheet.",
            ],
            Marker::Step,
        );
        flow.heading("Keep it safe");
        flow.list(
            [
                "Never with the laptop: not in its bag, not on its lid, not in the same drawer.",
                "Never as a photo, a scan or an e-mail.",
                "If it is lost or a stranger has seen it, make a new key the same day.",
            ],
            Marker::Bullet,
        );
    };
    let foot = Foot::of(&[("Recovery key", "")]);
    let fields = || {
        let about = [("key", key), ("user", user), ("letterhead.program", &letterhead.program)];
        let site = ("letterhead.site", letterhead.site.as_str());
        about.into_iter().chain([site]).map(|(field, text)| (field.to_owned(), text.to_owned())).collect()
    };
    let printed = print(Sheets { how, title: "Recovery key", made: made_on, foot, cover: None }, lay, fields);
    forget_words();
    printed
}

/// Groups as they are typed, four to a line and each in its own place, so that no group is lost or read twice.
fn key_groups(flow: &mut Flow, key: &str) {
    let typed: Vec<&str> = key.split(|c: char| c == '-' || c.is_whitespace()).filter(|part| !part.is_empty()).collect();
    let bare: Vec<char> = typed.concat().chars().collect();
    let groups: Vec<String> = match typed.len() {
        0 | 1 => bare.chunks(4).map(|group| group.iter().collect()).collect(),
        _ => typed.iter().map(|group| (*group).to_owned()).collect(),
    };
    let (x, width, node) = (flow.x, flow.w / 4., flow.node("P", flow.up));
    let count = groups.len();
    for (row, line) in groups.chunks(4).enumerate() {
        let mut slab = Slab { gap: if row > 0 { flow.scale.u } else { 0. }, ..Slab::default() };
        for (column, group) in line.iter().enumerate() {
            let last = row * 4 + column + 1 == count;
            let text = bold(group).plain(if last { " " } else { "- " });
            let cell = flow.whole(&text, (24., 28.), x + width * column as f32, width + 20., node);
            slab.draw.extend(cell.draw);
            slab.h = slab.h.max(cell.h);
        }
        flow.out.push(slab);
    }
}

/// The same key as a code, drawn in runs of dark modules, with a quiet border.
fn draw_code(flow: &mut Flow, code: &QrCode) {
    let modules = code.size();
    let module = SIDE / (modules as f32 + 2. * QUIET);
    let node = flow.figure(flow.up, "The recovery key as a code to scan");
    let mut draw = Vec::new();
    for row in 0..modules {
        let mut column = 0;
        while column < modules {
            let start = column;
            while column < modules && code.get_module(column, row) {
                column += 1;
            }
            if column > start {
                let (x, y) = (flow.x + module * (QUIET + start as f32), module * (QUIET + row as f32));
                let (w, h) = (module * (column - start) as f32, module);
                draw.push(Draw::Shape { x, y, w, h, shape: Shape::Fill(0.), node });
            }
            column += 1;
        }
    }
    let caption = flow.node("P", flow.up);
    let beside = flow.whole(
        &bold("The same key, to scan.").line().plain("The code holds the key and nothing else."),
        flow.scale.body,
        flow.x + SIDE + 12.,
        flow.w - SIDE - 12.,
        caption,
    );
    let down = (SIDE - beside.h) / 2.;
    draw.extend(beside.draw.into_iter().map(|line| line.moved(down)));
    flow.out.push(Slab { gap: 3. * flow.scale.u, h: SIDE, draw, ..Slab::default() });
}
