//! View: who the clients are.

use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult as _, Statement};

/// One row of `client`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: i64,
    pub document: Uuid,
    pub client: Uuid,
    pub legal_first: String,
    pub legal_last: String,
    pub preferred: String,
    pub name_key: String,
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

    /// Clients whose words hold all of these trigram terms, in order of name.
    ///
    /// # Errors
    /// The database's.
    pub async fn with_words(
        db: &impl ConnectionTrait,
        words: &str,
        limit: u64,
        offset: u64,
    ) -> std::result::Result<Vec<Model>, DbErr> {
        let sql = "SELECT c.* FROM client_words w JOIN client c ON c.row_id = w.rowid WHERE client_words MATCH ? \
            ORDER BY c.name_key LIMIT ? OFFSET ?";
        let values = [words.into(), limit.into(), offset.into()];
        let page = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        Model::find_by_statement(page).all(db).await
    }

    /// How many they are.
    ///
    /// # Errors
    /// The database's.
    pub async fn count_words(db: &impl ConnectionTrait, words: &str) -> std::result::Result<u64, DbErr> {
        let sql = "SELECT count(*) FROM client_words WHERE client_words MATCH ?";
        let count = Statement::from_sql_and_values(db.get_database_backend(), sql, [words.into()]);
        let row = db.query_one_raw(count).await?;
        let total = row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))?;
        Ok(u64::try_from(total).unwrap_or(0))
    }
}
