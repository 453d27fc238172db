//! The provinces of the census of 2020: who lives where, before any sampling.
//!
//! The number of a province is its row; `scenarios/data/README.md` says where the numbers come from.

use std::sync::LazyLock;

use crate::places::BySetting;

/// One province, municipality or autonomous region.
#[derive(Debug, Clone, PartialEq)]
pub struct Province {
    /// Name in English.
    pub name: &'static str,
    /// Name in Chinese, short form.
    pub name_zh: &'static str,
    /// Persons.
    pub population: u64,
    /// Share aged 60 and over.
    pub share_60plus: f64,
    /// Share aged 65 and over.
    pub share_65plus: f64,
    /// Share living in urban areas.
    pub share_urban: f64,
    /// Persons aged 60 and over.
    pub elders: BySetting<u64>,
}

/// English and Chinese names; the table of numbers has only the English ones.
const NAMES: [(&str, &str); 31] = [
    ("Beijing", "北京"),
    ("Tianjin", "天津"),
    ("Hebei", "河北"),
    ("Shanxi", "山西"),
    ("Inner Mongolia", "内蒙古"),
    ("Liaoning", "辽宁"),
    ("Jilin", "吉林"),
    ("Heilongjiang", "黑龙江"),
    ("Shanghai", "上海"),
    ("Jiangsu", "江苏"),
    ("Zhejiang", "浙江"),
    ("Anhui", "安徽"),
    ("Fujian", "福建"),
    ("Jiangxi", "江西"),
    ("Shandong", "山东"),
    ("Henan", "河南"),
    ("Hubei", "湖北"),
    ("Hunan", "湖南"),
    ("Guangdong", "广东"),
    ("Guangxi", "广西"),
    ("Hainan", "海南"),
    ("Chongqing", "重庆"),
    ("Sichuan", "四川"),
    ("Guizhou", "贵州"),
    ("Yunnan", "云南"),
    ("Tibet", "西藏"),
    ("Shaanxi", "陕西"),
    ("Gansu", "甘肃"),
    ("Qinghai", "青海"),
    ("Ningxia", "宁夏"),
    ("Xinjiang", "新疆"),
];

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let text = include_str!("../../scenarios/data/china_2020.csv");
    text.lines().skip(1).map(|line| row(line).expect("the table of provinces is well formed")).collect()
});

/// One row of the table.
fn row(line: &'static str) -> Option<Province> {
    let mut cells = line.split(',');
    let name = cells.next()?;
    Some(Province {
        name,
        name_zh: NAMES.iter().find(|(english, _)| *english == name)?.1,
        population: cells.next()?.parse().ok()?,
        share_60plus: cells.next()?.parse().ok()?,
        share_65plus: cells.next()?.parse().ok()?,
        share_urban: cells.next()?.parse().ok()?,
        elders: BySetting { urban: cells.next()?.parse().ok()?, rural: cells.next()?.parse().ok()? },
    })
}

/// All provinces, in the order of their numbers.
pub fn provinces() -> &'static [Province] {
    &PROVINCES
}

/// Number of the province called `name` in English or, in its short form, in Chinese; or none.
pub fn find(name: &str) -> Option<u32> {
    provinces().iter().position(|it| it.name == name || it.name_zh == name).map(|row| row as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Setting;

    #[test]
    fn the_provinces_add_up_to_the_nation() {
        let persons: u64 = provinces().iter().map(|it| it.population).sum();
        let elders: u64 = provinces().iter().map(|it| it.elders.urban + it.elders.rural).sum();
        // The national figures include the armed forces and have exact shares.
        assert!((persons as f64 / 1_411_778_724.0 - 1.0).abs() < 0.002, "{persons}");
        assert!((elders as f64 / 264_018_766.0 - 1.0).abs() < 0.001, "{elders}");
        assert_eq!(provinces().len(), 31);
    }

    #[test]
    fn elders_by_setting_add_up_to_the_share_of_the_province() {
        for province in provinces() {
            let elders = Setting::ALL.map(|setting| province.elders[setting]).iter().sum::<u64>() as f64;
            assert!((elders / province.population as f64 - province.share_60plus).abs() < 1e-6, "{}", province.name);
            assert!(province.share_65plus < province.share_60plus && province.share_urban < 1.0);
        }
    }

    #[test]
    fn a_province_is_found_by_either_name() {
        assert_eq!(find("Beijing"), Some(0));
        assert_eq!(find("广西"), find("Guangxi"));
        assert_eq!(find("Atlantis"), None);
    }
}
