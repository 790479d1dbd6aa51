//! Who may open a chart without giving a reason. A chart without rows here is open to all clinical staff.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::QuerySelect as _;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;

/// One row of `care_team`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "care_team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "care_team", shape: shape::<Entity>, indexes: &[], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::OnTeam { staff } = fact else { return None };
    let staff = Uuid::parse_str(staff).ok()?;
    Some(insert(Model { client: of.client, staff, document: of.document }))
}

impl Entity {
    /// Charts whose team is named and leaves this person out.
    ///
    /// # Errors
    /// The database's.
    pub async fn without(db: &impl ConnectionTrait, staff: Uuid) -> std::result::Result<Vec<Uuid>, DbErr> {
        let mine = Query::select().column(Column::Client).from(Entity).and_where(Column::Staff.eq(staff)).to_owned();
        let others = Entity::find().select_only().distinct().column(Column::Client);
        others.filter(Column::Client.not_in_subquery(mine)).into_tuple().all(db).await
    }
}
