//! A copy for somebody outside is a disclosure: what allows it is asked at the moment of printing, and its document goes into the record in
//! the same transaction, before the first byte leaves.

use super::matter::Matter;
use crate::areas::documents::drafts::stay_of;
use crate::canonical::VersionStatus;
use crate::error::Result;
use crate::gate::Write;
use crate::ids::new_id;
use crate::ledger::append::Fresh;
use crate::ledger::body;
use crate::projections::{entry, restriction};
use crate::queries::disclosure::{LastWord, Leaving, may_go};
use crate::queries::{people, restrictions};
use crate::views::{Me, Print, ReleaseLine, named};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::kinds::disclosure::{self, Disclosure, Enclosed};
use clinical::kinds::program::LONG_NOTICE;
use clinical::words::{COVERS, said};
use data_encoding::HEXLOWER;
use paper::Cover;
use sea_orm::ConnectionTrait;
use serde::Deserialize as _;
use uuid::Uuid;

/// A copy for somebody outside: to whom, and what allows it.
pub(super) struct Copy {
    contact: Option<Uuid>,
    /// Name, organization, role as the client signed for them.
    recipient: [String; 3],
    basis: String,
    /// The release, its version in force, and who signed it when.
    release: Option<(ReleaseLine, String)>,
    signed: (Option<NaiveDate>, String),
    purpose: String,
}

impl Copy {
    /// The sheet that goes before its pages.
    pub(super) fn cover(&self, matter: &Matter, input: &Print, me: &Me, today: NaiveDate) -> Cover {
        let [recipient, organization, role] = self.recipient.clone();
        let release = self.release.as_ref().map(|(release, _)| release);
        let covers = release.iter().flat_map(|it| &it.covers).map(|covered| said(COVERS, covered));
        let ends = release.and_then(|it| it.until).map(|day| day.format("%B %-d, %Y").to_string());
        let how = if input.how.is_empty() { "printed" } else { &input.how };
        Cover {
            recipient,
            organization,
            role,
            client: matter.client().map(|client| client.legal).unwrap_or_default(),
            purpose: self.purpose.clone(),
            covers: covers.collect::<Vec<_>>().join("; "),
            enclosed: vec![paper::Enclosed {
                title: matter.kind.title().into(),
                version: matter.context.version,
                on: matter.kind.says(&matter.body).ok().and_then(|says| says.on),
                pages: None,
            }],
            how: said(disclosure::WAYS, how),
            by: named(&me.name, &me.credential),
            on: today,
            release_signed_on: self.signed.0,
            release_signed_by: if release.is_some() {
                self.signed.1.clone()
            } else {
                said(disclosure::BASES, &self.basis)
            },
            release_ends: ends.unwrap_or_default(),
            long_notice: matter.long_notice,
        }
    }
}

/// For whom this copy is, asked at the moment of printing: none for the client or the program's own file, else the copy, else why not.
pub(super) async fn copy_for(
    db: &impl ConnectionTrait,
    matter: &Matter,
    input: &Print,
    today: NaiveDate,
) -> Result<std::result::Result<Option<Copy>, String>> {
    let Some(who) = &matter.who else {
        return Ok(if input.recipient.is_none() { Ok(None) } else { Err("This stays with the program.".into()) });
    };
    if let Some(under) = input.under {
        return without_consent(db, matter, who.client, under).await;
    }
    let Some(asked) = input.recipient else { return Ok(Ok(None)) };
    let (releases, standing, contacts) = tokio::try_join!(
        people::releases(db, who.client, today),
        restrictions::of_chart(db, who.client),
        people::contacts(db, who.client, &[])
    )?;
    let Some(contact) = contacts.into_iter().find(|contact| contact.document == asked) else {
        return Ok(Err("This person is not among the client's contacts.".into()));
    };
    let release = match may_go(&contact, &releases, &leaving(matter, &standing, &what(matter), &input.purpose)) {
        Ok(release) => release.clone(),
        Err(reason) => return Ok(Err(reason)),
    };
    let versions = people::versions_of(db, who.client, [release.document]).await?;
    let version = versions.get(&release.document).cloned().unwrap_or_default();
    let signed = match HEXLOWER.decode(version.as_bytes()) {
        Ok(id) => body::of_version(db, &id).await?,
        Err(_) => serde_json::Value::Null,
    };
    let text = |key: &str| signed[key].as_str().unwrap_or_default();
    let signed = (clinical::rules::day(text("client_signed_on")), text("client_signed_name").to_owned());
    Ok(Ok(Some(Copy {
        contact: Some(contact.document),
        recipient: [contact.name, contact.organization, contact.role],
        basis: disclosure::CONSENT.into(),
        purpose: release.purpose.clone(),
        release: Some((release, version)),
        signed,
    })))
}

/// Under a disclosure without consent that somebody signed, with its evidence (42 CFR 2.12(c), 2.51, 2.53, 2.61 to 2.67).
async fn without_consent(
    db: &impl ConnectionTrait,
    matter: &Matter,
    client: Uuid,
    under: Uuid,
) -> Result<std::result::Result<Option<Copy>, String>> {
    let signed = entry::Entity::of(db, under).await?.filter(|entry| {
        entry.client == Some(client)
            && entry.kind == Kind::of::<Disclosure>().name()
            && entry.status == VersionStatus::Signed
    });
    let Some(signed) = signed else { return Ok(Err("This disclosure is not signed in this chart.".into())) };
    let body = Disclosure::deserialize(body::of_version(db, &signed.version).await?)?;
    if [disclosure::CONSENT, disclosure::AGREED].contains(&body.basis.as_str()) {
        return Ok(Err("This disclosure rests on the client's consent. Choose whom the release names.".into()));
    }
    if matter.last_word != LastWord::Final {
        return Ok(Err("Only what is signed and final goes to somebody else.".into()));
    }
    Ok(Ok(Some(Copy {
        contact: Uuid::parse_str(&body.contact).ok(),
        recipient: [body.recipient_name, body.recipient_organization, body.recipient_role],
        basis: body.basis,
        release: None,
        signed: (None, String::new()),
        purpose: body.purpose,
    })))
}

/// Writes the disclosure, in the transaction of the print.
pub(super) async fn disclose(write: &Write, matter: &Matter, input: &Print, copy: Copy, pages: u32) -> Result<()> {
    let entry = write.subject.entry()?;
    let [recipient_name, recipient_organization, recipient_role] = copy.recipient;
    let (release, release_version) = match copy.release {
        Some((release, version)) => (release.document.to_string(), version),
        None => Default::default(),
    };
    let body = Disclosure {
        on: write.today().to_string(),
        time: write.now.format("%H:%M").to_string(),
        basis: copy.basis,
        contact: copy.contact.map(|id| id.to_string()).unwrap_or_default(),
        recipient_name,
        recipient_organization,
        recipient_role,
        release,
        release_version,
        covers: vec![matter.kind.about().covered_as.to_owned()],
        purpose: copy.purpose,
        what: matter.kind.title().to_owned(),
        enclosed: vec![Enclosed {
            document: entry.document.to_string(),
            version: HEXLOWER.encode(&entry.version),
            title: matter.kind.title().to_owned(),
            pages,
        }],
        how: if input.how.is_empty() { "printed".into() } else { input.how.clone() },
        notice: if matter.long_notice { LONG_NOTICE.into() } else { "short".into() },
        ..Disclosure::default()
    };
    let (kind, document) = (Kind::of::<Disclosure>(), new_id(write.utc()));
    let body = serde_json::to_value(body)?;
    let stay = stay_of(write, kind, document, entry.client, &body, None).await?;
    let fresh = Fresh {
        document,
        kind,
        client: entry.client,
        stay,
        status: VersionStatus::Recorded,
        reason: "",
        body,
        earlier: None,
        drafted: None,
    };
    write.append(fresh, None).await?;
    Ok(())
}

/// "The aftercare plan", for a sentence.
pub(super) fn what(matter: &Matter) -> String {
    format!("the {}", matter.kind.title().to_lowercase())
}

pub(super) fn leaving<'a>(
    matter: &'a Matter,
    standing: &'a [restriction::Model],
    what: &'a str,
    purpose: &'a str,
) -> Leaving<'a> {
    Leaving { covered_as: matter.kind.about().covered_as, what, purpose, last_word: matter.last_word, standing }
}
