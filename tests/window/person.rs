//! What a person does at the desktop: sees, presses, types. Found by what is readable on the screen.

use crate::desktop::Desktop;
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const AXE: &str = include_str!("../../ui/node_modules/axe-core/axe.min.js");
const PATIENCE: Duration = Duration::from_secs(30);

/// Finds what can be pressed by its words, in the dialog on top if there is one. An exact name goes before a beginning.
const PRESSABLE: &str = r#"
    const words = (e) => {
        const copy = e.cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true], kbd, svg').forEach((part) => part.remove());
        return (e.getAttribute('aria-label') ?? copy.textContent).replace(/\s+/g, ' ').trim();
    };
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    const kinds = 'button, a[href], label, summary, [role=tab], [role=menuitem], [role=option], [role=radio]';
    const shown = [...top.querySelectorAll(kinds)].filter((e) => e.checkVisibility() && !e.disabled);
    const wanted = arguments[0];
    return shown.find((e) => words(e) === wanted) ?? shown.find((e) => words(e).startsWith(wanted)) ?? null;
"#;

/// Finds an answer by the words of its label.
const LABELLED: &str = r#"
    const wanted = arguments[0];
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    const words = (e) => e.textContent.replace(/\s+/g, ' ').trim();
    const label = [...top.querySelectorAll('label')].filter((e) => e.checkVisibility()).find((e) => words(e).startsWith(wanted));
    const named = [...top.querySelectorAll('input, textarea, select')].find((e) => e.getAttribute('aria-label') === wanted);
    return label?.control ?? named ?? null;
"#;

impl Desktop {
    /// Waits until the screen says this.
    pub async fn see(&self, words: &str) {
        let seen =
            "return document.body.innerText.replace(/\\s+/g, ' ').toLowerCase().includes(arguments[0].toLowerCase())";
        self.until(words, || async { self.run(seen, words).await == json!(true) }).await;
    }

    /// The window that is left once the record is locked, on its lock screen.
    pub async fn lock_screen(&self) {
        let only = || async {
            let Ok(all) = self.page.windows().await else { return false };
            all.len() == 1
                && self.page.switch_to_window(all[0].clone()).await.is_ok()
                && self.page.find(Locator::Css("button[type=submit]")).await.is_ok()
                && self.page.find(Locator::Id("password")).await.is_ok()
        };
        let until = Instant::now() + PATIENCE;
        while !only().await {
            assert!(Instant::now() < until, "no lock screen");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Whether the screen says this now.
    pub async fn sees(&self, words: &str) -> bool {
        let text = self.script("return document.body.innerText.replace(/\\s+/g, ' ')").await;
        text.as_str().unwrap_or_default().to_lowercase().contains(&words.to_lowercase())
    }

    /// Clicks what bears these words.
    pub async fn press(&self, words: &str) {
        let element = self.found(PRESSABLE, words).await;
        self.click(words, &element).await;
    }

    /// Replaces the text of the answer with this label, key by key.
    pub async fn fill(&self, label: &str, text: &str) {
        let element = self.found(LABELLED, label).await;
        self.type_over(label, &element, text).await;
    }

    /// Answers the question at `path` of the form on screen as a person would: typed, picked or ticked.
    pub async fn answer(&self, path: &str, with: &str) {
        let field = format!("[data-field=\"{path}\"]");
        self.until(path, || async { self.page.find(Locator::Css(&field)).await.is_ok() }).await;
        let typed = format!("{field} input:not([type=checkbox]), {field} textarea");
        if let Ok(element) = self.page.find(Locator::Css(&typed)).await {
            self.type_over(path, &element, with).await;
            return;
        }
        if let Ok(list) = self.page.find(Locator::Css(&format!("{field} select"))).await {
            self.scroll_to(&list).await;
            list.select_by_label(with).await.unwrap_or_else(|why| panic!("{path}: {with}: {why:?}"));
        } else {
            let choice = "return [...document.querySelectorAll(`[data-field=\"${arguments[0]}\"] :is(button, label)`)]\
                .find((e) => e.textContent.trim() === arguments[1])";
            let found = self.page.execute(choice, vec![json!(path), json!(with)]).await.expect("a script");
            // Pressing what is chosen already would take it back.
            let chosen = "return arguments[0].ariaChecked === 'true' || !!arguments[0].querySelector('input:checked')";
            if self.page.execute(chosen, vec![found.clone()]).await.is_ok_and(|it| it == json!(true)) {
                return;
            }
            let choice: Element = self.element(found).unwrap_or_else(|| panic!("{path} has no answer {with}"));
            self.click(&format!("{path}: {with}"), &choice).await;
        }
    }

    async fn scroll_to(&self, element: &Element) {
        let element = serde_json::to_value(element).expect("an element");
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.page.execute(scroll, vec![element]).await.expect("a script");
    }

    /// A real click, once the element has been scrolled to, as a person would.
    async fn click(&self, what: &str, element: &Element) {
        // A list that was just left may still lie above it on a busy machine: a person waits for it to go.
        let mut refused = None;
        for _ in 0..30 {
            self.scroll_to(element).await;
            match element.click().await {
                Ok(()) => return,
                Err(why) => refused = Some(why),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.shot("not-clickable").await;
        panic!("{what} cannot be clicked: {refused:?}\n{}", self.screen_text().await);
    }

    async fn type_over(&self, path: &str, element: &Element, text: &str) {
        self.click(path, element).await;
        if element.prop("value").await.expect("its text").is_some_and(|text| !text.is_empty()) {
            self.chord(&[Key::Control.into(), 'a']).await;
        }
        element.send_keys(text).await.expect("keys");
    }

    /// Presses one key, with others held down: `&[Key::Control.into(), 'k']`.
    pub async fn chord(&self, keys: &[char]) {
        let mut actions = KeyActions::new("keyboard".into());
        for &value in keys {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        // The window may be gone before the driver can answer for a key that locks.
        let _ = self.page.perform_actions(actions).await;
    }

    /// Types where the cursor is.
    pub async fn keys(&self, text: &str) {
        for letter in text.chars() {
            self.chord(&[letter]).await;
        }
    }

    /// Notes every serious barrier on this screen, in the light and in the dark, by axe.
    pub async fn examine(&self, screen: &str) {
        self.page.execute(AXE, vec![]).await.expect("axe is loaded");
        let lit = self.script("return document.documentElement.dataset.theme").await;
        let everything = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";
        // In the dark only the colors differ.
        for (theme, only) in [("light", everything), ("dark", "{ type: 'rule', values: ['color-contrast'] }")] {
            let run = format!(
                "document.documentElement.dataset.theme = '{theme}';
                 await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                 document.getAnimations().forEach((each) => each.finish());
                 const found = await axe.run(document, {{ runOnly: {only}, resultTypes: ['violations'] }});
                 return found.violations.filter((each) => ['serious', 'critical'].includes(each.impact))
                    .map((each) => each.id + ': ' + each.nodes.slice(0, 4).map((node) =>
                        node.target.join(' ') + ' ' + (node.any[0]?.message ?? node.failureSummary ?? '')).join(' | '))"
            );
            let found = self.wait_for(&run).await;
            let barriers = found.as_array().into_iter().flatten().filter_map(Value::as_str);
            self.barriers.borrow_mut().extend(barriers.map(|barrier| format!("{screen}, {theme}: {barrier}")));
        }
        self.page.execute("document.documentElement.dataset.theme = arguments[0]", vec![lit]).await.expect("a script");
    }

    /// Nobody was shut out of any screen examined so far.
    pub fn is_open_to_everyone(&self) {
        let barriers = self.barriers.borrow();
        assert!(barriers.is_empty(), "{}", barriers.join("\n"));
    }

    /// Everything readable on the screen, for the words of a failure.
    pub async fn screen_text(&self) -> String {
        let text = self.page.execute("return document.body.innerText", vec![]).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    async fn found(&self, script: &str, words: &str) -> Element {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.element(self.run(script, words).await) {
                return element;
            }
            assert!(Instant::now() < until, "nothing called {words:?} on:\n{}", self.screen_text().await);
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Waits until this holds.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, mut holds: impl FnMut() -> F) {
        let until = Instant::now() + PATIENCE;
        while !holds().await {
            if Instant::now() > until {
                self.shot("waited-in-vain").await;
                panic!("waited for {what:?} on:\n{}", self.screen_text().await);
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    async fn run(&self, script: &str, word: &str) -> Value {
        self.page.execute(script, vec![json!(word)]).await.unwrap_or_default()
    }

    fn element(&self, found: Value) -> Option<Element> {
        let id = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(self.page.clone(), id.into()))
    }
}
