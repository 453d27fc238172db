//! Legal entries without effect: an instrument that applies to no community, that starts or stops after the run has
//! ended, whose dose is beyond what it can meet, or that lacks what it needs. Commands report them before running anything, and reports list them beside the results.

use std::fmt::{Display, Formatter};

use super::Scenario;
use super::sites::sites;
use crate::places::{DistrictId, Setting};
use crate::policy::timeline::Entry;
use crate::text::{Message, message};

/// An entry of `[policy]` or `[baseline]` that has no effect in a scenario, or whose stop has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Dotted path of the entry.
    pub path: String,
    /// Why it has none.
    pub why: Why,
}

/// Why an entry has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It acts in one setting only, of which the scenario has no community.
    NoSetting(Setting),
    /// Its settings, provinces and districts have no community in common.
    NoCommunity,
    /// It starts when the run has ended.
    AfterTheEnd {
        /// Week in which it would start.
        start: i32,
        /// Weeks of the run.
        weeks: i32,
    },
    /// It stops when the run has ended.
    StopsAfterTheEnd {
        /// Week in which it would stop.
        stop: i32,
        /// Weeks of the run.
        weeks: i32,
    },
    /// More than can have an effect; numbers in tenths.
    Beyond {
        /// Field of the instrument.
        field: &'static str,
        /// Its value.
        tenths: i64,
        /// The most that can have an effect.
        most: i64,
        /// Of what.
        unit: Unit,
    },
    /// It does not have what it needs.
    Without {
        /// Field of the instrument.
        field: &'static str,
        /// What is not there.
        needs: Needs,
    },
}

/// Of what there is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours a week for a thousand elders that find somebody in need.
    Hours,
    /// Volunteers per hundred elders in the pool.
    Volunteers,
    /// Events a month: one a week.
    Events,
}

/// What an instrument needs and does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Hours of counsellors.
    Counsellors,
    /// Events.
    Events,
    /// A town and villages in one district.
    TownAndVillages,
}

impl Remark {
    /// The sentence for people.
    pub fn message(&self) -> Message {
        let path = &self.path;
        match self.why {
            Why::NoSetting(setting) => {
                let Message { en, zh } = match setting {
                    Setting::Urban => message!("urban communities", "城市社区"),
                    Setting::Rural => message!("villages", "农村社区"),
                };
                message!(
                    "`{path}` acts in {en} only; it applies to no community in this scenario and has no effect",
                    "`{path}` 只作用于{zh}；本情景中没有它适用的社区，因此不起作用"
                )
            }
            Why::NoCommunity => message!(
                "`{path}` applies to no community in this scenario and has no effect",
                "本情景中没有 `{path}` 适用的社区，因此不起作用"
            ),
            Why::AfterTheEnd { start, weeks } => message!(
                "`{path}` starts in week {start}, but the run ends after {weeks} weeks; it has no effect",
                "`{path}` 从第 {start} 周开始，而运行在 {weeks} 周后结束，因此不起作用"
            ),
            Why::StopsAfterTheEnd { stop, weeks } => message!(
                "`{path}` stops in week {stop}, but the run ends after {weeks} weeks; it stays in force to the end",
                "`{path}` 在第 {stop} 周停止，而运行在 {weeks} 周后结束，因此到结束时一直有效"
            ),
            Why::Beyond { field, tenths, most, unit } => beyond(path, field, [tenths, most], unit),
            Why::Without { field, needs } => without(path, field, needs),
        }
    }
}

/// A dose that is larger than what it can meet.
fn beyond(path: &str, field: &str, tenths: [i64; 2], unit: Unit) -> Message {
    let [value, most] = tenths.map(|it| it as f64 / 10.0);
    match unit {
        Unit::Hours => message!(
            "`{path}.{field}` = {value}, but only about {most} hours per 1,000 elders and week meet somebody in need; more \
             hours cost and do nothing",
            "`{path}.{field}` = {value}，而每千名老人每周只有约 {most} 小时能用于有需要的人；超出部分花钱而不起作用"
        ),
        Unit::Volunteers => message!(
            "`{path}.{field}` = {value}, but only {most} per 100 elders could come at all",
            "`{path}.{field}` = {value}，而每百名老人至多只有 {most} 名潜在志愿者"
        ),
        Unit::Events => message!(
            "`{path}.{field}` = {value}, but at most {most} events a month take place, one a week; more cost and do nothing",
            "`{path}.{field}` = {value}，而每月至多举行 {most} 场活动，每周一场；超出部分花钱而不起作用"
        ),
    }
}

/// An instrument that has not what it needs.
fn without(path: &str, field: &str, needs: Needs) -> Message {
    match needs {
        Needs::Counsellors => message!(
            "`{path}.{field}` acts through counsellors, and there are no hours of them; it has no effect",
            "`{path}.{field}` 通过心理咨询发挥作用，而没有咨询小时，因此不起作用"
        ),
        Needs::Events => message!(
            "`{path}.{field}` acts at events, and there are none; it has no effect",
            "`{path}.{field}` 在活动中发挥作用，而没有活动，因此不起作用"
        ),
        Needs::TownAndVillages => message!(
            "`{path}.{field}` needs a town and villages in one district, and there are none; it has no effect",
            "`{path}.{field}` 需要同一区县内既有城市社区又有村庄，而此处没有，因此不起作用"
        ),
    }
}

impl Display for Remark {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(out)
    }
}

impl Scenario {
    /// Everything that is written and has no effect, in the order of the file.
    pub fn remarks(&self) -> Vec<Remark> {
        let places: Vec<(DistrictId, Setting)> = sites(self)
            .into_iter()
            .flat_map(|site| {
                let settings = Setting::ALL.into_iter().filter(move |it| site.communities[it.index()] > 0);
                settings.map(move |it| (site.id, it))
            })
            .collect();
        let sections = [("baseline", &self.timeline.baseline), ("policy", &self.timeline.policy)];
        let entries = sections.into_iter().flat_map(|(section, list)| list.iter().map(move |entry| (section, entry)));
        let remark = |(section, entry): (&str, &Entry)| {
            let why = self.why_without_effect(entry, &places)?;
            Some(Remark { path: format!("{section}.{}", entry.name), why })
        };
        let without_effect: Vec<Remark> = entries.filter_map(remark).collect();
        // Of what has no effect at all the dose does not matter.
        let doses = self.doses(&places);
        let doses = doses.into_iter().filter(|it| without_effect.iter().all(|other| other.path != it.path));
        without_effect.iter().cloned().chain(doses).collect()
    }

    fn why_without_effect(&self, entry: &Entry, places: &[(DistrictId, Setting)]) -> Option<Why> {
        let lives = |setting: Setting| places.iter().any(|(_, it)| *it == setting);
        if let [setting] = entry.settings.as_slice()
            && !lives(*setting)
        {
            return Some(Why::NoSetting(*setting));
        }
        if !places.iter().any(|(district, setting)| entry.covers(*district, *setting)) {
            return Some(Why::NoCommunity);
        }
        let (start, weeks) = (entry.start_week, self.weeks);
        if start >= weeks && start >= 0 {
            return Some(Why::AfterTheEnd { start, weeks });
        }
        // A stop at the very end says the same as none.
        let stop = entry.stop_week.filter(|it| *it > weeks)?;
        Some(Why::StopsAfterTheEnd { stop, weeks })
    }
}
