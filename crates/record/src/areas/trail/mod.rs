pub(crate) mod oversight;
pub(crate) mod trail;
