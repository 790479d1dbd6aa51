pub(crate) mod backups;
pub(crate) mod restore;
