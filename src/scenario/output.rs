//! `[output]`: what is written beyond the weekly sums by setting.

use super::entries::LATEST_WEEK;
use super::keys::{Kind, keys};
use crate::places::WEEKS_PER_MONTH;

keys! {
    /// What is written beyond the weekly sums by setting.
    OUTPUT, Output;
    provinces: bool = false, Kind::Switch, "Weekly sums by province", "按省汇总";
    districts: bool = false, Kind::Switch, "Weekly sums by district", "按区县汇总";
    community_classes: bool = false, Kind::Switch, "Weekly sums by setting and size third", "按社区类型汇总";
    // Its last week is always written.
    warmup: bool = false, Kind::Switch, "Rows of the warm-up", "输出预热期";
    // Below 0: none, as in cells of a sweep that measure no index of equality.
    distributions_every_weeks: i32 = 0, Kind::Weeks(0, LATEST_WEEK),
        "Weeks between distributions; 0: first and last only", "分布输出间隔";
    sample_elders: u32 = 200, Kind::Whole(0, 1_000_000), of("elders a setting", "城乡各自的老年人数"),
        "Sampled elders per setting", "抽样老年人数";
    communities_every_months: i32 = 1, Kind::Whole(0, (LATEST_WEEK / WEEKS_PER_MONTH) as i64), of("months", "月"),
        "Months between rows of communities; 0: none", "社区输出间隔";
    // The communities are drawn.
    spells_share: f32 = 1.0, Kind::Number(0.0, 1.0), of("share of communities", "社区的比例"),
        "Share of communities whose membership spells are written", "写出成员经历的社区比例";
}

impl Output {
    /// Whether the sums of a week are written: of the warm-up those of its last, unless all of it is asked for.
    pub fn writes_sums_of(&self, week: i32) -> bool {
        self.warmup || week >= -1
    }
}
