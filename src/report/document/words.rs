//! Labels of the keys in tables, in English and Chinese.
//!
//! Measures, instruments and scopes have labels of their own; every other key that a cell may contain is here. A key
//! without a label is shown as it is, for example the path of a factor or a unit written by an older version.

use crate::analysis::figures::{self, Form, Indicator, Scope};
use crate::policy::DESCRIPTIONS;
use crate::text::Label;
use crate::text::Message;

macro_rules! words {
    ($($id:literal $en:literal $zh:literal;)*) => {
        /// Identity, English and Chinese.
        pub const WORDS: &[(&str, Label)] = &[$(($id, Label { en: $en, zh: $zh })),*];
    };
}

words! {
    // Policies and contexts that a study does not name itself.
    "baseline" "baseline" "基线";
    // Kinds of names.
    "context" "context" "情境";
    "policy" "policy" "政策";
    "measure" "measure" "指标";
    "scope" "for whom" "范围";
    "instrument" "instrument" "政策工具";
    "grouping" "grouping" "分组方式";
    "group" "group" "组别";
    "index" "inequality index" "不平等指数";
    "spread" "distributed quantity" "所分布的量";
    "stage" "stage" "阶段";
    "agent" "kind of agents" "主体";
    "item" "item" "项目";
    "factor" "factor" "因子";
    // Directions.
    "higher" "more is better" "越高越好";
    "lower" "less is better" "越低越好";
    "neither" "neither" "无方向";
    // Costs.
    "public" "public spending" "公共支出";
    "core" "staff and venue" "人员与场地";
    "unpaid_hours" "unpaid hours" "无偿小时";
    "unpaid_at_replacement" "unpaid hours at replacement cost" "无偿小时，按替代成本";
    "unpaid_at_opportunity" "unpaid hours at opportunity cost" "无偿小时，按机会成本";
    "public_and_unpaid_at_replacement" "public spending and unpaid hours at replacement cost" "公共支出加无偿小时（替代成本）";
    "public_and_unpaid_at_opportunity" "public spending and unpaid hours at opportunity cost" "公共支出加无偿小时（机会成本）";
    "reference" "reference" "参照";
    "equal" "equal" "相等";
    "frontier" "on the frontier" "在前沿上";
    "dominated" "dominated" "被占优";
    "extended_dominated" "extended dominated" "被扩展占优";
    // Verdicts.
    "no_interval" "one replicate, no interval" "仅一次重复，无区间";
    "uncertain" "cannot be distinguished from chance" "与随机波动无法区分";
    "supported" "not explained by chance" "非随机波动所致";
    "above_zero" "above zero" "大于零";
    "below_zero" "below zero" "小于零";
    "first_on_mean" "first on the mean" "均值居首";
    "equal_to_first" "equal to the first" "与居首者相同";
    "tied_with_first" "cannot be distinguished from the first" "与居首者无法区分";
    "behind" "behind the first" "落后于居首者";
    "absolute" "in the unit of the measure" "以指标单位计";
    "relative" "share of the baseline's level" "占基线水平的比例";
    // Packages.
    "total" "together" "合计";
    "share" "share (Shapley)" "份额（Shapley）";
    "alone" "alone" "单独";
    "last" "added last" "最后加入";
    "synergy" "synergy" "协同";
    "effect" "total effect" "总效果";
    "direct" "direct" "直接作用";
    "drive" "drive" "驱动";
    "perception" "perception" "感知";
    "response" "response" "响应";
    "volunteers" "volunteers" "志愿者";
    "organisers" "organisers" "组织者";
    "governments" "governments" "政府";
    "donors" "donors" "捐赠者";
    "collectives" "village collectives" "村集体";
    "members" "members" "成员";
    "households" "households" "家庭";
    "givers" "givers" "给予者";
    "yes" "yes" "是";
    "no" "no" "否";
    "at_least" "at least" "至少";
    "at_most" "at most" "至多";
    "gain" "gain over the baseline of at least" "比基线至少增加";
    // Groups of elders by drive, perception and response.
    "drive_strong" "strong drive" "驱动强";
    "drive_middling" "middling drive" "驱动中";
    "drive_weak" "weak drive" "驱动弱";
    "perception_strong" "strong perception" "感知强";
    "perception_middling" "middling perception" "感知中";
    "perception_weak" "weak perception" "感知弱";
    "gives" "gives" "给予帮助";
    "receives_only" "receives only" "只接受帮助";
    "member_or_attends" "member or attends only" "仅为成员或参加活动";
    "stays_away" "does not take part" "未参与";
    // Groups of elders.
    "age_band" "age" "年龄";
    "woman" "sex" "性别";
    "living" "living arrangement" "居住安排";
    "income_fifth" "income" "收入";
    "function" "function" "功能";
    "age_60s" "60 to 69 years" "60–69 岁";
    "age_70s" "70 to 79 years" "70–79 岁";
    "age_80s" "80 years and over" "80 岁及以上";
    "men" "men" "男性";
    "women" "women" "女性";
    "with_children" "with children" "与子女同住";
    "couple" "with a partner" "仅与配偶";
    "lives_alone" "alone" "独居";
    "income_1" "poorest fifth" "收入最低五分之一";
    "income_2" "second fifth" "收入较低五分之一";
    "income_3" "middle fifth" "收入居中五分之一";
    "income_4" "fourth fifth" "收入较高五分之一";
    "income_5" "richest fifth" "收入最高五分之一";
    "independent" "independent" "自理";
    "limited" "limited function" "功能受限";
    "dependent" "dependent" "失能";
    "given_hours_so_far" "hours given so far" "累计给予小时";
    "unmet_share" "unmet need" "未满足需要";
    "last_four" "last four weeks" "最后四周";
    "whole_run" "whole run" "全程";
    "themselves" "the group itself" "本组";
    "places" "communities where they live" "所居社区";
    // Units.
    "persons" "persons" "人";
    "share of elders" "share of elders" "占老年人比例";
    "share of elders in a week" "share of elders in a week" "每周占老年人比例";
    "hours per elder and week" "hours per elder and week" "小时/老年人/周";
    "share of those who would attend" "share of those who would attend" "占愿意参加者比例";
    "volunteers per 100 elders" "volunteers per 100 elders" "名志愿者/百名老年人";
    "admissions per elder and year" "admissions per elder per year" "次/老年人/年";
    "share of needed hours" "share of needed hours" "占需要小时比例";
    "share of open requests in a week" "share of open requests in a week" "每周占求助比例";
    "0..1" "0 to 1" "0 至 1";
    "share of communities" "share of communities" "占社区比例";
    "yuan per elder and year" "yuan per elder per year" "元/老年人/年";
    "share of elders in a year" "share of elders in a year" "每年占老年人比例";
    "share of memberships, Kaplan-Meier at 52 weeks" "share of memberships, Kaplan-Meier at 52 weeks" "占成员经历比例，52 周 Kaplan-Meier 估计";
    "0 equal, 1 all by one" "0 equal, 1 all by one" "0 为均等，1 为集于一人";
    "yuan per elder" "yuan per elder" "元/老年人";
    "hours per elder" "hours per elder" "小时/老年人";
    // Sensitivity indices.
    "mu_star" "mu*" "mu*";
    "mu" "mu" "mu";
    "sigma" "sigma" "sigma";
    "first" "first order" "一阶";
    "second" "second order" "二阶";
    "chance_share" "share of chance" "随机波动所占比例";
    "morris" "Morris" "Morris 法";
    "all_runs" "all runs" "全部运行";
    "saltelli" "Saltelli" "Saltelli 法";
    "two_way" "two-way analysis of variance" "双因素方差分析";
    "converged" "converged" "已收敛";
    "more" "more runs needed" "尚需运行";
    "chance" "chance alone can explain it" "随机波动即可解释";
    "without_interval" "no interval from these runs" "以现有运行没有区间";
    "constant" "points do not differ" "各点没有差异";
    "incomplete" "too few complete runs" "数值齐全的运行太少";
    "designed" "designed area" "设定地区";
    // Levels of communities.
    "coordination_level" "coordination" "协同水平";
    "process_level" "process closure" "流程闭环水平";
    "outreach_level" "outreach" "宣传水平";
    "culture_level" "culture" "文化水平";
    // Tables.
    "figures" "Measures at the start and the end" "期初与期末指标";
    "further_figures" "Further measures at the start and the end" "期初与期末的其他指标";
    "trajectories" "Monthly trajectories" "逐月变化";
    "urban_rural_gap" "Rural minus urban, by month" "农村减城市，逐月";
    "retention" "Retention of members" "成员留存";
    "community_spread" "Spread between communities" "社区间差异";
    "provinces" "Provinces at the end" "期末各省";
    "spending" "Spending by item" "分项支出";
    "elder_flows" "Drive, perception and response" "驱动、感知与响应";
    "elder_groups" "Groups of elders at the end" "期末各组老年人";
    "contrasts" "Differences from the baseline" "与基线之差";
    "precision" "Required and reached precision" "所要求与达到的精度";
    "levels" "Levels by replicate" "各次重复的水平";
    "courses" "Weekly trajectories" "逐周变化";
    "costs" "Costs by item and discount rate" "分项成本，按贴现率";
    "cost_effectiveness" "Cost-effectiveness" "成本效果";
    "attribution" "Attribution of a package to its instruments" "政策组合效果的工具归因";
    "stages" "Pathway decomposition" "作用路径分解";
    "agents" "Pathway decomposition by kind of agents" "按主体的作用路径分解";
    "groups" "Differences by group of elders" "各组老年人的差异";
    "equity" "Inequality indices" "不平等指数";
    "net_benefit" "Net benefit and acceptability" "净效益与可接受性";
    "cost_effectiveness_plane" "Resampled means of cost and effect" "成本与效果的重抽样均值";
    "robustness" "Robustness over contexts" "各情境下的稳健性";
    "regrets" "Regret by context" "各情境下的遗憾";
    "worlds" "Contexts" "各情境的取值";
    "regions" "Failure regions" "失效区域";
    "restrictions" "Bounds of the failure regions" "失效区域的界限";
    "names" "Names" "名称";
    "cells" "Cells of the design" "设计的各单元";
    "ranking" "Ranking of policies" "政策排名";
    "indices" "Sensitivity indices" "敏感性指数";
}

/// The label of a key, if it has one.
pub fn known(id: &str) -> Option<Message> {
    let figure = figure(id).map(|it| it.label);
    let scope = Scope::ALL.into_iter().find(|it| it.name() == id).map(Scope::label);
    let instrument = || DESCRIPTIONS.iter().find(|it| it.name == id).map(|it| it.label);
    let word = || WORDS.iter().find(|it| it.0 == id).map(|it| it.1);
    figure.or(scope).or_else(instrument).or_else(word).or_else(|| super::places::name_of(id)).map(Message::from)
}

/// The measure of a key, if it is one.
pub fn figure(key: &str) -> Option<&'static Indicator> {
    figures::measures().find(|it| it.key == key)
}

/// Title of an axis: shares are shown in per cent, other forms in their own unit.
pub(super) fn axis(form: Form, unit: &str) -> Message {
    let unit = known(unit).unwrap_or_else(|| Message::same(unit));
    match form {
        Form::Share => Message::new(format!("%, {}", unit.en), format!("%，{}", unit.zh)),
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::costs;
    use crate::output::tables::STUDY_TABLES;
    use std::collections::BTreeSet;

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|it| ('\u{3400}'..='\u{9fff}').contains(&it))
    }

    #[test]
    fn every_key_has_both_labels_and_occurs_once() {
        let mut seen = BTreeSet::new();
        for (id, label) in WORDS {
            assert!(seen.insert(id), "`{id}` stands twice");
            assert!(!label.en.is_empty() && !is_chinese(label.en), "{id}");
            // Names of methods and symbols are the same in both.
            assert!(is_chinese(label.zh) || ["mu_star", "mu", "sigma"].contains(id), "{id}");
        }
    }

    #[test]
    fn every_key_that_tables_hold_is_known() {
        let measures: Vec<&Indicator> = figures::measures().collect();
        let keys = measures.iter().map(|it| it.key).chain(measures.iter().map(|it| it.unit));
        let keys = keys.chain(measures.iter().map(|it| it.better.name())).chain(DESCRIPTIONS.iter().map(|it| it.name));
        let keys = keys.chain(costs::Perspective::ALL.map(|it| it.name())).chain(costs::SOURCES.map(|it| it.payer));
        for key in keys.chain(STUDY_TABLES.map(|it| it.0)) {
            assert!(known(key).is_some(), "`{key}` has no text");
        }
        assert_eq!(known("time_bank"), Some(Message::new("Time bank", "时间银行")));
        assert_eq!(known("Hunan"), Some(Message::new("Hunan", "湖南")));
        assert_eq!(known("parameters.behave.give"), None);
    }
}
