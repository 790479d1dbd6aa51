//! What the program says about a client when it breaks: nothing. A panic's own words may quote a name, a core dump holds
//! every page of memory.

use std::panic::PanicHookInfo;

/// Before anything else runs.
pub fn keep() {
    std::panic::set_hook(Box::new(|broken| eprintln!("{}", said(broken))));
    #[cfg(unix)]
    {
        let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
        // Children, the web engine among them, inherit it.
        let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    }
}

/// The place in the program, never the words.
fn said(broken: &PanicHookInfo) -> String {
    let place = broken.location().map(|at| {
        let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
        format!(" at {file}:{}", at.line())
    });
    format!("Handrail broke{}.", place.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    #[test]
    fn a_panic_says_where_and_never_what() {
        let told = Arc::new(Mutex::new(String::new()));
        let here = Arc::clone(&told);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |broken| *here.lock().expect("a word") = super::said(broken)));
        let broke = std::panic::catch_unwind(|| panic!("no chart of {}", "Marisol Testcase"));
        std::panic::set_hook(before);
        assert!(broke.is_err());
        let told = told.lock().expect("a word").clone();
        assert!(told.starts_with("Handrail broke at panic_hook.rs:") && !told.contains("Marisol"), "{told}");
    }
}
