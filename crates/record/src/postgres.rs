//! A second database under the same entities, on trial: a version, a row of the timeline and a draft are made, written and read back in
//! PostgreSQL by the functions that serve SQLite. `cargo xtask storage` runs it; no program is built with it. The server is looked for where
//! Debian installs it.
//!
//! What carries over as it is: every table, column and key from its entity, inserts, updates and questions asked through entities, types of
//! ids, days, moments and statuses.
//!
//! What is left to do, all of it in `storage`, `ledger` and `projections`:
//! - `dialect::BACKEND` is one constant that statements are built with; it becomes a property of the connection.
//! - Statements written as text say `?` where PostgreSQL wants `$1`, and several of them go in one message with their values (`Rows`), which
//!   its protocol refuses: a message each, or one function in the database.
//! - `entry::Entity::of` fills the zero id in with `zeroblob(16)`; there it is a uuid.
//! - `entry_words` is FTS5 without content; there it is a `tsvector` with its index and a dictionary without accents.
//! - STRICT and WITHOUT ROWID: types are strict there anyhow; rows lie by chart only after `CLUSTER`.
//! - The triggers by which versions, signatures, audit rows and checkpoints never change need functions of their own in `record.sql`.
//! - `engine` asks pragmas (pages, references, schema number, the highest audit number) and copies with VACUUM INTO; there `pg_dump`,
//!   a table for the schema number and a sequence.
//! - Encryption: SQLCipher seals each page; a server's files are sealed by its disk, which protects against less.
//! - `Connections` owns one writer and four readers of a file; a server wants its own pool and serializable transactions.

use crate::canonical::VersionStatus;
use crate::projections::entry;
use crate::projections::entry::Cosign;
use crate::storage::dialect::create_table;
use crate::storage::{draft, version};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, Database, DatabaseConnection,
    DbBackend, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The person the server runs as where the tests run as the administrator, whom it refuses.
const NOBODY: u32 = 65_534;

/// A server of its own on a socket in a folder of its own; both go with it.
struct Server {
    server: Child,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The newest installed.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    found.retain(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file());
    found.sort();
    found.pop()
}

fn administrator() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"))
}

fn command(program: &Path) -> Command {
    let mut command = if administrator() {
        let mut lowered = Command::new("setpriv");
        let nobody = NOBODY.to_string();
        lowered.args(["--reuid", &nobody, "--regid", &nobody, "--clear-groups"]).arg(program);
        lowered
    } else {
        Command::new(program)
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn start(programs: &Path) -> Outcome<Server> {
    let folder = TempDir::new()?;
    if administrator() {
        std::os::unix::fs::chown(folder.path(), Some(NOBODY), Some(NOBODY))?;
    }
    let data = folder.path().join("data");
    let mut init = command(&programs.join("initdb"));
    init.current_dir(folder.path()).args(["--auth=trust", "--username=trial", "--encoding=UTF8", "--no-sync", "-D"]);
    if !init.arg(&data).status()?.success() {
        return Err("initdb made no cluster".into());
    }
    let mut serve = command(&programs.join("postgres"));
    serve.current_dir(folder.path()).arg("-D").arg(&data).arg("-k").arg(folder.path());
    let server = serve.args(["-c", "listen_addresses=", "-F"]).spawn()?;
    Ok(Server { server, folder })
}

async fn joined(server: &Server) -> Outcome<DatabaseConnection> {
    let socket = server.folder.path().to_str().ok_or("a folder without a name")?.replace('/', "%2F");
    let place = format!("postgres://trial@localhost/postgres?host={socket}");
    for _ in 0..200 {
        if let Ok(database) = Database::connect(&place).await {
            return Ok(database);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("the server did not answer".into())
}

#[tokio::test]
async fn the_same_entities_make_fill_and_read_tables_in_another_database() -> Outcome<()> {
    let Some(programs) = programs() else {
        let skipped = "The storage trial was skipped: no PostgreSQL server is installed here.\n";
        std::io::stderr().write_all(skipped.as_bytes())?;
        return Ok(());
    };
    let server = start(&programs)?;
    let database = joined(&server).await?;
    let postgres = DbBackend::Postgres;
    for shape in [
        create_table::<version::Entity>(postgres),
        create_table::<entry::Entity>(postgres),
        create_table::<draft::Entity>(postgres),
    ] {
        database.execute_unprepared(&shape).await?;
    }
    let (client, document, author) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let at: DateTime<Utc> = "2026-04-09T17:42:00Z".parse()?;
    let day = NaiveDate::from_ymd_opt(2026, 4, 9);

    let written = version::Model {
        chart: client,
        hlc: "1775756520000-00000".into(),
        id: vec![7; 32],
        document,
        number: 1,
        status: VersionStatus::Signed,
        author,
        wall: at,
        bytes: b"{\"handrail\":1}".to_vec(),
    };
    version::Entity::insert(written.clone().into_active_model()).exec_without_returning(&database).await?;
    let read = version::Entity::find().filter(version::Column::Document.eq(document)).all(&database).await?;
    assert_eq!(read, [written]);

    let row = entry::Model {
        chart: client,
        document,
        kind: "a_kind".into(),
        client: Some(client),
        stay: None,
        version: vec![7; 32],
        number: 1,
        status: VersionStatus::Signed,
        author,
        recorded_at: at,
        offset: -420,
        on_day: day,
        summary: "Se sintió «posible»".into(),
        addenda: 0,
        heads: 1,
        changed_at: at,
        cosign: Cosign::Awaits,
        added: Cosign::Final,
        part_of: None,
    };
    entry::Entity::insert(row.clone().into_active_model()).exec_without_returning(&database).await?;
    let mut settled = row.clone().into_active_model();
    settled.cosign = Set(Cosign::Final);
    settled.update(&database).await?;
    let read = entry::Entity::find_by_id((client, document)).one(&database).await?;
    assert_eq!(read, Some(entry::Model { cosign: Cosign::Final, ..row }));

    let typed = draft::Model {
        author,
        document,
        kind: "a_kind".into(),
        client: Some(client),
        episode: None,
        body: "{}".into(),
        rev: 1,
        saved_at: at,
        holds: 2,
        on_day: day,
        discarded_at: None,
        follows: String::new(),
    };
    draft::Entity::insert(typed.clone().into_active_model()).exec_without_returning(&database).await?;
    assert_eq!(draft::Entity::find_by_id((author, document)).one(&database).await?, Some(typed));
    database.close().await?;
    Ok(())
}
