//! Clients, the people around them, and the releases between.

use crate::canonical::VersionStatus;
use crate::error::{Code, Error, Result};
use crate::ledger::body;
use crate::projections::rebuild::versions;
use crate::projections::{client, contact, entry, program, release, restriction, staff};
use crate::queries::kept_back::still_covered;
use crate::queries::stays::Stays;
use crate::views::{ClientLine, ContactLine, ReleaseLine, ReleaseState, named};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::facts::Fact;
use clinical::names::{full, in_order};
use clinical::rules;
use clinical::rules::Ends;
use clinical::words::{CONSENT_FORMS, CONTACT_ROLES, said};
use data_encoding::HEXLOWER;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name staff use: preferred first name, or the legal one, with the last name.
pub(crate) fn called(row: &client::Model) -> String {
    named_as(&row.preferred, &row.legal_first, &row.legal_last)
}

pub(crate) fn named_as(preferred: &str, first: &str, last: &str) -> String {
    full(if preferred.trim().is_empty() { first } else { preferred }, last)
}

pub(crate) fn initials(row: &client::Model) -> String {
    initials_as(&row.preferred, &row.legal_first, &row.legal_last)
}

pub(crate) fn initials_as(preferred: &str, first: &str, last: &str) -> String {
    rules::initials(if preferred.trim().is_empty() { first } else { preferred }, last)
}

pub(crate) fn line(row: &client::Model) -> ClientLine {
    ClientLine {
        client: row.client,
        name: called(row),
        initials: initials(row),
        record_number: row.record_number.clone(),
    }
}

/// The same from the body of the face sheet in force.
pub(crate) fn line_of_face_sheet(client: Uuid, body: &serde_json::Value) -> ClientLine {
    let text = |field: &str| body[field].as_str().unwrap_or_default();
    let (preferred, first, last) = (text("preferred_name"), text("legal_first"), text("legal_last"));
    ClientLine {
        client,
        name: named_as(preferred, first, last),
        initials: initials_as(preferred, first, last),
        record_number: text("record_number").to_owned(),
    }
}

pub(crate) async fn client_row(db: &impl ConnectionTrait, client: Uuid) -> Result<client::Model> {
    let found = client::Entity::find().filter(client::Column::Client.eq(client)).one(db).await?;
    found.ok_or_else(|| Error::of(Code::NotFound, "This client is not in the record."))
}

/// Lines for many clients at once.
pub(crate) async fn lines(
    db: &impl ConnectionTrait,
    clients: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, ClientLine>> {
    let ids: Vec<Uuid> = clients.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = client::Entity::find().filter(client::Column::Client.is_in(ids)).all(db).await?;
    Ok(rows.iter().map(|row| (row.client, line(row))).collect())
}

fn ends(row: &release::Model) -> Ends {
    let days_after_discharge = row.expires_days.map(|days| u32::try_from(days).unwrap_or(0));
    Ends { on: row.expires_on, days_after_discharge, event: row.expires_event.clone() }
}

/// What this release allows on that day.
pub(crate) fn release_state(
    row: &release::Model,
    discharged: Option<NaiveDate>,
    on: NaiveDate,
) -> (ReleaseState, Option<NaiveDate>) {
    let (state, until) = rules::release_state(row.signed_on, row.revoked_on, &ends(row), discharged, on);
    let state = match state {
        rules::State::Active => ReleaseState::Active,
        rules::State::Expired => ReleaseState::Expired,
        rules::State::Revoked => ReleaseState::Revoked,
        rules::State::Unsigned => ReleaseState::Unsigned,
    };
    (state, until)
}

fn why(state: ReleaseState, row: &release::Model, until: Option<NaiveDate>) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.format("%B %-d, %Y").to_string()).unwrap_or_default();
    match state {
        // A restriction says itself what it keeps back.
        ReleaseState::Active | ReleaseState::Restricted => String::new(),
        ReleaseState::Expired => format!("Expired {}.", day(until)),
        ReleaseState::Revoked => format!("Revoked {}.", day(row.revoked_on)),
        ReleaseState::Unsigned => "Not signed.".into(),
        ReleaseState::OtherRecipient => {
            format!("The client signed it for {}. Whoever this contact is now needs a release of their own.", row.named)
        }
    }
}

/// The last day of care that ends this release, as it counts for it: by its own stay and no other, and what has expired with it stays so,
/// whatever is said of the stay later.
pub(crate) async fn discharge_of(
    db: &impl ConnectionTrait,
    stays: &Stays,
    row: &release::Model,
) -> Result<Option<NaiveDate>> {
    let (Some(days), Some(signed)) = (ends(row).days_after_discharge, row.signed_on) else { return Ok(None) };
    if row.stay.is_none() {
        return between_stays(db, stays, signed, days).await;
    }
    // What ended with the stay it was signed in has ended, also where that stay was withdrawn afterwards.
    if let Some(stay) = row.stay
        && let Some(ended) = ended_with(db, stay, days).await?
    {
        return Ok(Some(ended));
    }
    match stays.ends(row.stay, signed) {
        Some(stay) if Some(stay) != row.stay => ended_with(db, stay, days).await,
        Some(_) => Ok(None),
        // Its stay is gone and no other can end it: it is not open for ever because of that.
        None => Ok(row.stay.filter(|stay| !stays.has(*stay)).map(|_| signed)),
    }
}

/// The same for a release that was signed in no stay. It ends with the one that turns out to hold on that day once its last day is put right,
/// else with the next; and where it had ended with one, putting that right once more does not give it to another.
async fn between_stays(
    db: &impl ConnectionTrait,
    stays: &Stays,
    signed: NaiveDate,
    days: u32,
) -> Result<Option<NaiveDate>> {
    let (its, mut over) = (stays.ends(None, signed), Vec::new());
    for stay in stays.ours() {
        let told = told_of(db, stay).await?;
        // A version by which the stay was over before the signature, or began after it, had nothing of this release to end.
        let begun = |it: &StayTold| its == Some(stay) || it.from.is_some_and(|from| from <= signed);
        let ends = told.iter().map(|it| (it.stood_from, it.to.filter(|to| signed <= *to && begun(it))));
        let ends: Vec<_> = ends.collect();
        over.extend(rules::discharge_that_counts(&ends, days));
    }
    Ok(over.into_iter().min())
}

/// The end of a stay of ours as it counts for a release that ends this many days after it.
async fn ended_with(db: &impl ConnectionTrait, stay: Uuid, days: u32) -> Result<Option<NaiveDate>> {
    let ends: Vec<_> = told_of(db, stay).await?.iter().map(|it| (it.stood_from, it.to)).collect();
    Ok(rules::discharge_that_counts(&ends, days))
}

/// What one version of a stay of ours says.
struct StayTold {
    /// The day from which it stood.
    stood_from: NaiveDate,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Every version of a stay of ours, oldest first.
async fn told_of(db: &impl ConnectionTrait, stay: Uuid) -> Result<Vec<StayTold>> {
    let mut all = Vec::new();
    for version in versions(db, stay).await? {
        let stands = matches!(version.row.status, VersionStatus::Recorded | VersionStatus::Signed);
        let Some(kind) = Kind::named(&version.envelope.kind).filter(|_| stands) else { continue };
        let told = kind.facts(&body::of_envelope(&version.envelope)?)?;
        let days = told.into_iter().find_map(|fact| match fact {
            Fact::Episode { from, to, ours: true, .. } => Some((from, to)),
            _ => None,
        });
        let stood_from = version.envelope.local().map(|at| at.date_naive());
        all.extend(stood_from.zip(days).map(|(stood_from, (from, to))| StayTold { stood_from, from, to }));
    }
    Ok(all)
}

/// Releases to share information (42 CFR 2.31), with their state on that day. Other consents of this kind are left out.
pub(crate) async fn releases(db: &impl ConnectionTrait, client: Uuid, on: NaiveDate) -> Result<Vec<ReleaseLine>> {
    let (stays, around) = tokio::try_join!(Stays::find(db, client, on), around(db, client))?;
    releases_of(db, &around, &stays, on).await
}

/// The releases of a client and the people they may name.
pub(crate) struct Around {
    releases: Vec<release::Model>,
    contacts: Vec<contact::Model>,
    /// Restrictions the client asked for.
    standing: Vec<restriction::Model>,
}

/// Asks for them.
pub(crate) async fn around(db: &impl ConnectionTrait, client: Uuid) -> Result<Around> {
    let rows = release::Entity::find()
        .filter(release::Column::Client.eq(client))
        .order_by_asc(release::Column::SignedOn)
        .order_by_asc(release::Column::Document);
    let contacts = contact::Entity::find().filter(contact::Column::Client.eq(client));
    let standing = restriction::Entity::of_chart(db, client);
    let (releases, contacts, standing) = tokio::try_join!(rows.all(db), contacts.all(db), standing)?;
    Ok(Around { releases, contacts, standing })
}

/// The releases among these, with their state on that day.
pub(crate) async fn releases_of(
    db: &impl ConnectionTrait,
    around: &Around,
    stays: &Stays,
    on: NaiveDate,
) -> Result<Vec<ReleaseLine>> {
    let mut lines = Vec::new();
    for row in around.releases.iter().cloned() {
        let (mut state, until) = release_state(&row, discharge_of(db, stays, &row).await?, on);
        let contact = around.contacts.iter().find(|it| Some(it.document) == row.contact);
        if state == ReleaseState::Active && row.contact.is_some() && !contact.is_some_and(|it| as_signed(&row, it)) {
            state = ReleaseState::OtherRecipient;
        }
        let mut covers: Vec<String> = row.covers.split_whitespace().map(str::to_owned).collect();
        let mut reason = why(state, &row, until);
        if state == ReleaseState::Active {
            // What the client asked to keep from someone no release lets out again.
            let name = contact.map_or(row.recipient.as_str(), |it| it.name.as_str());
            match still_covered(&around.standing, row.contact, name, covers) {
                Ok(left) => covers = left,
                Err(kept) => (covers, state, reason) = (Vec::new(), ReleaseState::Restricted, kept),
            }
        }
        lines.push(ReleaseLine {
            document: row.document,
            contact: row.contact,
            reason,
            purpose: if row.purpose.is_empty() { said(CONSENT_FORMS, &row.form) } else { row.purpose },
            recipient: if row.recipient.is_empty() { said(CONSENT_FORMS, &row.form) } else { row.recipient },
            covers,
            state,
            until,
        });
    }
    Ok(lines)
}

/// Whether this contact is still whom the client named when signing. Releases from before the record kept the name say nothing.
fn as_signed(release: &release::Model, contact: &contact::Model) -> bool {
    let same = |one: &str, other: &str| rules::name_key(one.trim()) == rules::name_key(other.trim());
    release.named.is_empty()
        || (same(&release.named, &contact.name) && same(&release.organization, &contact.organization))
}

/// When the client signed each release of a chart.
pub(crate) async fn signed_on(db: &impl ConnectionTrait, client: Uuid) -> Result<BTreeMap<Uuid, Option<NaiveDate>>> {
    let rows = release::Entity::find().filter(release::Column::Client.eq(client)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.document, row.signed_on)).collect())
}

/// The versions in force of these documents of a chart, hex.
pub(crate) async fn versions_of(
    db: &impl ConnectionTrait,
    client: Uuid,
    documents: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, String>> {
    let rows =
        entry::Entity::find().filter(entry::Column::Chart.eq(client)).filter(entry::Column::Document.is_in(documents));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.document, HEXLOWER.encode(&row.version))).collect())
}

/// People around the client, emergency contacts first, each with the release that serves best today.
pub(crate) async fn contacts(
    db: &impl ConnectionTrait,
    client: Uuid,
    releases: &[ReleaseLine],
) -> Result<Vec<ContactLine>> {
    let rows = contact::Entity::find().filter(contact::Column::Client.eq(client)).all(db).await?;
    Ok(contact_lines(rows, releases))
}

fn contact_lines(mut rows: Vec<contact::Model>, releases: &[ReleaseLine]) -> Vec<ContactLine> {
    in_order(&mut rows, |row| &row.name);
    rows.sort_by_key(|row| !row.emergency);
    rows.into_iter().map(|row| contact_line(row, releases)).collect()
}

impl Around {
    /// The people, as `contacts` gives them.
    pub(crate) fn contacts(self, releases: &[ReleaseLine]) -> Vec<ContactLine> {
        contact_lines(self.contacts, releases)
    }
}

fn contact_line(row: contact::Model, releases: &[ReleaseLine]) -> ContactLine {
    let mine = releases.iter().filter(|release| release.contact == Some(row.document));
    let best = mine.max_by_key(|release| (release.state == ReleaseState::Active, release.until)).cloned();
    let best = best.map(|mut release| {
        release.recipient = row.name.clone();
        release
    });
    ContactLine {
        document: row.document,
        relationship: row.relationship,
        role: said(CONTACT_ROLES, &row.role),
        organization: row.organization,
        name: row.name,
        phone: row.phone,
        emergency: row.emergency,
        release: best,
    }
}

/// Names of staff by id, with credential.
pub(crate) async fn staff_names(db: &impl ConnectionTrait) -> Result<BTreeMap<Uuid, staff::Model>> {
    Ok(staff::Entity::find().all(db).await?.into_iter().map(|row| (row.document, row)).collect())
}

/// "Pat Sample, LPC", by id.
pub(crate) fn signed_as(staff: &BTreeMap<Uuid, staff::Model>, id: Uuid) -> String {
    match staff.get(&id) {
        Some(row) => named(&row.name, &row.credential),
        None => "someone no longer listed".into(),
    }
}

/// The program profile, if set up.
pub(crate) async fn program(db: &impl ConnectionTrait) -> Result<Option<program::Model>> {
    Ok(program::Entity::find().one(db).await?)
}

/// The latest document of a kind in a chart that still stands.
pub(crate) async fn latest(db: &impl ConnectionTrait, client: Uuid, kind: Kind) -> Result<Option<entry::Model>> {
    let found = entry::Entity::find()
        .filter(entry::Column::Chart.eq(client))
        .filter(entry::Column::Kind.eq(kind.name()))
        .filter(entry::Column::Status.ne(VersionStatus::Retracted))
        .order_by_desc(entry::Column::RecordedAt)
        .one(db);
    Ok(found.await?)
}

/// What stands at the head of every paper.
pub(crate) fn letterhead(profile: Option<program::Model>) -> paper::Letterhead {
    let (mut name, mut site, mut phone, mut crisis_phone, mut address) = Default::default();
    if let Some(row) = profile {
        (name, site, phone, crisis_phone, address) = (row.name, row.site, row.phone, row.crisis_phone, row.address);
    }
    paper::Letterhead { program: name, site, phone, crisis_phone, address }
}
