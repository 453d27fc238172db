//! Lists of places: those that a mark stands on, ascending.

use std::ops::Deref;

/// Positions of the set bits of a byte, ascending.
const SET_BITS: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut bit, mut count) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[byte][count] = bit;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

crate::simd::vectorised! {
    /// Writes the places of all marks into a list with room for them and seven more; their number.
    fn list(marks: &[u8], places: &mut [u16]) -> usize {
        const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
        let (mut count, mut first) = (0, 0_u16);
        for eight in marks.chunks_exact(8) {
            let marks = u64::from_le_bytes(eight.try_into().expect("eight bytes"));
            // The highest bit of every byte that is not 0, gathered in one byte by a multiplication.
            let set = (((marks & LOW).wrapping_add(LOW) | marks) & !LOW) >> 7;
            let set = set.wrapping_mul(0x0102_0408_1020_4080) >> 56;
            let bits = &SET_BITS[set as usize];
            let out = &mut places[count..count + 8];
            for (place, bit) in out.iter_mut().zip(bits) {
                *place = first.wrapping_add(u16::from(*bit));
            }
            count = count.wrapping_add(set.count_ones() as usize);
            first = first.wrapping_add(8);
        }
        count
    }
}

/// A list of places that is written anew again and again, so that its memory is never cleared.
#[derive(Debug, Clone, Default)]
pub struct List {
    places: Vec<u16>,
    count: usize,
}

impl List {
    /// Room for so many places, of which [`List::keep`] then says how many count.
    pub fn room(&mut self, places: usize) -> &mut [u16] {
        if self.places.len() < places {
            self.places.resize(places, 0);
        }
        &mut self.places[..places]
    }

    /// The first `count` places are the list.
    pub fn keep(&mut self, count: usize) {
        assert!(count <= self.places.len(), "places that were written");
        self.count = count;
    }
}

impl Deref for List {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.places[..self.count]
    }
}

/// Lists the places of all marks, ascending; a mark is any number but 0.
///
/// Eight marks at a time and without a branch on any of them, since whom a list concerns cannot be foretold.
pub fn list_marked(marks: &[u8], places: &mut List) {
    let count = list(marks, places.room(marks.len() + 8));
    places.keep(count);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_listed_once_and_in_order() {
        let mut marks = vec![0u8; 24];
        for place in [0, 7, 8, 15, 23] {
            marks[place] = 1 + 50 * (place as u8 % 4);
        }
        let mut places = List::default();
        list_marked(&marks, &mut places);
        assert_eq!(*places, [0, 7, 8, 15, 23]);
        list_marked(&[255; 16], &mut places);
        assert_eq!(*places, (0..16).collect::<Vec<u16>>());
    }
}
