//! The list of patterns, as on the page of patterns: number, name, target, how found, tolerance, use, facts.
//!
//! Where the page gives a target with a tolerance, both stand here as they are. Where it gives only a sign, the
//! sign is judged. Where it leaves a word open ("plausible", "most", "harmless"), the reading stands beside the
//! function that measures it.

use super::measure::{giving, instruments as alone, money, people, places, programmes};
use super::pattern::{Part, Pattern, Use};
use super::verdict::Tolerance;
use crate::observe::measures::Counter as M;
use crate::text::Label;

/// The pattern of a number, or none.
pub fn find(number: u32) -> Option<&'static Pattern> {
    PATTERNS.iter().find(|it| it.number == number)
}

const fn part(en: &'static str, zh: &'static str, target: &'static str, tolerance: Tolerance) -> Part {
    Part { name: Label { en, zh }, target, tolerance, decimals: 1, measure: |_| None }
}

const RISES: Tolerance = Tolerance::RISES;
const FALLS: Tolerance = Tolerance::FALLS;

/// Every pattern of the page, in its order.
pub static PATTERNS: &[Pattern] = &[
    Pattern {
        number: 1,
        name: Label { en: "60+ by province; villages above towns", zh: "各省60岁以上比重；农村高于城市" },
        r#use: Use::Check,
        facts: "1.2, D04",
        quick: false,
        parts: &[
            Part {
                decimals: 2,
                measure: people::province_margin,
                ..part(
                    "largest error of a province, points",
                    "省份最大偏差，百分点",
                    "<= 0.2",
                    Tolerance::range(0.0, 0.2),
                )
            },
            Part {
                decimals: 2,
                measure: people::national_share,
                ..part("60+ in the nation, %", "全国60岁以上比重，%", "18.73 ± 0.2", Tolerance::around(18.73, 0.2))
            },
            Part {
                decimals: 2,
                measure: people::rural_above_urban,
                ..part("rural above urban, points", "农村高于城市，百分点", "7.99 ± 0.2", Tolerance::around(7.99, 0.2))
            },
        ],
    },
    Pattern {
        number: 2,
        name: Label { en: "age pyramid and deaths over ten years", zh: "十年间的年龄结构与死亡" },
        r#use: Use::Check,
        facts: "1.4",
        quick: true,
        parts: &[
            Part {
                decimals: 2,
                measure: people::deaths_a_year,
                ..part("deaths per year at 60+, %", "60岁以上年死亡率，%", "3.3 ± 0.4", Tolerance::around(3.3, 0.4))
            },
            Part {
                measure: people::pyramid_shift,
                ..part(
                    "largest shift of an age band, points",
                    "年龄段最大变动，百分点",
                    "<= 5",
                    Tolerance::range(0.0, 5.0),
                )
            },
        ],
    },
    Pattern {
        number: 3,
        name: Label { en: "function: shares, stability, incidence", zh: "功能：比重、稳定性、发生率" },
        r#use: Use::Tuned,
        facts: "D36-D38, T01",
        quick: true,
        parts: &[
            Part {
                measure: people::not_independent,
                ..part("not independent, %", "不能完全自理，%", "11.6-18.3 ±25%", Tolerance::range(8.7, 22.875))
            },
            Part {
                measure: people::helped_daily,
                ..part(
                    "helped in daily living, %",
                    "日常生活需人帮助，%",
                    "2.2-8.5 ±25%",
                    Tolerance::range(1.65, 10.625),
                )
            },
            Part {
                decimals: 2,
                measure: people::function_stability,
                ..part("ratio of tenth to first year", "第十年与第一年之比", "1 ± 25%", Tolerance::range(0.75, 1.25))
            },
            Part {
                measure: people::incidence,
                ..part(
                    "new cases at 65+, per 1,000 per year",
                    "65岁以上每千人年新发",
                    "46.6 ± 25%",
                    Tolerance::range(34.95, 58.25),
                )
            },
        ],
    },
    Pattern {
        number: 5,
        name: Label { en: "more are willing than take part", zh: "愿意者多于参与者" },
        r#use: Use::Tuned,
        facts: "B01-B03",
        quick: true,
        parts: &[Part {
            decimals: 2,
            measure: giving::willing_over_doing,
            ..part("ratio willing to active, villages", "农村愿意与参与之比", "1.7-3", Tolerance::range(1.7, 3.0))
        }],
    },
    Pattern {
        number: 9,
        name: Label { en: "hours given are concentrated", zh: "给予时间集中于少数人" },
        r#use: Use::Check,
        facts: "B32",
        quick: true,
        parts: &[Part {
            decimals: 2,
            measure: giving::concentration,
            ..part("Gini of hours on the ledger", "账册上给予小时的基尼系数", "0.5-0.85", Tolerance::range(0.5, 0.85))
        }],
    },
    Pattern {
        number: 12,
        name: Label { en: "lonely", zh: "孤独" },
        r#use: Use::Tuned,
        facts: "P01, P04",
        quick: true,
        parts: &[
            Part {
                measure: people::lonely_in_town,
                ..part("lonely in town, %", "城市孤独者，%", "30 ± 5", Tolerance::around(30.0, 5.0))
            },
            Part {
                measure: people::lonely_in_villages,
                ..part("lonely in villages, %", "农村孤独者，%", "40 ± 5", Tolerance::around(40.0, 5.0))
            },
        ],
    },
    Pattern {
        number: 18,
        name: Label { en: "cash paid, then removed", zh: "现金发放后取消" },
        r#use: Use::Check,
        facts: "C22-C25",
        quick: true,
        parts: &[Part {
            decimals: 2,
            measure: giving::after_cash,
            ..part("participation minus never paid, points", "参与率与从未发放者之差，百分点", "< 0", FALLS)
        }],
    },
    Pattern {
        number: 19,
        name: Label { en: "support and stipend lower quitting", zh: "支持与津贴降低退出" },
        r#use: Use::Check,
        facts: "W06",
        quick: true,
        parts: &[
            Part {
                decimals: 2,
                measure: giving::support_on_quitting,
                ..part("quit in two years, by support, points", "两年退出：支持，百分点", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: giving::stipend_on_quitting,
                ..part("quit in two years, by stipend, points", "两年退出：津贴，百分点", "< 0", FALLS)
            },
        ],
    },
    Pattern {
        number: 20,
        name: Label { en: "one-year retention of a supported scheme", zh: "受支持计划的一年留存" },
        r#use: Use::Tuned,
        facts: "W06, W08",
        quick: true,
        parts: &[Part {
            measure: giving::retention,
            ..part("memberships that last a year, %", "持续一年的成员比重，%", "92 ± 5", Tolerance::around(92.0, 5.0))
        }],
    },
    Pattern {
        number: 22,
        name: Label { en: "more stop than start; who stays", zh: "停止多于开始；谁留下" },
        r#use: Use::Check,
        facts: "W09",
        quick: true,
        parts: &[
            Part {
                measure: giving::stop_less_start,
                ..part("stop minus start per year, points", "年停止率减开始率，百分点", "> 0", RISES)
            },
            Part {
                measure: giving::intense_stay,
                ..part("stop: intense minus others, points", "停止：付出多者减其他，百分点", "< 0", FALLS)
            },
            Part {
                measure: giving::long_serving_stay,
                ..part("stop: long-serving minus newer, points", "停止：资深者减新近者，百分点", "< 0", FALLS)
            },
        ],
    },
    Pattern {
        number: 23,
        name: Label { en: "habit", zh: "习惯" },
        r#use: Use::Tuned,
        facts: "H01",
        quick: true,
        parts: &[
            Part {
                decimals: 0,
                measure: giving::habit_repetitions,
                ..part(
                    "repetitions to 95 % of the ceiling",
                    "达到上限95%的重复次数",
                    "66 ± 20%",
                    Tolerance::range(52.8, 79.2),
                )
            },
            Part {
                decimals: 0,
                measure: giving::one_miss,
                ..part("extra repetitions after one miss", "缺一次多需的次数", "< 2", Tolerance::range(0.0, 2.0))
            },
        ],
    },
    Pattern {
        number: 25,
        name: Label { en: "peers inside a community", zh: "社区内的同伴影响" },
        r#use: Use::Tuned,
        facts: "N01",
        quick: true,
        parts: &[Part {
            decimals: 2,
            measure: giving::peers,
            ..part(
                "slope on group mates, villages",
                "对同组参与的斜率，农村",
                "0.16-0.27",
                Tolerance::range(0.16, 0.27),
            )
        }],
    },
    Pattern {
        number: 29,
        name: Label { en: "a good programme's effect on loneliness", zh: "良好项目对孤独的效应" },
        r#use: Use::Tuned,
        facts: "L01",
        quick: true,
        parts: &[Part {
            decimals: 2,
            measure: programmes::loneliness_effect,
            ..part("effect on who takes part, d", "对参与者的效应 d", "-0.6 … -0.2", Tolerance::range(-0.6, -0.2))
        }],
    },
    Pattern {
        number: 30,
        name: Label { en: "rural sites on the historical grant path", zh: "历史拨款路径上的农村站点" },
        r#use: Use::Check,
        facts: "B36",
        quick: false,
        parts: &[Part {
            measure: money::site_coverage,
            ..part(
                "villages with an open site, points",
                "有开放站点的村，百分点",
                "23 ± 6",
                Tolerance::around(23.0, 6.0),
            )
        }],
    },
    Pattern {
        number: 31,
        name: Label { en: "a grant without operating funds", zh: "无运行经费的一次性拨款" },
        r#use: Use::Check,
        facts: "B38",
        quick: true,
        parts: &[Part {
            measure: money::idle_without_running_money,
            ..part("idle: without minus with funds, points", "闲置率减有运行经费者，百分点", "> 0", RISES)
        }],
    },
    Pattern {
        number: 34,
        name: Label { en: "matching by application only", zh: "只用手机平台匹配" },
        r#use: Use::Check,
        facts: "X08, X13",
        quick: false,
        parts: &[
            Part {
                measure: programmes::reach_at_65,
                ..part("reached at 65-69, %", "65-69岁可及，%", "50 ± 8", Tolerance::around(50.0, 8.0))
            },
            Part {
                measure: programmes::reach_at_70,
                ..part("reached at 70-79, %", "70-79岁可及，%", "31 ± 8", Tolerance::around(31.0, 8.0))
            },
            Part {
                decimals: 2,
                measure: programmes::agent_closes_the_gap,
                ..part("agent closes more than half, points", "线下代办弥合过半，百分点", "> 0", RISES)
            },
        ],
    },
    Pattern {
        number: 37,
        name: Label { en: "unspent credits", zh: "未使用的时间币" },
        r#use: Use::Check,
        facts: "B33",
        quick: true,
        parts: &[Part {
            measure: programmes::unspent_credits,
            ..part("unspent after five years, %", "五年未使用，%", "40-95", Tolerance::range(40.0, 95.0))
        }],
    },
    Pattern {
        number: 38,
        name: Label { en: "variety of activities beyond frequency", zh: "活动种类在频率之外的作用" },
        r#use: Use::Check,
        facts: "V88",
        quick: true,
        parts: &[],
    },
    Pattern {
        number: 39,
        name: Label { en: "twice the volunteers, no coordinators", zh: "志愿者加倍而无协调员" },
        r#use: Use::Check,
        facts: "S22, W01-W03",
        quick: false,
        parts: &[Part {
            decimals: 2,
            measure: programmes::volunteer_elasticity,
            ..part("elasticity of served hours", "服务小时的弹性", "< 0.4", Tolerance::range(f64::NEG_INFINITY, 0.4))
        }],
    },
    Pattern {
        number: 40,
        name: Label { en: "heavy out-migration", zh: "人口大量外流" },
        r#use: Use::Check,
        facts: "",
        quick: false,
        parts: &[
            Part {
                decimals: 3,
                measure: places::need_grows,
                ..part("need left over, h per week", "剩余需要，小时/周", "> 0", RISES)
            },
            Part {
                decimals: 3,
                measure: places::willingness_grows,
                ..part("drive to take part", "参与驱动", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: places::helpers_leave,
                ..part("volunteers per 100 elders", "每百名老年人志愿者", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: places::served_hours_bend,
                ..part("served: middle above ends, h per 100", "服务：中间高于两端，小时/百人", "> 0", RISES)
            },
        ],
    },
    Pattern {
        number: 41,
        name: Label { en: "a one-off project grant", zh: "一次性项目经费" },
        r#use: Use::Check,
        facts: "",
        quick: true,
        parts: &[
            Part {
                decimals: 2,
                measure: money::project_raises,
                ..part("rise in the project, points", "项目期上升，百分点", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: money::project_falls_below_stable,
                ..part("afterwards minus stable funds, points", "其后减稳定经费，百分点", "< 0", FALLS)
            },
            Part {
                decimals: 3,
                measure: money::scar_in_trust,
                ..part("trust minus never granted", "信任减从未拨款者", "< 0", FALLS)
            },
        ],
    },
    Pattern {
        number: 42,
        name: Label { en: "weak coordination", zh: "协调薄弱" },
        r#use: Use::Check,
        facts: "",
        quick: false,
        parts: &[
            Part {
                decimals: 2,
                measure: places::duplicated,
                ..part("duplicated, points of hours given", "重复服务，占给予小时百分点", "> 0", RISES)
            },
            Part {
                measure: places::missed_kinds,
                ..part("later kinds missed, points", "后续需要遗漏，百分点", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: places::several_needs_lose_more,
                ..part("unmet: several kinds minus one, points", "未满足：多种减一种需要，百分点", "> 0", RISES)
            },
        ],
    },
    Pattern {
        number: 43,
        name: Label { en: "acquaintances and strangers", zh: "熟人社区与陌生人小区" },
        r#use: Use::Check,
        facts: "",
        quick: false,
        parts: &[
            Part {
                decimals: 2,
                measure: places::s_curve,
                ..part("S-curve: growth of middle years, points", "S形：中间年份增长，百分点", "> 0", RISES)
            },
            Part {
                decimals: 0,
                measure: places::strangers_start_later,
                ..part("strangers take off later, weeks", "陌生人小区起步推迟，周", "> 0", RISES)
            },
        ],
    },
    Pattern {
        number: 44,
        name: Label { en: "belonging and wellbeing", zh: "归属与幸福感" },
        r#use: Use::Check,
        facts: "",
        quick: true,
        parts: &[
            Part {
                decimals: 2,
                measure: people::belonging_correlation,
                ..part("correlation", "相关系数", "0.3-0.5 ± 0.1", Tolerance::range(0.2, 0.6))
            },
            Part {
                decimals: 2,
                measure: people::company_carries_the_tie,
                ..part("through company, not attendance", "经由陪伴而非出席", "> 0", RISES)
            },
        ],
    },
    Pattern {
        number: 45,
        name: Label { en: "instruments alone, and in a package", zh: "政策工具单独与组合的作用" },
        r#use: Use::Check,
        facts: "",
        quick: false,
        parts: &[
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "subsidy", |it| alone::percent(it, M::Givers)),
                ..part("cash: givers, %", "现金补贴：给予者，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "points", |it| alone::percent(it, M::Givers)),
                ..part("points: givers, %", "积分兑物：给予者，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "time_bank", |it| alone::percent(it, M::Members)),
                ..part("time bank: members, %", "时间银行：成员，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "companionship", |it| alone::percent(it, M::Attenders)),
                ..part("companionship: attenders, %", "陪伴小组：参加活动者，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "recognition", |it| alone::percent(it, M::Members)),
                ..part("recognition: members, %", "荣誉激励：成员，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "activities", |it| alone::percent(it, M::Attenders)),
                ..part("activities: attenders, %", "文化活动：参加活动者，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "outreach", |it| alone::level(it, M::Awareness)),
                ..part("outreach: awareness, x100", "宣传动员：知晓，x100", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| {
                    alone::alone(runs, "multi_actor", |it| alone::unmet(it, M::LaterKindsMissed, M::LaterKindsReached))
                },
                ..part("many actors: missed per 100 reached", "多元主体：每达到百项遗漏数", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: |runs| {
                    alone::alone(runs, "volunteer_recruitment", |it| alone::hours(it, M::GivenByVolunteers))
                },
                ..part("recruitment: by volunteers, h per 100", "志愿者招募：志愿服务，小时/百人", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| {
                    alone::alone(runs, "health_integration", |it| alone::unmet(it, M::UnmetHealth, M::NeededHealth))
                },
                ..part("health care: unmet health need, %", "医养结合：未满足健康需要，%", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "psychological_support", |it| alone::level(it, M::Loneliness)),
                ..part("counselling: loneliness, x100", "心理支持：孤独感，x100", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "standardisation", alone::failed),
                ..part("standards: failed services, %", "标准化：失败的服务，%", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "process", alone::served),
                ..part("process: requests served, %", "流程闭环：求助获服务，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "digital_platform", alone::served_digital),
                ..part("platform: the digital served, %", "数字平台：数字老人获服务，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: alone::funding,
                ..part("funding: organisers open, %", "资金保障：运行的组织，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "positioning", |it| alone::level(it, M::ContinuityBelief)),
                ..part("positioning: belief in continuity, x100", "政策定位：持续性信念，x100", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "staffing", alone::served),
                ..part("staff: requests served, %", "人员配备：求助获服务，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "retrofit", |it| alone::percent(it, M::Members)),
                ..part("retrofit: members, %", "适老化改造：成员，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| {
                    alone::alone(runs, "happiness_courtyard", |it| alone::unmet(it, M::UnmetDaily, M::NeededDaily))
                },
                ..part("courtyards: unmet daily need, %", "幸福院：未满足日常需要，%", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "return_incentive", |it| alone::percent(it, M::Volunteers)),
                ..part("return: volunteers, %", "返乡激励：志愿者，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "intergenerational", |it| alone::hours(it, M::GivenByVolunteers)),
                ..part("generations: by volunteers, h per 100", "代际互助：志愿服务，小时/百人", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: alone::town_helps_villages,
                ..part("urban-rural: town helps, h per 1,000", "城乡结对：城市支援，小时/千人", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "co_governance", |it| alone::percent(it, M::Members)),
                ..part("co-governance: members, %", "协同共治：成员，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: alone::dues,
                ..part("association: own income, yuan", "会员协会：自筹收入，元", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "party_led", |it| alone::percent(it, M::Participants)),
                ..part("party leads: taking part, %", "党委领导：参与者，%", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "purchase", |it| alone::hours(it, M::GivenByProviders)),
                ..part("purchase: by providers, h per 100", "购买服务：服务商，小时/百人", "> 0", RISES)
            },
            Part {
                decimals: 2,
                measure: |runs| alone::alone(runs, "voucher", |it| alone::unmet(it, M::UnmetDaily, M::NeededDaily)),
                ..part("voucher: unmet daily need, %", "消费券：未满足的日常需要，%", "< 0", FALLS)
            },
            Part {
                decimals: 2,
                measure: alone::package_above_its_parts,
                ..part("package minus sum of its six, points", "组合减六项之和，百分点", "> 0", RISES)
            },
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::DESCRIPTIONS;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn the_list_holds_the_patterns_of_the_page_in_its_order() {
        let numbers: Vec<u32> = PATTERNS.iter().map(|it| it.number).collect();
        let page = [1, 2, 3, 5, 9, 12, 18, 19, 20, 22, 23, 25, 29, 30, 31, 34, 37, 38, 39, 40, 41, 42, 43, 44, 45];
        assert_eq!(numbers, page);
        let tuned: Vec<u32> = PATTERNS.iter().filter(|it| it.r#use == Use::Tuned).map(|it| it.number).collect();
        assert_eq!(tuned, [3, 5, 12, 20, 23, 25, 29]);
    }

    #[test]
    fn each_of_the_instruments_is_tried_alone_and_the_package_besides() {
        assert_eq!(find(45).map(|it| it.parts.len()), Some(DESCRIPTIONS.len() + 1));
    }

    #[test]
    fn every_name_is_there_in_both_languages_and_fits_its_column() {
        for pattern in PATTERNS {
            let parts = pattern.parts.iter().map(|it| (it.name, 39));
            for (label, most) in parts.chain([(pattern.name, 41)]) {
                assert!(!label.en.is_empty() && label.zh.chars().any(|it| it > '\u{2fff}'), "{}", pattern.number);
                for text in [label.en, label.zh] {
                    assert!(text.width() <= most, "{} columns: {text}", text.width());
                }
            }
            for part in pattern.parts {
                assert!(part.target.width() <= 14, "{}", part.target);
            }
        }
    }
}
