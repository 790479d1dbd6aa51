//! Who looks after whom, and opening a chart from outside.

use super::signing::plain;
use super::staff::role_of;
use crate::act::Act;
use crate::append::{self, Fresh, Status};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::look::people;
use crate::open::Open;
use crate::permission::Permission;
use crate::store::{care_team as team, glass};
use crate::view::{BreakGlass, CareTeam, ClientOf, Nothing, SetCareTeam, TeamMember};
use chrono::{DateTime, TimeDelta, Utc};
use clinical::documents::Kind;
use clinical::form::Finding;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How long a chart stays open to someone outside its team who said why; a lock ends it sooner.
pub(crate) const OPEN_HOURS: i64 = 4;

/// Who may open this chart without giving a reason. Without a team it is open to all clinical staff.
///
/// # Errors
/// `NotFound`.
pub async fn care_team(desk: &Desk, input: ClientOf) -> Result<CareTeam> {
    let act = Act::new("care_team").needs(Permission::SeeDemographics).client(Some(input.client)).quiet();
    let sight = desk.see(act).await?;
    people::client_row(sight.db(), input.client).await?;
    shown(sight.db(), &sight.open, input.client, sight.now.to_utc()).await
}

async fn shown(db: &impl ConnectionTrait, open: &Open, client: Uuid, now: DateTime<Utc>) -> Result<CareTeam> {
    let staff = people::staff_names(db).await?;
    let rows = team::Entity::find().filter(team::Column::Client.eq(client)).all(db).await?;
    let member = |id: Uuid| {
        let row = staff.get(&id)?;
        let (name, credential) = (row.name.clone(), row.credential.clone());
        Some(TeamMember { staff: id, name, credential, role: role_of(&row.role) })
    };
    let named: BTreeSet<Uuid> = rows.into_iter().map(|row| row.staff).collect();
    let opened_until = open.opened_until(client, now);
    let clinical = open.me.role.may(Permission::SeeClinical);
    let exempt = !open.me.role.may(Permission::WriteClinical);
    let mut people: Vec<TeamMember> = named.iter().copied().filter_map(member).collect();
    people.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(CareTeam {
        open_to_all: named.is_empty(),
        mine: clinical && (exempt || named.is_empty() || named.contains(&open.me.staff)),
        people,
        opened_until,
    })
}

/// Names the team anew.
///
/// # Errors
/// `BadInput` for someone who does not work here or reads no clinical text; `OutsideTeam`.
pub async fn set_care_team(desk: &Desk, input: SetCareTeam) -> Result<CareTeam> {
    let act = Act::new("set_care_team").needs(Permission::WriteClinical).client(Some(input.client));
    let mut ink = desk.act(act).await?;
    people::client_row(&ink.tx, input.client).await?;
    let staff = people::staff_names(&ink.tx).await?;
    let named: BTreeSet<Uuid> = input.staff.into_iter().collect();
    let fits =
        |id: &Uuid| staff.get(id).is_some_and(|row| row.active && role_of(&row.role).may(Permission::WriteClinical));
    if let Some(stranger) = named.iter().find(|id| !fits(id)) {
        let who = staff.get(stranger).map_or("Someone named here", |row| row.name.as_str());
        let message = format!("{who} does not do clinical work here now and cannot be on a care team.");
        let findings = vec![Finding::hold("staff", message.clone())];
        return Err(Error { code: Code::BadInput, message, findings });
    }
    let earlier = people::latest(&ink.tx, input.client, Kind::CareTeam).await?;
    let fresh = Fresh {
        document: earlier.as_ref().map_or_else(|| new_id(ink.utc()), |entry| entry.document),
        kind: Kind::CareTeam,
        client: Some(input.client),
        episode: None,
        status: Status::Recorded,
        reason: "",
        body: json!({ "staff": named }),
        earlier,
        drafted: None,
    };
    let document = fresh.document;
    append::append(&ink, fresh, None).await?;
    let names: Vec<&str> = named.iter().filter_map(|id| staff.get(id)).map(|row| row.name.as_str()).collect();
    let told = if names.is_empty() { "open to all clinical staff".to_owned() } else { names.join(", ") };
    ink.act = ink.act.document(document).detail(told);
    let view = shown(&ink.tx, &ink.open, input.client, ink.utc()).await?;
    ink.done().await?;
    Ok(view)
}

/// Opens a chart from outside its team with a reason, which the team reads.
///
/// # Errors
/// `BadInput` for a reason under 10 letters; `Forbidden`.
pub async fn break_glass(desk: &Desk, input: BreakGlass) -> Result<Nothing> {
    let reason = plain(&input.reason, "reason")?;
    if reason.chars().count() < 10 {
        let finding = Finding::hold("reason", "Say why in at least 10 letters; the care team reads it.");
        return Err(Error {
            code: Code::BadInput,
            message: "The reason is too short.".into(),
            findings: vec![finding],
        });
    }
    let act = Act::new("break_glass").needs(Permission::SeeClinical).client(Some(input.client)).detail(reason.clone());
    let ink = desk.act(act.allowed_outside()).await?;
    people::client_row(&ink.tx, input.client).await?;
    if !ink.eyes().await?.closed.contains(&input.client) {
        // Nothing was in the way; a reason for nothing would only worry the team.
        return Ok(Nothing {});
    }
    let until = ink.utc() + TimeDelta::hours(OPEN_HOURS);
    let row = glass::Model { staff: ink.me(), client: input.client, until, reason };
    let again = OnConflict::columns([glass::Column::Staff, glass::Column::Client])
        .update_columns([glass::Column::Until, glass::Column::Reason])
        .to_owned();
    glass::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(again)
        .exec_without_returning(&ink.tx)
        .await?;
    let open = std::sync::Arc::clone(&ink.open);
    ink.done().await?;
    open.opened_from_outside(input.client, until);
    Ok(Nothing {})
}
