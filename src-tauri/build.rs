//! Declares the one command, so that the runtime checks its capability and refuses everything else.

use tauri_build::{AppManifest, Attributes};

fn main() {
    tauri_build::try_build(Attributes::new().app_manifest(AppManifest::new().commands(&["rpc"])))
        .expect("the window's configuration is read");
}
