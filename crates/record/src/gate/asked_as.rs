//! The id under which a caller made the request that is being carried out. It travels with the work itself, so that another request beside it is
//! never taken for this one.

/// A request by its caller's id.
#[derive(Debug, Clone)]
pub(crate) struct AskedAs {
    pub id: String,
    pub command: &'static str,
}

tokio::task_local! {
    /// Of what is being carried out just now, where it has an id.
    pub(crate) static ASKED_AS: AskedAs;
}

/// The id of the request whose own act this is.
pub(super) fn of_act(action: &str) -> Option<String> {
    ASKED_AS.try_with(|asked| (asked.command == action).then(|| asked.id.clone())).ok().flatten()
}
