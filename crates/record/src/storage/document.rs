//! Envelopes: what exists, of which kind, in whose chart.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `document`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub episode: Option<Uuid>,
}

no_relations!();

impl Entity {
    /// The kinds of these documents, as stored.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn kinds(
        db: &impl ConnectionTrait,
        ids: impl Iterator<Item = Uuid>,
    ) -> std::result::Result<std::collections::BTreeMap<Uuid, String>, DbErr> {
        let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.kind)).collect())
    }
}
