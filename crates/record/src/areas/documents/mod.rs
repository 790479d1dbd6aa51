pub(crate) mod cosign;
pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod evidence;
pub(crate) mod hand_signatures;
pub(crate) mod signing;
