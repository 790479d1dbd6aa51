//! What keeps the record from being closed while something is being written.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// Up while something is being written; closing and locking wait for it, also when the write fails.
pub(crate) struct Writing(Arc<AtomicUsize>);

impl Writing {
    /// One more in this count.
    pub(super) fn begun(all: &Arc<AtomicUsize>) -> Self {
        all.fetch_add(1, SeqCst);
        Self(Arc::clone(all))
    }
}

impl Clone for Writing {
    fn clone(&self) -> Self {
        Self::begun(&self.0)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}
