//! A disk that keeps a diary and can be made to fail. Laid under SQLite as its default file system in a worker process, above the real one,
//! so that it works the same on every system: it writes down what SQLite writes, cuts, flushes and deletes, in order, with a mark for every
//! answer given; and it can run full after any number of bytes.
//!
//! It does not see what Handrail writes beside the database: the key file, backups, exports.

#![expect(unsafe_code, reason = "SQLite takes its file system only through C")]

use rusqlite::ffi::{
    SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_OK, SQLITE_OPEN_CREATE, SQLITE_OPEN_MAIN_DB, SQLITE_OPEN_MAIN_JOURNAL,
    sqlite3_file, sqlite3_filename, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find,
    sqlite3_vfs_register,
};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the diary calls an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The file came to be.
    Made = b'M' as isize,
    /// Bytes were written.
    Wrote = b'W' as isize,
    /// The file was cut or lengthened to a size.
    Cut = b'C' as isize,
    /// The disk was told to keep everything of this file.
    Flushed = b'F' as isize,
    /// The file was deleted.
    Deleted = b'D' as isize,
    /// Handrail answered.
    Answered = b'A' as isize,
}

/// One line of the diary.
#[derive(Debug, Clone)]
pub struct Line {
    pub event: Event,
    pub file: String,
    pub at: u64,
    pub bytes: Vec<u8>,
}

struct Platter {
    diary: Option<BufWriter<File>>,
    /// Bytes that files may still grow by; nothing means a disk without end.
    room: Option<u64>,
    /// A full disk that says nothing of it: the control that must be noticed.
    lies: bool,
    /// A reserve file beside the record: while it is gone, its size is room.
    reserve: Option<(std::path::PathBuf, u64)>,
    /// How many changes there were, and with which one the process ends.
    changes: u64,
    last: Option<u64>,
}

static PLATTER: Mutex<Platter> =
    Mutex::new(Platter { diary: None, room: None, lies: false, reserve: None, changes: 0, last: None });

fn platter() -> MutexGuard<'static, Platter> {
    PLATTER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a diary from now on.
pub fn keep_diary(at: &Path) -> std::io::Result<()> {
    platter().diary = Some(BufWriter::new(File::create(at)?));
    Ok(())
}

/// Writes an answer into the diary.
pub fn answered(text: &str) {
    platter().note(Event::Answered, "", 0, text.as_bytes());
}

/// Ends the diary; everything is in the file when this returns.
pub fn close_diary() -> std::io::Result<()> {
    match platter().diary.take() {
        Some(mut diary) => diary.flush(),
        None => Ok(()),
    }
}

/// Lets files grow by so many bytes in all; nothing for a disk without end.
pub fn set_room(room: Option<u64>, lies: bool) {
    let mut platter = platter();
    (platter.room, platter.lies) = (room, lies);
}

/// Ends the process at once with the change of this number, before anybody learns of it.
pub fn end_with(change: u64) {
    platter().last = Some(change);
}

/// How many changes there were.
pub fn changes() -> u64 {
    platter().changes
}

/// Names the file whose bytes become room when it is deleted.
pub fn set_reserve(path: &Path) {
    let size = std::fs::metadata(path).map_or(0, |about| about.len());
    platter().reserve = Some((path.to_owned(), size));
}

impl Platter {
    fn note(&mut self, event: Event, file: &str, at: u64, bytes: &[u8]) {
        self.changes += u64::from(event != Event::Answered);
        if self.last == Some(self.changes) {
            end();
        }
        let Some(diary) = &mut self.diary else { return };
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let mut line = vec![event as u8, u8::try_from(file.len()).unwrap_or(0)];
        line.extend_from_slice(&length.to_le_bytes());
        line.extend_from_slice(&at.to_le_bytes());
        line.extend_from_slice(file.as_bytes());
        line.extend_from_slice(bytes);
        diary.write_all(&line).expect("the diary is written");
    }

    /// How many of `growth` bytes there is room for; they are taken.
    fn take(&mut self, growth: u64) -> u64 {
        let freed = match &self.reserve {
            Some((path, size)) if !path.exists() => *size,
            _ => 0,
        };
        let Some(room) = &mut self.room else { return growth };
        if freed > 0 {
            *room += freed;
            self.reserve = None;
        }
        let taken = growth.min(*room);
        *room -= taken;
        taken
    }

    fn give_back(&mut self, bytes: u64) {
        if let Some(room) = &mut self.room {
            *room += bytes;
        }
    }
}

/// No destructor runs and nothing is flushed, as when a process is killed from outside.
fn end() -> ! {
    #[cfg(unix)]
    // SAFETY: sends this process the signal that cannot be caught; it touches no memory.
    unsafe {
        libc::raise(libc::SIGKILL);
    }
    std::process::abort()
}

/// Reads a diary that was closed.
pub fn read_diary(at: &Path) -> std::io::Result<Vec<Line>> {
    let bytes = std::fs::read(at)?;
    let (mut lines, mut rest) = (Vec::new(), bytes.as_slice());
    while rest.len() >= 14 {
        let (head, tail) = rest.split_at(14);
        let event = match head[0] {
            b'M' => Event::Made,
            b'W' => Event::Wrote,
            b'C' => Event::Cut,
            b'F' => Event::Flushed,
            b'D' => Event::Deleted,
            _ => Event::Answered,
        };
        let name = usize::from(head[1]);
        let length = u32::from_le_bytes([head[2], head[3], head[4], head[5]]) as usize;
        let at = u64::from_le_bytes([head[6], head[7], head[8], head[9], head[10], head[11], head[12], head[13]]);
        let file = String::from_utf8_lossy(&tail[..name]).into_owned();
        lines.push(Line { event, file, at, bytes: tail[name..name + length].to_vec() });
        rest = &tail[name + length..];
    }
    Ok(lines)
}

/// An open file: what SQLite sees first, then our name for it, then the real file.
#[repr(C)]
struct Handle {
    seen: sqlite3_file,
    /// Boxed, so that a handle is plain memory; null for files that are nobody's.
    name: *mut String,
}

const HANDLE: usize = size_of::<Handle>().next_multiple_of(16);

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // Version 1: no shared memory and no mapping, which a rollback journal needs neither of.
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

/// Lays the disk under every connection that this process opens from now on.
pub fn lay_under_sqlite() {
    // SAFETY: the real file system is SQLite's own and lives as long as the process; ours is leaked on purpose, so it does too. All
    // functions we do not replace are the real ones, which use nothing of the structure they are given but its sizes.
    unsafe {
        let real = sqlite3_vfs_find(std::ptr::null());
        assert!(!real.is_null(), "SQLite has a file system");
        let mut ours = *real;
        ours.zName = c"faulty".as_ptr();
        ours.pNext = std::ptr::null_mut();
        ours.pAppData = real.cast();
        ours.szOsFile = c_int::try_from(HANDLE).unwrap_or(0) + (*real).szOsFile;
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        let ours = Box::leak(Box::new(ours));
        assert_eq!(sqlite3_vfs_register(ours, 1), SQLITE_OK, "the disk is laid");
    }
}

// SAFETY of all that follows: SQLite calls these with a handle that `open` filled, of the size we asked for, from one thread at a time per
// handle; the real file lies `HANDLE` bytes into it and its methods are the real file system's.

unsafe fn real(file: *mut sqlite3_file) -> (*mut sqlite3_file, &'static sqlite3_io_methods) {
    unsafe {
        let real = file.cast::<u8>().add(HANDLE).cast::<sqlite3_file>();
        (real, &*(*real).pMethods)
    }
}

unsafe fn name<'a>(file: *mut sqlite3_file) -> Option<&'a str> {
    unsafe { (*file.cast::<Handle>()).name.as_ref().map(String::as_str) }
}

unsafe fn last_part(path: *const c_char) -> String {
    let path = unsafe { CStr::from_ptr(path) }.to_string_lossy().into_owned();
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    path: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    unsafe {
        let handle = file.cast::<Handle>();
        (*handle).seen.pMethods = std::ptr::null();
        (*handle).name = std::ptr::null_mut();
        let beneath = (*vfs).pAppData.cast::<sqlite3_vfs>();
        let inner = file.cast::<u8>().add(HANDLE).cast::<sqlite3_file>();
        let ours = !path.is_null() && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL) != 0;
        let name = if ours { last_part(path) } else { String::new() };
        let was_there = ours && Path::new(&*CStr::from_ptr(path).to_string_lossy()).exists();
        let Some(opens) = (*beneath).xOpen else { return SQLITE_CANTOPEN };
        let mut platter = platter();
        let code = opens(beneath, path, inner, flags, out);
        if !(*inner).pMethods.is_null() {
            (*handle).seen.pMethods = &METHODS;
        }
        if code == SQLITE_OK && ours {
            if !was_there && flags & SQLITE_OPEN_CREATE != 0 {
                platter.note(Event::Made, &name, 0, &[]);
            }
            (*handle).name = Box::into_raw(Box::new(name));
        }
        code
    }
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, path: *const c_char, flush_folder: c_int) -> c_int {
    unsafe {
        let beneath = (*vfs).pAppData.cast::<sqlite3_vfs>();
        let Some(deletes) = (*beneath).xDelete else { return SQLITE_CANTOPEN };
        let mut platter = platter();
        let size = std::fs::metadata(&*CStr::from_ptr(path).to_string_lossy()).map_or(0, |about| about.len());
        let code = deletes(beneath, path, flush_folder);
        if code == SQLITE_OK {
            platter.note(Event::Deleted, &last_part(path), 0, &[]);
            platter.give_back(size);
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    unsafe {
        let (inner, methods) = real(file);
        let named = (*file.cast::<Handle>()).name;
        if !named.is_null() {
            drop(Box::from_raw(named));
            (*file.cast::<Handle>()).name = std::ptr::null_mut();
        }
        methods.xClose.map_or(SQLITE_OK, |call| call(inner))
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, length: c_int, at: sqlite3_int64) -> c_int {
    unsafe {
        let (inner, methods) = real(file);
        let Some(call) = methods.xWrite else { return SQLITE_CANTOPEN };
        let Some(name) = name(file) else { return call(inner, from, length, at) };
        let mut platter = platter();
        let mut size = 0;
        if let Some(asks) = methods.xFileSize {
            asks(inner, &mut size);
        }
        let growth = u64::try_from((at + i64::from(length) - size).max(0)).unwrap_or(0);
        let taken = platter.take(growth);
        if taken < growth {
            if platter.lies {
                return SQLITE_OK;
            }
            // A real disk keeps the part that fits.
            let fits = i64::from(length) - i64::try_from(growth - taken).unwrap_or(0);
            if fits > 0 {
                call(inner, from, c_int::try_from(fits).unwrap_or(0), at);
            }
            return SQLITE_FULL;
        }
        let code = call(inner, from, length, at);
        if code == SQLITE_OK {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(length).unwrap_or(0));
            platter.note(Event::Wrote, name, u64::try_from(at).unwrap_or(0), bytes);
        }
        code
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    unsafe {
        let (inner, methods) = real(file);
        let Some(call) = methods.xTruncate else { return SQLITE_CANTOPEN };
        let mut platter = platter();
        let mut before = 0;
        if let Some(asks) = methods.xFileSize {
            asks(inner, &mut before);
        }
        let code = call(inner, size);
        if code == SQLITE_OK
            && let Some(name) = name(file)
        {
            platter.give_back(u64::try_from(before - size).unwrap_or(0));
            platter.note(Event::Cut, name, u64::try_from(size).unwrap_or(0), &[]);
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let (inner, methods) = real(file);
        let mut platter = platter();
        let code = methods.xSync.map_or(SQLITE_OK, |call| call(inner, flags));
        if code == SQLITE_OK
            && let Some(name) = name(file)
        {
            platter.note(Event::Flushed, name, 0, &[]);
        }
        code
    }
}

/// Hands a call through to the real file.
macro_rules! through {
    ($($name:ident($($with:ident: $kind:ty),*) => $method:ident or $otherwise:expr;)+) => { $(
        unsafe extern "C" fn $name(file: *mut sqlite3_file, $($with: $kind),*) -> c_int {
            unsafe {
                let (inner, methods) = real(file);
                methods.$method.map_or($otherwise, |call| call(inner, $($with),*))
            }
        }
    )+ };
}
through! {
    read(to: *mut c_void, length: c_int, at: sqlite3_int64) => xRead or SQLITE_CANTOPEN;
    file_size(size: *mut sqlite3_int64) => xFileSize or SQLITE_CANTOPEN;
    lock(level: c_int) => xLock or SQLITE_OK;
    unlock(level: c_int) => xUnlock or SQLITE_OK;
    check_reserved_lock(held: *mut c_int) => xCheckReservedLock or SQLITE_OK;
    file_control(what: c_int, with: *mut c_void) => xFileControl or SQLITE_OK;
    sector_size() => xSectorSize or 0;
    device_characteristics() => xDeviceCharacteristics or 0;
}
