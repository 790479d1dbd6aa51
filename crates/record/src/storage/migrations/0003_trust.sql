-- What each act wrote (ids of versions, SHA-256 of signature statements, hex, in order, separated by spaces): the chain then commits to the
-- record itself, so a version or signature taken away is missed.
ALTER TABLE audit ADD COLUMN wrote TEXT NOT NULL DEFAULT '';

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

-- The site's own signing key (Ed25519 seed; the file is encrypted) and its epoch: a restore starts a new one.
ALTER TABLE site ADD COLUMN seed BLOB;
ALTER TABLE site ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;

-- Settings of this computer, not of the record: idle minutes, where backups go.
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Someone outside the care team opened a chart and said why.
CREATE TABLE glass (
    staff BLOB NOT NULL,
    client BLOB NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (staff, client)
) STRICT, WITHOUT ROWID;
