//! Who looks after whom, and opening a chart from outside.

use crate::canonical::VersionStatus;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Unlocked};
use crate::ids::new_id;
use crate::ledger::append::Fresh;
use crate::projections::{care_team, restriction, staff};
use crate::queries::people;
use crate::storage::chart_override;
use crate::typed::reason;
use crate::vault::NOT_YOURS;
use crate::views::{CareTeamView, ClientOf, Nothing, OverrideChart, SetCareTeam, TeamMember};
use chrono::{DateTime, TimeDelta, Utc};
use clinical::Kind;
use clinical::kinds::care_team::CareTeam;
use clinical::names::in_order;
use clinical::permission::{Permission, Role};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How long a chart stays open to someone outside its team who said why; a lock ends it sooner.
pub(crate) const OPEN_HOURS: i64 = 4;

/// Who may open this chart without giving a reason. Without a team it is open to all clinical staff.
///
/// # Errors
/// `NotFound`.
pub async fn care_team(record: &Record, input: ClientOf) -> Result<CareTeamView> {
    let read = record.read(Act::new("care_team").chart(input.client)).await?;
    people::client_row(read.db(), input.client).await?;
    shown(read.db(), &read.unlocked, input.client, read.now.to_utc()).await
}

async fn shown(
    db: &impl ConnectionTrait,
    unlocked: &Unlocked,
    client: Uuid,
    now: DateTime<Utc>,
) -> Result<CareTeamView> {
    let staff = people::staff_names(db).await?;
    let member = |id: Uuid| {
        let row = staff.get(&id)?;
        let (name, credential) = (row.name.clone(), row.credential.clone());
        Some(TeamMember { staff: id, name, credential, role: Role::named(&row.role) })
    };
    let named = members(db, client).await?;
    let opened_until = unlocked.overrides.until(client, now);
    let clinical = unlocked.me.role.may(Permission::SeeClinical);
    let exempt = !unlocked.me.role.may(Permission::WriteClinical);
    let mut people: Vec<TeamMember> = named.iter().copied().filter_map(member).collect();
    in_order(&mut people, |member| &member.name);
    Ok(CareTeamView {
        open_to_all: named.is_empty(),
        mine: clinical && (exempt || named.is_empty() || named.contains(&unlocked.me.staff)),
        people,
        opened_until,
    })
}

async fn members(db: &impl ConnectionTrait, client: Uuid) -> Result<BTreeSet<Uuid>> {
    let rows = care_team::Entity::find().filter(care_team::Column::Client.eq(client)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.staff).collect())
}

/// Names the team anew. A team that is named is changed by its members; else by a supervisor or the director, with password and reason.
///
/// # Errors
/// `BadInput` for someone who does not work here, reads no clinical text or is kept out of this chart; `OutsideTeam`; `WrongPassword`.
pub async fn set_care_team(record: &Record, input: SetCareTeam) -> Result<CareTeamView> {
    if let Some(password) = &input.password {
        record.own_slot(password, "set_care_team", NOT_YOURS).await?;
    }
    // Whoever may change it from outside need not open the chart for that.
    let mut write = record.write(Act::new("set_care_team").chart(input.client).allowed_outside()).await?;
    people::client_row(&write.tx, input.client).await?;
    let members = members(&write.tx, input.client).await?;
    let outside = !members.is_empty() && !members.contains(&write.me());
    if outside && !write.unlocked.me.role.may(Permission::Cosign) {
        let message = "Only its members, a supervisor or the director change a care team.";
        return write.refuse(Error::of(Code::OutsideTeam, message)).await;
    }
    if outside && input.password.is_none() {
        let message =
            "You are not on this care team. Changing it needs your password and a reason, which the team reads.";
        return write.refuse(Error::of(Code::OutsideTeam, message)).await;
    }
    let why = match outside {
        true => reason(&input.reason.unwrap_or_default(), "Say why in at least 10 letters; the care team reads it.")?,
        false => String::new(),
    };
    let staff = people::staff_names(&write.tx).await?;
    let named: BTreeSet<Uuid> = input.staff.into_iter().collect();
    for id in &named {
        let who = staff.get(id).map_or("Someone named here", |row| row.name.as_str());
        let works = |row: &staff::Model| row.active && Role::named(&row.role).may(Permission::WriteClinical);
        if !staff.get(id).is_some_and(works) {
            let why = format!("{who} does not do clinical work here now and cannot be on a care team.");
            return Err(Error::at("staff", &why));
        }
        if restriction::Entity::keeps_out(&write.tx, *id).await?.contains(&input.client) {
            return Err(Error::at(
                "staff",
                &format!("{who} may not open this chart: the client asked for that and it was agreed."),
            ));
        }
    }
    let kind = Kind::of::<CareTeam>();
    let earlier = people::latest(&write.tx, input.client, kind).await?;
    let document = earlier.as_ref().map_or_else(|| new_id(write.utc()), |entry| entry.document);
    let body = CareTeam { staff: named.iter().map(Uuid::to_string).collect() };
    let fresh = Fresh {
        document,
        kind,
        client: Some(input.client),
        stay: None,
        status: VersionStatus::Recorded,
        reason: &why,
        body: serde_json::to_value(body)?,
        earlier,
        drafted: None,
    };
    write.append(fresh, None).await?;
    let names: Vec<&str> = named.iter().filter_map(|id| staff.get(id)).map(|row| row.name.as_str()).collect();
    let team = if names.is_empty() { "open to all clinical staff".to_owned() } else { names.join(", ") };
    let told = if outside { format!("{team}. Changed from outside the team: {why}") } else { team };
    write.act = write.act.naming(document, Some(input.client)).detail(told);
    let view = shown(&write.tx, &write.unlocked, input.client, write.utc()).await?;
    write.done().await?;
    Ok(view)
}

/// Opens a chart from outside its team with a reason, which the team reads.
///
/// # Errors
/// `BadInput` for a reason under 10 letters; `Forbidden`.
pub async fn override_chart(record: &Record, input: OverrideChart) -> Result<Nothing> {
    let reason = reason(&input.reason, "Say why in at least 10 letters; the care team reads it.")?;
    let act = Act::new("override_chart").chart(input.client).detail(reason.clone()).allowed_outside();
    let write = record.write(act).await?;
    people::client_row(&write.tx, input.client).await?;
    if !write.viewer().await?.closed.contains(&input.client) {
        // Nothing was in the way; a reason for nothing would only worry the team.
        return Ok(Nothing {});
    }
    let until = write.utc() + TimeDelta::hours(OPEN_HOURS);
    let row = chart_override::Model { staff: write.me(), client: input.client, until, reason };
    let again = OnConflict::columns([chart_override::Column::Staff, chart_override::Column::Client])
        .update_columns([chart_override::Column::Until, chart_override::Column::Reason])
        .to_owned();
    chart_override::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(again)
        .exec_without_returning(&write.tx)
        .await?;
    let unlocked = std::sync::Arc::clone(&write.unlocked);
    write.done().await?;
    unlocked.overrides.open(input.client, until);
    Ok(Nothing {})
}
