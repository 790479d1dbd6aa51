//! The record's connections and the transaction on one of them. They are ours rather than a pool's: a pool starts a timer for each question
//! and a task to give its connection back, which together cost more than most answers take.

use super::connection::{SETTINGS, apply, options};
use crate::error::Result;
use crate::secret::Key;
use crate::storage::rows::Rows;
use crate::storage::together::{Message, Together, Turn};
use futures_util::TryStreamExt as _;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Either, Executor as _};
use std::path::Path;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Readers: as many screens ask at once without waiting for each other. What one screen asks side by side is one message to one of them.
const READERS: usize = 2;

/// One writer to a record, or its readers, which cannot write. Each question takes a free connection and waits while there is none.
#[derive(Clone)]
pub struct Connections(Arc<Shared>);

struct Shared {
    options: SqliteConnectOptions,
    key: Arc<Key>,
    reader: bool,
    many: usize,
    /// The writer, where these are its readers.
    writer: Option<Connections>,
    free: Mutex<Vec<SqliteConnection>>,
    room: Arc<Semaphore>,
    together: Together,
}

impl Connections {
    /// The writer, or readers of a record that is only read. Opens the first connection; others when they are needed.
    ///
    /// # Errors
    /// `Broken`; probe the key first, because a wrong key shows here only as a file that cannot be read.
    pub async fn open(path: &Path, key: Arc<Key>, reader: bool, create: bool) -> Result<Self> {
        let connections = Self::of(options(path, create)?, key, reader, None);
        drop(connections.take().await?);
        Ok(connections)
    }

    /// Readers beside this writer. While it is idle it answers them itself: each commit empties what every other connection remembers of the
    /// encrypted file, never what the writer does.
    ///
    /// # Errors
    /// `Refused` for a path that cannot be used.
    pub fn readers(path: &Path, key: Arc<Key>, writer: &Self) -> Result<Self> {
        Ok(Self::of(options(path, false)?, key, true, Some(writer.clone())))
    }

    fn of(options: SqliteConnectOptions, key: Arc<Key>, reader: bool, writer: Option<Self>) -> Self {
        let many = if reader { READERS } else { 1 };
        Self(Arc::new(Shared {
            options,
            key,
            reader,
            many,
            writer,
            free: Mutex::default(),
            room: Arc::new(Semaphore::new(many)),
            together: Together::default(),
        }))
    }

    /// Takes the writer for a transaction; it begins with its first statement, in the same message.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(&self) -> std::result::Result<Transaction, DbErr> {
        let taken = self.take().await?;
        Ok(Transaction {
            taken: tokio::sync::Mutex::new(taken),
            open: AtomicBool::new(false),
            together: Together::default(),
        })
    }

    /// Waits for what is being asked and closes them all. Later questions fail.
    ///
    /// # Errors
    /// The database's, when the last of them could not be closed in order.
    pub async fn close(&self) -> std::result::Result<(), DbErr> {
        let all = u32::try_from(self.0.many).unwrap_or(1);
        let Ok(_all) = self.0.room.acquire_many(all).await else { return Ok(()) };
        self.0.room.close();
        let free = std::mem::take(&mut *self.0.free());
        for connection in free {
            connection.close().await.map_err(failed)?;
        }
        Ok(())
    }

    /// Asks this, with all that is asked beside it.
    async fn rows(&self, statement: &Statement) -> std::result::Result<Vec<SqliteRow>, DbErr> {
        match self.0.together.turn(statement).await {
            Turn::Send(message) => self.take_to_read(&message).await?.all_of(message, Within::ItsOwn).await,
            Turn::Answered(rows) => Ok(rows),
            Turn::Alone => self.take().await?.rows(statement).await,
        }
    }

    /// The writer if it is idle, else a reader. Only what cannot write is asked of the writer.
    async fn take_to_read(&self, message: &Message) -> std::result::Result<Taken, DbErr> {
        let idle = self.0.writer.as_ref().filter(|_| message.only_reads()).and_then(Self::idle);
        match idle {
            Some(taken) => Ok(taken),
            None => self.take().await,
        }
    }

    fn idle(&self) -> Option<Taken> {
        let permit = Arc::clone(&self.0.room).try_acquire_owned().ok()?;
        let connection = self.0.free().pop()?;
        Some(Taken { connection: Some(connection), spoilt: false, home: Arc::clone(&self.0), _permit: permit })
    }

    async fn take(&self) -> std::result::Result<Taken, DbErr> {
        let shut = |_| DbErr::Conn(RuntimeErr::Internal("The record is closed.".into()));
        let permit = Arc::clone(&self.0.room).acquire_owned().await.map_err(shut)?;
        let free = self.0.free().pop();
        let connection = match free {
            Some(connection) => connection,
            None => self.0.connect().await.map_err(failed)?,
        };
        Ok(Taken { connection: Some(connection), spoilt: false, home: Arc::clone(&self.0), _permit: permit })
    }
}

impl Shared {
    fn free(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> std::result::Result<SqliteConnection, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        apply(&mut connection, &self.key).await?;
        connection.execute(SETTINGS).await?;
        // The writer's memory of the file outlives its commits, so it may hold more of it than a reader's.
        connection.execute(if self.reader { "PRAGMA query_only=ON" } else { "PRAGMA cache_size=-6000" }).await?;
        Ok(connection)
    }
}

/// The transaction in which the questions of a message are asked.
enum Within {
    /// One that is open, or begins with these words.
    Open(&'static str),
    /// One of the message's own: all of them see the same moment, and the file is locked and looked at once rather than for each.
    ItsOwn,
}

/// A connection in use; it goes back when this is dropped.
struct Taken {
    connection: Option<SqliteConnection>,
    /// Something failed on it. It is closed then, and the next question gets a fresh one.
    spoilt: bool,
    home: Arc<Shared>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take().filter(|_| !self.spoilt) {
            self.home.free().push(connection);
        }
    }
}

impl Taken {
    /// The connection, and whether what is done with it went well.
    fn line(&mut self) -> std::result::Result<&mut SqliteConnection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::WorkerCrashed)
    }

    fn told<T>(&mut self, answer: std::result::Result<T, sqlx::Error>) -> std::result::Result<T, sqlx::Error> {
        self.spoilt |= answer.is_err();
        answer
    }

    async fn execute(&mut self, statement: &Statement) -> std::result::Result<ExecResult, DbErr> {
        let done = async { query(statement).execute(self.line()?).await }.await;
        Ok(self.told(done).map_err(failed)?.into())
    }

    async fn execute_unprepared(&mut self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        let done = async { self.line()?.execute(AssertSqlSafe(sql.to_owned())).await }.await;
        Ok(self.told(done).map_err(failed)?.into())
    }

    async fn rows(&mut self, statement: &Statement) -> std::result::Result<Vec<SqliteRow>, DbErr> {
        let rows = async { query(statement).fetch_all(self.line()?).await }.await;
        self.told(rows).map_err(failed)
    }

    /// Several questions in one message; the engine says where the rows of each end.
    async fn all_of(&mut self, message: Message, within: Within) -> std::result::Result<Vec<SqliteRow>, DbErr> {
        let mut statement = message.statement();
        let first = match within {
            Within::Open(begins) => begins,
            Within::ItsOwn => {
                statement.sql.push_str(";COMMIT");
                "BEGIN;"
            }
        };
        statement.sql.insert_str(0, first);
        let answers = async |taken: &mut Self| {
            let mut coming = taken.line()?.fetch_many(query(&statement));
            let (mut answers, mut rows) = (Vec::new(), Vec::new());
            while let Some(part) = coming.try_next().await? {
                match part {
                    Either::Right(row) => rows.push(row),
                    Either::Left(_) => answers.push(std::mem::take(&mut rows)),
                }
            }
            Ok(answers)
        };
        // Given up half way, the rest of the message is not carried out: its transaction would stay open, so the connection is closed.
        let before = std::mem::replace(&mut self.spoilt, true);
        let answers = answers(self).await;
        self.spoilt = before;
        let answers = self.told(answers).map_err(failed)?;
        Ok(message.answer(answers.into_iter().skip(usize::from(!first.is_empty()))))
    }
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn query(statement: &Statement) -> Query<'_, Sqlite, SqlxValues> {
    let values = statement.values.clone().unwrap_or_else(|| sea_orm::Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

#[async_trait::async_trait]
impl ConnectionTrait for Connections {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }
    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        self.take().await?.execute(&statement).await
    }
    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        self.take().await?.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
        Ok(self.rows(&statement).await?.into_iter().next().map(Into::into))
    }
    async fn query_all_raw(&self, statement: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
        Ok(self.rows(&statement).await?.into_iter().map(Into::into).collect())
    }
}

/// Nobody else can write from here on.
const BEGIN: &str = "BEGIN IMMEDIATE;";

/// A transaction under way on the writer. Dropped without `commit`, nothing of it happened.
pub struct Transaction {
    taken: tokio::sync::Mutex<Taken>,
    open: AtomicBool,
    together: Together,
}

impl Transaction {
    /// Puts it on disk. Once this returns, it survives a power cut.
    ///
    /// # Errors
    /// The disk's refusal; nothing of it happened then.
    pub async fn commit(self) -> std::result::Result<(), DbErr> {
        self.commit_with(Rows::default()).await
    }

    /// The same with its last rows, in one message.
    pub(crate) async fn commit_with(self, mut rows: Rows) -> std::result::Result<(), DbErr> {
        rows.say("COMMIT", Vec::new());
        self.execute_raw(rows.statement()).await?;
        self.open.store(false, SeqCst);
        Ok(())
    }

    /// Writes these rows, in order, in one message.
    ///
    /// # Errors
    /// The disk's refusal; the transaction is then not committed.
    pub(crate) async fn send(&self, rows: Rows) -> Result<()> {
        if !rows.is_empty() {
            self.execute_raw(rows.statement()).await?;
        }
        Ok(())
    }

    /// Gives it up.
    ///
    /// # Errors
    /// The database's.
    pub async fn rollback(self) -> std::result::Result<(), DbErr> {
        if self.open.load(SeqCst) {
            self.execute_raw(Statement::from_string(DbBackend::Sqlite, "ROLLBACK")).await?;
            self.open.store(false, SeqCst);
        }
        Ok(())
    }

    /// What is said before the first statement.
    fn begins(&self) -> &'static str {
        if self.open.swap(true, SeqCst) { "" } else { BEGIN }
    }

    fn begun(&self, mut statement: Statement) -> Statement {
        statement.sql.insert_str(0, self.begins());
        statement
    }

    /// Asks this, with all that is asked beside it.
    async fn rows(&self, statement: Statement) -> std::result::Result<Vec<SqliteRow>, DbErr> {
        match self.together.turn(&statement).await {
            Turn::Send(message) => self.taken.lock().await.all_of(message, Within::Open(self.begins())).await,
            Turn::Answered(rows) => Ok(rows),
            Turn::Alone => self.taken.lock().await.rows(&self.begun(statement)).await,
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let taken = self.taken.get_mut();
        // A connection on which something failed is closed, and with it goes the transaction.
        if self.open.load(SeqCst)
            && !taken.spoilt
            && let Ok(line) = taken.line()
        {
            // Polled once, the message is on its way, before any that the connection's next holder will send.
            let _ = pin!(line.execute("ROLLBACK")).as_mut().poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }
    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        self.taken.lock().await.execute(&self.begun(statement)).await
    }
    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        let sql = self.begun(Statement::from_string(DbBackend::Sqlite, sql)).sql;
        self.taken.lock().await.execute_unprepared(&sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
        Ok(self.rows(statement).await?.into_iter().next().map(Into::into))
    }
    async fn query_all_raw(&self, statement: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
        Ok(self.rows(statement).await?.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn writer(folder: &Path) -> Connections {
        let writer = Connections::open(&folder.join("a.db"), Arc::new(Key::random()), false, true).await;
        let writer = writer.expect("a writer");
        writer.execute_unprepared("CREATE TABLE word (it TEXT NOT NULL UNIQUE)").await.expect("a table");
        writer
    }

    async fn words(db: &impl ConnectionTrait) -> usize {
        let asked = Statement::from_string(DbBackend::Sqlite, "SELECT it FROM word");
        db.query_all_raw(asked).await.expect("words").len()
    }

    const ADD: &str = "INSERT INTO word VALUES ('one')";

    #[tokio::test]
    async fn a_change_that_is_dropped_leaves_nothing_and_the_next_one_begins() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        for _ in 0..100 {
            let change = writer.begin().await.expect("begun");
            change.execute_unprepared(ADD).await.expect("added");
            assert_eq!(words(&change).await, 1);
            drop(change);
            assert_eq!(words(&writer).await, 0);
        }
    }

    #[tokio::test]
    async fn a_change_whose_last_rows_are_refused_leaves_nothing_and_the_next_one_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        let change = writer.begin().await.expect("begun");
        change.execute_unprepared(ADD).await.expect("added");
        let mut twice = Rows::default();
        twice.say(ADD, Vec::new());
        change.commit_with(twice).await.expect_err("the same word");
        assert_eq!(words(&writer).await, 0);
        let change = writer.begin().await.expect("begun");
        change.execute_unprepared(ADD).await.expect("added");
        change.commit().await.expect("kept");
        assert_eq!(words(&writer).await, 1);
    }

    #[tokio::test]
    async fn a_question_given_up_half_way_does_not_disturb_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        let many =
            "WITH RECURSIVE n (it) AS (SELECT 1 UNION ALL SELECT it + 1 FROM n WHERE it < 5000) SELECT it FROM n";
        for _ in 0..20 {
            let asked = writer.query_all_raw(Statement::from_string(DbBackend::Sqlite, many));
            let _ = tokio::time::timeout(std::time::Duration::from_micros(200), asked).await;
            assert_eq!(words(&writer).await, 0);
        }
    }

    async fn readers(folder: &Path, writer: &Connections) -> Connections {
        Connections::readers(&folder.join("a.db"), Arc::clone(&writer.0.key), writer).expect("readers")
    }

    const MANY: &str = "SELECT it FROM (WITH RECURSIVE n (it) AS (SELECT 1 UNION ALL SELECT it + 1 FROM n WHERE it < 5000) SELECT it FROM n)";

    #[tokio::test]
    async fn a_look_given_up_half_way_leaves_the_writer_free_to_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        let readers = readers(folder.path(), &writer).await;
        for kept in 0..20 {
            let asked = readers.query_all_raw(Statement::from_string(DbBackend::Sqlite, MANY));
            let _ = tokio::time::timeout(std::time::Duration::from_micros(20 * kept as u64), asked).await;
            let change = writer.begin().await.expect("begun");
            change.execute_unprepared(&format!("INSERT INTO word VALUES ('{kept}')")).await.expect("added");
            change.commit().await.expect("kept");
            assert_eq!(words(&readers).await, kept + 1);
        }
    }

    #[tokio::test]
    async fn questions_asked_together_get_their_own_rows_and_one_that_cannot_be_answered_fails_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        let readers = readers(folder.path(), &writer).await;
        for change in 0..2 {
            let asked = |count: u32| {
                let sql = MANY.replace("5000", &count.to_string());
                async {
                    let rows = match change {
                        0 => readers.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await,
                        _ => {
                            let change = writer.begin().await?;
                            let asked = |sql| change.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
                            let (rows, again) = tokio::join!(asked(sql.clone()), asked(sql));
                            assert_eq!(rows.as_ref().map_or(0, Vec::len), again.map_or(0, |rows| rows.len()));
                            rows
                        }
                    };
                    rows.map(|rows| rows.len())
                }
            };
            let nothing = readers.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT it FROM nowhere"));
            let (one, none, two, three) = tokio::join!(asked(1), nothing, asked(200), asked(3));
            assert!(none.is_err());
            assert_eq!([one.expect("rows"), two.expect("rows"), three.expect("rows")], [1, 200, 3]);
        }
    }

    #[tokio::test]
    async fn a_reader_writes_nothing_also_where_the_writer_answers_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        let readers = readers(folder.path(), &writer).await;
        readers.query_all_raw(Statement::from_string(DbBackend::Sqlite, ADD)).await.expect_err("a reader");
        assert_eq!(words(&readers).await, 0);
    }

    #[tokio::test]
    async fn closed_connections_wait_for_the_change_and_answer_nothing_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path()).await;
        let change = writer.begin().await.expect("begun");
        change.execute_unprepared(ADD).await.expect("added");
        let closing = tokio::spawn({
            let writer = writer.clone();
            async move { writer.close().await }
        });
        tokio::task::yield_now().await;
        change.commit().await.expect("kept");
        closing.await.expect("ran").expect("closed");
        assert!(writer.begin().await.is_err() && writer.execute_unprepared(ADD).await.is_err());
        writer.close().await.expect("closed once more");
    }
}
