//! Opening the window and keeping it at home.

use crate::shell::{Shell, held};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

/// True where a test may steer the window and name its folders: never in a shipped build.
pub const DRIVABLE: bool = cfg!(any(debug_assertions, feature = "drive"));

/// A test steers this window.
pub fn driven() -> bool {
    DRIVABLE && std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// The runtime opens the window to a driver when this variable is set, in release builds too. A shipped build must not.
pub fn refuse_foreign_driver() {
    if !DRIVABLE && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some() {
        eprintln!("This build cannot be steered by another program.");
        std::process::exit(2);
    }
}

/// Opens the window. Every opening has its own label and store.
///
/// # Errors
/// The system gives no window.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let shell = app.state::<Shell>();
    let display = held(&shell.display).clone();
    let mut config = app.config().app.windows[0].clone();
    let nth = shell.next();
    config.label = format!("main-{nth}");
    config.url = WebviewUrl::App("index.html".into());
    // An incognito view has a context of its own which no driver can reach.
    config.incognito = !driven();
    config.content_protected = display.protected;
    shell.touch();
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .data_directory(shell.store(nth))
        .on_navigation(home)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    display.show(&window);
    Ok(())
}

/// Brings the window to the front.
pub fn focus(app: &AppHandle) {
    for window in app.webview_windows().into_values() {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn home(url: &Url) -> bool {
    let ours = matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    );
    ours || url.as_str() == "about:blank"
}

#[cfg(test)]
mod tests {
    use super::home;

    #[test]
    fn the_window_stays_at_home() {
        let may = |address: &str| home(&address.parse().expect("an address"));
        assert!(may("tauri://localhost/index.html") && may("http://tauri.localhost/"));
        assert!(!may("https://example.org/") && !may("file:///etc/hosts") && !may("data:text/html,x"));
        assert!(!may("paper://localhost/"), "printed pages open in a window of their own");
    }
}
