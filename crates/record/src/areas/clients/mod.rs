pub(crate) mod clients;
