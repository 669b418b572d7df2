//! Files inside the database: in chunks, each sealed under the file's own key.
//!
//! Being in the database, they are in every backup and on every server without further ado. A file
//! exists once its row does; chunks written before that belong to nothing yet and are swept up when
//! the upload never ends.

mod store;

use ::store::{Conn, Store, Tx, args};
use crypto::{Hasher, KeyRing, KeyUse, PersonKey};
use futures_util::FutureExt as _;
use kernel::{BlobId, Ctx, Home, Problem, Result};
use std::io::{Read, Write};
use std::sync::Arc;

/// Bytes in one chunk.
pub const CHUNK: usize = 256 * 1024;
/// Chunks written by one transaction, so that a large upload never holds the writer for long.
const CHUNKS_AT_ONCE: usize = 4;

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Which file.
    pub id: BlobId,
    /// What it is for, such as `import` or `photo`.
    pub kind: String,
    /// Bytes.
    pub size: u64,
    /// A keyed digest of the content: equal for equal files of one installation.
    pub digest: [u8; 32],
    sealed_key: Vec<u8>,
}

/// Files of one installation.
#[derive(Clone)]
pub struct Blobs {
    store: Store,
    ring: Arc<KeyRing>,
}

fn field(number: u64) -> String {
    format!("chunk/{number}")
}

/// The keyed digest under which a file's content is known.
fn content_tag(ring: &KeyRing, hasher: Hasher) -> [u8; 32] {
    ring.blind("blob", &hasher.finish())
}

impl Blobs {
    /// Files kept in the store, sealed under the ring.
    pub fn new(store: Store, ring: Arc<KeyRing>) -> Self {
        Blobs { store, ring }
    }

    /// Stores everything the reader gives, up to `most` bytes, and gives the file's id. Large files
    /// are written in several transactions; the file exists after the last.
    ///
    /// # Errors
    /// As [`Blobs::upload`].
    pub async fn put(
        &self,
        ctx: &Ctx,
        home: Home,
        kind: &'static str,
        content: impl Read,
        most: u64,
    ) -> Result<Blob> {
        let blob = self.upload(ctx, home, kind, content, most).await?;
        let row = blob.clone();
        self.store.write(ctx, None, move |tx| store::insert_file(tx, row.clone()).boxed()).await?;
        Ok(blob)
    }

    /// Stores everything the reader gives, up to `most` bytes, for a file that comes to be with
    /// [`keep_in`], in the transaction that makes it necessary. Until then it is swept up as an
    /// upload that never ended.
    ///
    /// # Errors
    /// `problem-file-too-large` beyond `most`; `problem-file-unreadable` when the reader fails; as
    /// [`Store::write`].
    pub async fn upload(
        &self,
        ctx: &Ctx,
        home: Home,
        kind: &'static str,
        mut content: impl Read,
        most: u64,
    ) -> Result<Blob> {
        let id = BlobId::new(home, ctx.now, &ctx.random);
        let (key, sealed_key) = self.ring.new_person_key(&ctx.random, &id.bytes());
        let mut hasher = Hasher::new(self.ring.profile());
        let (mut size, mut number) = (0u64, 0u64);
        loop {
            let mut chunks = Vec::new();
            while chunks.len() < CHUNKS_AT_ONCE {
                let chunk = read_chunk(&mut content)?;
                if chunk.is_empty() {
                    break;
                }
                size += chunk.len() as u64;
                if size > most {
                    return Err(too_large(most));
                }
                hasher.update(&chunk);
                chunks.push((number, key.seal(&field(number), &chunk, &ctx.random)));
                number += 1;
            }
            if chunks.is_empty() {
                break;
            }
            let chunks = Arc::new(chunks);
            self.store
                .write(ctx, None, move |tx| {
                    store::insert_chunks(tx, id, Arc::clone(&chunks)).boxed()
                })
                .await?;
        }
        let digest = content_tag(&self.ring, hasher);
        Ok(Blob { id, kind: kind.to_owned(), size, digest, sealed_key })
    }

    /// Writes the whole file into `target` and checks that it is what was stored.
    ///
    /// # Errors
    /// `problem-not-found` when there is no such file; an internal problem when a chunk is missing
    /// or changed.
    pub async fn copy_to(&self, id: BlobId, target: &mut (impl Write + Send)) -> Result<Blob> {
        let mut conn = self.store.read().await?;
        copy_in(&mut conn, &self.ring, id, target).await
    }

    /// The whole file in memory; for small ones.
    ///
    /// # Errors
    /// As [`Blobs::copy_to`].
    pub async fn read(&self, id: BlobId) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        self.copy_to(id, &mut content).await?;
        Ok(content)
    }

    /// Removes chunks of uploads that never ended, begun before the instant. Gives how many.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn sweep(&self, ctx: &Ctx, before: kernel::Instant) -> Result<u64> {
        self.store.write(ctx, None, move |tx| store::sweep(tx, before).boxed()).await
    }

    /// Moves the keys of up to `limit` files to the current master key; their content stays as it is.
    /// Gives how many it found under older keys.
    ///
    /// # Errors
    /// An internal problem for a key that cannot be opened; as [`Store::write`].
    pub async fn rotate(&self, ctx: &Ctx, limit: u32) -> Result<u64> {
        let ring = Arc::clone(&self.ring);
        self.store.write(ctx, None, move |tx| rotate_in(tx, Arc::clone(&ring), limit).boxed()).await
    }
}

async fn rotate_in(tx: &mut Tx, ring: Arc<KeyRing>, limit: u32) -> Result<u64> {
    let version = ring.current_version(KeyUse::Vault).bytes();
    let random = tx.random();
    let older = store::KEYS.older(tx, version, limit).await?;
    let count = older.len() as u64;
    let moved = older.iter().map(|row| {
        let (id, sealed): (BlobId, Vec<u8>) = (row.get("id")?, row.get("sealed_key")?);
        let again = ring.rewrap_person_key(&random, &id.bytes(), &sealed)?.unwrap_or(sealed);
        Ok(args![id.home(), id, again])
    });
    store::KEYS.replace(tx, version, moved.collect::<Result<_>>()?).await?;
    Ok(count)
}

/// How many files' keys are still under older master keys than the ring's current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    store::KEYS.count_older(conn, ring.current_version(KeyUse::Vault).bytes()).await
}

/// Makes an uploaded file exist, in the caller's transaction.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn keep_in(tx: &mut Tx, blob: &Blob) -> Result<()> {
    store::insert_file(tx, blob.clone()).await
}

/// Stores a small file in the caller's transaction.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn put_in(
    tx: &mut Tx,
    ring: &KeyRing,
    home: Home,
    kind: &'static str,
    content: &[u8],
) -> Result<Blob> {
    let random = tx.random();
    let id = BlobId::new(home, tx.now(), &random);
    let (key, sealed_key) = ring.new_person_key(&random, &id.bytes());
    let mut hasher = Hasher::new(ring.profile());
    hasher.update(content);
    let chunks = content.chunks(CHUNK).zip(0u64..);
    let chunks = chunks.map(|(chunk, n)| (n, key.seal(&field(n), chunk, &random))).collect();
    store::insert_chunks(tx, id, Arc::new(chunks)).await?;
    let digest = content_tag(ring, hasher);
    let blob = Blob { id, kind: kind.to_owned(), size: content.len() as u64, digest, sealed_key };
    store::insert_file(tx, blob.clone()).await?;
    Ok(blob)
}

/// Removes a file in the caller's transaction. A file that is not there is no error.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn delete_in(tx: &mut Tx, id: BlobId) -> Result<()> {
    store::delete(tx, id).await
}

async fn copy_in(
    conn: &mut Conn,
    ring: &KeyRing,
    id: BlobId,
    target: &mut (impl Write + Send),
) -> Result<Blob> {
    let blob = store::file(conn, id).await?.ok_or_else(Problem::not_found)?;
    let key = ring.unwrap_person_key(&id.bytes(), &blob.sealed_key)?;
    let mut hasher = Hasher::new(ring.profile());
    let mut next = 0u64;
    loop {
        let chunks = store::chunks(conn, id, next, CHUNKS_AT_ONCE as u32).await?;
        if chunks.is_empty() {
            break;
        }
        for (number, sealed) in chunks {
            if number != next {
                return Err(Problem::inconsistent("blob_chunk", "number", id));
            }
            let chunk = open_chunk(&key, number, &sealed)?;
            hasher.update(&chunk);
            target.write_all(&chunk).map_err(Problem::internal)?;
            next += 1;
        }
    }
    let known = ring.blind_all("blob", &hasher.finish());
    if !known.iter().any(|(_, digest)| *digest == blob.digest) {
        return Err(Problem::inconsistent("blob_file", "digest", id));
    }
    Ok(blob)
}

fn open_chunk(key: &PersonKey, number: u64, sealed: &[u8]) -> Result<Vec<u8>> {
    Ok(key.open(&field(number), sealed)?.into_exposed())
}

fn too_large(most: u64) -> Problem {
    Problem::new(kernel::ProblemKind::TooLarge, "problem-file-too-large")
        .arg("most", most / (1024 * 1024))
}

/// Up to a chunk of bytes; fewer only at the end.
fn read_chunk(content: &mut impl Read) -> Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    content
        .take(CHUNK as u64)
        .read_to_end(&mut chunk)
        .map_err(|error| Problem::invalid("problem-file-unreadable").detail(error))?;
    Ok(chunk)
}
