-- The record itself, as it stands: documents, versions, signatures, drafts, audit, and what belongs to this computer. Nothing here is ever
-- updated but drafts and heads. Tables made from versions are not here: see `projections`.
CREATE TABLE document (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    client BLOB,
    episode BLOB
) STRICT, WITHOUT ROWID;

-- Clustered by chart, then time: opening a chart touches few encrypted pages. Program documents lie under the zero id.
CREATE TABLE version (
    chart BLOB NOT NULL,
    hlc TEXT NOT NULL,
    id BLOB NOT NULL,
    document BLOB NOT NULL REFERENCES document (id),
    number INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('recorded', 'signed', 'addendum', 'retracted')),
    author BLOB NOT NULL,
    wall TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (chart, hlc, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX version_id ON version (id);
CREATE INDEX version_document ON version (document, hlc);
CREATE TRIGGER version_is_final BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER version_stays BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'a version never goes'); END;

-- Versions nobody names as parent. More than one row for a document is a conflict that a person settles.
CREATE TABLE head (
    document BLOB NOT NULL,
    version BLOB NOT NULL,
    PRIMARY KEY (document, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature (
    version BLOB NOT NULL,
    signer BLOB NOT NULL,
    meaning TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    public_key BLOB NOT NULL,
    statement BLOB NOT NULL,
    mark BLOB NOT NULL,
    PRIMARY KEY (version, signer, meaning)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER signature_is_final BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'a signature never changes'); END;
CREATE TRIGGER signature_stays BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'a signature never goes'); END;

CREATE TABLE draft (
    document BLOB NOT NULL,
    author BLOB NOT NULL,
    kind TEXT NOT NULL,
    client BLOB,
    episode BLOB,
    body TEXT NOT NULL,
    rev INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    holds INTEGER NOT NULL,
    on_day TEXT,
    discarded_at TEXT,
    -- Ids of the versions it began from, hex, separated by spaces.
    follows TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (author, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    wall TEXT NOT NULL,
    actor BLOB,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    client BLOB,
    document BLOB,
    detail TEXT NOT NULL,
    prev BLOB NOT NULL,
    hash BLOB NOT NULL,
    -- What the act wrote (ids of versions, SHA-256 of signature statements, hex, in order, separated by spaces): the chain commits to the
    -- record itself, so a version or signature taken away is missed.
    wrote TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_client ON audit (client, seq);
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail never changes'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail never goes'); END;

-- Signed heads of the audit chain. They are worth something once they have left this computer: on paper, in a backup, at another site.
CREATE TABLE checkpoint (
    seq INTEGER NOT NULL PRIMARY KEY,
    wall TEXT NOT NULL,
    root BLOB NOT NULL,
    note TEXT NOT NULL,
    mark BLOB NOT NULL
) STRICT;
CREATE TRIGGER checkpoint_is_final BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'a checkpoint never goes'); END;

-- When each member of staff last opened each chart ("what changed since me").
CREATE TABLE chart_visit (
    staff BLOB NOT NULL,
    client BLOB NOT NULL,
    visited_at TEXT NOT NULL,
    PRIMARY KEY (staff, client)
) STRICT, WITHOUT ROWID;

-- Someone outside the care team opened a chart and said why.
CREATE TABLE chart_override (
    staff BLOB NOT NULL,
    client BLOB NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (staff, client)
) STRICT, WITHOUT ROWID;

-- This site: its own signing key (Ed25519 seed; the file is encrypted) and its epoch: a restore starts a new one.
CREATE TABLE site (
    id BLOB NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL,
    seed BLOB,
    epoch INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

-- Settings of this computer, not of the record: idle minutes, where backups go.
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
