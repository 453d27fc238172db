//! Provinces and districts that a scenario names: each must exist.

use super::area::Places;
use super::census;
use super::file::{Value, Written};
use super::values::{Bounds, Check};
use crate::diagnostics::{Diagnostic, did_you_mean, nearest};
use crate::places::DistrictId;
use crate::text::{Message, message};

/// Rows of the provinces and identities of the districts that limit an entry; none where it is not limited.
pub(super) type Scope = (Option<Vec<u32>>, Option<Vec<DistrictId>>);

/// The scope of the entry at a path, as written in its `provinces` and `districts`.
pub(super) fn scope(check: &mut Check, area: Option<&Places>, path: &str, written: [Option<&Written>; 2]) -> Scope {
    let [in_provinces, in_districts] = written;
    let provinces = in_provinces.and_then(|it| provinces_of_entry(check, area, &format!("{path}.provinces"), it));
    let districts = in_districts.and_then(|it| districts(check, area, &format!("{path}.districts"), it));
    if let (Some(provinces), Some(districts)) = (&provinces, &districts) {
        let outside = |(it, _): &&(DistrictId, &Written)| !provinces.iter().any(|(row, _)| *row == it.province());
        for (district, item) in districts.iter().filter(outside) {
            let name = district_name(*district);
            let title = message!(
                "district `{name}` lies in none of the provinces of `{path}`",
                "区县 `{name}` 不在 `{path}` 所列省份之内"
            );
            let fault = Diagnostic::new(title, &item.place, None);
            let other = in_provinces.map(|it| (it.place.clone(), message!("these provinces", "所列省份")));
            check.faults.push(Diagnostic { other, ..fault });
        }
    }
    let alone = |list: Vec<(u32, &Written)>| list.into_iter().map(|it| it.0).collect();
    (provinces.map(alone), districts.map(|list| list.into_iter().map(|it| it.0).collect()))
}

/// What each item of a list says, with the item; none where something is wrong with one. An empty list and an item
/// that stands there twice are refused; `help` says what to do about an empty list.
fn each<'w, T: Copy + PartialEq>(
    check: &mut Check,
    (key, example): (&str, &str),
    written: &'w Written,
    help: Message,
    mut read: impl FnMut(&mut Check, &'w Written) -> Option<T>,
) -> Option<Vec<(T, &'w Written)>> {
    let items = check.list(key, written, example)?;
    if items.is_empty() {
        let title = message!("`{key}` is an empty list: it names no place", "`{key}` 是空列表：没有写任何地方");
        check.faults.push(Diagnostic::new(title, &written.place, None).help(help));
        return None;
    }
    let mut found: Vec<(T, &Written)> = Vec::new();
    for item in items {
        let Some(value) = read(check, item) else { continue };
        if let Some((_, first)) = found.iter().find(|(it, _)| *it == value) {
            let title = message!("`{key}` names the same place twice", "`{key}` 中同一地方写了两次");
            let fault = Diagnostic::new(title, &item.place, message!("a second time here", "此处是第二次"));
            check.faults.push(fault.other(&first.place, message!("first here", "此处是第一次")));
            continue;
        }
        found.push((value, item));
    }
    (found.len() == items.len()).then_some(found)
}

/// Rows of the provinces named in a list, with the item that names each.
pub(super) fn provinces<'w>(
    check: &mut Check,
    key: &str,
    written: &'w Written,
    help: Message,
) -> Option<Vec<(u32, &'w Written)>> {
    each(check, (key, "[\"Beijing\", \"湖北\"]"), written, help, |check, item| {
        let name = check.text(key, item)?;
        let row = census::find(name);
        if row.is_none() {
            check.faults.push(unknown_province(name, item));
        }
        row
    })
}

fn unknown_province(name: &str, written: &Written) -> Diagnostic {
    let known = census::provinces().iter().flat_map(|it| [it.name, it.name_zh]);
    let title = message!("there is no province `{name}`", "没有名为 `{name}` 的省份");
    let fault = Diagnostic::new(title, &written.place, nearest(name, known).map(did_you_mean));
    fault.note(listed(&(0..census::provinces().len() as u32).collect::<Vec<_>>()))
}

/// Provinces by name, in both languages.
fn listed(rows: &[u32]) -> Message {
    let names = |of: fn(&census::Province) -> &'static str, by: &str| {
        rows.iter().map(|row| of(&census::provinces()[*row as usize])).collect::<Vec<_>>().join(by)
    };
    let (en, zh) = (names(|it| it.name, ", "), names(|it| it.name_zh, "、"));
    message!("provinces: {en}", "省份：{zh}")
}

/// The provinces of an entry's scope, all of which must be drawn.
fn provinces_of_entry<'w>(
    check: &mut Check,
    area: Option<&Places>,
    key: &str,
    written: &'w Written,
) -> Option<Vec<(u32, &'w Written)>> {
    if let Some(Places::Designed { .. }) = area {
        let title = message!(
            "`{key}` needs an area drawn from the census: a designed area lies in no province",
            "`{key}` 须用于从普查抽取的地区：设计的地区不属于任何省份"
        );
        let help = message!(
            "use `districts` here, or draw the area with `population.provinces`",
            "此处可用 `districts`；或以 `population.provinces` 抽取地区"
        );
        check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
        return None;
    }
    let found = provinces(check, key, written, everywhere())?;
    let drawn = area.map(Places::provinces)?;
    let absent: Vec<_> = found.iter().filter(|(row, _)| !drawn.contains(row)).collect();
    for (row, item) in &absent {
        check.faults.push(not_drawn(key, *row, item, &drawn));
    }
    absent.is_empty().then_some(found)
}

fn not_drawn(key: &str, row: u32, item: &Written, drawn: &[u32]) -> Diagnostic {
    let census::Province { name, name_zh, .. } = census::provinces()[row as usize];
    let title = message!(
        "`{key}`: {name} is not among the provinces of this scenario",
        "`{key}`：{name_zh}不在本情景的省份之内"
    );
    Diagnostic::new(title, &item.place, None).note(listed(drawn))
}

/// What to write instead of an empty scope.
fn everywhere() -> Message {
    message!(
        "leave the key out for all places, or write `enabled = false` for none",
        "去掉此键即适用于所有地方；写 `enabled = false` 即停用"
    )
}

/// Districts of an entry's scope: numbers in a designed area, `Province/number` in a census, each counted from 0.
fn districts<'w>(
    check: &mut Check,
    area: Option<&Places>,
    key: &str,
    written: &'w Written,
) -> Option<Vec<(DistrictId, &'w Written)>> {
    each(check, (key, "[0, 3] or [\"Beijing/3\"]"), written, everywhere(), |check, item| match area {
        Some(Places::Designed { .. }) => designed_district(check, area, key, item),
        Some(Places::Census { .. }) => district_of_census(check, area, key, item),
        None if matches!(item.value, Value::Text(_)) => district_of_census(check, area, key, item),
        None => designed_district(check, area, key, item),
    })
}

/// A district of a designed area, which is a number.
fn designed_district(check: &mut Check, area: Option<&Places>, key: &str, item: &Written) -> Option<DistrictId> {
    let count = area.map_or(DistrictId::MOST_PER_PROVINCE, |it| it.districts(DistrictId::DESIGNED));
    if let Value::Text(text) = &item.value {
        let title = message!(
            "`{key}`: a district of a designed area is a number, not `{text}`",
            "`{key}`：设计地区的区县是编号，不是 `{text}`"
        );
        check.faults.push(Diagnostic::new(title, &item.place, None).help(numbered(count)));
        return None;
    }
    let most = f64::from(DistrictId::MOST_PER_PROVINCE - 1);
    let bounds = Bounds::new(0.0, most).of("number of a district, counted from 0", "区县编号，从 0 数起");
    let number = check.number_without_fraction(key, item, bounds, None)? as u32;
    if number >= count {
        let title =
            message!("`{key}`: this area has no district {number}", "`{key}`：本地区没有编号为 {number} 的区县");
        check.faults.push(Diagnostic::new(title, &item.place, None).help(numbered(count)));
        return None;
    }
    Some(DistrictId::new(DistrictId::DESIGNED, number))
}

/// A district of a census, written `Province/number`.
fn district_of_census(check: &mut Check, area: Option<&Places>, key: &str, item: &Written) -> Option<DistrictId> {
    let last = DistrictId::MOST_PER_PROVINCE - 1;
    let Value::Text(text) = &item.value else {
        check.faults.push(unlike_a_district(key, item, area));
        return None;
    };
    let (name, number) = text.split_once('/').unwrap_or((text, ""));
    let Some(province) = census::find(name.trim()) else {
        check.faults.push(unknown_province(name, item));
        return None;
    };
    let Some(number) = number.trim().parse().ok().filter(|it| *it <= last) else {
        check.faults.push(unlike_a_district(key, item, area));
        return None;
    };
    let Some(area) = area else { return Some(DistrictId::new(province, number)) };
    let count = area.districts(province);
    if count == 0 {
        check.faults.push(not_drawn(key, province, item, &area.provinces()));
        return None;
    }
    if number >= count {
        let census::Province { name, name_zh, .. } = census::provinces()[province as usize];
        let title = message!(
            "`{key}`: {name} has no district {number} in this scenario",
            "`{key}`：本情景中{name_zh}没有编号为 {number} 的区县"
        );
        check.faults.push(Diagnostic::new(title, &item.place, None).help(numbered(count)));
        return None;
    }
    Some(DistrictId::new(province, number))
}

fn unlike_a_district(key: &str, item: &Written, area: Option<&Places>) -> Diagnostic {
    let drawn = area.and_then(|it| it.provinces().first().copied()).unwrap_or_default();
    let name = census::provinces()[drawn as usize].name;
    let title = message!(
        "`{key}`: a district is written \"Province/number\", counted from 0",
        "`{key}`：区县写作 \"省份/编号\"，编号从 0 数起"
    );
    Diagnostic::new(title, &item.place, message!("for example \"{name}/0\"", "例如 \"{name}/0\""))
}

/// Which districts there are.
fn numbered(count: u32) -> Message {
    match count {
        1 => message!("districts count from 0: the only one here is 0", "区县从 0 数起：此处只有 0"),
        2 => message!("districts count from 0: here 0 and 1", "区县从 0 数起：此处为 0 和 1"),
        _ => {
            let last = count - 1;
            message!("districts count from 0: here 0 to {last}", "区县从 0 数起：此处为 0 至 {last}")
        }
    }
}

/// A district as a scenario file writes it.
pub(super) fn district_name(district: DistrictId) -> String {
    if district.province() == DistrictId::DESIGNED {
        return district.number().to_string();
    }
    format!("{}/{}", census::provinces()[district.province() as usize].name, district.number())
}
