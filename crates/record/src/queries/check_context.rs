//! What a body is checked against: the record around it on this day.

use super::{measures, people, plan};
use crate::error::Result;
use crate::views::ReleaseState;
use chrono::{DateTime, FixedOffset};
use clinical::{CheckContext, Kind};
use clinical::kind::ReleaseHeld;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

/// Gathers only what this kind asks for.
pub(crate) async fn around(
    db: &impl ConnectionTrait,
    kind: Kind,
    client: Option<Uuid>,
    body: &Value,
    revision: bool,
    now: DateTime<FixedOffset>,
) -> Result<Around> {
    let mut found = Around { now: now.naive_local(), revision, ..Around::default() };
    if kind == Kind::GroupSession {
        let named = body["people"].as_array().into_iter().flatten();
        let ids: Vec<Uuid> = named.filter_map(|person| Uuid::parse_str(person["client"].as_str()?).ok()).collect();
        let rows = crate::projections::client::Entity::find_by_clients(db, &ids).await?;
        found.clients = rows
            .iter()
            .map(|row| (row.client.to_string(), format!("{} {} {}", row.preferred, row.legal_first, row.legal_last)))
            .collect();
        return Ok(found);
    }
    let Some(client) = client else { return Ok(found) };
    if matches!(kind, Kind::FamilySession | Kind::AftercarePlan) {
        let releases = people::releases(db, client, now.date_naive()).await?;
        found.contacts = people::contacts(db, client, &releases)
            .await?
            .into_iter()
            .map(|it| (it.document.to_string(), it.name))
            .collect();
        let seen = |it: crate::views::ReleaseLine| ReleaseAround {
            id: it.document.to_string(),
            contact: it.contact.map(|id| id.to_string()).unwrap_or_default(),
            active: it.state == ReleaseState::Active,
            covers: it.covers,
        };
        found.releases = releases.into_iter().map(seen).collect();
    }
    if kind == Kind::TreatmentPlan {
        found.needs = plan::needs(db, client).await?.into_iter().map(|it| (it.id, it.label)).collect();
    }
    if matches!(kind, Kind::IndividualNote | Kind::FamilySession) {
        let scores = measures::scores(db, client).await?;
        let (plan, alerts, assessment) = tokio::try_join!(
            plan::in_force(db, client, &scores),
            measures::still_open(db, &scores),
            people::latest(db, client, Kind::Assessment)
        )?;
        found.objectives = plan.into_iter().flat_map(|(_, objectives)| objectives).map(|it| (it.id, it.text)).collect();
        // A session that was not held answers nothing, so the rule itself decides what to do with these days.
        found.open_safety_alerts = alerts.into_iter().map(|alert| alert.1).collect();
        found.assessment_signed = assessment.is_some();
    }
    Ok(found)
}
