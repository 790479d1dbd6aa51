//! Encrypted connections. The key goes to SQLCipher over FFI on every connection, so it never passes through a log, an error or a string.

#![expect(unsafe_code, reason = "SQLCipher takes its key only through C")]

use crate::error::{Code, Error, Result};
use crate::secret::Key;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, Row as _};
use std::path::Path;
use std::str::FromStr as _;
use std::sync::{Arc, Once};
use std::time::Duration;

/// "HNDR": marks a Handrail vault in the file's header.
pub const APPLICATION_ID: i64 = 0x484E_4452;

/// What every connection is told after its key. TRUNCATE with FULL: an acknowledged commit survives a power cut, and no page ever lies
/// outside the encrypted, authenticated file (`trust` figures in ARCHITECTURE.md).
pub(super) const SETTINGS: &str = "PRAGMA cipher_log_level=NONE; PRAGMA journal_mode=TRUNCATE; \
    PRAGMA synchronous=FULL; PRAGMA fullfsync=1; PRAGMA checkpoint_fullfsync=1; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF; \
    PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; SELECT count(*) FROM sqlite_schema";

/// Rows of an answer that may lie ready before the first is taken: with fewer, the engine and whoever asks wake each other again and again.
const ROWS: usize = 4_096;

/// What a probe found behind a right key.
pub struct Found {
    /// `user_version`: the schema's number.
    pub schema: i64,
}

/// The engine counts its memory under one lock for all threads, which whoever frees a row waits for; nobody here asks for that count. Told once,
/// before the engine is first used; later it would refuse.
fn without_count_of_memory() {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        // SAFETY: the engine takes one integer with this word. Where it runs already it answers that it is too late and changes nothing.
        unsafe { libsqlite3_sys::sqlite3_config(libsqlite3_sys::SQLITE_CONFIG_MEMSTATUS, 0_i32) };
    });
}

/// Tries the key on one direct connection and looks at what lies there.
///
/// # Errors
/// `Refused` when SQLCipher is not linked, the key does not fit, or the file is something else.
pub async fn probe(path: &Path, key: &Key) -> Result<Found> {
    let refuse = |message: &str| Error::of(Code::Refused, message);
    let mut connection = options(path, false)?
        .connect()
        .await
        .map_err(|_| refuse("The record file could not be opened. Check that the disk is there."))?;
    apply(&mut connection, key).await.map_err(|_| refuse("The record file could not be keyed."))?;
    let cipher = sqlx::query("PRAGMA cipher_version").fetch_optional(&mut connection).await.ok().flatten();
    if cipher.and_then(|row| row.try_get::<String, _>(0).ok()).is_none_or(|version| version.is_empty()) {
        return Err(refuse("This copy of Handrail was built without encryption. It will not open a record."));
    }
    connection.execute("SELECT count(*) FROM sqlite_schema").await.map_err(|_| {
        refuse(
            "The key file and the record file do not belong together, or the record file is damaged. Restore a backup.",
        )
    })?;
    let number = async |connection: &mut SqliteConnection, pragma: &'static str| -> i64 {
        sqlx::query(pragma).fetch_one(connection).await.ok().and_then(|row| row.try_get::<i64, _>(0).ok()).unwrap_or(0)
    };
    let application = number(&mut connection, "PRAGMA application_id").await;
    let schema = number(&mut connection, "PRAGMA user_version").await;
    let _ = connection.close().await;
    if application != APPLICATION_ID {
        return Err(refuse("This file is not a Handrail record."));
    }
    Ok(Found { schema })
}

pub(super) async fn apply(connection: &mut SqliteConnection, key: &Key) -> std::result::Result<(), sqlx::Error> {
    let mut handle = connection.lock_handle().await?;
    let database = handle.as_raw_handle().as_ptr();
    let code = key.with_literal(|literal| {
        // SAFETY: the handle is locked and open; the literal lives through the call and SQLCipher copies it.
        unsafe { libsqlite3_sys::sqlite3_key_v2(database.cast(), c"main".as_ptr(), literal.as_ptr().cast(), 67) }
    });
    if code == 0 { Ok(()) } else { Err(sqlx::Error::Protocol("key".into())) }
}

/// Encrypts the whole record with another key, in one transaction: killed at any point, the file opens with the old key or the new one.
/// Nobody else may have the file open. Takes seconds for hundreds of megabytes, off the async threads.
///
/// # Errors
/// `NotSaved` with the old key in force, for example when the disk has no room for a journal as large as the record.
pub async fn rekey(path: &Path, old: Arc<Key>, new: Arc<Key>) -> Result<()> {
    let options = options(path, false)?;
    let runtime = tokio::runtime::Handle::current();
    let work = tokio::task::spawn_blocking(move || runtime.block_on(change_key(options, &old, &new)));
    match work.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Error::of(
            Code::NotSaved,
            "The record could not be encrypted with a new key. The old key stays in force.",
        )),
    }
}

async fn change_key(options: SqliteConnectOptions, old: &Key, new: &Key) -> std::result::Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    apply(&mut connection, old).await?;
    connection.execute(SETTINGS).await?;
    let mut handle = connection.lock_handle().await?;
    let database = handle.as_raw_handle().as_ptr();
    let code = new.with_literal(|literal| {
        // SAFETY: as in `apply`.
        unsafe { libsqlite3_sys::sqlite3_rekey_v2(database.cast(), c"main".as_ptr(), literal.as_ptr().cast(), 67) }
    });
    drop(handle);
    connection.close().await?;
    if code == 0 { Ok(()) } else { Err(sqlx::Error::Protocol("rekey".into())) }
}

/// How the file at this path is opened.
pub(super) fn options(path: &Path, create: bool) -> Result<SqliteConnectOptions> {
    without_count_of_memory();
    let refuse = |message: &str| Error::of(Code::Refused, message);
    let path = path.to_str().ok_or_else(|| refuse("The folder's name cannot be read. Choose another folder."))?;
    // `?` and `#` would end the path of the address, `%` would start a code.
    let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let mode = if create { "rwc" } else { "rw" };
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{path}?mode={mode}"))
        .map_err(|_| refuse("The place of this record cannot be used."))?;
    Ok(options
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .row_buffer_size(ROWS)
        .disable_statement_logging())
}
