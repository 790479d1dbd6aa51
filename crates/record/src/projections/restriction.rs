//! Restrictions that stand: agreed, and not ended.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::{Fact, KeptFrom};
use clinical::rules::name_key;
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

    /// Colleagues who may not open some chart.
    ///
    /// # Errors
    /// The database's.
    pub async fn keeps_from(db: &impl ConnectionTrait) -> std::result::Result<BTreeSet<Uuid>, DbErr> {
        let rows = Entity::find().filter(Column::Staff.is_not_null()).all(db).await?;
        Ok(rows.into_iter().filter_map(|row| row.staff).collect())
    }

    /// Colleagues who may not open this chart.
    ///
    /// # Errors
    /// The database's.
    pub async fn kept_out_of(db: &impl ConnectionTrait, client: Uuid) -> std::result::Result<BTreeSet<Uuid>, DbErr> {
        let rows = Entity::find().filter(Column::Client.eq(client)).filter(Column::Staff.is_not_null()).all(db).await?;
        Ok(rows.into_iter().filter_map(|row| row.staff).collect())
    }

    /// What stands in this chart.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_chart(db: &impl ConnectionTrait, client: Uuid) -> std::result::Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Client.eq(client)).all(db).await
    }
}

impl Model {
    /// Whether it keeps what is covered as this from this recipient. `name` is the contact's, or the recipient's in words where no contact is
    /// meant.
    #[must_use]
    pub fn keeps(&self, contact: Option<Uuid>, name: &str, covered_as: &str) -> bool {
        let meant = match (self.staff, self.contact, self.recipient.trim()) {
            (Some(_), ..) => false,
            (None, Some(kept), _) => contact == Some(kept),
            (None, None, "") => true,
            (None, None, kept) => name_key(kept) == name_key(name.trim()),
        };
        meant && (self.covers.is_empty() || self.covers.split_whitespace().any(|covers| covers == covered_as))
    }
}
