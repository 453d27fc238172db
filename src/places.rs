//! Settings and identities of places: the words every other module shares.

use serde::{Deserialize, Serialize};

/// Kind of community: an urban residents' community (社区) or a village (村).
///
/// MODEL section 1: a community has one setting; a district may hold both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// Urban residents' community, 城市社区.
    Urban,
    /// Village, 农村.
    Rural,
}

impl Setting {
    /// Both settings, in the order of every table.
    pub const ALL: [Setting; 2] = [Setting::Urban, Setting::Rural];

    /// Position in tables by setting: urban 0, rural 1.
    #[inline]
    pub const fn index(self) -> usize {
        match self {
            Setting::Urban => 0,
            Setting::Rural => 1,
        }
    }

    /// The word used in TOML and in Parquet columns.
    pub const fn name(self) -> &'static str {
        match self {
            Setting::Urban => "urban",
            Setting::Rural => "rural",
        }
    }
}

/// One value for each setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BySetting<T> {
    /// Value in urban communities.
    pub urban: T,
    /// Value in villages.
    pub rural: T,
}

impl<T> BySetting<T> {
    /// Builds one value for each setting.
    pub fn from_fn(mut make: impl FnMut(Setting) -> T) -> Self {
        BySetting { urban: make(Setting::Urban), rural: make(Setting::Rural) }
    }
}

impl<T> std::ops::Index<Setting> for BySetting<T> {
    type Output = T;
    #[inline]
    fn index(&self, setting: Setting) -> &T {
        match setting {
            Setting::Urban => &self.urban,
            Setting::Rural => &self.rural,
        }
    }
}

impl<T> std::ops::IndexMut<Setting> for BySetting<T> {
    #[inline]
    fn index_mut(&mut self, setting: Setting) -> &mut T {
        match setting {
            Setting::Urban => &mut self.urban,
            Setting::Rural => &mut self.rural,
        }
    }
}

/// Weeks of a month: the month is the unit of institutional change (MODEL section 1).
pub const WEEKS_PER_MONTH: i32 = 4;
/// Months of a year.
pub const MONTHS_PER_YEAR: i32 = 13;
/// Weeks of a year.
pub const WEEKS_PER_YEAR: i32 = WEEKS_PER_MONTH * MONTHS_PER_YEAR;

/// Identity of a district that does not depend on how many others exist:
/// province (6 bits) and number within the province (9 bits).
///
/// The number of a province is its row in the census table; designed areas use province 63.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DistrictId(u32);

impl DistrictId {
    /// Most districts one province can hold.
    pub const MOST_PER_PROVINCE: u32 = 1 << 9;
    /// Province number of a designed area, which lies in no census province.
    pub const DESIGNED: u32 = 63;

    /// Identity of a province's `number`-th district.
    pub const fn new(province: u32, number: u32) -> Self {
        assert!(province < 64 && number < Self::MOST_PER_PROVINCE);
        DistrictId(province << 9 | number)
    }

    /// Row of the province in the census table, or [`DistrictId::DESIGNED`].
    pub const fn province(self) -> u32 {
        self.0 >> 9
    }

    /// Number within the province, from 0.
    pub const fn number(self) -> u32 {
        self.0 & (Self::MOST_PER_PROVINCE - 1)
    }

    /// The 15 bits themselves, for draws and for output.
    pub const fn bits(self) -> u32 {
        self.0
    }
}

/// Identity of a community: district (15 bits), setting (1 bit), number (15 bits).
///
/// It does not depend on what else is simulated, so that one more village shifts no draw elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CommunityId(u32);

impl CommunityId {
    /// Most communities of one setting a district can hold.
    pub const MOST_PER_DISTRICT: u32 = 1 << 15;

    /// Identity of the `number`-th community of `setting` in `district`.
    pub const fn new(district: DistrictId, setting: Setting, number: u32) -> Self {
        assert!(number < Self::MOST_PER_DISTRICT);
        CommunityId(district.0 << 16 | (setting.index() as u32) << 15 | number)
    }

    /// The district it lies in.
    pub const fn district(self) -> DistrictId {
        DistrictId(self.0 >> 16)
    }

    /// The 32 bits themselves, for draws and for output.
    pub const fn bits(self) -> u32 {
        self.0
    }
}
