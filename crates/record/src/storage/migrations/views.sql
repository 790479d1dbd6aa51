-- The views as they stand now. Opening an older record drops them, runs this file and fills them from versions.
-- Views of versions: whatever screens list, filter or count. Written with the version; `rebuild_views` makes them anew from versions alone.
-- What a chart shows as it opens is clustered by chart, so that it lies on few encrypted pages. Program documents lie under the zero id.
CREATE TABLE entry (
    chart BLOB NOT NULL,
    document BLOB NOT NULL,
    kind TEXT NOT NULL,
    client BLOB,
    version BLOB NOT NULL,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    author BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    on_day TEXT,
    summary TEXT NOT NULL,
    addenda INTEGER NOT NULL,
    heads INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    -- A supervised author's signature waits for its co-signature (1), was returned to the author (2), or nothing is awaited (0).
    cosign INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (chart, document)
) STRICT, WITHOUT ROWID;
-- The notes that a group session wrote.
CREATE INDEX entry_group_note ON entry (author) WHERE kind = 'group_note';
CREATE INDEX entry_cosign ON entry (author) WHERE cosign <> 0;

CREATE TABLE client (
    client BLOB NOT NULL,
    document BLOB NOT NULL,
    legal_first TEXT NOT NULL,
    legal_last TEXT NOT NULL,
    preferred TEXT NOT NULL,
    -- Last and first name, and whatever the client is found by, without accents or case.
    name_key TEXT NOT NULL,
    words TEXT NOT NULL,
    born TEXT,
    record_number TEXT NOT NULL,
    pronouns TEXT NOT NULL,
    speaks TEXT NOT NULL,
    reads TEXT NOT NULL,
    large_print INTEGER NOT NULL,
    phone TEXT NOT NULL,
    living TEXT NOT NULL,
    PRIMARY KEY (client, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    name TEXT NOT NULL,
    relationship TEXT NOT NULL,
    role TEXT NOT NULL,
    phone TEXT NOT NULL,
    emergency INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_client ON contact (client);

CREATE TABLE episode (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    level TEXT NOT NULL,
    track TEXT NOT NULL,
    from_day TEXT,
    to_day TEXT,
    provider TEXT NOT NULL,
    ours INTEGER NOT NULL,
    weeks INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX episode_client ON episode (client);

CREATE TABLE release (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    form TEXT NOT NULL,
    contact BLOB,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    covers TEXT NOT NULL,
    signed_on TEXT,
    expiry TEXT NOT NULL,
    expires_on TEXT,
    expires_days INTEGER,
    expires_event TEXT NOT NULL,
    revoked_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX release_client ON release (client);

CREATE TABLE need (
    document BLOB NOT NULL,
    id TEXT NOT NULL,
    client BLOB NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX need_client ON need (client);

CREATE TABLE allergy (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX allergy_client ON allergy (client);

CREATE TABLE plan (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    effective TEXT,
    next_review TEXT,
    statement TEXT NOT NULL,
    gloss TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_client ON plan (client);

CREATE TABLE objective (
    document BLOB NOT NULL,
    id TEXT NOT NULL,
    client BLOB NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    measure TEXT NOT NULL,
    baseline TEXT NOT NULL,
    target TEXT NOT NULL,
    target_date TEXT,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX objective_client ON objective (client);

CREATE TABLE progress (
    document BLOB NOT NULL,
    objective TEXT NOT NULL,
    client BLOB NOT NULL,
    on_day TEXT,
    progress TEXT NOT NULL,
    PRIMARY KEY (client, document, objective)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendance (
    client BLOB NOT NULL,
    document BLOB NOT NULL,
    setting TEXT NOT NULL,
    status TEXT NOT NULL,
    on_day TEXT,
    start_time TEXT NOT NULL,
    end_time TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    topic TEXT NOT NULL,
    participation INTEGER,
    mood INTEGER,
    craving INTEGER,
    PRIMARY KEY (client, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_day ON attendance (on_day);

CREATE TABLE score (
    client BLOB NOT NULL,
    document BLOB NOT NULL,
    instrument TEXT NOT NULL,
    on_day TEXT,
    total INTEGER,
    band TEXT NOT NULL,
    flagged TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (client, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_flagged ON score (on_day) WHERE flagged <> '';

CREATE TABLE risk_answer (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    on_day TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX risk_answer_client ON risk_answer (client);

CREATE TABLE sobriety (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    since TEXT,
    known_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sobriety_client ON sobriety (client);

CREATE TABLE lapse (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    on_day TEXT,
    substance TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lapse_client ON lapse (client);

CREATE TABLE meeting (
    document BLOB NOT NULL PRIMARY KEY,
    client BLOB NOT NULL,
    on_day TEXT,
    fellowship TEXT NOT NULL,
    verification TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_client ON meeting (client);

CREATE TABLE session (
    document BLOB NOT NULL PRIMARY KEY,
    on_day TEXT,
    start_time TEXT NOT NULL,
    end_time TEXT NOT NULL,
    topic TEXT NOT NULL,
    present INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_day ON session (on_day);

CREATE TABLE program (
    document BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    site TEXT NOT NULL,
    phone TEXT NOT NULL,
    crisis_phone TEXT NOT NULL,
    address TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    document BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    role TEXT NOT NULL,
    license TEXT NOT NULL,
    license_expires TEXT,
    supervisor BLOB,
    cosigned INTEGER NOT NULL,
    active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who may open a chart without giving a reason. A chart without rows here is open to all clinical staff.
CREATE TABLE care_team (
    document BLOB NOT NULL,
    client BLOB NOT NULL,
    staff BLOB NOT NULL,
    PRIMARY KEY (client, staff, document)
) STRICT, WITHOUT ROWID;

-- Words of notes. Contentless: they are not stored a second time.
CREATE VIRTUAL TABLE entry_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
-- Sixteen small pieces are joined at once rather than four at a time: a signature then waits for less, a search finds as much.
INSERT INTO entry_words (entry_words, rank) VALUES ('automerge', 16);
