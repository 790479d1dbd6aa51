//! What the line of a command says: what it needs, its words in the audit trail, what it touches. The list itself is `commands.rs`.

use crate::commands::command_list;
use clinical::permission::Permission;

/// What a command needs before anything else is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Answers while locked too.
    Nobody,
    /// Someone is signed in.
    Enter,
    /// `Permission::SeeDemographics`.
    SeeDemographics,
    /// `Permission::SeeClinical`.
    SeeClinical,
    /// `Permission::WriteDemographics`; the gate asks more when the kind is clinical.
    Write,
    /// `Permission::WriteClinical`.
    WriteClinical,
    /// `Permission::Cosign`.
    Cosign,
    /// `Permission::Print`.
    Print,
    /// `Permission::ManageProgram`.
    ManageProgram,
    /// `Permission::SeeAudit`.
    SeeAudit,
}

impl Need {
    /// The permission behind the need.
    #[must_use]
    pub fn permission(self) -> Option<Permission> {
        match self {
            Need::Nobody => None,
            Need::Enter => Some(Permission::Enter),
            Need::SeeDemographics => Some(Permission::SeeDemographics),
            Need::SeeClinical => Some(Permission::SeeClinical),
            Need::Write => Some(Permission::WriteDemographics),
            Need::WriteClinical => Some(Permission::WriteClinical),
            Need::Cosign => Some(Permission::Cosign),
            Need::Print => Some(Permission::Print),
            Need::ManageProgram => Some(Permission::ManageProgram),
            Need::SeeAudit => Some(Permission::SeeAudit),
        }
    }
}

/// What an act is to someone who asks who saw or changed what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Someone looked.
    Looks,
    /// Someone changed the record.
    Changes,
    /// Paper or a file came out.
    Prints,
    /// Unlocking, staff, keys, backups, the clock.
    Access,
}

/// What answers are made of. A command names those it touches, or those its answer comes from; a screen asks again what was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Who is signed in, and whether the record is open.
    Session,
    /// What is in the record: documents and all that is counted from them.
    Documents,
    /// My drafts.
    Drafts,
    /// Who looks after whom, and charts opened from outside.
    Teams,
    /// The staff directory and its keys.
    Staff,
    /// Backups and where they go.
    Backups,
    /// Settings of this computer.
    Settings,
    /// The audit trail.
    Trail,
}

impl Topic {
    /// As the screens know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Topic::Session => "session",
            Topic::Documents => "documents",
            Topic::Drafts => "drafts",
            Topic::Teams => "teams",
            Topic::Staff => "staff",
            Topic::Backups => "backups",
            Topic::Settings => "settings",
            Topic::Trail => "trail",
        }
    }
}

/// What a command does with its topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// They hold something else afterwards.
    Touches,
    /// Its answer comes from them.
    From,
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// As screens ask for it and the trail keeps it.
    pub name: &'static str,
    /// What it needs.
    pub need: Need,
    /// What it is in the trail.
    pub group: Group,
    /// Its words there; `{}` is the kind of document.
    pub words: &'static str,
    /// What it does with its topics.
    pub way: Way,
    /// Its topics.
    pub topics: &'static [Topic],
    /// Why it leaves no row when it succeeds; none for a command that leaves one. A refusal always leaves one.
    pub quiet: Option<&'static str>,
}

macro_rules! group {
    (looks) => {
        Group::Looks
    };
    (changes) => {
        Group::Changes
    };
    (prints) => {
        Group::Prints
    };
    (access) => {
        Group::Access
    };
}

macro_rules! way {
    (touches) => {
        Way::Touches
    };
    (from) => {
        Way::From
    };
}

macro_rules! quiet {
    () => {
        None
    };
    ($why:literal) => {
        Some($why)
    };
}

macro_rules! lines {
    ($($area:ident::$file:ident {$(
        $name:ident($input:ty) -> $output:ty, $need:ident, $group:ident $words:literal, $way:ident [$($topic:ident)*] $(, quiet $why:literal)?;
    )+})+) => {
        /// Every command, in the order of the list.
        pub const LINES: &[Line] = &[$($(Line {
            name: stringify!($name),
            need: Need::$need,
            group: group!($group),
            words: $words,
            way: way!($way),
            topics: &[$(Topic::$topic),*],
            quiet: quiet!($($why)?),
        }),+),+];
    };
}

command_list!(lines);

/// Acts that the trail holds and nobody asks for by name: what a command does besides, and what the program does by itself.
pub const OTHER_ACTS: &[(&str, Group, &str)] = &[
    ("receive", Group::Changes, "Received a version from another site"),
    ("update", Group::Access, "Brought the record up to date"),
    ("change_key", Group::Access, "Changed the record's key"),
    ("withhold", Group::Prints, "Withheld text from an export"),
    ("show_window", Group::Access, "Let other programs see the window"),
    ("hide_window", Group::Access, "Kept other programs from seeing the window"),
    ("sign_password", Group::Access, "Entered a password to sign"),
    ("license_override", Group::Access, "Signed with an expired license"),
    ("anchor", Group::Access, "Remembered the record on this computer for the first time"),
    ("older_record", Group::Access, "Found another record than this computer remembers"),
    ("clock", Group::Access, "The clock jumped"),
    ("clock_confirmed", Group::Access, "Signed with an unlikely clock"),
];

/// The line of a command; none for other acts.
#[must_use]
pub fn line(name: &str) -> Option<&'static Line> {
    LINES.iter().find(|line| line.name == name)
}

/// Every act with its group and words.
pub fn acts() -> impl Iterator<Item = (&'static str, Group, &'static str)> {
    LINES.iter().map(|line| (line.name, line.group, line.words)).chain(OTHER_ACTS.iter().copied())
}
