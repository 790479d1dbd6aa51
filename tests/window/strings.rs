//! What somebody could type to make a program do something else than keep it, and where it could be typed.

use serde_json::Value;

/// Stands for a call that leaves a trace in the window when any of this is ever run.
const RUN: &str = "RUN";
const TRACE: &str = "window.ran=(window.ran||0)+1";

const SEEDS: &[&str] = &[
    // Markup that runs by itself.
    "<script>RUN</script>",
    "<SCRIPT SRC=data:text/javascript,RUN></SCRIPT>",
    "</textarea><script>RUN</script>",
    "</title><script>RUN</script>",
    "</style><script>RUN</script>",
    "--><script>RUN</script>",
    "]]><script>RUN</script>",
    "<img src=x onerror=RUN>",
    "<img src=x onerror=\"RUN\">",
    "\"><img src=x onerror=RUN>",
    "'><img src=x onerror=RUN>",
    "<image href=1 onerror=RUN>",
    "<body onload=RUN>",
    "<body/onpageshow=RUN>",
    "<iframe src=\"javascript:RUN\"></iframe>",
    "<iframe srcdoc=\"<script>RUN</script>\"></iframe>",
    "<object data=\"javascript:RUN\"></object>",
    "<embed src=\"javascript:RUN\">",
    "<input autofocus onfocus=RUN>",
    "<select autofocus onfocus=RUN><option>x</select>",
    "<textarea autofocus onfocus=RUN></textarea>",
    "<details open ontoggle=RUN>x</details>",
    "<video><source onerror=RUN></video>",
    "<audio src=x onerror=RUN>",
    "<marquee onstart=RUN>x</marquee>",
    "<div onpointerenter=RUN style=\"position:fixed;inset:0\">x</div>",
    "<a href=\"javascript:RUN\">Press here</a>",
    "<a href=\"java&#10;script:RUN\">Press here</a>",
    "<form action=\"javascript:RUN\"><button>Go</button></form>",
    "<button formaction=javascript:RUN>Go</button>",
    "<base href=\"javascript:RUN//\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:RUN\">",
    "<link rel=stylesheet href=\"data:text/css,*{display:none}\">",
    "<style>*{display:none}</style>",
    "<style>@import 'javascript:RUN';</style>",
    "<dialog open>Handrail needs your password</dialog>",
    "<template><script>RUN</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=RUN>\">",
    "<x onclick=RUN tabindex=1 id=x autofocus>x</x>",
    "<slot onslotchange=RUN>",
    "<custom-element onanimationstart=RUN style=\"animation:x 1s\">",
    // Drawings and formulas.
    "<svg onload=RUN>",
    "<svg><script>RUN</script></svg>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:RUN\"><text x=20 y=20>x</text></a></svg>",
    "<svg><foreignObject><body onload=RUN></foreignObject></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x onload=RUN/>#x\"></svg>",
    "<svg><style><img src=x onerror=RUN></style></svg>",
    "<math><mi xlink:href=\"javascript:RUN\">x</mi></math>",
    "<math href=\"javascript:RUN\">x</math>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=RUN>",
    "<math><annotation-xml encoding=\"text/html\"><script>RUN</script></annotation-xml></math>",
    // Addresses.
    "javascript:RUN",
    "JaVaScRiPt:RUN",
    "java\tscript:RUN",
    "\u{1}javascript:RUN",
    "data:text/html,<script>RUN</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "tauri://localhost/index.html",
    "ipc://localhost/rpc",
    "https://example.org/?q=<script>RUN</script>",
    "mailto:x@example.org?subject=x&body=y",
    "//example.org/x.js",
    // Templates and code of other tongues.
    "{{constructor.constructor('RUN')()}}",
    "${RUN}",
    "`${RUN}`",
    "#{RUN}",
    "<%= RUN %>",
    "{@html '<img src=x onerror=RUN>'}",
    "{#if true}{RUN}{/if}",
    "{$state(RUN)}",
    "{% raw %}RUN{% endraw %}",
    "[[RUN]]",
    "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
    "\\x3cscript\\x3eRUN\\x3c/script\\x3e",
    "&lt;script&gt;RUN&lt;/script&gt;",
    "&#x3C;img src=x onerror=RUN&#x3E;",
    "%3Cscript%3ERUN%3C/script%3E",
    "\u{ff1c}script\u{ff1e}RUN\u{ff1c}/script\u{ff1e}",
    "';RUN;//",
    "\";RUN;//",
    "\\\";RUN;//",
    "*/RUN/*",
    "\u{2028}RUN\u{2029}",
    "__proto__",
    "constructor",
    "toString",
    "[object Object]",
    "undefined",
    "null",
    "NaN",
    "{\"$ref\":\"#\",\"__proto__\":{\"ran\":1}}",
    // Databases, shells and paths.
    "'; DROP TABLE version; --",
    "' OR '1'='1",
    "\" OR \"\"=\"",
    "1); DELETE FROM audit WHERE (1=1",
    "'||(SELECT hex(body) FROM draft)||'",
    "%' ESCAPE '\\",
    "NEAR(a b) OR client_words:*",
    "* AND NOT (",
    "PRAGMA key = 'x'",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\Windows\\System32\\cmd.exe",
    "CON",
    "note.pdf\u{0}.exe",
    "; rm -rf /",
    "$(touch ran)",
    "`touch ran`",
    "| touch ran",
    // Tables.
    "=1+1",
    "=HYPERLINK(\"https://example.org\",\"Press here\")",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\"a\",\"b\"\r\n\"c\"",
    // Paper.
    ") Tj ET /JS (RUN) BT (",
    "endstream endobj 9 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj",
    "<< /Type /Action /S /Launch /F (cmd.exe) >>",
    "<< /OpenAction << /S /URI /URI (https://example.org) >> >>",
    "/AA << /O << /S /JavaScript /JS (app.alert(1)) >> >>",
    "\\) \\( \\\\ ( ( ( )",
    "%%EOF\n%PDF-1.7\n1 0 obj",
    "(\\050\\051) Tj",
    "q 0 0 1 rg 0 0 999 999 re f Q",
    "@page { size: 1px } /* */",
    // Letters that are not what they look like.
    "\u{202e}gnp.exe",
    "\u{2066}left\u{2069} \u{2067}right\u{2069}",
    "a\u{200b}b\u{200c}c\u{200d}d\u{feff}e",
    "Z\u{351}\u{36b}\u{343}a\u{363}\u{33e}l\u{348}g\u{322}o\u{31b}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466} \u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
    "\u{1f600}\u{1f52b}\u{1f1fa}\u{1f1f8}",
    "مرحبا <b>RUN</b>",
    "שלום \"onload=RUN",
    "北京 <img src=x onerror=RUN>",
    "ﷺ",
    "𝕊𝕔𝕣𝕚𝕡𝕥",
    "I\u{307}ı",
    "\u{fffd}\u{fffe}",
    "\u{7}\u{8}\u{1b}[31m",
    "line one\r\nline two\n\nline four\ttab",
    "                    ",
    "\u{a0}\u{3000}",
];

/// So many of them, each another one: every seed alone, then inside words, inside an attribute, and doubled.
pub fn strings(count: usize) -> Vec<String> {
    let long = "Many words without an end. <b>RUN</b> ".repeat(400);
    let unbroken = "W".repeat(20_000);
    let mut all: Vec<String> = [long, unbroken].to_vec();
    let plain = SEEDS.iter().map(|&seed| seed.to_owned());
    let inside = SEEDS.iter().map(|seed| format!("Said that {seed} and went home."));
    let attribute = SEEDS.iter().map(|seed| format!("\" autofocus onfocus=\"RUN\" x='{seed}"));
    let upper = SEEDS.iter().map(|seed| format!("{}&#60;/p&#62;", seed.to_uppercase().replace(RUN, "RUN")));
    let nested = SEEDS.iter().map(|seed| format!("<scr<script>ipt>{seed}</scr</script>ipt>"));
    all.extend(plain.chain(inside).chain(attribute).chain(upper).chain(nested));
    // A smaller count still has some of every kind.
    let step = (all.len() / count.max(1)).max(1);
    let mut chosen: Vec<String> = all.into_iter().step_by(step).take(count).collect();
    for text in &mut chosen {
        *text = text.replace(RUN, TRACE);
    }
    chosen
}

/// Every text of a body, by its JSON pointer. A row's own id is made by the program and typed by nobody.
pub fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &format!("{path}/{at}"), found));
        }
        Value::Object(fields) => {
            let typed = fields.iter().filter(|(key, _)| *key != "id");
            typed.for_each(|(key, field)| leaves(field, &format!("{path}/{key}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
