//! Texts that contain their own hash, so that a flipped bit is detected.

/// Fills in the hash of a JSON text whose last field is the empty text that stands for it.
pub(super) fn seal(bare: &str) -> String {
    seal_at(bare, bare.rfind("\"\"").expect("the empty hash") + 1)
}

/// Fills in the hash of a text at a place.
pub(super) fn seal_at(bare: &str, place: usize) -> String {
    let hash = blake3::hash(bare.as_bytes()).to_hex();
    format!("{}{hash}{}", &bare[..place], &bare[place..])
}

/// Whether the text hashes to its own hash, which is cut out of it first. This works on the bytes as
/// they are, so a text with fields of a later version still holds.
pub(super) fn holds(bytes: &[u8], hash: &str) -> bool {
    let found = bytes.windows(hash.len().max(1)).rposition(|it| it == hash.as_bytes());
    let Some(place) = found.filter(|_| hash.len() == 64) else { return false };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[..place]).update(&bytes[place + hash.len()..]);
    hasher.finalize().to_hex().as_str() == hash
}
