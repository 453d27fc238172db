//! The provinces as tiles, roughly where they lie.

use crate::text::Label;

/// A province on the map.
pub struct Place {
    /// Its name.
    pub name: Label,
    /// Two letters, as ISO 3166-2 has them: a tile has no room for more in English.
    pub code: &'static str,
    /// Row from above.
    pub row: usize,
    /// Column from the left.
    pub column: usize,
}

macro_rules! places {
    ($($en:literal $zh:literal $code:literal $row:literal $column:literal;)*) => {
        /// All of them.
        pub const PLACES: [Place; 34] = [$(Place {
            name: Label { en: $en, zh: $zh }, code: $code, row: $row, column: $column,
        }),*];
    };
}

places! {
    "Heilongjiang" "黑龙江" "HL" 0 7;
    "Xinjiang" "新疆" "XJ" 1 0;
    "Inner Mongolia" "内蒙古" "NM" 1 5;
    "Liaoning" "辽宁" "LN" 1 6;
    "Jilin" "吉林" "JL" 1 7;
    "Qinghai" "青海" "QH" 2 1;
    "Gansu" "甘肃" "GS" 2 2;
    "Ningxia" "宁夏" "NX" 2 3;
    "Shanxi" "山西" "SX" 2 4;
    "Hebei" "河北" "HE" 2 5;
    "Beijing" "北京" "BJ" 2 6;
    "Tianjin" "天津" "TJ" 2 7;
    "Tibet" "西藏" "XZ" 3 0;
    "Sichuan" "四川" "SC" 3 2;
    "Shaanxi" "陕西" "SN" 3 3;
    "Henan" "河南" "HA" 3 4;
    "Shandong" "山东" "SD" 3 5;
    "Jiangsu" "江苏" "JS" 3 6;
    "Shanghai" "上海" "SH" 3 7;
    "Chongqing" "重庆" "CQ" 4 3;
    "Hubei" "湖北" "HB" 4 4;
    "Anhui" "安徽" "AH" 4 5;
    "Zhejiang" "浙江" "ZJ" 4 6;
    "Yunnan" "云南" "YN" 5 2;
    "Guizhou" "贵州" "GZ" 5 3;
    "Hunan" "湖南" "HN" 5 4;
    "Jiangxi" "江西" "JX" 5 5;
    "Fujian" "福建" "FJ" 5 6;
    "Guangxi" "广西" "GX" 6 3;
    "Guangdong" "广东" "GD" 6 4;
    "Hong Kong" "香港" "HK" 6 5;
    "Taiwan" "台湾" "TW" 6 7;
    "Hainan" "海南" "HI" 7 3;
    "Macao" "澳门" "MO" 7 4;
}

/// The name of a province.
pub fn name_of(english: &str) -> Option<Label> {
    PLACES.iter().find(|it| it.name.en == english).map(|it| it.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::census::provinces;
    use std::collections::BTreeSet;

    #[test]
    fn every_province_of_the_census_has_a_tile_of_its_own_and_its_chinese_name() {
        let tiles: BTreeSet<(usize, usize)> = PLACES.iter().map(|it| (it.row, it.column)).collect();
        let codes: BTreeSet<&str> = PLACES.iter().map(|it| it.code).collect();
        assert_eq!((tiles.len(), codes.len()), (PLACES.len(), PLACES.len()));
        for it in provinces() {
            assert_eq!(name_of(it.name).map(|label| label.zh), Some(it.name_zh), "{}", it.name);
        }
    }
}
