//! Where the chain of audit rows ends.

/// A signed head of the chain is kept every so many rows.
const CHECKPOINT_EVERY: i64 = 100;

/// The newest row of the chain: its number, and the hash that the next row covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChainHead {
    pub seq: i64,
    pub hash: Vec<u8>,
}

impl ChainHead {
    /// Whether a signed head is kept with this row.
    pub(crate) fn takes_checkpoint(&self) -> bool {
        self.seq % CHECKPOINT_EVERY == 0
    }
}
