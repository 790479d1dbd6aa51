//! The encrypted file, read through SQLCipher's C interface and nothing else. Opened for reading: no byte of it changes.

#![expect(
    unsafe_code,
    reason = "SQLCipher is a C library, and this check must not go through the record's own database code"
)]

use libsqlite3_sys as c;
use std::ffi::{CStr, CString, c_char, c_int};
use std::marker::PhantomData;
use std::path::Path;
use std::ptr::{NonNull, null, null_mut};
use zeroize::Zeroize as _;

/// A file that could not be read on: SQLite's own short words, which quote no row.
pub(crate) struct Unread(pub String);

/// An open, keyed file.
pub(crate) struct Database(NonNull<c::sqlite3>);

/// A row while it is being read.
pub(crate) struct Row<'a>(NonNull<c::sqlite3_stmt>, PhantomData<&'a Database>);

impl Database {
    /// Opens and keys. A wrong key shows only when the first row is read. `scratch` is a copy that may be rolled back to its last commit.
    pub(crate) fn open(path: &Path, key: &[u8; 32], scratch: bool) -> Result<Self, Unread> {
        let path = path.to_str().and_then(|path| CString::new(path).ok());
        let path = path.ok_or_else(|| Unread("the folder's name cannot be read".into()))?;
        let flags = if scratch { c::SQLITE_OPEN_READWRITE } else { c::SQLITE_OPEN_READONLY };
        let mut handle: *mut c::sqlite3 = null_mut();
        // SAFETY: the path ends in a zero and lives through the call; the handle is written by SQLite and closed in `drop`.
        let code = unsafe { c::sqlite3_open_v2(path.as_ptr(), &raw mut handle, flags, null()) };
        let database = NonNull::new(handle).map(Self).ok_or_else(|| Unread("there is not enough memory".into()))?;
        database.done(code)?;
        let mut literal = [b'\''; 67];
        literal[0] = b'x';
        for (index, byte) in key.iter().enumerate() {
            literal[2 + 2 * index] = b"0123456789abcdef"[usize::from(byte >> 4)];
            literal[3 + 2 * index] = b"0123456789abcdef"[usize::from(byte & 15)];
        }
        // SAFETY: the handle is open; the literal is 67 bytes and lives through the call, and SQLCipher copies it.
        let code = unsafe { c::sqlite3_key_v2(database.0.as_ptr(), c"main".as_ptr(), literal.as_ptr().cast(), 67) };
        literal.zeroize();
        database.done(code)?;
        for told in [
            c"PRAGMA cipher_log_level=NONE",
            c"PRAGMA trusted_schema=OFF",
            c"PRAGMA cell_size_check=ON",
            c"PRAGMA temp_store=MEMORY",
        ] {
            database.rows(told, |_| ())?;
        }
        Ok(database)
    }

    /// Every row of an answer.
    pub(crate) fn rows<T>(&self, sql: &CStr, mut read: impl FnMut(&Row) -> T) -> Result<Vec<T>, Unread> {
        let mut statement: *mut c::sqlite3_stmt = null_mut();
        // SAFETY: the handle is open and the text ends in a zero; the statement is finalised below.
        let code = unsafe { c::sqlite3_prepare_v2(self.0.as_ptr(), sql.as_ptr(), -1, &raw mut statement, null_mut()) };
        self.done(code)?;
        let Some(statement) = NonNull::new(statement) else { return Ok(Vec::new()) };
        let row = Row(statement, PhantomData);
        let mut found = Vec::new();
        loop {
            // SAFETY: the statement was prepared on this handle and is not finalised yet.
            match unsafe { c::sqlite3_step(statement.as_ptr()) } {
                c::SQLITE_ROW => found.push(read(&row)),
                c::SQLITE_DONE => return Ok(found),
                code => self.done(code)?,
            }
        }
    }

    fn done(&self, code: c_int) -> Result<(), Unread> {
        if matches!(code, c::SQLITE_OK | c::SQLITE_DONE) {
            return Ok(());
        }
        // SAFETY: SQLite answers a static text for every code.
        Err(Unread(unsafe { text_of(c::sqlite3_errstr(code)) }))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and every statement on it is finalised before its row is dropped.
        unsafe { c::sqlite3_close(self.0.as_ptr()) };
    }
}

impl Drop for Row<'_> {
    fn drop(&mut self) {
        // SAFETY: finalised exactly once, here.
        unsafe { c::sqlite3_finalize(self.0.as_ptr()) };
    }
}

impl Row<'_> {
    /// Nothing for NULL.
    pub(crate) fn bytes(&self, column: c_int) -> Option<Vec<u8>> {
        // SAFETY: the statement stands on a row; the blob lives until the next step and is copied before that. Bytes are asked for after
        // the blob, as SQLite wants it.
        unsafe {
            if c::sqlite3_column_type(self.0.as_ptr(), column) == c::SQLITE_NULL {
                return None;
            }
            let start = c::sqlite3_column_blob(self.0.as_ptr(), column).cast::<u8>();
            let length = usize::try_from(c::sqlite3_column_bytes(self.0.as_ptr(), column)).unwrap_or(0);
            if start.is_null() || length == 0 {
                return Some(Vec::new());
            }
            Some(std::slice::from_raw_parts(start, length).to_vec())
        }
    }

    pub(crate) fn text(&self, column: c_int) -> String {
        String::from_utf8_lossy(&self.bytes(column).unwrap_or_default()).into_owned()
    }

    pub(crate) fn number(&self, column: c_int) -> i64 {
        // SAFETY: the statement stands on a row.
        unsafe { c::sqlite3_column_int64(self.0.as_ptr(), column) }
    }

    /// Lower-case hex.
    pub(crate) fn hex(&self, column: c_int) -> String {
        data_encoding::HEXLOWER.encode(&self.bytes(column).unwrap_or_default())
    }

    /// Sixteen bytes as a UUID with dashes.
    pub(crate) fn id(&self, column: c_int) -> Option<String> {
        let hex = data_encoding::HEXLOWER.encode(&self.bytes(column)?);
        let part = |from, to| hex.get(from..to).unwrap_or_default();
        Some(format!(
            "{}-{}-{}-{}-{}",
            part(0, 8),
            part(8, 12),
            part(12, 16),
            part(16, 20),
            part(20, hex.len().max(20))
        ))
    }
}

/// # Safety
/// `text` is null or ends in a zero.
unsafe fn text_of(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: not null, and the caller says it ends in a zero.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
