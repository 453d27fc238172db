//! Texts that contain their own hash, so that a flipped bit is detected.

/// Fills in the hash of a JSON text; its last field must be an empty string.
pub(super) fn seal(bare: &str) -> String {
    seal_at(bare, bare.rfind("\"\"").expect("the empty hash") + 1)
}

/// Inserts the hash of a text at a byte position.
pub(super) fn seal_at(bare: &str, place: usize) -> String {
    let hash = blake3::hash(bare.as_bytes()).to_hex();
    format!("{}{hash}{}", &bare[..place], &bare[place..])
}

/// Whether a text without its hash has this hash. The bytes are used as they are, so fields of a later version do not
/// matter.
pub(super) fn holds(bytes: &[u8], hash: &str) -> bool {
    let found = bytes.windows(hash.len().max(1)).rposition(|it| it == hash.as_bytes());
    let Some(place) = found.filter(|_| hash.len() == 64) else { return false };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[..place]).update(&bytes[place + hash.len()..]);
    hasher.finalize().to_hex().as_str() == hash
}
