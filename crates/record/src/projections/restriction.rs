//! Restrictions that stand: agreed, and not ended.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::{Fact, KeptFrom};
use sea_orm::Statement;
use sea_orm::entity::prelude::*;
use std::collections::BTreeSet;

/// One row of `restriction`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "restriction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    /// Two heads of a document may keep something from two people.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kept_from: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub covers: String,
    pub staff: Option<Uuid>,
    pub contact: Option<Uuid>,
    pub recipient: String,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "restriction",
    shape: shape::<Entity>,
    indexes: &["restriction (staff) WHERE staff IS NOT NULL"],
    clear: Clear::ClientAndDocument,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Restricted { kept_from, covers } = fact else { return None };
    let (mut staff, mut contact, mut recipient) = (None, None, String::new());
    let kept_from = match kept_from {
        KeptFrom::Staff(id) => {
            staff = Uuid::parse_str(id).ok();
            format!("staff {id}")
        }
        KeptFrom::Contact(id) => {
            contact = Uuid::parse_str(id).ok();
            format!("contact {id}")
        }
        KeptFrom::Named(name) => {
            recipient.clone_from(name);
            format!("named {name}")
        }
        KeptFrom::Everyone => "everyone".into(),
    };
    let covers = covers.join(" ");
    Some(insert(Model { client: of.client, document: of.document, kept_from, covers, staff, contact, recipient }))
}

impl Entity {
    /// Charts that this person may not open.
    ///
    /// # Errors
    /// The database's.
    pub async fn keeps_out(db: &impl ConnectionTrait, staff: Uuid) -> std::result::Result<BTreeSet<Uuid>, DbErr> {
        let rows = Entity::find().filter(Column::Staff.eq(staff)).all(db).await?;
        Ok(rows.into_iter().map(|row| row.client).collect())
    }
}
