//! Printed pages on their way to a printer: out of memory only, gone with their window.

use crate::rpc::{Paper, pages};
use crate::shell::{Shell, held};
use record::error::{Code, Error, Result};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tauri::http::{Response, StatusCode, header};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

const NO_PRINTER: &str = "This computer could not open the page for printing. Save the PDF and print it from there.";

/// The bytes each print window shows, by the window's label.
#[derive(Default)]
pub struct Papers(Mutex<HashMap<String, Vec<u8>>>);

impl Papers {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Vec<u8>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// On Linux `print()` would print the viewer around the page, one sheet with its toolbar; the viewer's own button prints
/// the pages (both tried). Elsewhere the system's dialog opens by itself.
const VIEWER_PRINTS: bool = cfg!(target_os = "linux");

/// Opens the page in a window of its own, from where it goes to the printer.
pub async fn print_pdf(app: &AppHandle, paper: Paper) -> Result<Value> {
    let bytes = pages(app, paper).await?;
    let shell = app.state::<Shell>();
    let nth = shell.next();
    let label = format!("paper-{nth}");
    shell.papers.with(|papers| papers.insert(label.clone(), bytes));
    let failed = |_| Error::of(Code::Broken, NO_PRINTER);
    let address: Url = "paper://localhost/page.pdf".parse().map_err(|_| Error::of(Code::Broken, NO_PRINTER))?;
    let opened = WebviewWindowBuilder::new(app, &label, WebviewUrl::CustomProtocol(address))
        .title(if VIEWER_PRINTS { "Handrail: print with the printer button" } else { "Handrail: print" })
        .inner_size(900.0, 1000.0)
        .incognito(!crate::window::driven())
        .content_protected(held(&shell.display).protected)
        .data_directory(shell.store(nth))
        .on_navigation(at_its_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // A readable file is written only where the person chose, by `save_pdf`.
        .on_download(|_, _| false)
        .on_page_load(|window, load| {
            if !VIEWER_PRINTS && load.event() == PageLoadEvent::Finished {
                let _ = window.print();
            }
        })
        .build();
    if opened.is_err() {
        forget(app, &label);
    }
    opened.map_err(failed)?;
    Ok(json!({ "printed": true }))
}

fn at_its_page(url: &Url) -> bool {
    url.scheme() == "paper" || url.host_str() == Some("paper.localhost")
}

/// What a print window asks for: its own page, whatever the address says.
pub fn answer(app: &AppHandle, label: &str) -> Response<Vec<u8>> {
    let page = app.state::<Shell>().papers.with(|papers| papers.get(label).cloned());
    let mut response = Response::new(Vec::new());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    match page {
        Some(bytes) => *response.body_mut() = bytes,
        None => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}

/// The window is gone, and its page with it.
pub fn forget(app: &AppHandle, label: &str) {
    if let Some(shell) = app.try_state::<Shell>() {
        shell.papers.with(|papers| papers.remove(label));
    }
}
