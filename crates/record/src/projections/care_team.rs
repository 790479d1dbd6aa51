//! View: who looks after whom.

use sea_orm::QuerySelect as _;
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

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

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
