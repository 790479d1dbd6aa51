//! Documents: what kinds there are, drafts of them, how they enter the record and what follows.

mod confidence;
pub(crate) mod cosign;
pub(crate) mod document;
pub(crate) mod drafts;
pub(crate) mod evidence;
pub(crate) mod hand_signature;
pub(crate) mod kinds;
pub(crate) mod record;
pub(crate) mod settle;
pub(crate) mod sign;
