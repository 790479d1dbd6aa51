//! What may leave, and what has left. Every way out asks `may_go`: paper, file, letter, what is said in a room. A readable export of the whole
//! record goes to nobody by name and asks `kept_from_an_export`.

use super::{kept_back, people};
use crate::error::Result;
use crate::projections::{disclosure, entry, restriction};
use crate::views::{ContactLine, DisclosureLine, ReleaseLine, ReleaseState};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::kinds::disclosure::{BASES, WAYS};
use clinical::words::said;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What somebody outside would get.
pub(crate) struct Leaving<'a> {
    /// What a release has to cover, one of `words::COVERS`; empty where no copy leaves.
    pub covered_as: &'a str,
    /// "The aftercare plan", for a sentence.
    pub what: &'a str,
    /// What it is wanted for; empty for what the release says.
    pub purpose: &'a str,
    /// It is in the record, signed where it needs to be, and nothing about it waits.
    pub last_word: LastWord,
    /// Restrictions that stand in this chart.
    pub standing: &'a [restriction::Model],
}

/// Whether what would leave is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastWord {
    /// It is.
    Final,
    /// Only a draft of it is there, or asked for.
    Draft,
    /// It waits for a co-signature, or was returned.
    Awaits,
    /// It was withdrawn.
    Withdrawn,
    /// Two versions stand side by side.
    Conflict,
}

/// The release under which this may go to this contact today, or the sentence that says what stands in the way (42 CFR 2.13, 2.31).
pub(crate) fn may_go<'a>(
    contact: &ContactLine,
    releases: &'a [ReleaseLine],
    leaving: &Leaving<'_>,
) -> std::result::Result<&'a ReleaseLine, String> {
    if leaving.covered_as.is_empty() {
        return Err("No copy of this leaves the program.".into());
    }
    // A copy that leaves cannot be called back: others get what is final.
    match leaving.last_word {
        LastWord::Final => {}
        LastWord::Draft => return Err("This is a draft. Copies leave once it is signed.".into()),
        LastWord::Awaits => return Err("It waits for a co-signature. Copies leave once it is final.".into()),
        LastWord::Withdrawn => return Err("It was withdrawn. No copy of it leaves.".into()),
        LastWord::Conflict => {
            return Err("Two versions of it stand side by side. Bring them together first.".into());
        }
    }
    let (to, covered_as) = (Some(contact.document), leaving.covered_as);
    if let Some(kept) = kept_back::in_the_way(leaving.standing, to, &contact.name, covered_as) {
        return Err(kept);
    }
    let theirs = || releases.iter().filter(|release| release.contact == Some(contact.document));
    let active = || theirs().filter(|release| release.state == ReleaseState::Active);
    let covers = |release: &&ReleaseLine| release.covers.iter().any(|it| it == leaving.covered_as);
    let meant =
        |release: &&ReleaseLine| leaving.purpose.trim().is_empty() || same_purpose(leaving.purpose, &release.purpose);
    if let Some(release) = active().filter(covers).find(meant) {
        return Ok(release);
    }
    let name = &contact.name;
    Err(match (active().find(covers), active().next(), theirs().next_back()) {
        (Some(release), ..) => format!("The release for {name} is for another purpose: {}.", release.purpose),
        (None, Some(_), _) => format!("The release for {name} does not cover {}.", leaving.what),
        (None, None, Some(last)) => format!("The release for {name} is not active. {}", last.reason),
        (None, None, None) => format!("There is no release for {name}."),
    })
}

/// Why a readable export of the whole record may not hold the text of this; none where it may. It goes into hands that nobody names, so it is
/// asked as for anyone outside. Where only some of a chart is kept back, what no word of a release covers cannot be told apart and stays out too.
pub(crate) fn kept_from_an_export(standing: &[restriction::Model], kind: Kind) -> Option<String> {
    let covered_as = kind.about().covered_as;
    let untold = || {
        let some = standing.iter().flat_map(|row| row.covers.split_whitespace());
        let mut some = some.filter(|_| covered_as.is_empty() && kind.is_clinical());
        some.find_map(|covered| kept_back::in_the_way(standing, None, "", covered))
    };
    kept_back::in_the_way(standing, None, "", covered_as).or_else(untold)
}

fn same_purpose(one: &str, other: &str) -> bool {
    clinical::rules::name_key(one.trim()) == clinical::rules::name_key(other.trim())
}

/// Everything that was disclosed of a chart, newest first.
pub(crate) async fn of_chart(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<DisclosureLine>> {
    let rows = disclosure::Entity::find()
        .filter(disclosure::Column::Client.eq(client))
        .order_by_desc(disclosure::Column::OnDay)
        .order_by_desc(disclosure::Column::AtTime)
        .order_by_desc(disclosure::Column::Document)
        .all(db)
        .await?;
    let entries = entry::Entity::find()
        .filter(entry::Column::Chart.eq(client))
        .filter(entry::Column::Document.is_in(rows.iter().map(|row| row.document)))
        .all(db)
        .await?;
    let entries: BTreeMap<Uuid, entry::Model> = entries.into_iter().map(|row| (row.document, row)).collect();
    let staff = people::staff_names(db).await?;
    let signed: BTreeMap<Uuid, Option<NaiveDate>> = people::signed_on(db, client).await?;
    let line = |row: disclosure::Model| {
        let by = entries.get(&row.document).map(|entry| people::signed_as(&staff, entry.author)).unwrap_or_default();
        let under = match row.release {
            Some(release) => match signed.get(&release).copied().flatten() {
                Some(on) => format!("Release signed {}", on.format("%B %-d, %Y")),
                None => "Release".into(),
            },
            None => said(BASES, &row.basis),
        };
        DisclosureLine {
            document: row.document,
            on: row.on_day,
            time: row.at_time,
            recipient: row.recipient,
            organization: row.organization,
            role: row.role,
            what: row.what,
            purpose: row.purpose,
            under,
            release: row.release,
            how: said(WAYS, &row.how),
            by,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}
