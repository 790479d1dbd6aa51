//! View: who the clients are.

use sea_orm::entity::prelude::*;

/// One row of `client`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub legal_first: String,
    pub legal_last: String,
    pub preferred: String,
    pub name_key: String,
    pub words: String,
    pub born: Option<Date>,
    pub record_number: String,
    pub pronouns: String,
    pub speaks: String,
    pub reads: String,
    pub large_print: bool,
    pub phone: String,
    pub living: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// These clients, in no order.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_by_clients(db: &impl ConnectionTrait, ids: &[Uuid]) -> std::result::Result<Vec<Model>, DbErr> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Entity::find().filter(Column::Client.is_in(ids.iter().copied())).all(db).await
    }
}
