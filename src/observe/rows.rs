//! Rows of the tables that are not weekly sums: membership spells, sampled elders, communities,
//! distributions.

use super::table::table;
use crate::population::states::stored_of_elders;

table! {
    /// One membership from joining to its end; open ones are written at the end of the run.
    pub struct Spell in "spells" {
        replicate: i32 as Int, "number", "replicate", "重复序号";
        setting: &'static str as Text, "urban or rural", "setting", "城乡";
        community: i64 as Long, "identity", "community", "社区编号";
        elder: i32 as Int, "place", "place of the elder in the community", "老年人位置";
        generation: i32 as Int, "number", "occupants of the place before", "该位置前任人数";
        start_week: i32 as Int, "week", "week of joining", "加入周";
        end_week: i32 as Int, "week", "week of ending, or the run's last", "结束周";
        why: &'static str as Text, "quit, pay_ended, moved, died, care_home or open", "why it ended", "结束原因";
        age_years: i32 as Int, "years", "age at the end", "结束时年龄";
        woman: i32 as Int, "0 or 1", "woman", "女性";
        living: &'static str as Text, "with_children, couple, alone or care_home", "living arrangement at the end", "结束时居住安排";
        function: i32 as Int, "0 independent, 1 limited, 2 dependent", "function at the end", "结束时功能";
    }
}

macro_rules! elder_week {
    (
        states { $($stage:ident { $(
            $state:ident($meaning:literal, $multiplier:literal $(=> $column:ident: $Counter:ident, $zh:literal)?);
        )* })* }
        $($rest:tt)*
    ) => {
        table! {
            /// One sampled elder in one week.
            pub struct ElderWeek in "elders" {
                replicate: i32 as Int, "number", "replicate", "重复序号";
                week: i32 as Int, "week", "week", "周";
                setting: &'static str as Text, "urban or rural", "setting", "城乡";
                community: i64 as Long, "identity", "community", "社区编号";
                elder: i32 as Int, "place", "place of the elder in the community", "老年人位置";
                generation: i32 as Int, "number", "occupants of the place before", "该位置前任人数";
                age_years: f32 as Real, "years", "age", "年龄";
                woman: i32 as Int, "0 or 1", "woman", "女性";
                education: f32 as Real, "0, 0.5 or 1", "education", "受教育程度";
                income: f32 as Real, "percentile, 0..1", "income percentile", "收入位次";
                living: &'static str as Text, "with_children, couple, alone or care_home", "living arrangement", "居住安排";
                function: i32 as Int, "0 independent, 1 limited, 2 dependent", "function", "功能";
                member: i32 as Int, "0 or 1", "member", "成员";
                attended: i32 as Int, "0 or 1", "attended this week", "本周参加活动";
                given_hours: f32 as Real, "hours", "hours given this week", "本周给予小时";
                received_hours: f32 as Real, "hours", "hours received this week", "本周受助小时";
                given_hours_so_far: f32 as Real, "hours", "hours given since the start", "累计给予小时";
                credit_hours: f32 as Real, "hours", "credits held", "时间币余额";
                $($($($column: f32 as Real, "0..1", $meaning, $zh;)?)*)*
                wellbeing: f32 as Real, "0..1", "wellbeing W", "幸福感";
                perceived_support: f32 as Real, "0..1", "perceived support P", "感知支持 P";
            }
        }
    };
}

stored_of_elders! { elder_week }

table! {
    /// One community at the end of one month.
    pub struct CommunityMonth in "communities" {
        replicate: i32 as Int, "number", "replicate", "重复序号";
        week: i32 as Int, "week", "last week of the month", "月末周";
        setting: &'static str as Text, "urban or rural", "setting", "城乡";
        province: &'static str as Text, "name", "province", "省份";
        district: i32 as Int, "number", "district, by its number within the province or the area", "区县（在省内或地区内的序号）";
        community: i64 as Long, "identity", "community", "社区编号";
        size_class: i32 as Int, "0 small, 1 middle, 2 large", "third of sizes within its setting", "规模三分位";
        street: i32 as Int, "number", "street or township, by its number within the district", "街道（乡镇）序号";
        initiative: f32 as Real, "mean 1", "lasting initiative of the organiser", "组织者主动性";
        leaning_services: f32 as Real, "sum 3", "leaning of the organiser to services", "组织者对服务的偏好";
        leaning_activities: f32 as Real, "sum 3", "leaning of the organiser to activities", "组织者对活动的偏好";
        leaning_rules: f32 as Real, "sum 3", "leaning of the organiser to rules", "组织者对规则的偏好";
        adopted: i64 as Long, "a bit each, by number of the instrument", "offered instruments in force", "已采纳的可选工具";
        attention: f32 as Real, "0..1", "attention of street or township", "街道（乡镇）注意力";
        elders: i32 as Int, "count", "elders living in the community", "老年人数";
        members: i32 as Int, "count", "members", "成员数";
        volunteers: i32 as Int, "count", "volunteers here", "志愿者数";
        elder_weeks: i32 as Int, "count", "elders, added up over the weeks of the month", "老年人数（当月各周之和）";
        participants: i32 as Int, "count", "elders who gave or received, added up over the weeks of the month", "参与者数（当月各周之和）";
        lonely: i32 as Int, "count", "lonely elders", "孤独者数";
        needed_hours: f32 as Real, "hours/month", "hours of help needed", "需要的帮助小时";
        unmet_hours: f32 as Real, "hours/month", "hours of need left unmet", "未满足的需要小时";
        operating: i32 as Int, "0 or 1", "the organiser operates", "组织运行";
        budget_yuan: f32 as Real, "yuan", "budget in hand", "结余预算";
        planned_yuan: f32 as Real, "yuan/month", "planned spending of the month", "月计划支出";
        income_yuan: f32 as Real, "yuan/month", "income of the month", "月收入";
        spent_yuan: f32 as Real, "yuan/month", "spending of the month", "月支出";
        affordability: f32 as Real, "0..1", "affordability alpha", "可负担度";
        capability: f32 as Real, "0..1", "capability K", "能力";
        coordination: f32 as Real, "0..1", "coordination C", "协同";
        standardisation: f32 as Real, "0..1", "standardisation Z", "标准化";
        process_closure: f32 as Real, "0..1", "process closure X", "流程闭环";
        platform: f32 as Real, "0..1", "platform G", "平台";
        outreach: f32 as Real, "0..1", "outreach O", "宣传";
        culture: f32 as Real, "0..1", "culture level", "文化水平";
        access: f32 as Real, "0..1", "access", "可达性";
        reputation: f32 as Real, "0..1", "reputation R", "声誉";
        continuity_belief: f32 as Real, "0..1", "belief in continuity Q", "持续性信念";
        confidence: f32 as Real, "0..1", "redemption confidence", "兑付信心";
        cultural_barrier: f32 as Real, "0..1", "cultural barrier Kc", "文化障碍";
        offer: f32 as Real, "0..1", "institutional offer I", "制度供给";
    }
}

table! {
    /// One bin of one distribution: how many elders of a class lie in it.
    pub struct DistributionBin in "distributions" {
        replicate: i32 as Int, "number", "replicate", "重复序号";
        week: i32 as Int, "week", "week", "周";
        setting: &'static str as Text, "urban or rural", "setting", "城乡";
        class: &'static str as Text, "all, age_band, woman, living, income_fifth or function", "by what the elders are classed", "分组变量";
        value: i32 as Int, "code", "which class: age band 0 to 2, woman 0 or 1, living 0 to 3, income fifth 0 to 4, function 0 to 2", "分组取值";
        measure: &'static str as Text, "name", "what is distributed", "分布变量";
        bin: i32 as Int, "0..255", "bin; its lower edge is bin × width", "箱号";
        width: f32 as Real, "unit of the measure", "width of a bin", "箱宽";
        elders: i64 as Long, "count", "elders in the bin", "人数";
    }
}

#[cfg(test)]
mod tests {
    use super::super::measures::COUNTERS;
    use super::super::table::Row;
    use super::ElderWeek;
    use crate::population::Elders;

    #[test]
    fn what_is_summed_of_elders_states_is_shown_of_sampled_elders() {
        let shown = |name: &str| ElderWeek::COLUMNS.iter().any(|it| it.name == name);
        let summed = |name: &str| COUNTERS.iter().any(|it| it.name == name);
        for (name, _) in Elders::default().states() {
            // Files say of what the exposure is.
            let name = if name == "exposure" { "cash_exposure" } else { name };
            assert_eq!(shown(name), summed(name), "{name}");
        }
    }
}
