//! How this computer shows the window: the size of its text, light or dark, and whether other programs may see what is on it. A small file
//! beside the vault, because it must hold before anyone unlocks and after a lock; it says nothing about anybody.

use crate::shell::{Shell, held};
use record::error::{Code, Error, Result};
use record::private::write_whole;
use serde::{Deserialize, Serialize};
use std::path::Path;
use tauri::{AppHandle, Manager, WebviewWindow};

/// Beside the vault.
const FILE: &str = "window.display";

/// Percent. At twice its size nothing on a page may be lost (WCAG 2.2, 1.4.4).
const SIZES: std::ops::RangeInclusive<u16> = 80..=200;

const NOT_KEPT: &str =
    "It holds until Handrail closes. It could not be remembered, because the disk could not be written.";

/// A choice of whoever sits at this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Display {
    /// Of the text, in percent.
    size: u16,
    /// Light, dark, or as the system is.
    theme: Theme,
    /// The window is left out of pictures of the screen. Some magnifiers work by taking such pictures and show black instead.
    pub protected: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Theme {
    System,
    Light,
    Dark,
}

impl Default for Display {
    fn default() -> Self {
        Self { size: 100, theme: Theme::System, protected: true }
    }
}

impl Display {
    /// As it was left on this computer. What cannot be read shows nothing to other programs.
    pub fn of(folder: &Path) -> Self {
        let kept = std::fs::read(folder.join(FILE)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        kept.map_or_else(Self::default, Self::within)
    }

    /// Shows the window so. An engine may forget the size with its page, so every page asks for it.
    pub fn show(&self, window: &WebviewWindow) {
        let _ = window.set_zoom(f64::from(self.size) / 100.0);
        let _ = window.set_content_protected(self.protected);
    }

    fn within(mut self) -> Self {
        self.size = self.size.clamp(*SIZES.start(), *SIZES.end());
        self
    }

    fn keep(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)
            .and_then(|()| write_whole(&folder.join(FILE), &serde_json::to_vec(self)?))
            .map_err(|_| Error::of(Code::NotSaved, NOT_KEPT))
    }
}

/// What holds now; this window is shown so.
pub fn shown(app: &AppHandle, window: &WebviewWindow) -> Display {
    let display = held(&app.state::<Shell>().display).clone();
    display.show(window);
    display
}

/// Whether other programs may see the window.
pub fn seen(app: &AppHandle) -> bool {
    !held(&app.state::<Shell>().display).protected
}

/// Another choice. It holds at once, also where the disk refuses to remember it.
pub fn change(app: &AppHandle, next: Display) -> Result<Display> {
    let shell = app.state::<Shell>();
    let next = next.within();
    // Held while it is written: of two choices the later one stays.
    let mut display = held(&shell.display);
    *display = next.clone();
    for window in app.webview_windows().into_values() {
        if window.label().starts_with("main-") {
            next.show(&window);
        } else {
            let _ = window.set_content_protected(next.protected);
        }
    }
    next.keep(shell.folder())?;
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_on_this_computer_holds_after_a_restart_and_what_is_unreadable_shows_nothing() {
        let folder = std::env::temp_dir().join(format!("handrail-display-{}", std::process::id()));
        let first = Display::of(&folder);
        assert!(first.protected && first.size == 100, "{first:?}");
        let chosen = Display { size: 175, theme: Theme::Dark, protected: false };
        chosen.keep(&folder).expect("kept");
        assert_eq!(Display::of(&folder), chosen);
        std::fs::write(folder.join(FILE), r#"{"size":900}"#).expect("written");
        assert_eq!(
            Display::of(&folder),
            Display { size: 200, ..Display::default() },
            "never so large that nothing fits"
        );
        std::fs::write(folder.join(FILE), "{half").expect("written");
        assert_eq!(Display::of(&folder), Display::default());
        std::fs::remove_dir_all(&folder).expect("tidied");
    }
}
