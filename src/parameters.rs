//! Every constant of MODEL sections 1 to 10, and the unit costs of answers, in one table: key, symbol, unit, range, default by setting,
//! source and meaning in English and Chinese.
//!
//! The table makes the typed [`Parameters`] that the dynamics read, and everything users read of them:
//! `huzhu params`, the JSON Schema and the reference page. A source that starts with "FACTS" names rows
//! of the evidence list; "tuned" means fitted to published patterns; "assumption" means just that.

use std::ops::RangeInclusive;

use crate::places::Setting;

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Key in TOML: `group.name`.
    pub key: &'static str,
    /// Name in MODEL section 13 or symbol in its equations.
    pub symbol: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Allowed values, both ends included.
    pub range: RangeInclusive<f64>,
    /// Default in urban communities and in villages.
    pub default: [f64; 2],
    /// Where the default comes from.
    pub source: &'static str,
    /// Meaning in English.
    pub meaning: &'static str,
    /// Meaning in Chinese.
    pub meaning_zh: &'static str,
    /// The value at which what it is for vanishes or becomes neutral, if there is one.
    pub off: Option<f64>,
    /// Name of the mechanism that `[model] off` switches off with it; see [`crate::mechanisms`].
    pub mechanism: Option<&'static str>,
}

/// The text, or none if it is empty.
const fn named(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

macro_rules! off {
    () => {
        None
    };
    ($off:literal) => {
        Some($off as f64)
    };
}

macro_rules! parameters {
    ($($(#[$group_doc:meta])* $group:ident $type:ident {
        $($name:ident: $symbol:literal, $unit:literal, $low:literal ..= $high:literal, [$urban:literal, $rural:literal],
          $source:literal, $en:literal, $zh:literal $(, off $mechanism:literal $off:literal)?;)*
    })*) => {
        /// All rows, in the order of MODEL.
        pub static TABLE: &[Parameter] = &[$($(Parameter {
            key: concat!(stringify!($group), ".", stringify!($name)),
            symbol: $symbol,
            unit: $unit,
            range: $low as f64 ..= $high as f64,
            default: [$urban as f64, $rural as f64],
            source: $source,
            meaning: $en,
            meaning_zh: $zh,
            off: off!($($off)?),
            mechanism: named(concat!($($mechanism)?)),
        },)*)*];

        $($(#[$group_doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $type {
            $(#[doc = concat!($en, " (MODEL `", $symbol, "`, ", $unit, ", ", stringify!($low), " to ", stringify!($high), ").")]
            pub $name: f32,)*
        })*

        /// The constants of one setting, typed for the dynamics. Built from checked values only.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Parameters {
            $($(#[$group_doc])* pub $group: $type,)*
        }

        impl Parameters {
            /// The default constants of a setting.
            pub fn defaults(setting: Setting) -> Self {
                let values: Vec<f64> = TABLE.iter().map(|row| row.default[setting.index()]).collect();
                Parameters::from_values(&values)
            }

            /// Types one checked value a row, in the order of [`TABLE`].
            ///
            /// # Panics
            /// When `values` has not exactly one value a row.
            pub fn from_values(values: &[f64]) -> Self {
                assert_eq!(values.len(), TABLE.len());
                let mut values = values.iter().map(|value| *value as f32);
                let mut next = || values.next().expect("one value a row");
                Parameters { $($group: $type { $($name: next(),)* },)* }
            }
        }
    };
}

/// Parameters that the model counts with: a fraction would be cut off.
const WHOLE: [&str; 22] = [
    "drive.variety_weeks",
    "perceive.norm_power",
    "structure.group_size",
    "behave.group_seat_weeks",
    "behave.recent_weeks",
    "behave.volunteer_most_hours",
    "service.most_helpers",
    "service.visit_tries",
    "institution.suspend_months",
    "institution.reopen_months",
    "volunteer.partner_tries",
    "volunteer.partner_weeks",
    "street.communities_most",
    "government.release_months",
    "provider.most_providers",
    "provider.first_social",
    "provider.first_firms",
    "provider.patience_months",
    "provider.user_weeks",
    "provider.social_contracts",
    "provider.enterprise_contracts",
    "provider.firm_contracts",
];

/// Whether the parameter called `key` is a whole number.
pub fn is_whole(key: &str) -> bool {
    WHOLE.contains(&key)
}

/// Row of `key`, or none.
pub fn find(key: &str) -> Option<(usize, &'static Parameter)> {
    TABLE.iter().enumerate().find(|(_, row)| row.key == key)
}

parameters! {
/// Places and people at the start (MODEL sections 1 and 2).
structure Structure {
    group_size: "structure.group_size", "elders", 5 ..= 500, [40, 40], "assumption (a building or villagers' group)", "places per group", "每组（楼栋或村民小组）名额";
    community_size: "structure.community_size", "elders", 20 ..= 20000, [1260, 245], "FACTS D22, D23", "mean number of elders of a community", "社区平均老年人数";
    size_spread: "0.25 (section 1)", "log sd", 0 ..= 1, [0.25, 0.25], "assumption", "spread of community sizes", "社区规模的离散程度";
    spare_places: "2 % (section 1)", "share", 0 ..= 1, [0.02, 0.02], "assumption", "places beyond the number of elders", "超出老年人数的空位比例";
    barrier_spread: "sd 0.2 (section 1)", "log sd", 0 ..= 1, [0.2, 0.2], "FACTS X03 (sign)", "spread of the starting cultural barrier over communities", "社区间初始文化障碍差异";
    capability_spread: "sd 0.15 (section 1)", "log sd", 0 ..= 1, [0.15, 0.15], "assumption", "spread of the capability organisers can reach", "社区间组织能力上限差异";
    familiarity: "structure.familiarity", "0..1", 0 ..= 1, [0.4, 0.8], "FACTS X02, X03", "familiarity of a rooted resident with the neighbours", "常住者与邻里的熟悉程度";
    familiarity_new: "structure.familiarity_new", "x", 0 ..= 1, [0.4, 0.4], "assumption", "familiarity factor of residents who are not rooted", "非扎根居民的熟悉系数";
    rooted: "structure.rooted", "share", 0 ..= 1, [0.65, 0.95], "FACTS W13, W14", "rooted residents, at the start and among entrants", "扎根居民比例";
    digital: "structure.digital", "share", 0.01 ..= 0.99, [0.55, 0.25], "FACTS X08, X09", "uses a smartphone, at age 70 with education 0.3", "70岁时使用智能手机的比例";
    digital_age: "0.12 (section 2)", "logit/year", 0 ..= 1, [0.12, 0.12], "FACTS X08", "fall of smartphone use with age", "智能手机使用随年龄下降";
    digital_education: "0.8 (section 2)", "logit", 0 ..= 5, [0.8, 0.8], "assumption", "education on smartphone use", "受教育程度对智能手机使用的作用";
    with_children: "structure.with_children", "share", 0 ..= 1, [0.42, 0.36], "FACTS D30", "living with children", "与子女同住比例";
    alone: "structure.alone", "share", 0 ..= 1, [0.16, 0.20], "FACTS D32", "living alone at age 70", "70岁时独居比例";
    alone_age: "0.04 (section 2)", "1/year", 0 ..= 0.2, [0.04, 0.04], "assumption", "rise of living alone with age", "独居随年龄上升";
    share_60s: "0.56 (section 2)", "share", 0 ..= 1, [0.56, 0.56], "FACTS D25", "aged 60 to 69", "60-69岁比例";
    share_70s: "0.31 (section 2)", "share", 0 ..= 1, [0.31, 0.31], "FACTS D25", "aged 70 to 79", "70-79岁比例";
    age_70s_power: "1.2 (section 2)", "-", 0.5 ..= 3, [1.2, 1.2], "FACTS D26", "skew of ages within the seventies", "70-79岁内部年龄偏态";
    age_80s_mean: "4.5 (section 2)", "years", 1 ..= 10, [4.5, 4.5], "FACTS D26", "mean years above 80 of those over 80", "80岁以上者超出80岁的平均年数";
    men_65: "0.50 (section 2)", "share", 0 ..= 1, [0.5, 0.5], "FACTS D27", "men at 65 and below", "65岁及以下男性比例";
    men_fall: "0.006 (section 2)", "1/year", 0 ..= 0.02, [0.006, 0.006], "FACTS D27", "fall of the share of men above 65", "65岁以上男性比例逐年下降";
    education_low: "edu 0 (section 2)", "share", 0 ..= 1, [0.35, 0.72], "FACTS D28, D29", "low education", "低受教育程度比例";
    education_middle: "edu 0.5 (section 2)", "share", 0 ..= 1, [0.45, 0.25], "FACTS D28, D29", "middle education", "中等受教育程度比例";
    income_education: "0.25 (section 2)", "0..1", 0 ..= 1, [0.25, 0.25], "assumption", "weight of education in the income percentile", "受教育程度在收入位次中的权重";
    limited_60: "5 % (section 2)", "share", 0 ..= 1, [0.05, 0.05], "FACTS D36-D38", "limited function at 60", "60岁功能受限比例";
    limited_70: "10 % (section 2)", "share", 0 ..= 1, [0.10, 0.10], "FACTS D36-D38", "limited function at 70", "70岁功能受限比例";
    limited_80: "22 % (section 2)", "share", 0 ..= 1, [0.22, 0.22], "FACTS D36-D38", "limited function at 80", "80岁功能受限比例";
    limited_90: "38 % (section 2)", "share", 0 ..= 1, [0.38, 0.38], "FACTS D36-D38", "limited function at 90", "90岁功能受限比例";
    dependent_60: "1 % (section 2)", "share", 0 ..= 1, [0.01, 0.01], "FACTS D38", "dependent at 60", "60岁失能比例";
    dependent_70: "2.2 % (section 2)", "share", 0 ..= 1, [0.022, 0.022], "FACTS D38", "dependent at 70", "70岁失能比例";
    dependent_80: "7 % (section 2)", "share", 0 ..= 1, [0.07, 0.07], "FACTS D38", "dependent at 80", "80岁失能比例";
    dependent_90: "20 % (section 2)", "share", 0 ..= 1, [0.20, 0.20], "FACTS D38", "dependent at 90", "90岁失能比例";
    trait_cut: "2.5 (section 2)", "sd", 0.5 ..= 6, [2.5, 2.5], "assumption", "initial traits and factors are cut here", "初始特质的截断";
    weight_shape: "Dirichlet(3, 3, 3)", "-", 3 ..= 3, [3, 3], "assumption", "shape of the need weights", "需要权重的形状参数";
    initial_self_worth: "S1 0.42 (section 2)", "0..1", 0 ..= 1, [0.39, 0.36], "settled level", "mean satisfaction of self-worth at the start", "初始自我价值满足均值";
    initial_connection: "S2 0.52 (section 2)", "0..1", 0 ..= 1, [0.55, 0.55], "settled level", "mean satisfaction of connection at the start", "初始情感联结满足均值";
    initial_belonging: "S3 0.42 (section 2)", "0..1", 0 ..= 1, [0.44, 0.55], "settled level", "mean satisfaction of belonging at the start", "初始归属满足均值";
    initial_spread: "0.1 (section 2)", "sd", 0 ..= 0.5, [0.1, 0.1], "assumption", "spread of satisfactions, loneliness and trust at the start", "初始心理状态离散程度";
    initial_loneliness: "L 0.42 (section 2)", "0..1", 0 ..= 1, [0.4, 0.45], "settled level", "mean loneliness at the start", "初始孤独感均值";
    initial_awareness: "A 0.4 (section 2)", "0..1", 0 ..= 1, [0.46, 0.5], "tuned", "awareness at the start", "初始知晓度";
    initial_trust: "T 0.5 (section 2)", "0..1", 0 ..= 1, [0.515, 0.54], "tuned", "trust at the start, of elders and volunteers", "初始信任";
    initial_habit: "H 0.05 (section 2)", "0..1", 0 ..= 1, [0.05, 0.05], "assumption", "habit of who is not a member at the start", "初始习惯（非成员）";
    initial_habit_member: "H 0.45 (section 2)", "0..1", 0 ..= 1, [0.45, 0.45], "assumption", "habit of members at the start", "初始习惯（成员）";
    initial_member: "0.10, 0.12 (section 2)", "share", 0 ..= 1, [0.09, 0.132], "tuned", "members at the start, before propensity", "初始成员比例";
    initial_member_shift: "0.4 (section 2)", "logit", 0 ..= 3, [0.4, 0.4], "tuned, MODEL 2", "shift in membership by propensity", "成员倾向偏移";
    initial_member_since: "-300 (section 2)", "week", -1000 ..= 0, [-300, -300], "assumption", "week in which members at the start had joined", "初始成员加入周";
    initial_tie: "0.5, 0.8 (section 2)", "prob", 0 ..= 1, [0.5, 0.8], "FACTS X02", "each of two ties exists at the start", "初始每条纽带存在的概率";
    initial_tie_strength: "0.35 (section 2)", "0..1", 0 ..= 1, [0.35, 0.35], "assumption", "strength of ties at the start", "初始纽带强度";
    initial_unmet: "0.3 (section 2)", "share", 0 ..= 1, [0.3, 0.3], "FACTS S07", "unmet share at the start and of entrants", "初始未满足比例";
    initial_norm: "Ng 0.05 (section 2)", "share", 0 ..= 1, [0.12, 0.14], "tuned", "group norm at the start", "初始小组规范";
    initial_capability: "K 0.4 (section 2)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "organiser's capability at the start", "初始组织能力";
    initial_reputation: "R 0.5 (section 2)", "0..1", 0 ..= 1, [0.515, 0.54], "FACTS X02", "organiser's reputation at the start", "初始声誉";
    initial_continuity: "Q 0.7 (section 2)", "0..1", 0 ..= 1, [0.7, 0.7], "assumption", "belief in continuity at the start", "初始持续性信念";
    initial_confidence: "conf 0.5 (section 2)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "confidence in redemption at the start", "初始兑付信心";
    initial_asked: "0.02 (section 2)", "share", 0 ..= 1, [0.02, 0.02], "assumption", "moving average of open requests at the start, of the size", "初始求助移动平均";
    initial_served: "0.01 (section 2)", "share", 0 ..= 1, [0.01, 0.01], "assumption", "moving average of served requests at the start, of the size", "初始服务移动平均";
    entrant_men: "0.49 (section 2)", "share", 0 ..= 1, [0.49, 0.49], "FACTS D27", "men among entrants", "新进入者男性比例";
    entrant_education_low: "0.385, 0.59 (section 2)", "share", 0 ..= 1, [0.385, 0.59], "FACTS D28, D29", "low education among entrants", "新进入者低受教育程度比例";
    entrant_education_middle: "0.385, 0.41 (section 2)", "share", 0 ..= 1, [0.385, 0.41], "FACTS D28, D29", "middle education among entrants", "新进入者中等受教育程度比例";
    entrant_digital: "0.8, 0.5 (section 2)", "share", 0 ..= 1, [0.8, 0.5], "FACTS X08", "smartphone users among entrants", "新进入者使用智能手机比例";
    entrant_couple: "0.92 (section 2)", "share", 0 ..= 1, [0.92, 0.92], "FACTS D34", "couples among entrants who do not live with children", "不与子女同住的新进入者中夫妻比例";
    entrant_self_worth: "S1 0.45 (section 2)", "0..1", 0 ..= 1, [0.45, 0.45], "assumption", "self-worth of entrants", "新进入者自我价值";
    entrant_connection: "S2 0.5 (section 2)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "connection of entrants", "新进入者情感联结";
    entrant_belonging: "S3 0.4 (section 2)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "belonging of entrants", "新进入者归属";
    entrant_loneliness: "L 0.4 (section 2)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "loneliness of entrants", "新进入者孤独感";
    entrant_awareness: "A 0.3 (section 2)", "0..1", 0 ..= 1, [0.3, 0.3], "assumption", "awareness of entrants", "新进入者知晓度";
    volunteer_pool: "8 per 100 (section 2)", "per 100 elders", 0 ..= 50, [8, 8], "FACTS W01, W04", "volunteers who could come", "潜在志愿者池";
    volunteer_pool_least: "at least 4 (section 2)", "volunteers", 0 ..= 100, [4, 4], "assumption", "smallest pool of a community", "志愿者池下限";
    volunteer_students: "0.25, 0.05 (section 2)", "share", 0 ..= 1, [0.25, 0.05], "FACTS B09 (sign)", "students in the pool", "学生志愿者比例";
    volunteer_working: "0.25 (section 2)", "share", 0 ..= 1, [0.25, 0.25], "FACTS B44 (sign)", "working people in the pool", "在职志愿者比例";
    volunteer_altruism: "0.5 (section 2)", "0..1", 0 ..= 1, [0.5, 0.5], "FACTS W11 (sign)", "mean altruism of volunteers", "志愿者利他均值";
    volunteer_altruism_spread: "0.2 (section 2)", "sd", 0 ..= 0.5, [0.2, 0.2], "assumption", "spread of altruism", "志愿者利他离散程度";
    volunteer_habit: "H 0.2 (section 2)", "0..1", 0 ..= 1, [0.2, 0.2], "assumption", "habit of volunteers who start", "志愿者初始习惯";
    initial_autonomy: "Au 0.5 (MODEL2 A)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "autonomy at the start", "初始自主感";
    initial_identity: "Ri 0.1 (MODEL2 A)", "0..1", 0 ..= 1, [0.1, 0.1], "assumption", "role identity at the start, of who is no member", "初始角色认同（非成员）";
    initial_identity_member: "Ri 0.4 (MODEL2 A)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "role identity of members at the start", "初始角色认同（成员）";
    initial_fairness: "F 0.6 (MODEL2 A)", "0..1", 0 ..= 1, [0.6, 0.6], "assumption", "fairness of the exchange at the start", "初始公平感";
    initial_registered: "initial_registered (MODEL2)", "share", 0 ..= 1, [0.08, 0.08], "settled level", "registered without being members at the start", "初始已登记的非成员比例", off "registering" 0;
    initial_member_slope: "slope (MODEL2)", "-", 0 ..= 5, [1.8, 1.8], "settled level", "power of the propensity zp in who are members at the start", "倾向对初始成员身份的幂次", off "" 1;
    volunteer_fulfilment: "Fv 0.5 (MODEL2 B)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "fulfilment of volunteers who start", "志愿者初始满足感";
    entrant_trust: "T 0.5 (MODEL2)", "0..1", 0 ..= 1, [0.5, 0.5], "FACTS X02", "trust of entrants", "新进入者信任";
}
/// Psychological drive (MODEL section 4).
drive Drive {
    relax: "drive.relax", "1/week", 0 ..= 1, [0.03, 0.03], "assumption", "speed of satisfactions to their set points", "需要满足趋向设定点的速度";
    relax_loneliness: "drive.relax_lonely", "1/week", 0 ..= 1, [0.06, 0.06], "assumption", "speed of loneliness to its set point", "孤独感趋向设定点的速度";
    relax_efficacy: "drive.relax_efficacy", "1/week", 0 ..= 1, [0.02, 0.02], "assumption", "speed of efficacy to its set point", "效能感趋向设定点的速度";
    trait_spread: "drive.trait_sd", "sd", 0 ..= 3, [1, 1], "assumption", "spread of the sociability trait z", "社交性特质离散程度";
    trait_connection: "drive.trait_S2", "per sd", 0 ..= 0.5, [0.13, 0.13], "tuned", "sociability on the set point of connection", "社交性对情感联结的作用";
    trait_efficacy: "drive.trait_E", "per sd", 0 ..= 0.5, [0.08, 0.08], "tuned, MODEL 13", "sociability on the set point of efficacy", "社交性对效能感的作用";
    trait_loneliness: "drive.trait_L", "per sd", 0 ..= 0.5, [0.05, 0.05], "tuned, MODEL 13", "sociability on the set point of loneliness (lowers it)", "社交性对孤独感的作用（降低）";
    loneliness_spread: "drive.noise_L", "sd", 0 ..= 0.5, [0.17, 0.17], "tuned", "fixed personal part of loneliness", "孤独感的个人固定部分";
    loneliness_slope: "drive.lonely_slope", "-", 0 ..= 3, [0.78, 0.78], "tuned", "loneliness per unit of unmet connection", "未满足联结对孤独感的斜率";
    loneliness_offset: "drive.lonely_offset", "-", -1 ..= 1, [-0.01, -0.01], "tuned", "offset of loneliness", "孤独感截距";
    loneliness_place: "drive.lonely_base", "-", -1 ..= 1, [0.005, 0.1], "FACTS P01, P04; tuned", "shift of loneliness by setting (poverty, distance, health)", "城乡孤独感差异（贫困、距离、健康）";
    loneliness_woman: "drive.lonely_woman", "-", -1 ..= 1, [0.03, 0.03], "FACTS P01, P06 (sign)", "women's loneliness", "女性孤独感偏移";
    loneliness_connection: "0.6 (section 4)", "-", 0 ..= 2, [0.6, 0.6], "assumption", "weight of connection in loneliness", "联结在孤独感中的权重";
    loneliness_belonging: "0.4 (section 4)", "-", 0 ..= 2, [0.4, 0.4], "assumption", "weight of belonging in loneliness", "归属在孤独感中的权重";
    lonely_above: "L > 0.5", "0..1", 0 ..= 1, [0.5, 0.5], "definition, MODEL 4", "loneliness above which a person is lonely", "视为孤独的阈值";
    self_worth_base: "0.30 (S1*)", "0..1", 0 ..= 1, [0.3, 0.3], "tuned", "constant of the set point of self-worth", "自我价值设定点常数";
    self_worth_education: "0.10 (S1*)", "-", 0 ..= 1, [0.10, 0.10], "assumption", "education on self-worth", "受教育程度对自我价值的作用";
    self_worth_children: "0.15 (S1*)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "living with children on self-worth", "与子女同住对自我价值的作用";
    self_worth_efficacy: "0.30 (S1*)", "-", 0 ..= 1, [0.30, 0.30], "FACTS C09 (sign)", "efficacy on self-worth", "效能感对自我价值的作用";
    self_worth_limited: "0.12 (S1*)", "-", 0 ..= 1, [0.12, 0.12], "assumption", "loss of self-worth with limited function", "功能受限对自我价值的损失";
    self_worth_dependent: "0.10 (S1*)", "-", 0 ..= 1, [0.10, 0.10], "assumption", "further loss of self-worth when dependent", "失能对自我价值的进一步损失";
    self_worth_star: "0.05 (S1*)", "-", 0 ..= 1, [0, 0], "assumption (replaced by role identity)", "five stars on self-worth", "五星对自我价值的作用";
    connection_children: "base 0.60 (S2*)", "0..1", 0 ..= 1, [0.60, 0.60], "FACTS P03 (order)", "set point of connection, with children", "与子女同住的联结基数";
    connection_couple: "base 0.50 (S2*)", "0..1", 0 ..= 1, [0.50, 0.50], "FACTS P03 (order)", "set point of connection, couple", "夫妻同住的联结基数";
    connection_alone: "base 0.25 (S2*)", "0..1", 0 ..= 1, [0.25, 0.25], "FACTS P03 (order)", "set point of connection, alone", "独居的联结基数";
    ceiling_couple: "drive.cap_couple", "0..1", 0 ..= 1, [0.9, 0.9], "assumption", "ceiling of connection, couple", "夫妻同住的联结上限";
    ceiling_alone: "drive.cap_alone", "0..1", 0 ..= 1, [0.7, 0.7], "assumption", "ceiling of connection, alone", "独居的联结上限";
    tie_full: "1.5 (tie)", "sum of strengths", 0.1 ..= 3, [1.5, 1.5], "assumption", "sum of tie strengths that counts as full", "纽带强度之和的满值";
    tie_connection: "drive.tie_S2", "-", 0 ..= 1, [0.15, 0.15], "tuned", "ties on connection", "纽带对联结的作用";
    tie_belonging: "drive.tie_S3", "-", 0 ..= 1, [0.11, 0.11], "tuned", "ties on belonging", "纽带对归属的作用";
    belonging_base: "0.20 (S3*)", "0..1", 0 ..= 1, [0.345, 0.395], "tuned", "constant of the set point of belonging", "归属设定点常数";
    familiar_belonging: "drive.familiar_S3", "-", 0 ..= 1, [0.15, 0.15], "assumption", "familiarity on belonging", "熟悉对归属的作用";
    culture_belonging: "drive.culture_S3", "-", 0 ..= 1, [0.02, 0.02], "tuned to FACTS L01", "culture level on belonging", "文化水平对归属的作用";
    member_belonging: "drive.member_S3", "-", 0 ..= 1, [0.03, 0.03], "tuned to FACTS L01", "membership on belonging", "成员身份对归属的作用";
    trait_belonging: "drive.trait_S3", "per sd", 0 ..= 0.5, [0.09, 0.09], "tuned", "sociability on belonging", "社交性对归属的作用";
    efficacy_base: "0.5 (E*)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "constant of the set point of efficacy", "效能感设定点常数";
    efficacy_function: "0.1 (E*)", "per level of f", 0 ..= 0.5, [0.1, 0.1], "FACTS C19 (sign)", "loss of efficacy per level of function", "功能每降一级的效能感损失";
    wellbeing_needs: "0.20 (W)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "weight of each need in wellbeing", "幸福感中每种需要的权重";
    wellbeing_loneliness: "0.15 (W)", "-", 0 ..= 1, [0.15, 0.15], "definition, MODEL 4", "weight of not being lonely in wellbeing", "幸福感中不孤独的权重";
    wellbeing_function: "0.15 (W)", "-", 0 ..= 1, [0.15, 0.15], "definition, MODEL 4", "weight of function in wellbeing", "幸福感中功能的权重";
    wellbeing_unmet: "0.10 (W)", "-", 0 ..= 1, [0.10, 0.10], "definition, MODEL 4", "weight of met needs in wellbeing", "幸福感中需要获满足的权重";
    unmet_memory: "0.1 (section 4)", "1/week", 0 ..= 1, [0.1, 0.1], "assumption", "moving average of the unmet share", "未满足比例的移动平均";
    survey_noise: "sd 0.08 (section 4)", "sd", 0 ..= 0.5, [0.08, 0.08], "assumption", "reporting noise of surveyed wellbeing", "调查中幸福感的报告误差";
    identity_self_worth: "id_S1 (MODEL2)", "-", 0 ..= 1, [0.11, 0.11], "FACTS V04; assumption", "role identity above its base on S1* (being needed)", "角色认同高出基线的部分对自我价值的作用（被需要）", off "identity" 0;
    identity_gain: "id_gain (MODEL2)", "per h/3", 0 ..= 1, [0.06, 0.06], "FACTS V01, V03, V04; assumption", "identity from effective giving", "一次有效给予带来的角色认同（3 小时为满）", off "identity" 0;
    identity_recognition: "id_recog (MODEL2)", "x", 0 ..= 10, [1, 1], "FACTS V19, V20", "recognition speeds identity, x (0.5 + Ri)", "荣誉使认同形成加快的倍数", off "identity" 0;
    identity_refit: "id_refit (MODEL2)", "x", 0 ..= 10, [0.3, 0.3], "assumption", "refitted space for self-realisation speeds identity", "供自我实现的适老空间使认同形成加快的倍数", off "identity" 0;
    identity_fade: "id_fade (MODEL2)", "1/week", 0 ..= 1, [0.0133, 0.0133], "FACTS V02; half-life assumption", "identity to its base (half-life a year)", "角色认同回到基线的速度", off "" 0;
    identity_base: "id_base (MODEL2)", "0..1", 0 ..= 1, [0.1, 0.1], "assumption", "identity without giving", "不给予时的角色认同", off "" 0.1;
    identity_star: "id_star (MODEL2)", "-", 0 ..= 1, [0.3, 0.3], "FACTS V19; assumption", "stars raise what identity settles at", "星级提高角色认同的稳定水平", off "identity" 0;
    autonomy_speed: "au_speed (MODEL2)", "1/week", 0 ..= 1, [0.03, 0.03], "assumption", "autonomy to its set point", "自主感趋向设定点的速度", off "autonomy" 0;
    autonomy_self_rule: "au_self (MODEL2)", "-", 0 ..= 2, [0.3, 0.3], "FACTS V10, V12; size assumption", "self-rule on members' autonomy", "居民自治对成员自主感的作用", off "" 0;
    autonomy_choice: "au_choice (MODEL2)", "-", 0 ..= 2, [0.3, 0.3], "assumption", "share of services people chose themselves, above choice0", "自选服务份额高于稳定值的部分对自主感的作用", off "" 0;
    choice_settled: "choice0 (MODEL2)", "share", 0 ..= 1, [0.52, 0.6], "settled level", "chosen share of the settled community", "稳定社区中老人自选服务的份额", off "" 0.75;
    autonomy_cash: "au_cash (MODEL2)", "-", 0 ..= 2, [0.2, 0.2], "FACTS C22-C25; size assumption", "cash share on members' autonomy (negative)", "现金份额对成员自主感的削弱", off "" 0;
    autonomy_pressure: "au_press (MODEL2)", "-", 0 ..= 2, [0.2, 0.2], "FACTS V15; size assumption", "pressure (attention above press0 x campaign) on the autonomy of the reluctant (zp < 0; negative)", "上级压力对不情愿者自主感的削弱", off "pressure" 0;
    variety_liked: "var_like (MODEL2)", "logit", 0 ..= 5, [0.5, 0.5], "assumption", "event of the liked kind (others -0.4 of it)", "喜欢的活动种类对参加的作用（其他种类为其负 0.4 倍）", off "variety" 0;
    variety_new: "var_new (MODEL2)", "x", 0 ..= 10, [1.4, 1.4], "FACTS V88; assumption", "attend_S3 at a kind new in the quarter", "本季度首次参加的种类带来的归属倍数", off "variety" 1;
    variety_same: "var_same (MODEL2)", "x", 0 ..= 10, [0.8, 0.8], "FACTS V88; assumption", "attend_S3 at the same kind again", "再次参加同一种类带来的归属倍数", off "variety" 1;
    variety_self_worth: "var_S1 (MODEL2)", "-", 0 ..= 1, [0.01, 0.01], "assumption", "S1 from a kind new in the quarter", "本季度首次参加的种类带来的自我价值", off "variety" 0;
    wellbeing_income: "wy (MODEL2)", "-", 0 ..= 1, [0.1, 0.1], "assumption", "W: income percentile", "幸福感中收入位次的权重", off "" 0;
    wellbeing_environment: "wenv (MODEL2)", "-", 0 ..= 1, [0.05, 0.05], "assumption", "W: half access, half culture", "幸福感中环境可达性与文化的权重", off "" 0;
    wellbeing_burden: "wB (MODEL2)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "W: burden (negative)", "幸福感中负担的权重（降低）", off "" 0;
    wellbeing_strain: "wstrain (MODEL2)", "-", 0 ..= 1, [0.05, 0.05], "assumption", "W: poverty not buffered by ties and help (negative)", "幸福感中未被纽带与帮助缓冲的贫困（降低）", off "" 0;
    wellbeing_disposition: "wself (MODEL2)", "per sd", 0 ..= 1, [0.1, 0.1], "assumption", "W: lifelong disposition", "幸福感中终身倾向的权重", off "" 0;
    autonomy_base: "0.5 (Au)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "autonomy that is neutral, and to which it returns", "中性的自主感，也是其回归的水平";
    variety_other: "0.4 (attend)", "x", 0 ..= 5, [0.4, 0.4], "assumption", "dislike of other kinds of activities, relative to the liked kind", "对其他活动种类的冷淡，相对喜欢的种类";
    variety_weeks: "13 weeks (attend)", "weeks", 1 ..= 520, [13, 13], "assumption", "weeks after which a kind of activity counts as new again", "活动种类重新算作新鲜的周数";
    wellbeing_buffer: "0.5 (W)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "share of the strain of poverty that ties, and help or company, each buffer", "纽带、帮助或陪伴各自缓冲的贫困压力份额";
    choice_speed: "0.3 (MODEL2)", "1/month", 0 ..= 1, [0.3, 0.3], "assumption", "chosen share of services to that of the month", "自选服务份额趋向本月水平的速度";
    identity_recognition_base: "0.5 (MODEL2)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "recognition speeds identity x (this + Ri)", "荣誉加快认同形成时与认同相加的常数";
    identity_recognition_full: "0.6 (MODEL2)", "-", 0.01 ..= 10, [0.6, 0.6], "assumption", "value incentive v at which recognition speeds identity in full", "荣誉充分加快认同形成的水平";
}
/// Institutional perception of elders (MODEL section 5).
perceive Perceive {
    norm_ties: "perceive.norm_ties", "share", 0 ..= 1, [0.3, 0.3], "FACTS N01, N02", "weight of tied partners' activity in the norm", "纽带伙伴活动在规范中的权重";
    norm_memory: "perceive.norm_memory", "1/week", 0 ..= 1, [0.25, 0.25], "assumption", "moving average of group activity", "小组活动移动平均";
    norm_half: "perceive.norm_half", "share", 0.01 ..= 1, [0.36, 0.36], "tuned", "norm that is half felt", "规范感受半值";
    norm_tie_strength: "0.05 (section 5)", "0..1", 0 ..= 1, [0.05, 0.05], "assumption", "tie strength from which a partner's activity is seen", "可见伙伴活动的纽带强度";
    norm_active: "0.2 (section 5)", "0..1", 0 ..= 1, [0.2, 0.2], "assumption", "recent giving that counts as active", "视为活跃的近期给予";
    attend_weight: "perceive.attend_weight", "-", 0 ..= 1, [0.3, 0.3], "assumption", "weight of an attender in the group norm", "参加活动者在小组规范中的权重";
    aware_outreach: "perceive.aware_outreach", "1/week", 0 ..= 1, [0.02, 0.02], "FACTS B04", "awareness from outreach", "宣传带来的知晓";
    aware_peer: "perceive.aware_peer", "1/week", 0 ..= 1, [0.06, 0.06], "FACTS N01", "awareness from active neighbours", "活跃邻里带来的知晓";
    aware_forget: "perceive.aware_forget", "1/week", 0 ..= 1, [0.004, 0.004], "assumption", "forgetting", "遗忘";
    trust_drift: "perceive.trust_drift", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "trust to the organiser's reputation", "信任趋向声誉";
    barrier: "perceive.barrier", "0..1", 0 ..= 1, [0.5, 0.6], "FACTS P12", "cultural barrier to asking non-kin", "向非亲属求助的文化障碍";
    barrier_relax: "perceive.barrier_relax", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "speed of the barrier to its level", "文化障碍调整速度";
    barrier_campaign: "0.6 (section 5)", "share", 0 ..= 1, [0.6, 0.6], "assumption", "share of the barrier a full campaign removes", "宣传可消除的障碍比例";
    barrier_incident: "0.01 (section 5)", "per incident", 0 ..= 1, [0.01, 0.01], "FACTS X07", "rise of the barrier with an incident", "每次事故使障碍上升";
    own_weights: "own_weights (MODEL2)", "0/1", 0 ..= 1, [1, 1], "switch", "mechanisms weighed by own needs", "四种机制按本人需要加权（1）或同等看待（0）", off "own_weights" 0;
    norm_power: "norm_pow (MODEL2)", "power", 2 ..= 3, [3, 3], "assumption", "power of the felt norm N^this / (N^this + norm_half^this)", "规范感受曲线的幂次", off "" 2;
    fairness_speed: "fair_speed (MODEL2)", "1/week", 0 ..= 1, [0.05, 0.05], "assumption", "fairness to its set point", "公平感趋向设定点的速度", off "" 0;
    fairness_gain: "fair_gain (MODEL2)", "-", 0 ..= 2, [0.22, 0.22], "FACTS V25, X12; size assumption", "balance of back and given on fairness", "所得与付出的差额对公平感的作用", off "fairness" 0;
    fairness_audit: "fair_audit (MODEL2)", "-", 0 ..= 2, [0.2, 0.2], "FACTS V29; size assumption", "visible accounts X G on fairness", "账目公开（流程与平台）对公平感的作用", off "fairness" 0;
    fairness_trust: "fair_T (MODEL2)", "-", 0 ..= 5, [0.5, 0.5], "FACTS V28; size assumption", "fairness scales what trust drifts to", "公平感改变信任所趋向的水平", off "fairness" 0;
    fairness_base: "0.6 (F)", "0..1", 0 ..= 1, [0.6, 0.6], "assumption", "fairness that is neutral, and to which it returns", "中性的公平感，也是其回归的水平";
    weight_belonging: "3 (o1)", "x", 0 ..= 20, [3, 3], "definition, MODEL2 A", "scale of the need of belonging in the weight of many actors", "多元主体权重中归属需要的尺度";
    weight_income: "1.3 (o2)", "x", 0 ..= 20, [1.3, 1.3], "definition, MODEL2 A", "scale of low income in the weight of incentives", "激励权重中低收入的尺度";
    weight_function: "0.6 (o3)", "x", 0 ..= 20, [0.6, 0.6], "definition, MODEL2 A", "scale of function and unmet need in the weight of integration", "医养整合权重中功能与未满足需要的尺度";
}
/// Behavioural response of elders and volunteers (MODEL section 6).
behave Behave {
    drive: "behave.bD", "logit", 0 ..= 20, [2, 2], "tuned, MODEL 13", "drive", "心理驱动";
    support: "behave.bP", "logit", 0 ..= 20, [1.8, 1.8], "tuned", "perceived support", "感知支持";
    norm: "behave.bN", "logit", 0 ..= 20, [3, 2.4], "FACTS V32; tuned", "felt norm", "感受到的规范";
    norm_base: "0.5 (bN term)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "part of the norm's weight that needs no familiarity", "规范作用中与熟悉无关的部分";
    habit: "behave.bH", "logit", 0 ..= 20, [1.7, 1.7], "tuned", "habit", "习惯";
    efficacy: "behave.bE", "logit", 0 ..= 20, [2, 2], "FACTS C19 (sign)", "efficacy", "效能感";
    material: "behave.bM", "logit", 0 ..= 20, [1.2, 1.2], "tuned", "material incentive", "物质激励";
    material_income: "1.2 (bM term)", "-", 0 ..= 3, [1.2, 1.2], "assumption", "income percentile beyond which material incentives lose all weight", "物质激励失效的收入位次";
    time_bank_trust: "2 (bM term)", "x", 0 ..= 10, [2, 2], "FACTS X05", "weight of trust in the worth of a credit", "信任对时间币价值的作用";
    value: "behave.bV", "logit", 0 ..= 20, [0.15, 0.15], "FACTS V19; tuned", "value incentive (recognition)", "价值激励（荣誉）";
    emotional: "behave.bC", "logit", 0 ..= 20, [0.5, 0.5], "tuned, MODEL 13", "emotional incentive", "情感激励";
    emotional_weight: "3 (bC term)", "x", 0 ..= 10, [3, 3], "definition, MODEL 6", "scale of the weight of connection in the emotional incentive", "情感激励中联结权重的系数";
    tie: "behave.bT", "logit", 0 ..= 20, [0.6, 0.6], "tuned, MODEL 13", "ties", "纽带";
    burden: "behave.bB", "logit", 0 ..= 20, [2, 2], "tuned, MODEL 13", "burden", "负担";
    barrier: "behave.bK", "logit", 0 ..= 20, [1.2, 1.2], "FACTS P12 (sign)", "cultural barrier", "文化障碍";
    withdrawal: "behave.bL", "logit", 0 ..= 20, [2, 2], "assumption", "withdrawal of the lonely", "孤独者的退缩";
    withdrawal_above: "0.4 (bL term)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "loneliness from which people withdraw", "开始退缩的孤独程度";
    identification: "behave.bI", "logit", 0 ..= 20, [1, 1], "FACTS C11 (sign)", "identification with the community", "社区认同";
    identification_zero: "0.4 (bI term)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "belonging at which identification is neutral", "认同中性的归属水平";
    efficacy_zero: "0.5 (bE term)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "efficacy that is neutral", "中性的效能感";
    invite: "behave.invite", "logit", 0 ..= 20, [0.7, 0.7], "FACTS B05 (sign)", "attended an event last week, on joining", "上周参加活动对加入的作用";
    propensity_spread: "behave.propensity_sd", "logit", 0 ..= 5, [0.85, 0.85], "FACTS R01; tuned", "fixed personal propensity", "个人固定倾向";
    unwilling: "behave.unwilling", "share", 0 ..= 1, [0.3, 0.35], "FACTS B02, B03", "unwilling whatever is offered", "无论如何不愿参加的比例";
    unwilling_shift: "behave.unwilling_shift", "logit", 0 ..= 7, [6.5, 6.5], "assumption", "by how much their propensity is lower", "不愿者倾向降低幅度";
    cost_limited: "cF 0.6", "logit", 0 ..= 10, [0.6, 0.6], "assumption", "cost of taking part, limited", "功能受限者的参与成本";
    cost_dependent: "cF 2.0", "logit", 0 ..= 10, [2.0, 2.0], "assumption", "cost of taking part, dependent", "失能者的参与成本";
    cost_access: "0.6 (Cost)", "logit", 0 ..= 10, [0.6, 0.6], "assumption", "cost of a built environment without access", "环境不便的成本";
    cost_access_young: "0.5 (Cost)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "share of the access cost below the old age", "较年轻者承担的环境成本比例";
    cost_access_age: "75 (Cost)", "years", 60 ..= 100, [75, 75], "assumption", "age from which the full access cost applies", "承担全部环境成本的年龄";
    cost_digital: "0.5 (Cost)", "logit", 0 ..= 10, [0.5, 0.5], "FACTS X10 (sign)", "cost of a required platform to who is not digital", "平台门槛对非数字老人的成本";
    join_rate: "behave.join_rate", "1/week", 0 ..= 1, [0.05, 0.05], "tuned, MODEL 13", "ceiling of the joining hazard", "加入风险上限";
    join: "behave.a_join", "logit", -20 ..= 20, [-5.28, -5.46], "tuned", "joining intercept", "加入截距";
    give: "behave.a_give", "logit", -20 ..= 20, [-3.65, -3.88], "tuned", "giving intercept", "给予截距";
    quit_rate: "behave.quit_rate", "1/week", 0 ..= 1, [0.0135, 0.0135], "FACTS W08; tuned", "ceiling of the quitting hazard before the early extra", "退出风险上限";
    quit: "behave.a_quit", "logit", -20 ..= 20, [0.5, 0.5], "tuned", "quitting intercept", "退出截距";
    quit_early: "behave.quit_early", "x", 0 ..= 20, [1.5, 1.5], "FACTS W08", "extra hazard of new members", "新成员额外退出风险";
    quit_early_weeks: "behave.quit_early_weeks", "weeks", 1 ..= 520, [10, 10], "assumption", "decay time of the extra hazard", "额外退出风险衰减周数";
    quit_habit: "halves H", "x", 0 ..= 1, [0.5, 0.5], "assumption", "habit kept on quitting", "退出后保留的习惯";
    more_hours: "behave.more_hours", "prob", 0 ..= 0.99, [0.5, 0.55], "FACTS B32", "offers one hour more", "再多提供一小时的概率";
    most_hours_independent: "8 (section 6)", "hours/week", 1 ..= 40, [8, 8], "FACTS S03", "most hours offered, independent", "自理者每周最多小时";
    most_hours_limited: "3 (section 6)", "hours/week", 1 ..= 40, [3, 3], "FACTS S03", "most hours offered, limited", "受限者每周最多小时";
    most_hours_dependent: "1 (section 6)", "hours/week", 1 ..= 40, [1, 1], "assumption", "most hours offered, dependent", "失能者每周最多小时";
    ask: "behave.a_ask", "logit", -20 ..= 20, [-1.75, -2.32], "tuned", "asking intercept", "求助截距";
    ask_need: "1.5 (ask)", "logit", 0 ..= 20, [1.5, 1.5], "tuned, MODEL 6", "need on asking", "需要对求助的作用";
    ask_need_full: "4 (ask)", "hours", 0.1 ..= 100, [4, 4], "assumption", "hours of need that count fully", "需要计满的小时";
    ask_support: "2 (ask)", "logit", 0 ..= 20, [2, 2], "tuned, MODEL 6", "perceived support on asking", "感知支持对求助的作用";
    ask_credit: "0.5 (ask)", "logit", 0 ..= 20, [0.5, 0.5], "assumption", "credits in hand on asking", "持有时间币对求助的作用";
    ask_norm: "behave.ask_norm", "logit", 0 ..= 20, [1, 1], "assumption", "felt norm on asking", "规范对求助的作用";
    ask_least: "behave.ask_min", "hours", 0 ..= 100, [0.5, 0.5], "assumption", "need below which no one asks", "低于此需要不求助";
    ask_patience_weeks: "behave.ask_patience", "weeks", 1 ..= 52, [8, 8], "assumption", "an open request is given up after this", "求助放弃周数";
    attend: "behave.a_attend", "logit", -20 ..= 20, [-3.2, -3.2], "FACTS P07", "attending intercept", "参加活动截距";
    attend_belonging: "1.5 (attend)", "logit", 0 ..= 20, [1.5, 1.5], "assumption", "deficit of belonging on attending", "归属缺口对参加活动的作用";
    group_seat_most: "0.9 (section 6)", "prob", 0 ..= 1, [0.9, 0.9], "assumption", "largest chance of a companionship seat", "陪伴小组席位最大概率";
    group_seat_loneliness: "0.42 (section 6)", "0..1", 0.01 ..= 1, [0.42, 0.42], "definition, MODEL 6", "loneliness at which seats are shared evenly", "席位分配的孤独基准";
    group_seat_weeks: "13 weeks (section 6)", "weeks", 1 ..= 520, [13, 13], "assumption", "weeks after which seats are drawn again", "席位重新抽取周期";
    group_attend_most: "0.7 (section 6)", "prob", 0 ..= 1, [0.7, 0.7], "assumption", "largest chance to attend one's companionship group", "参加陪伴小组最大概率";
    group_attend: "2 (section 6)", "logit", -20 ..= 20, [2, 2], "assumption", "intercept of attending one's companionship group", "参加陪伴小组截距";
    group_attend_trust: "2 (section 6)", "logit", 0 ..= 20, [2, 2], "assumption", "trust on attending one's companionship group", "信任对参加陪伴小组的作用";
    contact_trait: "0.3 (contact)", "per sd", 0 ..= 2, [0.3, 0.3], "assumption", "sociability on everyday contact", "社交性对日常接触的作用";
    contact_tie: "half the time", "prob", 0 ..= 1, [0.5, 0.5], "assumption", "a contact is with a tied partner", "接触对象为纽带伙伴的概率";
    crowd: "behave.crowd", "share", 0 ..= 1, [0.4, 0.4], "FACTS C22-C25; tuned", "largest crowding-out of inner motive", "内在动机最大挤出";
    leave_with_pay: "behave.leave_with_pay", "prob", 0 ..= 1, [0.22, 0.22], "FACTS C22-C25; tuned", "member quits when cash ends, x exposure", "现金停发时退出概率";
    pay_end_trust: "0.3 (section 8)", "share", 0 ..= 1, [0.3, 0.3], "assumption", "loss of trust when cash ends, x exposure", "现金停发时的信任损失";
    exposure_gain: "behave.expo_gain", "per giving week", 0 ..= 1, [0.05, 0.05], "assumption", "exposure to cash per paid week", "每个有偿周的现金暴露";
    exposure_decay: "behave.expo_decay", "1/week", 0 ..= 1, [0.003, 0.003], "FACTS C25", "fading of exposure", "现金暴露衰减";
    exposure_floor: "0.1 (section 7)", "-", 0.001 ..= 1, [0.1, 0.1], "assumption", "keeps the cash share finite", "现金份额分母常数";
    habit_gain: "behave.habit_gain", "per giving week", 0 ..= 1, [0.04, 0.04], "FACTS H01, H02", "habit when giving", "给予时习惯增长";
    habit_loss: "behave.habit_loss", "1/week", 0 ..= 1, [0.02, 0.02], "FACTS H04", "habit when not giving", "未给予时习惯消退";
    burden_gain: "0.02 (section 7)", "per hour", 0 ..= 1, [0.02, 0.02], "assumption", "burden per hour beyond the free ones", "超出小时的负担";
    burden_free_hours: "2 (section 7)", "hours/week", 0 ..= 40, [2, 2], "assumption", "hours that do not burden", "不产生负担的小时";
    burden_decay: "0.08 (section 7)", "1/week", 0 ..= 1, [0.08, 0.08], "assumption", "recovery from burden", "负担恢复";
    recent_memory: "0.25 (section 7)", "1/week", 0 ..= 1, [0.25, 0.25], "assumption", "moving average of giving", "近期给予移动平均";
    recent_weeks: "8 (section 2)", "weeks", 1 ..= 52, [8, 8], "assumption", "weeks after giving with its protective effect", "给予后的保护周数";
    volunteer_intercept: "2.5 (V_v)", "logit", -20 ..= 20, [2.5, 2.5], "tuned, MODEL 6", "threshold of volunteers", "志愿者阈值";
    volunteer_altruism: "1.5 (V_v)", "logit", 0 ..= 20, [1.5, 1.5], "FACTS W11 (sign)", "altruism of volunteers", "志愿者利他";
    volunteer_support: "1.6 (V_v)", "logit", 0 ..= 20, [1.6, 1.6], "FACTS W11 (sign)", "perceived support of volunteers", "志愿者感知支持";
    volunteer_habit: "2 (V_v)", "logit", 0 ..= 20, [2, 2], "assumption", "habit of volunteers", "志愿者习惯";
    volunteer_material: "0.6 (V_v)", "logit", 0 ..= 20, [0.6, 0.6], "FACTS W11 (sign)", "material incentive of volunteers", "志愿者物质激励";
    volunteer_value: "0.8 (V_v)", "logit", 0 ..= 20, [0.8, 0.8], "FACTS B09", "recognition of volunteers", "志愿者荣誉激励";
    volunteer_transferable: "0.5 (V_v)", "logit", 0 ..= 20, [0.5, 0.5], "FACTS B22", "credits that can be given to one's parents", "时间币可转给父母";
    volunteer_burden: "2 (V_v)", "logit", 0 ..= 20, [2, 2], "assumption", "burden of volunteers", "志愿者负担";
    volunteer_working: "0.3 (V_v)", "logit", 0 ..= 20, [0.3, 0.3], "FACTS B08 (sign)", "working volunteers have less time", "在职者时间少";
    volunteer_most_hours: "4 (section 6)", "hours/week", 1 ..= 40, [4, 4], "FACTS W03", "most hours a volunteer offers", "志愿者每周最多小时";
    volunteer_habit_gain: "0.04 (section 6)", "1/week", 0 ..= 1, [0.04, 0.04], "FACTS H02", "habit of a volunteer who was used", "志愿者习惯增长";
    volunteer_habit_loss: "0.03 (section 6)", "1/week", 0 ..= 1, [0.03, 0.03], "FACTS H04", "loss of habit of one who was not", "志愿者习惯消退";
    volunteer_burden_gain: "0.015 (section 6)", "1/week", 0 ..= 1, [0.015, 0.015], "assumption", "burden of a volunteer who was used", "志愿者负担增长";
    volunteer_burden_decay: "0.05 (section 6)", "1/week", 0 ..= 1, [0.05, 0.05], "assumption", "recovery of volunteers", "志愿者负担恢复";
    volunteer_trust_drift: "0.01 (section 6)", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "volunteers' trust to reputation", "志愿者信任趋向声誉";
    register_outreach: "reg_outreach (MODEL2)", "1/week", 0 ..= 1, [0.004, 0.004], "FACTS B01-B03, V44; tuned", "registering, x O A", "宣传带来的登记", off "registering" 0;
    register_platform: "reg_platform (MODEL2)", "1/week", 0 ..= 1, [0.01, 0.01], "FACTS X08, V44; tuned", "registering, digital elders while a platform runs, x alpha of core", "平台运行时数字老人的登记", off "registering" 0;
    register_bank: "reg_bank (MODEL2)", "1/week", 0 ..= 1, [0.004, 0.004], "FACTS V44; tuned", "registering while a time bank runs", "时间银行运行时的登记", off "registering" 0;
    registered_join: "reg_join (MODEL2)", "logit", 0 ..= 20, [0.4, 0.4], "assumption", "joining, who is registered", "已登记对加入的作用", off "registering" 0;
    register_fade: "reg_fade (MODEL2)", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "dropping out of the register, no member", "未加入的登记者流失", off "" 0.01;
    time_bank: "bTB (MODEL2)", "logit", -1 ..= 20, [3.2, 3.2], "FACTS X05, V29; size assumption", "time credits (2 T m_tb rel); below 0: bM", "时间币激励的权重；低于 0 时取物质激励的权重", off "" -1;
    drive_split: "drive_split (MODEL2)", "0/1", 0 ..= 1, [1, 1], "switch; FACTS V17, V18", "deficits only start; satisfaction, autonomy, identity sustain", "需要缺口只促使开始、不维持参与（1），或同样维持（0）", off "drive_split" 0;
    autonomy: "bA (MODEL2)", "logit", 0 ..= 20, [1, 1], "FACTS V07-V11: small", "autonomy above 0.5, giving and staying", "自主感对给予和留下的作用", off "autonomy" 0;
    identity: "bR (MODEL2)", "logit", 0 ..= 20, [4.5, 4.5], "FACTS V01, V06", "role identity above 0.1, giving and staying", "角色认同对给予和留下的作用", off "identity" 0;
    fairness: "bF (MODEL2)", "logit", 0 ..= 20, [1, 1], "FACTS V28", "fairness above 0.6, giving and staying", "公平感对给予和留下的作用", off "fairness" 0;
    reciprocity: "bRec (MODEL2)", "logit", 0 ..= 20, [1, 1], "FACTS V24-V26", "having received lately, joining, giving and staying", "近期受助对加入、给予和留下的作用", off "reciprocity" 0;
    ask_gave: "ask_gave (MODEL2)", "logit", 0 ..= 20, [0.5, 0.5], "FACTS V25; assumption", "asking, who gave lately", "近期给予对求助的作用", off "reciprocity" 0;
    ask_drive: "ask_drive (MODEL2)", "logit", 0 ..= 20, [0.5, 0.5], "assumption", "asking, drive above 0.5", "心理驱动对求助的作用", off "" 0;
    woman: "woman (MODEL2)", "logit", -5 ..= 5, [0.05, 0.05], "FACTS V45, V46", "women against men", "女性相对男性的参与倾向", off "sex_and_age" 0;
    young: "young (MODEL2)", "logit", -5 ..= 5, [1.35, 1.35], "FACTS V16, V44", "sixty against seventy-five and older, linear between", "60 岁相对 75 岁及以上的参与倾向", off "sex_and_age" 0;
    outmigration_hours: "out_hours (MODEL2)", "per x^2", 0 ..= 1, [0.015, 0.015], "FACTS V50, V51; size assumption", "out-migration beyond 1, squared, on hours offered (land, work)", "外出务工使在家老人可提供的小时减少（农活、劳作）", off "work_of_migration" 0;
    outmigration_cost: "out_cost (MODEL2)", "logit per x^2", 0 ..= 5, [0.015, 0.015], "FACTS V50, V51; size assumption", "out-migration beyond 1, squared, on cost of those of 60-69 (land, work)", "外出务工使 60-69 岁者的参与成本增加（农活、劳作）", off "work_of_migration" 0;
    more_incentive: "more_incent (MODEL2)", "prob per logit", 0 ..= 1, [0.15, 0.15], "assumption", "one more hour, x the material and credit term of V", "物质与时间币激励使再多提供一小时的概率增加", off "hours_react" 0;
    frailty_cost: "frail_cost (MODEL2)", "logit per sd", 0 ..= 5, [0.25, 0.25], "assumption", "latent frailty on cost", "潜在衰弱对参与成本的作用", off "frailty" 0;
    ask_drive_zero: "0.5 (ask)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "drive that is neutral for asking", "对求助中性的心理驱动";
    work_below: "70 (out_cost)", "years", 60 ..= 120, [70, 70], "assumption", "age below which heavy out-migration leaves more work", "大量外出使劳作增加的年龄上限";
    young_until: "75 (young)", "years", 60 ..= 120, [75, 75], "assumption", "age from which nobody counts as young-old", "不再算低龄老人的年龄";
    young_years: "15 (young)", "years", 1 ..= 60, [15, 15], "assumption", "years over which that falls", "上者逐步减少的年数";
    young_zero: "0.4 (young)", "-", 0 ..= 1, [0.4, 0.4], "tuned, MODEL2 A", "youth that is neutral", "中性的低龄程度";
    more_hours_most: "0.9 (hours)", "prob", 0 ..= 0.99, [0.9, 0.9], "assumption", "largest chance of one hour more", "再多提供一小时的最大概率";
    hours_least: "0.25 (hours)", "x", 0 ..= 1, [0.25, 0.25], "assumption", "smallest share of hours that heavy out-migration leaves", "大量外出时保留的小时份额下限";
    received_memory: "0.25 (MODEL2)", "1/week", 0 ..= 1, [0.25, 0.25], "assumption", "moving average of receiving, r4", "近期受助移动平均";
}
/// Needs for help and who covers them without mutual aid (MODEL section 6).
need Need {
    daily0: "0 (section 6)", "h/week", 0 ..= 60, [0, 0], "FACTS S02", "daily need, independent", "自理者日常需要";
    daily1: "need.daily1", "h/week", 0 ..= 60, [3, 3], "FACTS S02", "daily need, limited", "受限者日常需要";
    daily2: "need.daily2", "h/week", 0 ..= 60, [10, 10], "FACTS S02", "daily need, dependent", "失能者日常需要";
    health0: "0.1 (section 6)", "h/week", 0 ..= 60, [0.1, 0.1], "assumption", "health need, independent", "自理者健康需要";
    health1: "0.7 (section 6)", "h/week", 0 ..= 60, [0.7, 0.7], "FACTS S09", "health need, limited", "受限者健康需要";
    health2: "2.5 (section 6)", "h/week", 0 ..= 60, [2.5, 2.5], "FACTS S09", "health need, dependent", "失能者健康需要";
    companionship: "need.companion", "h/week", 0 ..= 60, [4, 4], "FACTS S04", "companionship per unit of loneliness above the threshold", "陪伴需要（每单位孤独）";
    companionship_above: "0.25 (section 6)", "0..1", 0 ..= 1, [0.25, 0.25], "assumption", "loneliness from which company is needed", "产生陪伴需要的孤独程度";
    family_children: "need.family_children", "share", 0 ..= 1, [0.82, 0.8], "tuned", "family cover, with children", "家庭覆盖（与子女同住）";
    family_couple: "need.family_couple", "share", 0 ..= 1, [0.62, 0.6], "tuned", "family cover, couple", "家庭覆盖（夫妻）";
    family_alone: "need.family_alone", "share", 0 ..= 1, [0.25, 0.25], "FACTS S07", "family cover, alone", "家庭覆盖（独居）";
    family_outmigration: "0.1 (section 6)", "share", 0 ..= 1, [0.1, 0.1], "FACTS W12", "family cover lost per unit of out-migration above 1", "外出务工对家庭照料的削弱";
    outmigration: "need.outmigration", "x", 0 ..= 10, [1, 1], "FACTS D13, W12", "out-migration, 1 is today's", "外出务工强度（1为现状）";
    clinic: "need.clinic", "share", 0 ..= 1, [0.75, 0.55], "FACTS S19", "health need met by ordinary clinics", "普通诊所覆盖的健康需要";
    clinic_limited: "0.8 (section 6)", "x", 0 ..= 1, [0.8, 0.8], "assumption", "clinic cover of the limited", "受限者诊所覆盖系数";
    clinic_dependent: "0.5 (section 6)", "x", 0 ..= 1, [0.5, 0.5], "assumption", "clinic cover of the dependent", "失能者诊所覆盖系数";
    meal_hours: "5 h (section 6)", "h/week", 0 ..= 40, [5, 5], "FACTS B39", "daily need a courtyard's meals cover", "幸福院餐食覆盖的日常需要";
    meal_persons_per_seat: "2.5 (section 6)", "persons", 0 ..= 20, [2.5, 2.5], "FACTS B39", "persons a courtyard seat feeds", "每席位供餐人数";
    relief_most: "respite (MODEL2)", "share", 0 ..= 1, [0.2, 0.2], "FACTS V55", "of the family's daily hours that helpers may relieve", "帮助者最多可替代的家庭日常照料份额", off "relief" 0;
    relief: "relief (MODEL2)", "h/h", 0.05 ..= 1, [0.47, 0.47], "FACTS V54", "family time an hour beyond the uncovered need relieves", "超出未满足需要的一小时帮助替代的家庭照料时间", off "" 1;
    family_age: "family_age (MODEL2)", "share", 0 ..= 1, [0.25, 0.25], "assumption", "family cover more, x clip((age - 75)/15), cover at most 0.95", "高龄者家庭覆盖的增加", off "family_and_age" 0;
    family_age_from: "75 (MODEL2)", "years", 60 ..= 100, [75, 75], "assumption", "age from which families cover more", "家庭覆盖开始增加的年龄";
    family_age_span: "15 (MODEL2)", "years", 1 ..= 60, [15, 15], "assumption", "years over which that grows in full", "家庭覆盖增至最大所需年数";
    family_most: "0.95 (MODEL2)", "share", 0 ..= 1, [0.95, 0.95], "assumption", "family cover that age raises at most to", "年龄所能提高到的最大家庭覆盖";
}
/// The service process: identify, dispatch, deliver, feedback (MODEL section 7).
service Service {
    least_hours: "0.3 h (section 7)", "hours", 0.02 ..= 10, [0.3, 0.3], "assumption", "smallest service", "最小服务时长";
    most_hours: "4 (section 7)", "hours", 0.1 ..= 40, [4, 4], "assumption", "longest service", "最长服务时长";
    least_used_hours: "max(1, h)", "hours", 0 ..= 10, [1, 1], "assumption", "hours a match uses up at least", "一次匹配至少占用小时";
    tasks_per_staff: "service.tasks_per_staff", "tasks/week", 0 ..= 1000, [40, 40], "FACTS S16, S18", "dispatches per full-time equivalent", "每名全职人员每周派单";
    volunteer_task: "service.volunteer_task", "tasks", 0 ..= 10, [0.5, 0.5], "FACTS S15", "dispatch capacity of a volunteer match", "志愿者匹配占用的派单能力";
    capacity_platform: "2 (section 7)", "x", 0 ..= 10, [2, 2], "assumption", "platform on dispatch capacity", "平台对派单能力的作用";
    capacity_base: "0.4 (section 7)", "share", 0 ..= 1, [0.4, 0.4], "assumption", "dispatch capacity without coordination", "无协同时的派单能力";
    capacity_coordination: "0.6 (section 7)", "share", 0 ..= 1, [0.6, 0.6], "assumption", "coordination on dispatch capacity and on later kinds", "协同对派单及后续需要的作用";
    seen_miss: "0.65 (section 7)", "prob", 0 ..= 1, [0.65, 0.65], "assumption", "requests missed without a process", "无流程时遗漏的求助";
    seen_process: "0.45 (section 7)", "prob", 0 ..= 1, [0.45, 0.45], "assumption", "process closure on identification", "流程闭环对识别的作用";
    seen_staff: "0.3 (section 7)", "per post per 300", 0 ..= 5, [0.3, 0.3], "assumption", "staff on identification", "人员对识别的作用";
    seen_platform: "0.7 (section 7)", "share", 0 ..= 1, [0.7, 0.7], "FACTS X08", "platform on identification of the digital", "平台对数字老人识别的作用";
    seen_not_digital: "0.6 (section 7)", "share", 0 ..= 1, [0.6, 0.6], "FACTS X08", "identification the others lose to a required platform", "平台门槛使非数字老人损失的识别";
    seen_assisted: "0.5 (section 7)", "share", 0 ..= 1, [0.5, 0.5], "FACTS X13", "assisted access on identification of the others", "代办对非数字老人识别的作用";
    seen_family_doctor: "0.3 (section 10)", "share", 0 ..= 1, [0.3, 0.3], "FACTS S19", "family doctors on identification of health requests", "家庭医生对健康求助识别的作用";
    order_function: "6 (section 7)", "points", 0 ..= 100, [6, 6], "assumption", "function in the order of requests", "排序中的功能权重";
    order_platform: "2 (section 7)", "points", 0 ..= 100, [2, 2], "assumption", "platform in the order of requests", "排序中的平台权重";
    tied_strength: "0.1 (section 7)", "0..1", 0 ..= 1, [0.1, 0.1], "assumption", "tie strength from which one helps directly", "可直接互助的纽带强度";
    suspended: "0.5 (section 7)", "x", 0 ..= 1, [0.5, 0.5], "assumption", "informal help while the organiser is suspended", "组织停摆时的非正式互助";
    neighbour: "service.neighbour", "x", 0 ..= 1, [0.5, 0.5], "FACTS X02", "a group mate helps without a dispatcher, x familiarity", "邻里自发帮助（乘熟悉度）";
    most_helpers: "two helpers (section 7)", "helpers", 1 ..= 10, [2, 2], "assumption", "helpers dispatched per kind and week", "每类每周最多派遣人数";
    trained_hours: "2 h (section 7)", "hours", 0.1 ..= 40, [2, 2], "assumption", "longest health service of a trained volunteer", "受训志愿者最长健康服务";
    visiting_hours: "3 h (section 7)", "hours", 0.1 ..= 40, [3, 3], "assumption", "longest service of a visiting volunteer", "来访志愿者最长服务";
    duplicate: "service.duplicate", "prob", 0 ..= 1, [0.15, 0.15], "assumption", "a dispatched match is a duplicate without coordination", "无协同时重复服务概率";
    quality: "service.quality", "prob", 0 ..= 1, [0.7, 0.7], "assumption", "success with no standard, tie, capability", "基础成功率";
    quality_standard: "0.15 (section 7)", "prob", 0 ..= 1, [0.15, 0.15], "assumption", "standardisation on success", "标准化对成功的作用";
    quality_capability: "0.05 (section 7)", "prob", 0 ..= 1, [0.05, 0.05], "assumption", "capability on success", "能力对成功的作用";
    quality_tied: "0.10 (section 7)", "prob", 0 ..= 1, [0.10, 0.10], "assumption", "tie on success", "纽带对成功的作用";
    quality_professional: "0.15 (section 7)", "prob", 0 ..= 1, [0.15, 0.15], "assumption", "profession on success", "专业对成功的作用";
    quality_self_rule: "0.05 (section 10)", "prob", 0 ..= 1, [0.05, 0.05], "assumption", "self-rule on success", "自治对成功的作用";
    incident: "service.incident", "prob", 0 ..= 1, [0.003, 0.003], "FACTS X06 (upper range)", "incident per service, without standards", "无标准时事故概率";
    incident_standard: "0.8 (section 7)", "share", 0 ..= 1, [0.8, 0.8], "assumption", "share of incidents standards prevent", "标准化防止的事故比例";
    incident_law: "0.4 (section 10)", "share", 0 ..= 1, [0.4, 0.4], "assumption", "share of incidents rules and insurance prevent", "规则与保险防止的事故比例";
    incident_trust: "0.4 (section 7)", "share", 0 ..= 1, [0.4, 0.4], "FACTS X07", "receiver's loss of trust by an incident", "事故使受助者信任下降";
    incident_group_trust: "0.02 (section 7)", "share", 0 ..= 1, [0.02, 0.02], "FACTS X07", "group's loss of trust by an incident", "事故使小组信任下降";
    full_hours: "3 (g = min(1, h/3))", "hours", 0.1 ..= 40, [3, 3], "assumption", "hours of a service with full effect", "全效服务小时";
    gain_receive_connection: "service.gain_receive_S2", "-", 0 ..= 1, [0.03, 0.03], "tuned to FACTS L01", "receiver's gain of connection", "受助者联结增益";
    gain_receive_belonging: "0.03 (section 7)", "-", 0 ..= 1, [0.007, 0.007], "tuned to FACTS L01", "receiver's gain of belonging", "受助者归属增益";
    gain_give_self_worth: "service.gain_give_S1", "-", 0 ..= 1, [0.008, 0.008], "tuned to FACTS L01", "giver's gain of self-worth", "给予者自我价值增益";
    gain_give_connection: "service.gain_give_S2", "-", 0 ..= 1, [0.01, 0.01], "tuned to FACTS L01", "giver's gain of connection", "给予者联结增益";
    gain_give_belonging: "service.gain_give_S3", "-", 0 ..= 1, [0.003, 0.003], "tuned to FACTS L01", "giver's gain of belonging", "给予者归属增益";
    gain_efficacy: "0.01 (section 7)", "-", 0 ..= 1, [0.01, 0.01], "FACTS C09 (sign)", "efficacy by success, and its loss by failure", "效能感增减";
    dependence: "0.02 (section 7)", "-", 0 ..= 1, [0.02, 0.02], "FACTS X12 (sign)", "self-worth lost by taking without credits", "无时间币受助的自我价值损失";
    tie_gain: "service.tie_gain", "-", 0 ..= 1, [0.15, 0.15], "assumption", "tie strengthening per service or meeting", "每次服务或见面的纽带增强";
    tie_decay: "service.tie_decay", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "tie decay", "纽带衰减";
    tie_replace: "0.1 (section 6)", "0..1", 0 ..= 1, [0.1, 0.1], "assumption", "a weaker tie gives way to a new one", "可被新纽带取代的强度";
    attend_connection: "service.attend_S2", "-", 0 ..= 1, [0.006, 0.006], "tuned to FACTS L01", "attender's gain of connection", "参加活动者联结增益";
    attend_belonging: "service.attend_S3", "-", 0 ..= 1, [0.003, 0.003], "tuned to FACTS L01", "attender's gain of belonging", "参加活动者归属增益";
    attend_awareness: "service.attend_A", "-", 0 ..= 1, [0.02, 0.02], "FACTS B05 (sign)", "attender's gain of awareness", "参加活动者知晓增益";
    attend_meeting: "0.1 (section 6)", "prob", 0 ..= 1, [0.1, 0.1], "assumption", "an attender meets a group mate", "参加活动者结识组员";
    counsel: "service.counsel", "share", 0 ..= 1, [0.03, 0.03], "FACTS L01", "share of loneliness an hour of counselling removes", "每小时心理咨询减少的孤独";
    counsel_most: "0.5 (section 7)", "prob", 0 ..= 1, [0.5, 0.5], "assumption", "largest chance of a counsellor's visit", "咨询到访最大概率";
    counsel_hours: "one hour (section 7)", "hours", 0.1 ..= 10, [1, 1], "assumption", "hours of a counsellor's visit", "一次咨询小时";
    visit: "service.visit", "prob", 0 ..= 1, [0.28, 0.14], "tuned", "unused giver looks in", "未被派单的给予者主动探访";
    visit_tries: "four (section 7)", "group mates", 0 ..= 4, [4, 4], "assumption", "group mates an unasked visitor tries", "主动探访尝试的组员数";
    visit_least_hours: "0.15 h (section 7)", "hours", 0.02 ..= 10, [0.15, 0.15], "assumption", "need that a visitor notices", "探访者可察觉的需要";
    visit_most_hours: "2 h (section 7)", "hours", 0.1 ..= 40, [2, 2], "assumption", "longest unasked visit", "主动探访最长小时";
    visit_accept: "0.3 (section 7)", "prob", 0 ..= 1, [0.3, 0.3], "assumption", "acceptance of a visit without trust", "无信任时接受探访";
    visit_barrier: "0.5 (section 7)", "-", 0 ..= 2, [0.5, 0.5], "assumption", "cultural barrier on acceptance", "文化障碍对接受探访的作用";
    contact: "service.contact", "1/week", 0 ..= 1, [0.03, 0.05], "assumption", "everyday meeting with a group member", "日常与组员见面";
    trust_success: "service.trust_success", "-", 0 ..= 1, [0.03, 0.03], "assumption", "receiver's trust by success", "成功增加的受助者信任";
    trust_failure: "service.trust_failure", "-", 0 ..= 1, [0.06, 0.06], "assumption", "receiver's trust by failure", "失败减少的受助者信任";
    trust_unserved: "service.trust_unserved", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "trust while a request waits", "求助等待时信任流失";
    trust_unserved_credit: "twice (section 7)", "x", 1 ..= 10, [2, 2], "FACTS X05 (sign)", "the same with credits in hand", "持有时间币时的倍数";
    trust_unused: "service.trust_unused", "1/week", 0 ..= 1, [0.005, 0.005], "FACTS S22", "trust of a giver who is not used", "未被使用的给予者信任流失";
    trust_giver: "service.trust_giver", "-", 0 ..= 1, [0.01, 0.01], "assumption", "giver's trust by success", "成功增加的给予者信任";
    confidence_pace: "0.02 (section 7)", "per request", 0 ..= 1, [0.02, 0.02], "FACTS X05 (sign)", "confidence learnt per request of a credit holder", "兑付信心学习速度";
    portable_hours: "0.25 (section 7)", "h/week", 0 ..= 10, [0.25, 0.25], "assumption", "portable credits of a village elder per week", "异地时间币每周小时";
    asked_memory: "0.05 (section 7)", "1/week", 0 ..= 1, [0.05, 0.05], "assumption", "moving averages of asked and served", "求助与服务移动平均";
    asked_floor: "0.02 (section 7)", "requests", 0.0001 ..= 1, [0.02, 0.02], "assumption", "keeps the served share finite", "服务率分母常数";
    trust_professional: "trust_prof (MODEL2)", "x", 0 ..= 1, [0.5, 0.5], "assumption", "of a professional's or provider's success or failure that reaches trust in mutual aid", "专业人员或服务商的成败传到互助信任的份额", off "" 1;
    acquaintance: "acq (MODEL2)", "0/1", 0 ..= 1, [1, 1], "FACTS V27, V35; form assumption", "acquaintance scales what needs no dispatcher, the norm and contact", "相识程度改变自发帮助、规范与日常接触（1 有，0 无）", off "acquaintance" 0;
    acquaintance_tie: "acq_tie (MODEL2)", "0..1", 0 ..= 1, [0.2, 0.2], "assumption", "a tie above this makes acquainted", "视为相识的纽带强度", off "" 0.2;
    acquaintance_half: "acq_half (MODEL2)", "share", 0.01 ..= 1, [0.4, 0.4], "assumption; sweep 0.2-0.6", "acquaintance at which half", "相识比例的半效值", off "" 0.4;
    acquaintance_settled: "acq0 (MODEL2)", "share", 0.01 ..= 1, [0.8, 0.8], "FACTS V34", "acquaintance of the settled village", "稳定村庄的相识比例", off "" 0.8;
    acquaintance_contact: "acq_contact (MODEL2)", "share", 0 ..= 1, [0.3, 0.3], "assumption", "of everyday contact that needs no acquaintance", "不需要相识的日常接触份额", off "" 0.3;
    meet_introductions: "meet_intro (MODEL2)", "prob", 0 ..= 1, [0.3, 0.3], "assumption", "introductions at events", "活动中有人引荐时的结识", off "meeting" 0.3;
    meet_access: "meet_access (MODEL2)", "per access", 0 ..= 10, [1, 1], "assumption", "access of space on meeting at events", "空间可达性对活动中结识的作用", off "meeting" 0;
    meet_social: "meet_social (MODEL2)", "x", 0 ..= 10, [1, 1], "assumption", "refitted social space on meeting at events", "交往空间改造对活动中结识的作用", off "meeting" 0;
    gain_receive_self_worth: "gain_receive_S1 (MODEL2)", "-", 0 ..= 1, [0.004, 0.004], "FACTS V25; size assumption", "S1 of a receiver who has given before", "曾经给予者受助时的自我价值增益", off "reciprocity" 0;
    duplicate_actors: "duplicate_actors (MODEL2)", "power", 0 ..= 5, [0.25, 0.25], "assumption", "more actors, more crossing", "参与主体越多、交叉派单越多的幂次", off "duplicates" 0;
    counsel_least_hours: "0.1 (MODEL2)", "hours", 0 ..= 10, [0.1, 0.1], "assumption", "company need below which no counsellor comes", "低于此陪伴需要不安排心理咨询";
}
/// Organisers, governments and volunteers (MODEL section 8).
institution Institution {
    level_speed: "inst.level_speed", "1/month", 0 ..= 1, [0.15, 0.15], "assumption", "levels towards targets", "制度水平趋向目标的速度";
    coordination_floor: "inst.C0", "0..1", 0 ..= 1, [0.3, 0.25], "assumption", "coordination floor", "协同下限";
    standardisation_floor: "inst.Z0", "0..1", 0 ..= 1, [0.1, 0.05], "assumption", "standardisation floor", "标准化下限";
    process_floor: "inst.X0", "0..1", 0 ..= 1, [0.2, 0.15], "assumption", "process floor", "流程下限";
    outreach_floor: "inst.O0", "0..1", 0 ..= 1, [0.12, 0.08], "FACTS B04", "outreach floor", "宣传下限";
    culture_floor: "inst.cul0", "0..1", 0 ..= 1, [0.2, 0.12], "assumption", "culture floor", "文化下限";
    access_start: "inst.access0", "0..1", 0 ..= 1, [0.5, 0.4], "FACTS S05 (sign)", "access of the built environment", "环境可达性";
    suspended_floor: "0.3 (section 8)", "x", 0 ..= 1, [0.3, 0.3], "assumption", "floors while suspended", "停摆时的下限系数";
    positioning_start: "inst.positioning0", "0..1", 0 ..= 1, [0.3, 0.2], "assumption", "positioning with no policy", "无政策时的政策定位";
    staff_start: "inst.staff0", "posts per 300", 0 ..= 10, [0.25, 0.2], "FACTS S16-S18", "staff with no policy", "无政策时的人员";
    staff_elders: "300 (section 8)", "elders", 1 ..= 10000, [300, 300], "FACTS S16", "elders that staffing norms refer to", "人员配置基数";
    drive_positioning: "0.4 (D_I)", "-", 0 ..= 1, [0.4, 0.4], "assumption", "positioning in the institutions' drive", "机构驱动中的政策定位";
    drive_unmet: "0.4 (D_I)", "-", 0 ..= 1, [0.4, 0.4], "assumption", "unmet need in the institutions' drive", "机构驱动中的未满足需要";
    drive_unmet_slope: "1.5 (D_I)", "-", 0 ..= 10, [1.5, 1.5], "assumption", "slope of unmet need in the institutions' drive", "未满足需要的斜率";
    drive_reputation: "0.2 (D_I)", "-", 0 ..= 1, [0.2, 0.2], "assumption", "lost reputation in the institutions' drive", "机构驱动中的声誉缺失";
    effort_base: "0.5 (effort)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "effort without capability", "无能力时的投入";
    effort_capability: "0.5 (effort)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "capability on effort", "能力对投入的作用";
    continuity_speed: "0.1 (Q)", "1/month", 0 ..= 1, [0.1, 0.1], "assumption", "speed of the belief in continuity", "持续性信念调整速度";
    continuity_base: "0.8 (Q)", "0..1", 0 ..= 1, [0.8, 0.8], "assumption", "ceiling of the belief without positioning", "无定位时的持续性信念上限";
    continuity_positioning: "0.2 (Q)", "0..1", 0 ..= 1, [0.2, 0.2], "assumption", "positioning on that ceiling", "定位对上限的作用";
    continuity_project: "0.8 (paid)", "0..1", 0 ..= 1, [0.8, 0.8], "FACTS B38", "what a project counts as payment", "项目制资金的支付度";
    continuity_last_month: "0.7 (Q)", "x", 0 ..= 1, [0.7, 0.7], "FACTS B38", "belief kept in a project's last month", "项目最后一月保留的信念";
    coordination_actors: "0.8 (section 10)", "-", 0 ..= 1, [0.8, 0.8], "assumption", "multi-actor platform on coordination", "多元主体对协同的作用";
    coordination_process: "0.15 (section 10)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "process on coordination", "流程对协同的作用";
    coordination_platform: "0.15 (section 10)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "digital platform on coordination", "平台对协同的作用";
    coordination_shared: "0.3 (section 10)", "-", 0 ..= 1, [0.3, 0.3], "assumption", "shared rule on coordination", "共治对协同的作用";
    outreach_staff: "0.8 (section 10)", "-", 0 ..= 1, [0.8, 0.8], "assumption", "outreach by enough staff", "人员带来的宣传";
    outreach_staff_from: "0.25 (section 10)", "posts per 300", 0 ..= 10, [0.25, 0.25], "assumption", "staff from which outreach begins", "开始宣传的人员";
    outreach_staff_over: "0.75 (section 10)", "posts per 300", 0.01 ..= 10, [0.75, 0.75], "assumption", "staff over which outreach grows", "宣传增长的人员区间";
    culture_events: "4 (section 10)", "events/month", 0.1 ..= 100, [4, 4], "assumption", "events per month that reach the full culture target", "文化目标满值的活动数";
    culture_courtyard: "0.6 (section 10)", "-", 0 ..= 1, [0.6, 0.6], "assumption", "courtyard on the culture target", "幸福院对文化目标的作用";
    access_speed: "0.05 (section 8)", "1/month", 0 ..= 1, [0.05, 0.05], "assumption", "retrofit towards its ceiling", "改造速度";
    access_ceiling: "0.9 (section 8)", "0..1", 0 ..= 1, [0.9, 0.9], "assumption", "access a full retrofit reaches", "改造可达性上限";
    access_courtyard_speed: "0.03 (section 8)", "1/month", 0 ..= 1, [0.03, 0.03], "assumption", "courtyard on access", "幸福院对可达性的作用速度";
    access_courtyard: "0.6 (section 8)", "0..1", 0 ..= 1, [0.6, 0.6], "assumption", "access a courtyard reaches", "幸福院可达性上限";
    capability_speed: "0.04 (section 8)", "1/month", 0 ..= 1, [0.04, 0.04], "assumption", "growth of capability", "能力成长速度";
    capability_loss: "0.05 (section 8)", "1/month", 0 ..= 1, [0.05, 0.05], "FACTS B37", "loss of capability when unpaid or suspended", "能力流失速度";
    capability_base: "0.30 (K*)", "0..1", 0 ..= 1, [0.30, 0.30], "assumption", "constant of K*", "能力目标常数";
    capability_staff: "0.35 (K*)", "-", 0 ..= 1, [0.35, 0.35], "assumption", "staff on K*", "人员对能力目标的作用";
    capability_staff_full: "0.8 (K*)", "posts per 300", 0.01 ..= 10, [0.8, 0.8], "FACTS S16", "staff that counts fully", "人员满值";
    capability_standard: "0.25 (K*)", "-", 0 ..= 1, [0.25, 0.25], "FACTS W11 (sign)", "standardisation on K*", "标准化对能力目标的作用";
    capability_positioning: "0.10 (K*)", "-", 0 ..= 1, [0.10, 0.10], "assumption", "strong positioning on K*", "强定位对能力目标的作用";
    capability_positioning_above: "0.5 (K*)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "positioning that counts as strong", "强定位阈值";
    capability_overload: "0.15 (K*)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "overload on K* (lowers it)", "过载对能力目标的作用（降低）";
    capability_overload_above: "0.95 (K*)", "share", 0 ..= 10, [0.95, 0.95], "assumption", "workload that counts as overload", "过载阈值";
    capability_talent: "0.15 (section 10)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "returned talent on K* of villages", "返乡人才对能力目标的作用";
    capability_self_rule: "0.05 (section 10)", "-", 0 ..= 1, [0.05, 0.05], "assumption", "self-rule on K*", "自治对能力目标的作用";
    capability_association: "0.05 (section 10)", "-", 0 ..= 1, [0.05, 0.05], "FACTS B29 (sign)", "member association on K*", "会员协会对能力目标的作用";
    belonging_self_rule: "0.05 (section 10)", "-", 0 ..= 1, [0.05, 0.05], "assumption", "self-rule on members' belonging", "自治对成员归属的作用";
    belonging_association: "0.05 (section 10)", "-", 0 ..= 1, [0.05, 0.05], "FACTS B29 (sign)", "member association on members' belonging", "会员协会对成员归属的作用";
    norm_virtue: "0.3 (section 10)", "share", 0 ..= 2, [0.3, 0.3], "assumption", "honoured examples on the norm's weight", "德治对规范权重的作用";
    campaign_law: "0.3 (section 10)", "-", 0 ..= 1, [0.3, 0.3], "assumption", "rules and mediation on the campaign target", "法治对宣传目标的作用";
    dues_barrier: "0.6 (section 10)", "logit", 0 ..= 10, [0.6, 0.6], "assumption", "dues on joining of who pays them and is poor", "会费对加入的抑制";
    dues_cover: "half (section 10)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "share of plans that dues must cover to keep continuity", "会费覆盖的计划比例";
    suspend_below: "0.2 (section 8)", "share", 0 ..= 1, [0.4, 0.4], "FACTS B38; tuned", "affordability below which a station cannot run", "可负担度停摆阈值";
    suspend_months: "third month (section 8)", "months", 1 ..= 26, [3, 3], "assumption", "months below it until suspension", "停摆前月数";
    suspend_members: "0.8 (section 8)", "x", 0 ..= 1, [0.8, 0.8], "FACTS X07 (sign)", "members' trust kept at suspension", "停摆时成员保留的信任";
    suspend_others: "0.93 (section 8)", "x", 0 ..= 1, [0.93, 0.93], "assumption", "others' trust kept at suspension", "停摆时其他人保留的信任";
    suspend_confidence: "halved (section 8)", "x", 0 ..= 1, [0.5, 0.5], "assumption", "confidence kept at suspension", "停摆时保留的兑付信心";
    reopen_above: "1.8 (MODEL2 C)", "share", 0 ..= 100, [1.8, 1.8], "assumption", "money in hand and some months of income, of a month's core, that reopens", "现有资金与数月收入相对一月核心支出，达到即重开";
    reopen_months: "second month (section 8)", "months", 1 ..= 26, [2, 2], "assumption", "months of it until reopening", "恢复前月数";
    presence_government: "0.5 (J1)", "-", 0 ..= 1, [0.5, 0.5], "FACTS B21", "government's presence per positioning", "政府在场";
    presence_party_branch: "0.2 (section 10)", "-", 0 ..= 1, [0.2, 0.2], "assumption", "branch-led activities on government presence", "党支部引领对政府在场的作用";
    presence_social: "0.10 (J1)", "0..1", 0 ..= 1, [0.10, 0.10], "FACTS B21", "social organisations' presence", "社会组织在场";
    presence_social_actors: "0.5 (J1)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "platform on social organisations' presence", "多元平台对社会组织在场的作用";
    presence_enterprise: "0.05 (J1)", "0..1", 0 ..= 1, [0.05, 0.05], "FACTS B21", "enterprises' presence", "企业在场";
    presence_enterprise_actors: "0.4 (J1)", "-", 0 ..= 1, [0.4, 0.4], "assumption", "platform on enterprises' presence", "多元平台对企业在场的作用";
    presence_volunteers_full: "5 (J1)", "per 100 elders", 0.1 ..= 100, [10, 10], "assumption", "volunteers of a full presence", "志愿者满在场";
    presence_professionals: "0.10 (J1)", "0..1", 0 ..= 1, [0.10, 0.10], "FACTS S21", "professionals' presence", "专业人员在场";
    presence_professionals_health: "0.6 (J1)", "-", 0 ..= 1, [0.6, 0.6], "assumption", "health integration on professionals' presence", "医养结合对专业在场的作用";
    integration_base: "0.10 (J3)", "0..1", 0 ..= 1, [0.10, 0.10], "assumption", "integration with no policy", "无政策时的整合";
    integration_health: "0.9 (J3)", "-", 0 ..= 1, [0.9, 0.9], "assumption", "health integration in J3", "医养结合在J3中的作用";
    integration_counsel_full: "15 (J3)", "h/1000/week", 0.1 ..= 1000, [15, 15], "FACTS S21", "counsellor hours of full integration", "心理服务满值";
    material_scale: "20 (section 8)", "yuan/h", 0.1 ..= 1000, [20, 20], "FACTS S10", "reward at which the material incentive is 63 %", "物质激励尺度";
    points_cash: "0.25 (section 8)", "share", 0 ..= 1, [0.25, 0.25], "assumption", "share of points felt as cash", "积分中被视为现金的比例";
    time_bank_level: "0.8 (m_tb)", "-", 0 ..= 10, [0.8, 0.8], "FACTS B09", "time-bank incentive per confidence", "时间银行激励";
    time_bank_confidence: "0.3 (m_tb)", "0..1", 0 ..= 1, [0.3, 0.3], "assumption", "confidence below which credits are worth nothing", "时间币无价值的信心阈值";
    time_bank_portable: "0.25 (m_tb)", "share", 0 ..= 1, [0.25, 0.25], "FACTS X05", "worth added by portability", "通存通兑增加的价值";
    value_level: "0.6 (v)", "-", 0 ..= 10, [0.6, 0.6], "assumption", "recognition incentive", "荣誉激励水平";
    emotional_level: "0.4 (e)", "-", 0 ..= 10, [0.4, 0.4], "assumption", "emotional incentive of full companionship groups", "情感激励水平";
    emotional_full: "2 (e)", "groups per 100", 0.1 ..= 100, [2, 2], "definition, MODEL 8", "companionship groups that count fully", "陪伴小组满值";
    events_start: "0.5 (section 8)", "events/month", 0 ..= 30, [0.5, 0.5], "assumption", "events with no policy", "无政策时的活动";
    events_visits: "3 (section 8)", "events/month", 0 ..= 30, [3, 3], "assumption", "events that visits from town bring", "城市来访带来的活动";
    events_courtyard: "2 (section 8)", "events/month", 0 ..= 30, [2, 2], "assumption", "events in a courtyard", "幸福院活动";
    professional_hours: "inst.prof0", "h/1000/week", 0 ..= 1000, [10, 2], "FACTS S19, S20", "health hours with no policy", "无政策时的健康服务小时";
    health_cooperative: "level 0.4 (section 10)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "health level, cooperative", "签约合作型水平";
    health_embedded: "level 0.7 (section 10)", "0..1", 0 ..= 1, [0.7, 0.7], "assumption", "health level, embedded", "嵌入型水平";
    health_fused: "level 1.0 (section 10)", "0..1", 0 ..= 1, [1, 1], "assumption", "health level, fused", "融合型水平";
    health_embedded_culture: "0.5 (section 10)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "culture on the availability of embedded health services", "文化对嵌入型可用性的作用";
    health_talent: "0.2 (section 10)", "-", 0 ..= 1, [0.2, 0.2], "assumption", "returned talent on availability in villages", "返乡人才对可用性的作用";
    attend_party_branch: "0.3 (section 10)", "logit", 0 ..= 10, [0.3, 0.3], "assumption", "branch-led activities on attending", "党支部引领对参加活动的作用";
    attend_social_support: "0.5 (section 6)", "logit", 0 ..= 10, [0.5, 0.5], "assumption", "social side of psychological support on attending", "社会支持对参加活动的作用";
    companionship_seats: "8 (section 6)", "seats", 1 ..= 100, [8, 8], "definition, MODEL 10", "seats of a companionship group", "陪伴小组席位";
    reputation_speed: "inst.rep_speed", "1/week", 0 ..= 1, [0.03, 0.03], "assumption", "reputation to its set point", "声誉调整速度";
    reputation_base: "inst.rep_base", "0..1", 0 ..= 1, [0.362, 0.392], "tuned", "constant in what reputation moves to", "声誉常数";
    reputation_served: "0.40 (R)", "-", 0 ..= 1, [0.33, 0.33], "tuned", "served share on reputation", "服务率对声誉的作用";
    reputation_standard: "0.15 (R)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "standardisation on reputation", "标准化对声誉的作用";
    reputation_process: "0.10 (R)", "-", 0 ..= 1, [0.10, 0.10], "assumption", "process on reputation", "流程对声誉的作用";
    reputation_confidence: "0.14 (R)", "-", 0 ..= 1, [0.14, 0.14], "assumption", "redemption confidence on reputation", "兑付信心对声誉的作用";
    reputation_confidence_zero: "0.5 (R)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "confidence that is neutral", "中性兑付信心";
    reputation_suspended: "0.20 (R)", "0..1", 0 ..= 1, [0.20, 0.20], "FACTS B37", "what reputation falls to while suspended", "停摆时声誉趋向";
    volunteers_start: "inst.volunteers0", "per 100", 0 ..= 50, [2.4, 1.2], "tuned", "volunteers with no policy", "无政策时的志愿者";
    volunteer_mobility: "inst.mobility", "1/year", 0 ..= 10, [0.08, 0.06], "FACTS W12", "volunteers leaving", "志愿者流出";
    volunteer_return_stay: "0.5 (section 8)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "return incentive on leaving, of volunteers and children", "返乡激励对流出的抑制";
    volunteer_outmigration: "0.3 (section 8)", "share", 0 ..= 1, [0.3, 0.3], "FACTS W12", "out-migration on who can be asked to volunteer", "外出务工使可受邀的志愿者减少";
    volunteer_outmigration_least: "0.2 (section 8)", "x", 0 ..= 1, [0.2, 0.2], "assumption", "smallest share of them left by out-migration", "外出务工下可受邀志愿者的最低份额";
    visiting_volunteer_hours: "0.7 (section 8)", "h/week", 0 ..= 40, [0.7, 0.7], "assumption", "hours a visiting volunteer brings to villages", "来访志愿者每周小时";
    beds: "inst.beds", "per 1000 elders", 0 ..= 1000, [14, 14], "FACTS V64, V67", "care-home beds", "养老机构床位";
    policy_break: "inst.policy_break", "1/year", 0 ..= 1, [0, 0], "FACTS V83", "change of local leadership, x (1 - positioning)", "地方领导更替";
    policy_break_kept: "0.7 (section 9)", "x", 0 ..= 1, [0.7, 0.7], "assumption", "levels kept after a policy break", "政策中断后保留的水平";
    learn: "learn (MODEL2)", "prob", 0 ..= 1, [0.1, 0.1], "assumption", "organised quality that feedback can teach", "反馈可带来的组织质量提升", off "return_to_governance" 0;
    leader_tasks: "leader (MODEL2)", "tasks/week", 0 ..= 100, [0.3, 0.3], "assumption", "dispatches of a group's block leader", "一名小组骨干每周派出的任务", off "return_to_governance" 0;
    tied_task: "tied_task (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "dispatch saved by the asker's ties", "求助者的纽带节省的派单", off "return_to_governance" 0;
    coordination_acquaintance: "floor_acq (MODEL2)", "-", 0 ..= 1, [0.2, 0.2], "assumption", "acquaintance x norm on the floor of coordination", "相识与规范对协同下限的作用", off "return_to_governance" 0;
    capability_acquaintance: "K_acq (MODEL2)", "-", 0 ..= 1, [0.3, 0.3], "assumption", "acquaintance x norm on the capability an organiser can reach", "相识与规范对可达能力的作用", off "return_to_governance" 0;
    running_cost_spread: "cost_sd (MODEL2)", "log sd", 0 ..= 2, [0.4, 0.4], "FACTS B38; assumption", "lasting factor on a community's running cost (staff, base), mean 1", "社区运行成本的持久差异", off "money_in_hand_spread" 0;
    coordinators: "coord (MODEL2)", "posts/100", 0 ..= 10, [0.25, 0.25], "assumption", "unpaid coordinators: posts per 100 members in dispatch, workload, guiding and inducting volunteers", "每 100 名成员中的无酬骨干", off "money_in_hand_spread" 0;
    room: "room (MODEL2)", "persons", 1 ..= 1e9, [80, 50], "assumption", "at most so many at an event, x max(1, events/4)", "活动场所容纳人数", off "rooms" 1e9;
    reputation_neutral: "rep_neutral (MODEL2)", "share", 0 ..= 1, [0.12, 0.1], "settled level", "served share that reputation assumes where nobody asks", "无人求助时声誉所取的服务率", off "" 0.5;
    initiative_spread: "init_sd (MODEL2)", "log sd", 0 ..= 2, [0.35, 0.35], "FACTS V33; size assumption", "lasting initiative of an organiser, lognormal, mean 1", "组织者主动性的持久差异", off "initiative" 0;
    own: "own (MODEL2)", "share", 0 ..= 1, [0.7, 0.7], "assumption", "share of the floors that is the organiser's own doing (initiative x leaning x drive)", "制度下限中组织者自发行动的份额", off "initiative" 0;
    drive_settled: "D0 (MODEL2)", "-", 0.01 ..= 1, [0.41, 0.42], "settled level", "drive of a settled organiser: own doing is 1 there", "稳定组织者的驱动", off "" 0.43;
    drive_least: "Dmin (MODEL2)", "-", 0 ..= 1, [0.2, 0.2], "assumption", "drive below which an organiser does nothing of its own", "低于此驱动组织者不自发行动", off "" 0.2;
    initiative_policy: "init_policy (MODEL2)", "power", 0 ..= 2, [0.5, 0.5], "assumption", "initiative in carrying out policies: effort^0.5 x initiative^this, at most 1", "主动性在执行政策中的幂次", off "initiative" 0;
    see_least: "see0 (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "unmet need seen without information; the rest through 1 - (1 - X)(1 - 0.5 G)(1 - 0.5 O)", "没有信息时看得见的未满足需要份额", off "sight" 1;
    priority: "priority (MODEL2)", "0..1", 0 ..= 1, [1, 1], "switch; assumption", "0: alpha cuts all spending alike; 1: core first, the rest by leaning and need", "资金不足时各类支出同比削减（0）或先保核心、再按偏好与需要（1）", off "priority" 0;
    coordination_party_led: "0.15 (MODEL2)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "leadership of the Party committee on coordination", "党建引领对协同的作用";
    floor_most: "0.8 (floor)", "0..1", 0 ..= 1, [0.8, 0.8], "assumption", "highest level an organiser reaches of its own accord", "组织者自发达到的最高水平";
    built_speed: "0.05 (built)", "1/month", 0 ..= 1, [0.05, 0.05], "assumption", "speed of a retrofit of homes and space", "适老化改造的进度";
    health_hours_full: "20 (MODEL2 D6)", "h/1000/week", 0.1 ..= 1000, [20, 20], "assumption", "planned hours at which health integration is complete", "医养整合完整时的计划小时";
    delivered_professionals_full: "15 (got_h)", "h/1000/week", 0.1 ..= 1000, [15, 15], "assumption", "professional hours at which family doctors deliver fully", "家庭医生完全落实时的专业小时";
    delivered_counsellors_full: "12 (got_p)", "h/1000/week", 0.1 ..= 1000, [12, 12], "assumption", "counsellor hours at which cognitive and social support is delivered fully", "认知与社会支持完全落实时的咨询小时";
    see_platform: "0.5 G (info)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "what a platform shows of the unmet need", "平台显示的未满足需要";
    see_outreach: "0.5 O (info)", "-", 0 ..= 1, [0.5, 0.5], "assumption", "what outreach shows of the unmet need", "宣传走访显示的未满足需要";
    priority_services: "0.5 (priority)", "-", 0 ..= 10, [0.5, 0.5], "assumption", "weight of services where money is short, besides unmet need", "资金不足时服务支出的权重（另加未满足需要）";
    priority_others: "0.85 (priority)", "-", 0 ..= 10, [0.85, 0.85], "assumption", "weight of incentives and of activities where money is short", "资金不足时激励与活动支出的权重";
    reopen_income_months: "3 (reopening)", "months", 1 ..= 60, [3, 3], "assumption", "months of income that count with money in hand for reopening", "重开时与现有资金一并计入的收入月数";
    participation_start: "0.06 (y)", "share", 0 ..= 1, [0.06, 0.06], "assumption", "moving average of the share taking part, at the start", "参与率移动平均的初始值";
    participation_memory: "1/6 (y)", "1/month", 0 ..= 1, [0.1667, 0.1667], "assumption", "moving average of the share taking part", "参与率的移动平均";
    learning_speed: "0.08 (MODEL2)", "1/month", 0 ..= 1, [0.08, 0.08], "assumption", "learnt quality to what feedback can teach", "从反馈中习得的质量趋向其上限的速度";
    forgetting: "0.02 (MODEL2)", "1/month", 0 ..= 1, [0.02, 0.02], "assumption", "learnt quality lost in a month without services", "无服务的月份习得质量的流失";
}
/// Unit costs (MODEL sections 8 to 10), those of each instrument under its name, and what an hour is worth.
cost UnitCosts {
    staff: "cost.staff", "yuan/post/year", 0 ..= 10000000, [60000, 40000], "FACTS S14, S15", "a post", "每岗位年成本";
    staff_positioning: "0.1 (section 10)", "share", 0 ..= 10, [0.1, 0.1], "assumption", "positioning on the cost of a post", "定位对岗位成本的作用";
    base: "cost.base", "yuan/elder/year", 0 ..= 100000, [6, 4], "FACTS S12, S14", "venue, insurance, office", "场地、保险与办公";
    donation: "3 (section 10)", "yuan/elder/year", 0 ..= 100000, [3, 3], "assumption", "donations that a multi-actor platform brings", "多元平台带来的捐赠";
    care_home: "yuan (section 9)", "yuan/resident/year", 0 ..= 10000000, [48000, 24000], "assumption", "a care-home place, counted as private spending", "养老机构费用（计为私人支出）";
    hour_paid: "replacement (S08)", "yuan/h", 0 ..= 10000, [37.5, 20], "FACTS S08", "an hour of paid home help, at which unpaid hours are valued as replaced", "一小时付费居家服务（无偿小时按替代成本计价）";
    hour_elder: "opportunity (S10)", "yuan/h", 0 ..= 10000, [12, 12], "FACTS B16, S10", "what an elder forgoes for an hour given", "老年人每服务一小时的机会成本";
    hour_volunteer: "opportunity (S10)", "yuan/h", 0 ..= 10000, [41, 41], "FACTS S10", "what a volunteer forgoes for an hour given", "志愿者每服务一小时的机会成本";
    time_bank: "3 (section 10)", "yuan/elder/year", 0 ..= 100000, [3, 3], "assumption, FACTS S14", "a time bank", "时间银行";
    companionship: "1,200 (section 10)", "yuan/group/year", 0 ..= 10000000, [1200, 1200], "assumption", "a companionship group", "陪伴小组";
    recognition: "8 (section 10)", "yuan/elder/year", 0 ..= 100000, [8, 8], "assumption", "recognition at full level", "荣誉表彰（满强度）";
    activities: "500, 200 (section 10)", "yuan/event", 0 ..= 10000000, [500, 200], "assumption", "an event of activities", "一场文化活动";
    outreach: "12 (section 10)", "yuan/elder/year", 0 ..= 100000, [12, 12], "assumption", "outreach at full level", "宣传动员（满强度）";
    multi_actor: "5 (section 10)", "yuan/elder/year", 0 ..= 100000, [5, 5], "assumption", "a multi-actor platform at full level", "多元主体平台（满强度）";
    volunteer_recruitment: "250 (section 10)", "yuan/volunteer/year", 0 ..= 10000000, [250, 250], "assumption, FACTS S14", "a volunteer sought: calls, training, insurance", "每名拟招募志愿者的宣传、培训与保险";
    health_integration: "80 (section 10)", "yuan/h", 0 ..= 100000, [80, 80], "assumption", "an hour of integrated health services", "医养结合服务一小时";
    health_integration_fused: "1.6 (section 10)", "x", 1 ..= 10, [1.6, 1.6], "assumption", "cost of an hour of one fused team, relative to that", "融合型每小时成本相对上项的倍数";
    health_integration_family_doctor: "60 (section 10)", "yuan/contract/year", 0 ..= 100000, [60, 60], "assumption", "a contract with a family doctor", "一份家庭医生签约";
    psychological_support: "100 (section 10)", "yuan/h", 0 ..= 100000, [100, 100], "assumption", "an hour of a counsellor", "心理咨询一小时";
    standardisation: "5 (section 10)", "yuan/elder/year", 0 ..= 100000, [5, 5], "assumption", "standardisation at full level", "标准化（满强度）";
    process: "6 (section 10)", "yuan/elder/year", 0 ..= 100000, [6, 6], "assumption", "process closure at full level", "流程闭环（满强度）";
    digital_platform: "6 (section 10)", "yuan/elder/year", 0 ..= 100000, [6, 6], "assumption, FACTS S14", "a digital platform at full level", "数字平台（满强度）";
    digital_platform_assisted: "5 (section 10)", "yuan/elder/year", 0 ..= 100000, [5, 5], "assumption", "full assistance to a full platform", "数字平台代办协助（满强度）";
    positioning: "0.5 (section 10)", "yuan/elder/year", 0 ..= 100000, [0.5, 0.5], "assumption", "policy positioning at full level", "政策定位（满强度）";
    retrofit: "25 (section 10)", "yuan/elder/year", 0 ..= 100000, [25, 25], "assumption", "retrofit with all four parts at full level", "适老化改造（四项满强度）";
    happiness_courtyard: "700 (section 10)", "yuan/seat/year", 0 ..= 10000000, [700, 700], "assumption, FACTS S11-S13", "a seat in a happiness courtyard", "幸福院席位";
    happiness_courtyard_meals: "1,300 (section 10)", "yuan/seat/year", 0 ..= 10000000, [1300, 1300], "assumption, FACTS S13", "meals of a seat", "幸福院每席位用餐";
    return_incentive: "25 (section 10)", "yuan/elder/year", 0 ..= 100000, [25, 25], "assumption", "a return incentive at full level", "返乡激励（满强度）";
    intergenerational: "5 (section 10)", "yuan/elder/year", 0 ..= 100000, [5, 5], "assumption", "intergenerational programmes at full level", "代际项目（满强度）";
    urban_rural_exchange: "4 (section 10)", "yuan/elder/year", 0 ..= 100000, [4, 4], "assumption", "rotation or visits at full level, in town and villages", "轮岗或来访（满强度，城乡均计）";
    urban_rural_talent: "6 (section 10)", "yuan/elder/year", 0 ..= 100000, [6, 6], "assumption", "returned talent at full level, in town and villages", "人才返乡（满强度，城乡均计）";
    urban_rural_industry: "4 (section 10)", "yuan/elder/year", 0 ..= 100000, [4, 4], "assumption", "paired industry at full level, in town and villages", "产业结对（满强度，城乡均计）";
    co_governance: "8 (section 10)", "yuan/elder/year", 0 ..= 100000, [8, 8], "assumption", "co-governance with all four parts at full level", "共建共治（四项满强度）";
    member_association: "2 (section 10)", "yuan/elder/year", 0 ..= 100000, [2, 2], "assumption", "a members' association", "会员协会";
    activities_kinds: "0.1 (MODEL2 D6)", "x", 0 ..= 10, [0.1, 0.1], "assumption", "cost of an event more, per further kind of events", "活动种类每增一种，每次活动成本的增加";
    activities_introductions: "50 (MODEL2 D6)", "yuan/event", 0 ..= 100000, [50, 50], "assumption", "hosts who introduce people at an event", "一次活动中引荐的主持人";
    co_governance_self_rule: "4 (MODEL2 D6)", "yuan/elder/year", 0 ..= 100000, [4, 4], "assumption", "self-rule at full level", "居民自治（满强度）";
    party_led: "2 (MODEL2)", "yuan/elder/year", 0 ..= 100000, [2, 2], "assumption", "leadership of the Party committee at full level", "党建引领（满强度）";
}
/// Governments' money (MODEL section 8).
fiscal Fiscal {
    capacity: "fiscal.capacity", "x", 0 ..= 2, [1, 0.7], "FACTS B37 (sign)", "share of a grant that really arrives", "资金实际到位比例";
    collective_income: "fiscal.collective_income", "yuan/elder/year", 0 ..= 100000, [0, 3], "assumption", "village collective income", "村集体收入";
    collective_income_spread: "sd 0.8 (section 8)", "log sd", 0 ..= 3, [0.8, 0.8], "assumption", "spread of collective income over villages", "村集体收入离散程度";
    industry_income: "20 (section 10)", "yuan/elder/year", 0 ..= 100000, [20, 20], "assumption", "income that paired industry brings to villages", "结对产业带来的收入";
}
/// Life course (MODEL section 9).
life Life {
    limit_60: "life.limit_60", "1/year", 0 ..= 13, [0.018, 0.018], "FACTS T01, T02", "function 0 to 1 at 60+", "60+功能由0到1";
    depend_60: "life.depend_60", "1/year", 0 ..= 13, [0.04, 0.04], "FACTS T05", "function 1 to 2 at 60+", "60+功能由1到2";
    recover_60: "life.recover_60", "1/year", 0 ..= 13, [0.15, 0.15], "FACTS T03", "function 1 to 0 at 60+", "60+功能由1到0";
    recover2_60: "life.recover2_60", "1/year", 0 ..= 13, [0.1, 0.1], "FACTS T03", "function 2 to 1 at 60+", "60+功能由2到1";
    limit_70: "life.limit_70", "1/year", 0 ..= 13, [0.045, 0.045], "FACTS T01, T02", "function 0 to 1 at 70+", "70+功能由0到1";
    depend_70: "life.depend_70", "1/year", 0 ..= 13, [0.065, 0.065], "FACTS T05", "function 1 to 2 at 70+", "70+功能由1到2";
    recover_70: "life.recover_70", "1/year", 0 ..= 13, [0.1, 0.1], "FACTS T03", "function 1 to 0 at 70+", "70+功能由1到0";
    recover2_70: "life.recover2_70", "1/year", 0 ..= 13, [0.08, 0.08], "FACTS T03", "function 2 to 1 at 70+", "70+功能由2到1";
    limit_80: "life.limit_80", "1/year", 0 ..= 13, [0.11, 0.11], "FACTS T01, T02", "function 0 to 1 at 80+", "80+功能由0到1";
    depend_80: "life.depend_80", "1/year", 0 ..= 13, [0.11, 0.11], "FACTS T05", "function 1 to 2 at 80+", "80+功能由1到2";
    recover_80: "life.recover_80", "1/year", 0 ..= 13, [0.05, 0.05], "FACTS T03", "function 1 to 0 at 80+", "80+功能由1到0";
    recover2_80: "life.recover2_80", "1/year", 0 ..= 13, [0.05, 0.05], "FACTS T03", "function 2 to 1 at 80+", "80+功能由2到1";
    decline_loneliness: "0.3 (section 9)", "per unit L", 0 ..= 3, [0.3, 0.3], "FACTS L06 (sign)", "loneliness on decline", "孤独对功能衰退的作用";
    decline_loneliness_zero: "0.3 (section 9)", "0..1", 0 ..= 1, [0.3, 0.3], "assumption", "loneliness that is neutral for decline", "中性孤独水平";
    decline_giving: "0.85 (section 9)", "x", 0 ..= 2, [0.85, 0.85], "FACTS L05 (causal share)", "decline of recent givers", "近期给予者的衰退系数";
    decline_cognitive: "0.15 (section 9)", "share", 0 ..= 1, [0.15, 0.15], "assumption", "cognitive support on decline", "认知支持减缓衰退";
    decline_family_doctor: "0.1 (section 10)", "share", 0 ..= 1, [0.1, 0.1], "assumption", "family doctors on decline 0 to 1", "家庭医生减缓衰退";
    child_leave: "life.child_leave", "1/year", 0 ..= 13, [0.03, 0.045], "FACTS D30", "children leave", "子女离开";
    child_leave_couple: "0.75 (section 9)", "prob", 0 ..= 1, [0.75, 0.75], "FACTS D31", "a couple is left, at 65", "子女离开后仍为夫妻的概率（65岁）";
    child_leave_couple_fall: "0.02 (section 9)", "1/year", 0 ..= 1, [0.02, 0.02], "FACTS D34", "fall of that above 65", "上述概率逐年下降";
    child_return: "life.child_return", "1/year", 0 ..= 13, [0.022, 0.025], "FACTS D30", "children return", "子女返回";
    child_return_dependent: "0.15 (section 9)", "1/year", 0 ..= 13, [0.15, 0.15], "FACTS D39", "children return to the dependent", "子女返回照料失能者";
    widowed: "0.008 (section 9)", "1/year", 0 ..= 13, [0.008, 0.008], "FACTS D34", "widowed at 60", "60岁丧偶";
    widowed_growth: "0.1 (section 9)", "1/year", 0 ..= 1, [0.1, 0.1], "FACTS D34", "growth of that with age", "丧偶随年龄增长";
    move_rooted: "life.move_rooted", "1/year", 0 ..= 13, [0.01, 0.005], "FACTS W13", "movers, rooted", "扎根者搬迁";
    move_new: "life.move_new", "1/year", 0 ..= 13, [0.06, 0.02], "FACTS W13", "movers, not rooted", "非扎根者搬迁";
    move_trust: "0.45 (section 9)", "0..1", 0 ..= 1, [0.45, 0.45], "assumption", "trust of a newcomer", "迁入者信任";
    move_habit: "0.3 (section 9)", "x", 0 ..= 1, [0.3, 0.3], "assumption", "habit a mover keeps", "迁移保留的习惯";
    move_credit: "half (section 9)", "x", 0 ..= 1, [0.5, 0.5], "assumption", "credits a mover keeps", "迁移保留的时间币";
    take_root: "5 % (section 9)", "1/year", 0 ..= 13, [0.05, 0.05], "assumption", "become rooted", "扎根";
    death_scale: "life.death_scale", "x", 0 ..= 10, [0.8, 0.88], "tuned, FACTS 1.4", "scale of the Gompertz hazard", "死亡率尺度";
    death_men: "0.0130 (section 9)", "1/year", 0 ..= 1, [0.013, 0.013], "FACTS 1.4", "men's hazard at 62.5", "男性62.5岁死亡率";
    death_men_growth: "0.098 (section 9)", "1/year", 0 ..= 1, [0.098, 0.098], "FACTS 1.4", "its growth with age", "男性死亡率随年龄增长";
    death_women: "0.0068 (section 9)", "1/year", 0 ..= 1, [0.0068, 0.0068], "FACTS 1.4", "women's hazard at 62.5", "女性62.5岁死亡率";
    death_women_growth: "0.112 (section 9)", "1/year", 0 ..= 1, [0.112, 0.112], "FACTS 1.4", "its growth with age", "女性死亡率随年龄增长";
    death_limited: "1.5 (section 9)", "x", 0 ..= 20, [1.5, 1.5], "FACTS 1.4", "death of the limited", "受限者死亡系数";
    death_dependent: "3 (section 9)", "x", 0 ..= 20, [3, 3], "FACTS 1.4", "death of the dependent", "失能者死亡系数";
    death_lonely: "1.15 (section 9)", "x", 0 ..= 20, [1.15, 1.15], "FACTS L05 (sign)", "death of the lonely", "孤独者死亡系数";
    care_home: "life.care_home", "1/year", 0 ..= 13, [0.45, 0.25], "FACTS V65, tuned", "hazard of entering a care home", "入住养老机构风险", off "care_homes" 0;
    care_home_price: "life.care_home_price", "0..1", 0 ..= 1, [0.5, 0.6], "FACTS V66; assumption", "income percentile at which half can pay", "半数可负担的收入位次";
    care_home_slope: "2 (section 9)", "logit", 0 ..= 50, [2, 2], "assumption", "income on entering a care home", "收入对入住的作用";
    care_home_unmet: "0.5 (section 9)", "share", 0 ..= 1, [0.3, 0.3], "assumption", "unmet share above which one enters", "入住的未满足阈值";
    growth: "life.growth", "1/year", -0.2 ..= 0.2, [0.028, 0.028], "FACTS D10", "net growth of the 60+", "60+人口净增长";
    decline_safety: "safety (MODEL2)", "share", 0 ..= 1, [0.03, 0.03], "FACTS V68", "refit for safety on 0 to 1 and 1 to 2", "安全改造减缓功能衰退", off "safety" 0;
    enter_tie: "enter_tie (MODEL2)", "prob", 0 ..= 1, [0.5, 0.8], "assumption", "entrants: each of two ties to a group mate", "新进入者与组员的两条纽带各自存在的概率", off "entrants" 0;
    enter_member: "enter_member (MODEL2)", "x", 0 ..= 1, [0.07, 0.08], "tuned", "entrants who helped before and carry on, x e^(zp - 0.4)", "新进入者中此前互助并继续参加的基数", off "entrants" 0;
    enter_norm: "enter_norm (MODEL2)", "x", 0 ..= 5, [0.5, 0.5], "tuned", "the same, per unit of the group's activity", "上者随小组活动程度的增加", off "entrants" 0;
    frailty: "frailty (MODEL2)", "per sd", 0 ..= 3, [0.4, 0.4], "FACTS L05 (selection); size assumption", "latent frailty on log hazards of limitation, dependence, death", "潜在衰弱对失能、失智与死亡风险的作用", off "frailty" 0;
    enter_habit: "H 0.3 (MODEL2)", "0..1", 0 ..= 1, [0.3, 0.3], "assumption", "habit of entrants who carry on helping", "继续互助的新进入者的习惯";
    enter_identity: "Ri 0.3 (MODEL2)", "0..1", 0 ..= 1, [0.3, 0.3], "assumption", "role identity of entrants who carry on helping", "继续互助的新进入者的角色认同";
    enter_since: "100 (MODEL2)", "weeks", 0 ..= 1000, [100, 100], "assumption", "weeks since entrants who carry on had joined", "继续互助的新进入者已加入的周数";
}
/// Worth, booking and passing on of time credits (MODEL2 section A).
time_bank TimeBank {
    satiation: "satiation (MODEL2)", "0/1", 0 ..= 1, [1, 1], "switch", "x 1 - credit/(credit + 100)", "持有越多，时间币越不值钱（1 有，0 无）", off "credit_worth" 0;
    future: "future (MODEL2)", "-", 0 ..= 3, [0.4, 0.4], "assumption", "x 1 + this (clip((age - 60)/20) - 0.4)", "年长者更看重时间币的程度", off "credit_worth" 0;
    run: "run (MODEL2)", "logit", 0 ..= 20, [1.5, 1.5], "assumption; no run was ever documented, vary it", "asking, holders of more than an hour, x (0.5 - conf)", "兑付信心不足时持有者求助的增加（挤兑）", off "credit_worth" 0;
    expire: "expire (MODEL2)", "logit", 0 ..= 20, [0.5, 0.5], "assumption", "asking, the same, x the share of a credit lost in a year (ln 2 52/expiry)", "时间币将失效时持有者求助的增加", off "credit_worth" 0;
    terms: "terms (MODEL2)", "power", 0 ..= 5, [1, 1], "switch", "a credit's worth by the bank's rules", "时间银行规则对时间币价值的作用的幂次", off "credit_worth" 0;
    gift: "gift (MODEL2)", "0/1", 0 ..= 1, [1, 1], "switch", "tied holders pay for partners without credit when transferable", "可转让时，结对者为无时间币的伙伴支付（1 有，0 无）", off "gifts" 0;
    book_own: "book_own (MODEL2)", "0/1", 0 ..= 1, [0, 0], "FACTS V44 (few hours are booked)", "help between tied partners and by neighbours of their own is booked", "纽带伙伴和邻里自发的帮助也记账（1）或不记（0）", off "" 1;
    satiation_hours: "100 (worth)", "hours", 0.1 ..= 100000, [100, 100], "assumption", "credits held at which another is worth half", "再得一小时只值一半时的持有量";
    future_from: "60 (worth)", "years", 40 ..= 120, [60, 60], "assumption", "age from which the need for help draws near", "开始临近需要帮助的年龄";
    future_years: "20 (worth)", "years", 1 ..= 80, [20, 20], "assumption", "years over which it draws near", "上者逐步临近的年数";
    future_zero: "0.4 (worth)", "-", 0 ..= 1, [0.4, 0.4], "assumption", "nearness that is neutral", "中性的临近程度";
    run_confidence: "0.5 (run)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "confidence at which nobody hurries to spend credits", "无人急于兑付的信心水平";
    terms_cap: "cap/(cap + 100)", "hours", 0.1 ..= 100000, [100, 100], "assumption", "cap on credits at which a credit loses half its worth", "使时间币价值减半的持有上限";
    terms_expiry: "expiry/(expiry + 104)", "weeks", 0.1 ..= 100000, [104, 104], "assumption", "half-life at which a credit loses half its worth", "使时间币价值减半的半衰期";
    terms_cap_usual: "1500 (worth)", "hours", 0.1 ..= 100000, [1500, 1500], "assumption", "cap on credits at which a credit has its usual worth", "时间币具有一般价值的持有上限";
    terms_expiry_usual: "520 (worth)", "weeks", 0.1 ..= 100000, [520, 520], "assumption", "half-life at which a credit has its usual worth", "时间币具有一般价值的半衰期";
    terms_inherit: "0.1 (worth)", "x", 0 ..= 5, [0.1, 0.1], "assumption", "worth that bequeathing adds", "可继承增加的价值";
    terms_not_transferable: "0.15 (worth)", "share", 0 ..= 1, [0.15, 0.15], "assumption", "worth lost where credits cannot be passed on", "不可转让损失的价值";
}
/// Care that elders buy, alone or with a voucher (MODEL2 section A).
market Market {
    buy: "buy (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "FACTS V58; assumption", "of uncovered daily need the richest buy", "最富者购买的未满足日常需要份额", off "market" 0;
    income_above: "y0 (MODEL2)", "0..1", 0 ..= 0.99, [0.6, 0.6], "assumption", "income percentile above which care is bought", "开始购买照料的收入位次", off "" 0.6;
    price: "price (MODEL2)", "yuan/h", 1 ..= 1000, [37, 20], "FACTS S08", "paid home care", "有偿居家照料的价格", off "" 37;
    supply: "supply (MODEL2)", "0..1", 0 ..= 1, [0.8, 0.3], "assumption", "supply of paid home care", "有偿居家照料的供给", off "" 0.8;
    takeup: "takeup (MODEL2)", "share", 0 ..= 1, [0.66, 0.66], "FACTS V62", "of the entitled who use a voucher (lifelong draw)", "有资格者使用服务券的比例", off "" 1;
    voucher_affordability_least: "0.05 (MODEL2 A)", "share", 0.001 ..= 1, [0.05, 0.05], "assumption", "affordability that vouchers used last month are divided by, at least", "由上月用券小时推算计划时支付比例的下限";
}
/// Drive, perception and response of volunteers (MODEL2 section B).
volunteer Volunteering {
    fulfilment: "bFv (MODEL2)", "logit", 0 ..= 20, [4, 4], "FACTS V13, V14; size assumption", "fulfilment F - 0.5 in V_v (being used and succeeding)", "满足感（被用到并做成）对志愿者的作用", off "volunteers_motives" 0;
    motive_match: "bMv (MODEL2)", "logit", 0 ..= 20, [2, 2], "FACTS V14, V05; size assumption", "need match - 0.4 in V_v (meaning, learning, company by kind)", "动机与社区供给的契合对志愿者的作用", off "volunteers_motives" 0;
    trust: "bTv (MODEL2)", "logit", 0 ..= 20, [3, 3], "assumption", "own trust T - 0.5 in staying and coming (monthly), beside 1.6 T I^0.5", "自身信任对志愿者留下和前来的作用", off "volunteers_own_trust" 0;
    trust_success: "T_ok (MODEL2)", "-", 0 ..= 1, [0.03, 0.03], "assumption", "volunteer T in a week with a success", "有一次成功的周志愿者信任的增加", off "volunteers_own_trust" 0;
    trust_failure: "T_bad (MODEL2)", "-", 0 ..= 1, [0.05, 0.05], "assumption", "volunteer T in a week with a failure", "有一次失败的周志愿者信任的减少", off "volunteers_own_trust" 0;
    trust_unused: "T_unused (MODEL2)", "1/week", 0 ..= 1, [0.005, 0.005], "assumption", "volunteer T when offered and not used", "志愿者报名未被用到时信任的流失", off "volunteers_own_trust" 0;
    pair: "pair (MODEL2)", "prob", 0 ..= 1, [0.3, 0.6], "assumption", "an active volunteer nobody sent visits a standing partner", "未被派单的志愿者探访固定结对者", off "standing_visits" 0;
    confidence: "conf_weight (MODEL2)", "x", 0 ..= 2, [1, 1], "FACTS V29; size assumption", "a volunteer's credit counts as the bank is trusted: 0.5 transferable x (1 + this (2 conf - 1))", "兑付信心对志愿者时间币价值的作用", off "volunteers_motives" 0;
    span: "span (MODEL2)", "volunteers/post", 0.1 ..= 1e9, [25, 25], "FACTS V87", "volunteers a paid post can guide; beyond it a smaller share is active", "一名专职人员可带领的志愿者", off "guidance" 1e9;
    leave: "leave (MODEL2)", "1/month", 0 ..= 1, [0.06, 0.06], "FACTS V01; tuned", "ceiling of leaving by motive", "因动机而离开的月风险上限", off "" 0;
    leave_intercept: "a_leave (MODEL2)", "logit", -20 ..= 20, [1, 1], "tuned", "leaving intercept: leave x logistic(a_leave - V_v)", "离开截距", off "" 0;
    join_intercept: "a_join_v (MODEL2)", "logit", -20 ..= 20, [2.1, 2.1], "tuned", "an away person asked joins with logistic(V_v - a_join)", "受邀前来截距", off "" 0;
    ask: "ask0 (MODEL2)", "1/month", 0 ..= 1, [0.02, 0.03], "assumption", "asked without any outreach", "没有宣传时受邀的概率", off "" 0;
    ask_outreach: "ask_outreach (MODEL2)", "1/month", 0 ..= 1, [0.15, 0.15], "assumption", "asked, x outreach O", "宣传对受邀的作用", off "" 0;
    ask_recruitment: "ask_recruit (MODEL2)", "1/month", 0 ..= 1, [0.15, 0.15], "assumption", "asked, x recruitment lever (per_100 / 3) x alpha of services", "招募对受邀的作用", off "" 0;
    ask_peers: "ask_peer (MODEL2)", "1/month", 0 ..= 1, [0.1, 0.1], "assumption", "asked by peers, x share of the pool that serves", "在岗志愿者邀请同伴", off "" 0;
    ask_generations: "ask_other (MODEL2)", "1/month", 0 ..= 1, [0.05, 0.05], "assumption", "asked, x intergenerational (students, working) or return level (young-old, village), x alpha", "代际项目或返乡激励对受邀的作用", off "" 0;
    induct: "induct (MODEL2)", "persons/post/month", 0 ..= 1e9, [3, 3], "assumption", "newcomers a paid post can induct", "一名专职人员每月可接纳的新志愿者", off "guidance" 1e9;
    supply_base: "0.3 (MODEL2 B)", "0..1", 0 ..= 1, [0.3, 0.3], "assumption", "what volunteers find where a community supplies nothing of what they look for; the rest comes with the supply", "社区毫无供给时志愿者仍可得到的份额；其余随供给增加";
    meaning_full: "0.6 (MODEL2 B)", "-", 0.01 ..= 10, [0.6, 0.6], "assumption", "value incentive v at which service means most", "服务意义达到最大时的荣誉激励";
    learning_coverage: "0.3 (MODEL2 B)", "-", 0 ..= 1, [0.3, 0.3], "assumption", "coverage by contracted providers on what can be learnt, beside standards", "服务商覆盖对可学之处的作用（与标准并列）";
    student_meaning: ".2 (MODEL2 B)", "share", 0 ..= 1, [0.2, 0.2], "FACTS V14 (sign)", "students: weight of meaning in what they look for", "学生：动机中意义的权重";
    student_learning: ".6 (MODEL2 B)", "share", 0 ..= 1, [0.6, 0.6], "FACTS V14 (sign)", "students: weight of learning", "学生：动机中学习的权重";
    student_company: ".2 (MODEL2 B)", "share", 0 ..= 1, [0.2, 0.2], "FACTS V14 (sign)", "students: weight of company", "学生：动机中交往的权重";
    working_meaning: ".6 (MODEL2 B)", "share", 0 ..= 1, [0.6, 0.6], "FACTS V14 (sign)", "working people: weight of meaning in what they look for", "在职者：动机中意义的权重";
    working_learning: ".2 (MODEL2 B)", "share", 0 ..= 1, [0.2, 0.2], "FACTS V14 (sign)", "working people: weight of learning", "在职者：动机中学习的权重";
    working_company: ".2 (MODEL2 B)", "share", 0 ..= 1, [0.2, 0.2], "FACTS V14 (sign)", "working people: weight of company", "在职者：动机中交往的权重";
    young_old_meaning: ".3 (MODEL2 B)", "share", 0 ..= 1, [0.3, 0.3], "FACTS V14 (sign)", "the young old: weight of meaning in what they look for", "低龄老人：动机中意义的权重";
    young_old_learning: ".1 (MODEL2 B)", "share", 0 ..= 1, [0.1, 0.1], "FACTS V14 (sign)", "the young old: weight of learning", "低龄老人：动机中学习的权重";
    young_old_company: ".6 (MODEL2 B)", "share", 0 ..= 1, [0.6, 0.6], "FACTS V14 (sign)", "the young old: weight of company", "低龄老人：动机中交往的权重";
    match_zero: "0.4 (MODEL2 B)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "need match that neither draws nor repels", "既不吸引也不排斥的动机契合";
    fulfilment_zero: "0.5 (MODEL2 B)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "fulfilment that neither draws nor repels", "既不吸引也不排斥的满足感";
    trust_zero: "0.5 (MODEL2 B)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "trust that neither draws nor repels", "既不吸引也不排斥的信任";
    fulfilment_rest: "0.4 (MODEL2 B)", "0..1", 0 ..= 1, [0.4, 0.4], "assumption", "fulfilment without service", "没有服务时的满足感";
    fulfilment_relax: "0.01 (MODEL2 B)", "1/week", 0 ..= 1, [0.01, 0.01], "assumption", "fulfilment to its rest", "满足感回归的速度";
    fulfilment_success: "0.05 (MODEL2 B)", "1/week", 0 ..= 0.5, [0.05, 0.05], "FACTS V13, V14; size assumption", "fulfilment after a week with a success, x (this base + need match)", "有成功的周满足感的增加，乘（基数加动机契合）";
    fulfilment_success_base: "0.4 (MODEL2 B)", "-", 0 ..= 1, [0.4, 0.4], "assumption", "the base in the row above", "上一行中的基数";
    fulfilment_failure: "0.03 (MODEL2 B)", "1/week", 0 ..= 1, [0.03, 0.03], "assumption", "fulfilment after a week with a failure", "有失败的周满足感的减少";
    fulfilment_unused: "0.02 (MODEL2 B)", "1/week", 0 ..= 1, [0.02, 0.02], "FACTS V13; size assumption", "fulfilment when offered and not used", "报名未被用到时满足感的减少";
    partner_tries: "six (MODEL2 A)", "elders", 0 ..= 26, [6, 6], "assumption", "standing partners whom a volunteer tries", "志愿者依次尝试的固定结对者";
    partner_reach: "1.1 (MODEL2 A)", "x", 1 ..= 3, [1.1, 1.1], "assumption", "slots among which partners are drawn, x the elders a community should have", "抽取结对者的名额，乘社区应有老人数";
    partner_weeks: "half a year (MODEL2 A)", "weeks", 1 ..= 520, [26, 26], "assumption", "weeks for which the partners stay the same", "结对者保持不变的周数";
    trust_away: "0.04 (MODEL2 B)", "1/month", 0 ..= 1, [0.04, 0.04], "assumption", "trust of those away to reputation", "不在岗者的信任趋向声誉";
    recruitment_full: "3 (MODEL2 B)", "per 100", 0.01 ..= 50, [3, 3], "assumption", "recruitment effort, volunteers sought per 100 elders, at which ask_recruitment holds", "每百名老人拟招募人数的基准";
    induct_coverage: "0.5 (MODEL2 B)", "-", 0 ..= 5, [0.5, 0.5], "assumption", "coverage by contracted providers on newcomers inducted", "服务商覆盖对接纳新志愿者的作用";
}
/// Streets and townships (MODEL2 sections D1 and D2).
street Street {
    priority_spread: "street_sd (MODEL2)", "-", 0 ..= 1, [0.15, 0.15], "assumption", "sd of the leader's lasting priority", "街道领导持久偏好的差异", off "street" 0;
    attention_speed: "att_speed (MODEL2)", "1/month", 0 ..= 1, [0.1, 0.1], "FACTS V83", "attention of the street to what is asked of it", "街道注意力趋向所求的速度", off "street" 1;
    party_led: "party (MODEL2)", "-", 0 ..= 2, [0.3, 0.3], "assumption", "party_led on attention", "党建引领对注意力的作用", off "street" 0;
    leader_change: "break_street (MODEL2)", "1/year", 0 ..= 13, [0.05, 0.08], "FACTS V83; rate assumption", "change of a street's leader, x (1 - positioning)", "街道领导更换，乘（1 减政策定位）", off "street" 0;
    share_least: "share0 (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "FACTS V84", "part of a post's time for elders that does not depend on attention", "专职人员用于老年工作、与注意力无关的时间份额", off "street" 1;
    pressure_above: "press0 (MODEL2)", "0..1", 0 ..= 1, [0.6, 0.6], "assumption", "attention above which there is pressure (targets)", "产生压力（指标）的注意力", off "" 0.6;
    staff_enough: "staff_ok (MODEL2)", "fte/300", 0.01 ..= 10, [0.6, 0.6], "assumption", "paid posts at which nothing need be on paper", "不必做纸面工作的专职人员数", off "" 0.6;
    paper: "paper (MODEL2)", "1/week", 0 ..= 1, [0.01, 0.01], "FACTS V85; size assumption", "elders registered without taking part, x pressure x shortage of staff", "只在纸面上登记的老人，乘压力与人员短缺", off "pressure" 0;
    quota: "quota (MODEL2)", "share", 0 ..= 1, [0.3, 0.3], "assumption", "registered elders (members and on paper) that pressure asks for", "压力要求的登记老人份额（成员与纸面）", off "" 0.3;
    formality: "formality (MODEL2)", "share", 0 ..= 1, [0.7, 0.7], "FACTS V85; size assumption", "share of a mandated target met on paper only, x pressure x shortage of staff", "被要求的目标中只在纸面上完成的份额，乘压力与人员短缺", off "pressure" 0;
    paper_reputation: "formal (MODEL2)", "-", 0 ..= 1, [0.1, 0.1], "assumption", "R* loses this x share of registered who are on paper", "纸面登记份额使声誉目标降低", off "pressure" 0;
    communities_most: "8 (MODEL2)", "communities", 1 ..= 1000, [8, 8], "assumption", "most communities that a street or township leads", "一个街道（乡镇）最多领导的社区数";
    pressure_over: "0.3 (MODEL2)", "0..1", 0.01 ..= 1, [0.3, 0.3], "assumption", "attention over which pressure grows to its full", "压力由零增至满值所跨的注意力";
    paper_end: "0.02 (MODEL2)", "1/week", 0 ..= 1, [0.02, 0.02], "assumption", "elders on paper who are struck off where there is no pressure", "没有压力时纸面登记者被注销";
}
/// Organisers take up what is offered (MODEL2 section C).
adoption Adoption {
    rate: "rate (MODEL2)", "1/month", 0 ..= 1, [0.15, 0.15], "assumption", "ceiling of taking up an offered instrument", "采纳可选政策的月概率上限", off "" 0;
    intercept: "a (MODEL2)", "logit", -20 ..= 20, [-4.4, -4.4], "assumption", "intercept", "采纳截距", off "" -4.4;
    drive: "drive (MODEL2)", "logit", 0 ..= 20, [2, 2], "FACTS V82; size assumption", "on initiative x D_I / D0 - 1", "主动性与驱动对采纳的作用", off "" 2;
    capability: "capability (MODEL2)", "logit", 0 ..= 20, [1.5, 1.5], "FACTS V82; size assumption", "on K / 0.4 - 1", "能力对采纳的作用", off "" 1.5;
    staff: "staff (MODEL2)", "logit", 0 ..= 20, [0.5, 0.5], "assumption", "on paid posts / 0.25 - 1, cut to -1..2", "专职人员对采纳的作用", off "" 0.5;
    peer: "peer (MODEL2)", "logit", 0 ..= 20, [6, 6], "FACTS V82; size assumption", "on the share of peers that have it, each weighed by how it fares", "同类社区的采纳及其成效对采纳的作用", off "copying" 0;
    continuity: "continuity (MODEL2)", "logit", 0 ..= 20, [2, 2], "assumption", "on Q - 0.7", "持续性信念对采纳的作用", off "" 2;
    peer_success: "well (MODEL2)", "-", 0 ..= 50, [6, 6], "assumption", "slope of how a peer fares: 2 logistic(this (y / y of those without - 1))", "同类社区成效的斜率", off "" 0;
    drop_unpaid: "drop (MODEL2)", "1/month", 0 ..= 1, [0.1, 0.1], "assumption", "given up, x (1 - alpha of its class)", "因无钱支付而放弃", off "" 0;
    drop_overload: "load (MODEL2)", "1/month", 0 ..= 1, [0.015, 0.015], "assumption", "given up when overloaded (workload > 0.95)", "因超负荷而放弃", off "" 0;
    capability_usual: "K / 0.4", "0..1", 0.01 ..= 1, [0.4, 0.4], "assumption", "capability that is neutral for adoption", "对采纳中性的能力";
    staff_usual: "posts / 0.25", "posts/300", 0.01 ..= 10, [0.25, 0.25], "assumption", "paid posts that are neutral for adoption", "对采纳中性的专职人员";
    staff_most: "cut to 2", "-", 0 ..= 20, [2, 2], "assumption", "largest surplus of posts that counts", "计入的人员富余上限";
    continuity_usual: "Q - 0.7", "0..1", 0 ..= 1, [0.7, 0.7], "assumption", "belief in continuity that is neutral for adoption", "对采纳中性的持续性信念";
}
/// How a district divides its money (MODEL2 section D3).
government Government {
    base_share: "base_share (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "of a district's budget that goes per head under every rule", "任何分配规则下按人头分配的份额", off "" 0.5;
    need_power: "need_power (MODEL2)", "-", 0 ..= 10, [3, 3], "assumption", "weight = (unmet share / mean)^this", "按需分配中未满足份额的幂次", off "" 3;
    performance_power: "perf_power (MODEL2)", "-", 0 ..= 10, [1.5, 1.5], "assumption", "weight = (participation / mean)^this, 0.2..4", "按绩效分配中参与率的幂次", off "" 1.5;
    project_winners: "win (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "share of communities that win a project each year", "每年获得项目的社区份额", off "" 0.5;
    project_lost: "lose_Q (MODEL2)", "x", 0 ..= 1, [0.85, 0.85], "assumption", "Q of who had a project and has none now", "失去项目时持续性信念的倍数", off "" 1;
    performance_least: "0.2 (MODEL2)", "x", 0 ..= 1, [0.2, 0.2], "assumption", "least participation, relative to the mean, that counts in allocation by performance", "按绩效分配时相对参与率的下限";
    performance_most: "4 (MODEL2)", "x", 1 ..= 100, [4, 4], "assumption", "most participation, relative to the mean, that counts in allocation by performance", "按绩效分配时相对参与率的上限";
    project_initiative: "0.5 (MODEL2)", "-", 0 ..= 5, [0.5, 0.5], "assumption", "initiative above 1 in winning a project, beside capability", "主动性（高于 1 的部分）对获得项目的作用（能力的权重为 1）";
    project_reputation: "0.3 (MODEL2)", "-", 0 ..= 5, [0.3, 0.3], "assumption", "reputation in winning a project", "声誉对获得项目的作用";
    project_luck: "0.2 (MODEL2)", "sd", 0 ..= 5, [0.2, 0.2], "assumption", "chance in winning a project", "获得项目的偶然成分";
    project_security: "0.8 (MODEL2)", "share", 0 ..= 1, [0.8, 0.8], "assumption", "what the part of the money that comes as a project counts as payment", "以项目形式到来的资金的支付度";
    release_months: "13 (MODEL2)", "months", 1 ..= 130, [13, 13], "assumption", "months over which returned money is released", "退回资金分摊下达的月数";
}
/// Providers of contracted services (MODEL2 section D4).
provider Provider {
    quality_effect: "effect (MODEL2)", "-", 0 ..= 2, [0.3, 0.3], "assumption", "success of a provider's service: + this x (quality - 0.5)", "服务商质量对成功率的作用", off "providers_quality" 0;
    wage: "wage (MODEL2)", "yuan/h", 0.1 ..= 1000, [26, 16], "FACTS S08", "cost of an hour of paid care", "一小时有偿照料的成本", off "" 26;
    price_cap: "cap (MODEL2)", "yuan/h", 0.1 ..= 1000, [45, 25], "FACTS S08", "price a community accepts at most", "社区最高接受的价格", off "" 45;
    bid_slope: "bid (MODEL2)", "logit", 0 ..= 200, [20, 20], "assumption", "slope of bidding on belief x expected margin - margin wanted", "投标对期望利润的斜率", off "" 20;
    bid_cost: "bid_cost (MODEL2)", "yuan", 0 ..= 1000000, [800, 450], "assumption", "cost of a bid", "一次投标的成本", off "" 800;
    startup: "startup (MODEL2)", "yuan", 0 ..= 1000000, [2000, 1200], "assumption", "cost of starting in a new community", "在新社区起步的成本", off "" 2000;
    entry: "entry (MODEL2)", "1/year", 0 ..= 13, [1.5, 1.5], "FACTS V86; size assumption", "entry into a district at 20 yuan an elder of purchase, x belief x (0.1 + 0.9 share of the money without a contract)", "每位老人每年 20 元购买服务时服务商进入一个区县的频率", off "" 0;
    belief_speed: "belief_speed (MODEL2)", "1/month", 0 ..= 1, [0.1, 0.1], "assumption", "belief to the share paid on time", "付款信念趋向按时付款份额的速度", off "" 0.1;
    late: "late (MODEL2)", "1/month", 0 ..= 5, [0.25, 0.25], "assumption", "what is paid m months late counts 1/(1 + this m) in belief", "迟付对付款信念的作用", off "" 0;
    credit: "credit (MODEL2)", "share", 0 ..= 1, [0.5, 0.5], "assumption", "of what a provider is owed, it can borrow", "应收款中服务商可以借到的份额", off "" 0.5;
    exit_trust: "exit_T (MODEL2)", "x", 0 ..= 1, [0.95, 0.95], "assumption", "T of users when their provider leaves", "服务商退出时用户信任的倍数", off "providers_quality" 1;
    change_trust: "change_T (MODEL2)", "x", 0 ..= 1, [0.98, 0.98], "assumption", "T of users when another wins", "更换服务商时用户信任的倍数", off "providers_quality" 1;
    cover_full: "cover (MODEL2)", "h/1000/week", 0.1 ..= 1000, [30, 30], "assumption", "hours at which a community is fully covered (presence in J1)", "一个社区被完全覆盖的服务小时", off "" 30;
    belief_start: "0.8 (MODEL2 D4)", "share", 0 ..= 1, [0.8, 0.8], "assumption", "belief in being paid on time before any purchase", "尚无购买时对按时付款的信念";
    most_providers: "12 (MODEL2 D4)", "providers", 1 ..= 100, [12, 12], "assumption", "most providers in a district", "一个区县最多的服务商";
    first_social: "2 (MODEL2 D4)", "providers", 0 ..= 100, [2, 2], "assumption", "social organisations that the first purchase finds", "首次购买时已有的社会组织";
    first_firms: "1 (MODEL2 D4)", "providers", 0 ..= 100, [1, 1], "assumption", "firms that the first purchase finds", "首次购买时已有的企业";
    quality_spread: "0.05 (MODEL2 D4)", "sd", 0 ..= 1, [0.05, 0.05], "assumption", "spread of the quality of new providers", "新服务商质量的差异";
    quality_zero: "0.5 (MODEL2 D4)", "0..1", 0 ..= 1, [0.5, 0.5], "assumption", "quality that neither adds to success nor takes from it", "对成功率没有增减的质量";
    quality_learning: "0.02 (MODEL2 D4)", "1/month", 0 ..= 1, [0.02, 0.02], "assumption", "quality towards its best under contract", "履约中质量趋向最好水平的速度";
    patience_months: "3 (MODEL2 D4)", "months", 1 ..= 120, [3, 3], "assumption", "months in a row without means after which a provider leaves", "连续多少个月入不敷出后退出";
    entry_yuan: "20 (MODEL2 D4)", "yuan/elder/year", 0.01 ..= 100000, [20, 20], "assumption", "money per head at which providers enter at the rate of provider.entry", "服务商以基准频率进入时的人均资金";
    entry_most: "3 (MODEL2 D4)", "x", 0 ..= 100, [3, 3], "assumption", "most that money raises entry", "资金对进入的作用上限";
    entry_least: "0.1 (MODEL2 D4)", "share", 0 ..= 1, [0.1, 0.1], "assumption", "entry where all money is under contract", "资金全部签约时的进入份额";
    overhead_most: "0.9 (MODEL2 D4)", "share", 0 ..= 1, [0.9, 0.9], "assumption", "overhead as a share of a contract's money at which nobody bids", "管理成本占合同资金达到此份额则无人投标";
    price_spread: "0.8..1.2 (MODEL2 D4)", "share", 0 ..= 1, [0.2, 0.2], "assumption", "spread of the margin asked around the margin wanted", "报价利润围绕期望利润的幅度";
    incumbent: "0.05 (MODEL2 D4)", "-", 0 ..= 1, [0.05, 0.05], "assumption", "advantage in a tender of who held the contract", "原服务商在招标中的优势";
    user_weeks: "8 (MODEL2 D4)", "weeks", 1 ..= 15, [8, 8], "assumption", "weeks for which a person served counts as a user", "受服务者算作用户的周数";
    social_margin: "margin (MODEL2)", "share", 0 ..= 1, [0.05, 0.05], "assumption", "margin wanted, social organisation", "期望利润率，社会组织";
    social_overhead: "overhead (MODEL2)", "yuan/month", 0 ..= 1000000, [150, 105], "assumption", "overhead of a contract, social organisation", "每份合同的管理成本，社会组织";
    social_own_cost: "own cost (MODEL2)", "yuan/month", 0 ..= 10000000, [600, 600], "assumption", "own cost, social organisation", "自身成本，社会组织";
    social_cash: "cash (MODEL2)", "yuan", 0 ..= 100000000, [12000, 12000], "assumption", "starting cash, social organisation", "起始现金，社会组织";
    social_quality: "quality (MODEL2)", "0..1", 0 ..= 1, [0.55, 0.55], "assumption", "quality of a new social organisation", "新社会组织的质量";
    social_quality_best: "best (MODEL2)", "0..1", 0 ..= 1, [0.75, 0.75], "assumption", "best quality, social organisation", "最好质量，社会组织";
    social_contracts: "contracts (MODEL2)", "contracts", 1 ..= 1000, [3, 3], "assumption", "most contracts, social organisation", "最多合同，社会组织";
    social_share: "mix (MODEL2)", "weight", 0 ..= 1, [0.55, 0.55], "assumption", "weight among entrants, social organisations", "新进入者中的权重，社会组织";
    enterprise_margin: "margin (MODEL2)", "share", 0 ..= 1, [0.1, 0.1], "assumption", "margin wanted, social enterprise", "期望利润率，社会企业";
    enterprise_overhead: "overhead (MODEL2)", "yuan/month", 0 ..= 1000000, [250, 175], "assumption", "overhead of a contract, social enterprise", "每份合同的管理成本，社会企业";
    enterprise_own_cost: "own cost (MODEL2)", "yuan/month", 0 ..= 10000000, [900, 900], "assumption", "own cost, social enterprise", "自身成本，社会企业";
    enterprise_cash: "cash (MODEL2)", "yuan", 0 ..= 100000000, [18000, 18000], "assumption", "starting cash, social enterprise", "起始现金，社会企业";
    enterprise_quality: "quality (MODEL2)", "0..1", 0 ..= 1, [0.6, 0.6], "assumption", "quality of a new social enterprise", "新社会企业的质量";
    enterprise_quality_best: "best (MODEL2)", "0..1", 0 ..= 1, [0.8, 0.8], "assumption", "best quality, social enterprise", "最好质量，社会企业";
    enterprise_contracts: "contracts (MODEL2)", "contracts", 1 ..= 1000, [5, 5], "assumption", "most contracts, social enterprise", "最多合同，社会企业";
    enterprise_share: "mix (MODEL2)", "weight", 0 ..= 1, [0.15, 0.15], "assumption", "weight among entrants, social enterprises", "新进入者中的权重，社会企业";
    firm_margin: "margin (MODEL2)", "share", 0 ..= 1, [0.15, 0.15], "assumption", "margin wanted, firm", "期望利润率，企业";
    firm_overhead: "overhead (MODEL2)", "yuan/month", 0 ..= 1000000, [500, 350], "assumption", "overhead of a contract, firm", "每份合同的管理成本，企业";
    firm_own_cost: "own cost (MODEL2)", "yuan/month", 0 ..= 10000000, [1500, 1500], "assumption", "own cost, firm", "自身成本，企业";
    firm_cash: "cash (MODEL2)", "yuan", 0 ..= 100000000, [40000, 40000], "assumption", "starting cash, firm", "起始现金，企业";
    firm_quality: "quality (MODEL2)", "0..1", 0 ..= 1, [0.65, 0.65], "assumption", "quality of a new firm", "新企业的质量";
    firm_quality_best: "best (MODEL2)", "0..1", 0 ..= 1, [0.85, 0.85], "assumption", "best quality, firm", "最好质量，企业";
    firm_contracts: "contracts (MODEL2)", "contracts", 1 ..= 1000, [8, 8], "assumption", "most contracts, firm", "最多合同，企业";
    firm_share: "mix (MODEL2)", "weight", 0 ..= 1, [0.3, 0.3], "assumption", "weight among entrants, firms", "新进入者中的权重，企业";
}
/// Admissions, and money pooled with clinics and care (MODEL2 section D5).
health_pool HealthPool {
    admission_independent: "adm_0 (MODEL2)", "1/year", 0 ..= 13, [0.19, 0.19], "FACTS V79, V80", "acute admissions, f = 0", "急性住院，自理", off "" 0.19;
    admission_limited: "adm_1 (MODEL2)", "1/year", 0 ..= 13, [0.31, 0.31], "FACTS V79, V80", "f = 1", "急性住院，受限", off "" 0.31;
    admission_dependent: "adm_2 (MODEL2)", "1/year", 0 ..= 13, [0.45, 0.45], "FACTS V79, V80", "f = 2", "急性住院，失能", off "" 0.45;
    admission_unmet: "adm_unmet (MODEL2)", "x", 0 ..= 10, [0.3, 0.3], "assumption", "admissions x (1 + this x uncovered share of health need)", "未满足的健康需要使住院增加的倍数", off "admissions_by_need" 0;
    admission_price: "price (MODEL2)", "yuan", 0 ..= 1000000, [10000, 6000], "FACTS V81", "an admission", "一次住院的费用", off "" 10000;
    retain: "retain (MODEL2)", "share", 0 ..= 1, [0.15, 0.15], "assumption", "of the pool's balance the health centre may use", "健康基金结余中卫生中心可用的份额", off "admissions_by_need" 0;
    care_share: "care (MODEL2)", "share", 0 ..= 1, [0.3, 0.3], "assumption", "of the retained surplus that buys care hours", "留用结余中购买照料小时的份额", off "" 0;
    admission_price_reference: "10,000 (MODEL2 D5)", "yuan", 1 ..= 1000000, [10000, 10000], "definition", "price of an admission at which health_integration.pool_yuan is given", "pool_yuan 所对应的住院费用";
    balance_speed: "0.25 (MODEL2 D5)", "1/month", 0 ..= 1, [0.25, 0.25], "assumption", "balance of the pool to the month's saving", "健康基金余额趋向当月结余的速度";
    care_quality: "0.7 (MODEL2 D5)", "0..1", 0 ..= 1, [0.7, 0.7], "assumption", "quality of the care that a pool pays", "健康基金所购照料的质量";
    cut_most: "90 % (MODEL2 D5)", "share", 0 ..= 1, [0.9, 0.9], "assumption", "most of the professional hours that a deficit cuts", "赤字最多削减的专业小时份额";
}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_lies_in_its_range_and_every_row_says_what_it_is() {
        for row in TABLE {
            for value in row.default {
                assert!(row.range.contains(&value), "{} = {value}", row.key);
            }
            for text in [row.symbol, row.unit, row.source, row.meaning, row.meaning_zh] {
                assert!(!text.is_empty(), "{}", row.key);
            }
        }
    }

    #[test]
    fn no_key_stands_twice() {
        let keys: std::collections::BTreeSet<_> = TABLE.iter().map(|row| row.key).collect();
        assert_eq!(keys.len(), TABLE.len());
    }
}
