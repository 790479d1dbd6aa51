//! What crosses to a screen and back: inputs of commands and the views they answer with. Ids are UUIDs, days ISO dates, times UTC.

mod chart;
mod clients;
mod counts;
mod documents;
mod paper;
mod today;
mod vault;

pub use chart::*;
pub use clients::*;
pub use counts::*;
pub use documents::*;
pub use paper::*;
pub use today::*;
pub use vault::*;
