//! Copying bytes from disk to disk, flushed, with a digest taken on the way.

use super::check::on;
use super::{GoOn, target};
use crate::error::Result;
use crate::vault::private;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::path::Path;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

const CHUNK: usize = 1024 * 1024;

/// Copies a file and flushes it. Answers its length and SHA-256, hex.
pub(super) async fn file(from: &Path, to: &Path, go_on: GoOn<'_>) -> Result<(u64, String)> {
    let source = tokio::fs::File::open(from).await.map_err(|error| target::sentence(&error))?;
    let mut copy = tokio::fs::File::from_std(private::fresh_file(to).map_err(|error| target::sentence(&error))?);
    let told = pour(source, &mut copy, go_on).await?;
    copy.sync_all().await.map_err(|error| target::sentence(&error))?;
    Ok(told)
}

/// Length and SHA-256 of a file, hex.
pub(super) async fn digest(path: &Path, go_on: GoOn<'_>) -> Result<(u64, String)> {
    let source = tokio::fs::File::open(path).await.map_err(|error| target::sentence(&error))?;
    pour(source, tokio::io::sink(), go_on).await
}

/// Writes a small file and flushes it.
pub(super) fn bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || -> std::io::Result<()> {
        let mut file = private::fresh_file(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| target::sentence(&error))
}

pub(super) async fn pour(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    go_on: GoOn<'_>,
) -> Result<(u64, String)> {
    let (mut chunk, mut length, mut sum) = (vec![0; CHUNK], 0, Sha256::new());
    loop {
        on(go_on)?;
        let read = from.read(&mut chunk).await.map_err(|error| target::sentence(&error))?;
        if read == 0 {
            break;
        }
        sum.update(&chunk[..read]);
        length += read as u64;
        to.write_all(&chunk[..read]).await.map_err(|error| target::sentence(&error))?;
    }
    to.flush().await.map_err(|error| target::sentence(&error))?;
    Ok((length, data_encoding::HEXLOWER.encode(&sum.finalize())))
}
