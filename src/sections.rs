//! Files of sections: each section has a name, a length, its bytes and a hash of all that, little-endian.
//!
//! A reader believes nothing: a section that is cut short, changed, swapped or missing is a fault in
//! words, and no length is taken for granted before the file is known to be that long.

use std::io::{Read, Write};

use crate::text::{Message, message};

/// Length of a section's name.
const NAME: usize = 4;

/// Length of a hash.
const HASH: usize = 32;

/// Name of the last section.
const END: &[u8; NAME] = b"END ";

/// Why a file of sections cannot be read.
#[derive(Debug)]
pub enum Fault {
    /// The system refuses.
    Read(std::io::Error),
    /// It is of another kind or version.
    Other(Message),
    /// It is not what was written.
    Damaged(Message),
}

/// Result of reading sections.
pub type Result<T> = std::result::Result<T, Fault>;

/// A file of sections being written.
#[derive(Debug)]
pub struct SectionWriter<W> {
    to: W,
    sections: u64,
}

impl<W: Write> SectionWriter<W> {
    /// Begins a file of a kind and version.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin(mut to: W, kind: &[u8; 8], version: u32) -> std::io::Result<Self> {
        to.write_all(kind)?;
        to.write_all(&version.to_le_bytes())?;
        Ok(SectionWriter { to, sections: 0 })
    }

    /// Writes a section.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn section(&mut self, name: &[u8; NAME], bytes: &[u8]) -> std::io::Result<()> {
        self.to.write_all(name)?;
        self.to.write_all(&(bytes.len() as u64).to_le_bytes())?;
        self.to.write_all(bytes)?;
        self.to.write_all(hash(self.sections, name, bytes).as_bytes())?;
        self.sections += 1;
        Ok(())
    }

    /// Writes the end, without which the file is not whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(mut self) -> std::io::Result<W> {
        let sections = self.sections;
        self.section(END, &sections.to_le_bytes())?;
        Ok(self.to)
    }
}

/// Hash of a section, its place in the file included, so that two sections cannot be swapped.
fn hash(number: u64, name: &[u8; NAME], bytes: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&number.to_le_bytes()).update(name).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    hasher.finalize()
}

/// A file of sections being read.
#[derive(Debug)]
pub struct SectionReader<R> {
    from: R,
    left: u64,
    sections: u64,
}

impl<R: Read> SectionReader<R> {
    /// Begins to read a file of `length` bytes, which must be of that kind and version.
    ///
    /// # Errors
    /// It is not, or cannot be read.
    pub fn begin(from: R, length: u64, kind: &[u8; 8], version: u32) -> Result<Self> {
        let mut reader = SectionReader { from, left: length, sections: 0 };
        if reader.array::<8>()? != *kind {
            return Err(Fault::Damaged(message!("it does not begin as such a file does", "开头不是此类文件的开头")));
        }
        let found = u32::from_le_bytes(reader.array()?);
        if found != version {
            return Err(Fault::Other(message!(
                "its layout has version {found}, and this program reads version {version}",
                "文件格式为第 {found} 版，本程序只读第 {version} 版"
            )));
        }
        Ok(reader)
    }

    /// Bytes of the next section, which must have that name.
    ///
    /// # Errors
    /// It has another, or has been changed.
    pub fn section(&mut self, name: &[u8; NAME]) -> Result<Vec<u8>> {
        let found = self.array::<NAME>()?;
        let length = u64::from_le_bytes(self.array()?);
        if found != *name || length.saturating_add(HASH as u64) > self.left {
            return Err(self.damaged(name));
        }
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| self.damaged(name))?];
        self.fill(&mut bytes)?;
        if self.array::<HASH>()? != *hash(self.sections, name, &bytes).as_bytes() {
            return Err(self.damaged(name));
        }
        self.sections += 1;
        Ok(bytes)
    }

    /// Sees to it that all sections have been read and nothing follows.
    ///
    /// # Errors
    /// Something follows, or the end is missing.
    pub fn finish(mut self) -> Result<()> {
        let sections = self.sections;
        if self.section(END)? != sections.to_le_bytes() || self.left > 0 {
            return Err(self.damaged(END));
        }
        Ok(())
    }

    fn damaged(&self, name: &[u8; NAME]) -> Fault {
        let name = String::from_utf8_lossy(name);
        let (number, name) = (self.sections + 1, name.trim_end());
        Fault::Damaged(message!(
            "section {number} ({name}) is not what was written",
            "第 {number} 节（{name}）与写入时不同"
        ))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return Err(cut_short());
        };
        self.left = left;
        self.from.read_exact(bytes).map_err(|reason| match reason.kind() {
            std::io::ErrorKind::UnexpectedEof => cut_short(),
            _ => Fault::Read(reason),
        })
    }
}

fn cut_short() -> Fault {
    Fault::Damaged(message!("it is cut short", "文件不完整"))
}

/// Bytes of a section being taken apart.
#[derive(Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    /// The next value; none when the bytes do not hold one.
    pub fn take<T: Stored>(&mut self) -> Option<T> {
        T::restore(self)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }
}

/// A value that can be stored in a section and restored to the same bits.
pub trait Stored: Sized {
    /// Appends the value.
    fn store(&self, to: &mut Vec<u8>);

    /// Takes the value from the front of the bytes.
    fn restore(from: &mut Bytes<'_>) -> Option<Self>;
}

macro_rules! stored_numbers {
    ($($ty:ty)*) => {$(
        impl Stored for $ty {
            #[inline]
            fn store(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            #[inline]
            fn restore(from: &mut Bytes<'_>) -> Option<Self> {
                from.array().map(<$ty>::from_le_bytes)
            }
        }
    )*};
}

stored_numbers! { u8 u16 u32 u64 i32 i64 f32 f64 }

impl Stored for bool {
    fn store(&self, to: &mut Vec<u8>) {
        u8::from(*self).store(to);
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        match u8::restore(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Stored for String {
    fn store(&self, to: &mut Vec<u8>) {
        (self.len() as u64).store(to);
        to.extend_from_slice(self.as_bytes());
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        let length = usize::try_from(u64::restore(from)?).ok()?;
        let (text, rest) = from.0.split_at_checked(length)?;
        from.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn store(&self, to: &mut Vec<u8>) {
        (self.len() as u64).store(to);
        self.iter().for_each(|it| it.store(to));
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        let length = u64::restore(from)?;
        // No value takes less than a byte, so a made-up length asks for no memory.
        if length > from.0.len() as u64 {
            return None;
        }
        (0..length).map(|_| T::restore(from)).collect()
    }
}

impl<T: Stored> Stored for Option<T> {
    fn store(&self, to: &mut Vec<u8>) {
        self.is_some().store(to);
        self.iter().for_each(|it| it.store(to));
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        Some(if bool::restore(from)? { Some(T::restore(from)?) } else { None })
    }
}

impl<T: Stored, const N: usize> Stored for [T; N] {
    fn store(&self, to: &mut Vec<u8>) {
        self.iter().for_each(|it| it.store(to));
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        let values: Vec<T> = (0..N).map(|_| T::restore(from)).collect::<Option<_>>()?;
        values.try_into().ok()
    }
}

/// Makes a struct [`Stored`], field by field; a field that is left out does not compile.
macro_rules! stored {
    ($Type:ty { $($field:ident),* $(,)? }) => {
        impl $crate::sections::Stored for $Type {
            fn store(&self, to: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::sections::Stored::store($field, to);)*
            }

            fn restore(from: &mut $crate::sections::Bytes<'_>) -> Option<Self> {
                Some(Self { $($field: from.take()?),* })
            }
        }
    };
}
pub(crate) use stored;

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &[u8; 8] = b"testfile";

    fn written() -> Vec<u8> {
        let mut writer = SectionWriter::begin(Vec::new(), KIND, 3).unwrap();
        writer.section(b"ONE ", b"first").unwrap();
        writer.section(b"ONE ", b"other").unwrap();
        writer.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<[Vec<u8>; 2]> {
        let mut reader = SectionReader::begin(bytes, bytes.len() as u64, KIND, 3)?;
        let sections = [reader.section(b"ONE ")?, reader.section(b"ONE ")?];
        reader.finish()?;
        Ok(sections)
    }

    #[test]
    fn sections_are_read_back_as_they_were_written() {
        assert_eq!(read(&written()).unwrap(), [b"first".to_vec(), b"other".to_vec()]);
    }

    #[test]
    fn every_flipped_bit_every_missing_byte_and_every_swap_is_found() {
        let whole = written();
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&flipped).is_err(), "bit {bit}");
        }
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "{length} bytes");
        }
        assert!(read(&[whole.as_slice(), b"x"].concat()).is_err());
        let one = NAME + 8 + 5 + HASH;
        let swapped = [&whole[..12], &whole[12 + one..12 + 2 * one], &whole[12..12 + one], &whole[12 + 2 * one..]];
        assert!(read(&swapped.concat()).is_err());
    }

    #[test]
    fn another_version_is_not_called_damage() {
        let whole = written();
        let other = SectionReader::begin(whole.as_slice(), whole.len() as u64, KIND, 4).unwrap_err();
        assert!(matches!(other, Fault::Other(_)), "{other:?}");
    }

    #[test]
    fn values_keep_their_bits_and_nonsense_is_refused() {
        let mut bytes = Vec::new();
        let values = (vec![f32::NAN, -0.0, f32::MIN_POSITIVE], String::from("互助"), [true, false], u64::MAX);
        values.0.store(&mut bytes);
        values.1.store(&mut bytes);
        values.2.store(&mut bytes);
        values.3.store(&mut bytes);
        let mut from = Bytes(&bytes);
        let numbers: Vec<f32> = from.take().unwrap();
        assert!(numbers.iter().zip(&values.0).all(|(one, other)| one.to_bits() == other.to_bits()));
        assert_eq!((from.take(), from.take(), from.take()), (Some(values.1), Some(values.2), Some(values.3)));
        assert_eq!((from.0.len(), from.take::<u8>()), (0, None));
        assert_eq!(Bytes(&[255; 9]).take::<Vec<u64>>(), None);
        assert_eq!(Bytes(&[2]).take::<bool>(), None);
        let mut bytes = Vec::new();
        [Some(-0.0), None].store(&mut bytes);
        assert_eq!(Bytes(&bytes).take(), Some([Some(-0.0_f64), None]));
        assert_eq!(bytes.len(), 10);
    }
}
