//! What crosses to a screen and back: inputs of commands and the views they answer with. Ids are UUIDs, days ISO dates, times UTC.

mod accounts;
mod audit;
mod backups;
mod chart;
mod clients;
mod counts;
mod documents;
mod paper;
mod signatures;
mod today;
mod vault;

pub use accounts::*;
pub use audit::*;
pub use backups::*;
pub use chart::*;
pub use clients::*;
pub use counts::*;
pub use documents::*;
pub use paper::*;
pub use signatures::*;
pub use today::*;
pub use vault::*;
