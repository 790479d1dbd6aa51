//! Checks on typed text.
