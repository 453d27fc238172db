//! Mechanisms of the model that a user can switch off by name: `[model] off = ["acquaintance", "fairness"]`.
//!
//! To switch one off is a short way to write the off values of its parameters, which the table in `parameters.rs` holds.

use crate::parameters::{Parameter, TABLE};
use crate::text::Label;

/// A mechanism that can be switched off.
#[derive(Debug, Clone, Copy)]
pub struct Mechanism {
    /// Name in `[model] off`.
    pub name: &'static str,
    /// What it does.
    pub meaning: Label,
}

impl Mechanism {
    /// Its parameters that have an off value, with their positions in the table.
    pub fn parameters(&self) -> impl Iterator<Item = (usize, &'static Parameter)> {
        let name = self.name;
        TABLE.iter().enumerate().filter(move |(_, row)| row.mechanism == Some(name))
    }
}

macro_rules! mechanisms {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// All of them: elders first, then volunteers, organisers, districts.
        pub static MECHANISMS: &[Mechanism] =
            &[$(Mechanism { name: stringify!($name), meaning: Label { en: $en, zh: $zh } }),*];
    };
}

mechanisms! {
    drive_split: "Unmet needs start participation; satisfaction, autonomy and identity sustain it.", "需要缺口促使开始参与；满足、自主与认同维持参与。";
    identity: "Who gives with effect comes to see helping as part of who they are.", "有效的给予使人把互助看作自我的一部分。";
    autonomy: "Choice and self-rule raise the sense of autonomy; pay and pressure lower it.", "选择与自治提高自主感；报酬与压力削弱自主感。";
    reciprocity: "Who has been helped lately joins, gives and stays more; who has given asks more easily.", "近期受助者更愿加入、给予和留下；给予过的人更易开口求助。";
    fairness: "The balance of what comes back and what is given makes the exchange feel fair.", "所得与付出的平衡决定公平感。";
    own_weights: "Everybody weighs the four institutional mechanisms by their own needs.", "每人按自己的需要衡量四种制度机制。";
    frailty: "Latent frailty raises the hazards of decline and death and the cost of taking part.", "潜在衰弱提高衰退与死亡风险，也提高参与成本。";
    family_and_age: "Families cover more of the needs of the oldest.", "家庭为高龄者覆盖更多需要。";
    hours_react: "Pay and credits move the hours that givers offer.", "报酬与时间币影响提供的小时。";
    variety: "New and liked kinds of activities attract and do more.", "新的和喜欢的活动种类更吸引人、作用更大。";
    registering: "People register without taking part; the registered join more easily.", "有人只登记而不参与；已登记者更易加入。";
    credit_worth: "A credit is worth less to who holds many, more to the oldest, and by the bank's rules.", "时间币的价值随持有量、年龄和银行规则而变。";
    gifts: "Holders of credits pay for tied partners who have none.", "持有时间币者为没有的结对伙伴支付。";
    sex_and_age: "Women and the young-old take part more.", "女性与低龄老人更多参与。";
    work_of_migration: "Heavy out-migration leaves more work to those who stay.", "大量外出使留守者负担更多劳作。";
    acquaintance: "Help without a dispatcher, the norm and contact need people who know each other.", "自发帮助、规范与接触有赖彼此相识。";
    meeting: "Introductions, access and social space make people meet at events.", "引荐、可达性与交往空间促成活动中的结识。";
    return_to_governance: "Mutual aid gives back: block leaders dispatch, ties save dispatch, acquaintance lifts coordination and capability, feedback teaches.", "互助反哺治理：骨干派单、纽带省去派单、相识提升协同与能力、反馈带来改进。";
    duplicates: "More actors without coordination cross each other more.", "主体越多而无协同，重复派单越多。";
    relief: "Helpers relieve the family of some daily care.", "帮助者分担家庭的部分日常照料。";
    market: "Richer elders buy care.", "较富裕的老人购买照料。";
    care_homes: "Dependent elders with unmet needs enter care homes.", "需要未满足的失能老人入住养老机构。";
    rooms: "A room holds only so many at an event.", "活动场所容纳人数有限。";
    entrants: "New sixty-year-olds bring ties, and some carry on helping.", "新满 60 岁者带来纽带，部分人继续互助。";
    safety: "Homes refitted for safety slow decline.", "住房安全改造减缓功能衰退。";
    volunteers_own_trust: "Volunteers' trust follows their own service.", "志愿者的信任取决于自身的服务经历。";
    volunteers_motives: "Volunteers stay where they are used, succeed, and find what they look for.", "志愿者留在能被用到、能做成、合其动机之处。";
    standing_visits: "Volunteers nobody sent visit standing partners.", "未被派单的志愿者探访固定结对者。";
    guidance: "A paid post can guide and induct only so many volunteers.", "一名专职人员能带领和接纳的志愿者有限。";
    initiative: "Organisers differ in initiative, lean to different work, and do some of it of their own accord.", "组织者主动性不同、偏好不同，并自发开展部分工作。";
    sight: "Who registers little sees little of the unmet need.", "登记少的组织者看见的未满足需要也少。";
    priority: "Where money is short, core work is paid first and the rest by leaning and need.", "资金不足时先保核心，其余按偏好与需要。";
    street: "Streets and townships lead: their attention follows what is asked of them and changes with the leader.", "街道（乡镇）主导：注意力随要求和领导更替而变。";
    pressure: "Attention beyond what staff can carry produces registration on paper and targets met in form only.", "超出人力的注意力造成纸面登记和形式化完成指标。";
    copying: "Organisers copy peers, the successful ones more.", "组织者仿效同类，尤其仿效有成效者。";
    money_in_hand_spread: "Communities differ in running costs, and unpaid coordinators help.", "社区运行成本不同，并有无酬骨干相助。";
    providers_quality: "Providers' quality counts, and users lose trust when a provider leaves or changes.", "服务商质量有别；服务商退出或更换使用户失去信任。";
    admissions_by_need: "Uncovered health need leads to admissions; a pool's surplus is used for care.", "未满足的健康需要导致住院；健康基金的结余用于照料。";
}

/// The mechanism called `name`, or none.
pub fn find(name: &str) -> Option<&'static Mechanism> {
    MECHANISMS.iter().find(|it| it.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mechanism_has_parameters_and_every_parameter_with_a_mechanism_has_a_known_one() {
        for mechanism in MECHANISMS {
            assert!(mechanism.parameters().count() > 0, "{}", mechanism.name);
        }
        for row in TABLE {
            assert!(row.mechanism.is_none_or(|name| find(name).is_some()), "{}", row.key);
            assert!(row.mechanism.is_none() || row.off.is_some(), "{}", row.key);
            assert!(row.off.is_none_or(|off| row.range.contains(&off)), "{}", row.key);
        }
    }
}
