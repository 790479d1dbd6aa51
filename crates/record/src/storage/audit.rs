//! The audit trail, each row chained to the one before.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `audit`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub wall: String,
    pub actor: Option<Uuid>,
    pub role: String,
    pub action: String,
    pub outcome: String,
    pub client: Option<Uuid>,
    pub document: Option<Uuid>,
    pub detail: String,
    pub prev: Vec<u8>,
    pub hash: Vec<u8>,
    pub wrote: String,
}

no_relations!();

impl Entity {
    /// What was done of these acts in these charts, in the order in which it was done.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn done(
        db: &impl ConnectionTrait,
        charts: Vec<Uuid>,
        acts: &[&str],
    ) -> std::result::Result<Vec<Model>, DbErr> {
        use sea_orm::QueryOrder as _;
        let rows = Entity::find()
            .filter(Column::Client.is_in(charts))
            .filter(Column::Action.is_in(acts.iter().copied()))
            .filter(Column::Outcome.eq("done"));
        rows.order_by_asc(Column::Seq).all(db).await
    }

    /// Ids of what the newest writing acts put into the record: versions, and hashes of signature statements.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn last_wrote(db: &impl ConnectionTrait) -> std::result::Result<Vec<Vec<u8>>, DbErr> {
        use sea_orm::sea_query::Expr;
        use sea_orm::{QueryOrder as _, QuerySelect as _};
        let last = Entity::find().select_only().column(Column::Wrote).order_by_desc(Column::Seq);
        let last = last.filter(Expr::cust("wrote <> ''")).limit(50).into_tuple::<String>().all(db).await?;
        let ids = last.iter().flat_map(|wrote| wrote.split(' '));
        Ok(ids.filter_map(|id| data_encoding::HEXLOWER.decode(id.as_bytes()).ok()).collect())
    }
}
