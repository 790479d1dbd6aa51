//! One row per document, as timelines list it. It comes from the versions themselves rather than from facts.

use crate::canonical::VersionStatus;
use crate::storage::dialect::create_table;
use crate::storage::no_relations;
use chrono::{DateTime, FixedOffset, Offset as _, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{DbBackend, FromQueryResult as _, Statement};

/// Whether a signature waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "i32", db_type = "Integer")]
pub enum Cosign {
    /// Nothing is awaited.
    #[sea_orm(num_value = 0)]
    Final,
    /// A supervised author's signature waits for its co-signature.
    #[sea_orm(num_value = 1)]
    Awaits,
    /// The supervisor gave it back to its author.
    #[sea_orm(num_value = 2)]
    Returned,
}

/// One row of `entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    /// The client, or the zero id for documents of the program.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chart: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub stay: Option<Uuid>,
    pub version: Vec<u8>,
    pub number: i64,
    pub status: VersionStatus,
    pub author: Uuid,
    pub recorded_at: DateTimeUtc,
    /// Minutes east of UTC at the site when it was recorded: its times are shown as they were on that clock.
    pub offset: i64,
    pub on_day: Option<Date>,
    pub summary: String,
    pub addenda: i64,
    pub heads: i64,
    pub changed_at: DateTimeUtc,
    /// Where the text in force stands.
    pub cosign: Cosign,
    /// Where what was added to it stands; the text is as final as it was.
    pub added: Cosign,
    /// The document whose signature wrote it.
    pub part_of: Option<Uuid>,
}

no_relations!();

pub(super) const INDEXES: &[&str] =
    &["entry (author) WHERE cosign <> 0 OR added <> 0", "entry (part_of) WHERE part_of IS NOT NULL"];

pub(super) fn shape(backend: DbBackend) -> String {
    create_table::<Entity>(backend)
}

impl Model {
    /// When it was recorded, on the clock it was recorded by.
    pub(crate) fn local(&self) -> DateTime<FixedOffset> {
        let seconds = i32::try_from(self.offset * 60).unwrap_or(0);
        let offset = FixedOffset::east_opt(seconds).unwrap_or(Utc.fix());
        self.recorded_at.with_timezone(&offset)
    }
    /// Whether its text or an addendum waits for a co-signature or was returned.
    pub(crate) fn unsettled(&self) -> bool {
        self.cosign != Cosign::Final || self.added != Cosign::Final
    }
}

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

    /// Documents that the signature of this one wrote and that still stand.
    ///
    /// # Errors
    /// The database's.
    pub async fn parts_of(db: &impl ConnectionTrait, whole: Uuid) -> std::result::Result<Vec<Model>, DbErr> {
        Entity::find()
            .filter(Column::PartOf.eq(whole))
            .filter(Column::Status.ne(VersionStatus::Retracted))
            .all(db)
            .await
    }

    /// The document whose signature wrote this one, while it stands: the two are withdrawn, changed and co-signed together.
    ///
    /// # Errors
    /// The database's.
    pub async fn whole_of(db: &impl ConnectionTrait, part: &Model) -> std::result::Result<Option<Model>, DbErr> {
        match part.part_of {
            Some(whole) => Ok(Entity::of(db, whole).await?.filter(|whole| whole.status != VersionStatus::Retracted)),
            None => Ok(None),
        }
    }

    /// What waits for a co-signature or was returned, oldest first. The words of the condition are those of the index.
    ///
    /// # Errors
    /// The database's.
    pub async fn unsettled(db: &impl ConnectionTrait) -> std::result::Result<Vec<Model>, DbErr> {
        use sea_orm::QueryOrder as _;
        let asked = Entity::find().filter(Expr::cust("cosign <> 0 OR added <> 0")).order_by_asc(Column::RecordedAt);
        asked.all(db).await
    }
}
