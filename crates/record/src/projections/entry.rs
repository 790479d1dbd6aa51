//! View: one row per document, as timelines list it.

use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult as _, Statement};

/// One row of `entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chart: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub version: Vec<u8>,
    pub number: i64,
    pub status: String,
    pub author: Uuid,
    pub recorded_at: DateTimeUtc,
    pub on_day: Option<Date>,
    pub summary: String,
    pub addenda: i64,
    pub heads: i64,
    pub changed_at: DateTimeUtc,
    pub cosign: i64,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The row of this document. Rows lie by chart; which one the document is in, it says itself.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(db: &impl ConnectionTrait, document: Uuid) -> std::result::Result<Option<Model>, DbErr> {
        let sql = "SELECT entry.* FROM document JOIN entry ON entry.chart = coalesce(document.client, zeroblob(16)) \
            AND entry.document = document.id WHERE document.id = ?";
        let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, [document.into()]);
        Model::find_by_statement(asked).one(db).await
    }
}
