#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
//! The window: one command, dialogs, print, lock and orderly leaving. Decides nothing about the record.

mod anchors;
mod closing;
mod daily;
mod display;
mod folder;
mod handover;
mod lock;
mod panic_hook;
mod place;
mod print;
mod rpc;
mod save;
mod shell;
mod system_lock;
mod window;

use shell::Shell;
use tauri::{Manager, RunEvent, WindowEvent};

fn main() {
    panic_hook::keep();
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("verify", rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        // No window, and nothing of the record's own code: a second opinion.
        std::process::exit(verify::run(rest, &mut std::io::stdin().lock(), &mut std::io::stdout().lock()));
    }
    window::refuse_foreign_driver();
    let built = tauri::Builder::default()
        // First of all, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, _args, _folder| window::focus(app)))
        .plugin(tauri_plugin_dialog::init())
        .register_uri_scheme_protocol("paper", |context, _request| {
            print::answer(context.app_handle(), context.webview_label())
        })
        .invoke_handler(tauri::generate_handler![rpc::rpc])
        .setup(|app| {
            let folder = place::folder(app.handle())?;
            let anchors = place::anchors(app.handle(), &folder)?;
            app.manage(Shell::at(folder, anchors));
            window::open(app.handle())?;
            lock::watch(app.handle().clone());
            system_lock::listen(app.handle());
            daily::keep(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| match event {
            RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. } => {
                closing::asked_to_close(app, &label, &api);
            }
            RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } => print::forget(app, &label),
            RunEvent::Exit => closing::last_writes(app),
            _ => {}
        }),
        Err(_) => {
            eprintln!("Handrail could not start its window on this computer.");
            std::process::exit(3);
        }
    }
}
