//! Legal entries without effect: an instrument that applies to no community, or that starts or stops after
//! the run has ended. Commands report them before running anything, and reports list them beside the results.

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
        }
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
        entries.filter_map(remark).collect()
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
