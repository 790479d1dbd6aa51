//! What SeaORM asks of every table and ours never have.

/// Rows name what they belong to; no table says so to SeaORM.
macro_rules! no_relations {
    () => {
        /// None: every row names its document.
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}
pub(crate) use no_relations;
