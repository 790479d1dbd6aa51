//! Who got what, when, under what: the list of a chart and its paper.

use crate::error::{Error, Result};
use crate::gate::{Act, Record};
use crate::queries::{disclosure as left, people};
use crate::views::{ClientOf, DisclosureLine, Pdf, PrintLog};
use clinical::form::Finding;
use paper::{Disclosed, DisclosureLog, Sheet};

/// Everything that was disclosed of a chart, newest first.
///
/// # Errors
/// `Forbidden`, `OutsideTeam`.
pub async fn disclosures(record: &Record, input: ClientOf) -> Result<Vec<DisclosureLine>> {
    let read = record.read(Act::new("disclosures").chart(input.client)).await?;
    left::of_chart(read.db(), input.client).await
}

/// The same on paper, for the client (42 CFR 2.25, 45 CFR 164.528).
///
/// # Errors
/// As `disclosures`; `Held` naming a letter that no font has.
pub async fn disclosure_log(record: &Record, input: PrintLog) -> Result<Pdf> {
    let write = record.release(Act::new("disclosure_log").chart(input.client)).await?;
    let who = people::client_row(&write.tx, input.client).await?;
    let lines = left::of_chart(&write.tx, input.client).await?;
    let said = DisclosureLog {
        client: people::called(&who),
        record_number: who.record_number,
        printed: write.today(),
        by: crate::views::named(&write.unlocked.me.name, &write.unlocked.me.credential),
        lines: lines.into_iter().map(line).collect(),
    };
    let letterhead = people::letterhead(people::program(&write.tx).await?);
    let sheet = if input.paper == "a4" { Sheet::A4 } else { Sheet::Letter };
    let pages = paper::disclosure_log(&said, &letterhead, sheet).map_err(|refused| {
        let finding = Finding::hold(refused.field, refused.message.clone());
        Error::held(refused.message, vec![finding])
    })?;
    write.done().await?;
    Ok(Pdf(pages))
}

fn line(line: DisclosureLine) -> Disclosed {
    let whom = [line.recipient, line.role, line.organization];
    let whom: Vec<String> = whom.into_iter().filter(|part| !part.trim().is_empty()).collect();
    Disclosed {
        on: line.on,
        time: line.time,
        whom: whom.join(", "),
        what: line.what,
        purpose: line.purpose,
        under: line.under,
        how: line.how,
        by: line.by,
    }
}
