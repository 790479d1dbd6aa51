pub(crate) mod reports;
