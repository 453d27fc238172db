//! What a page shows, in one list: each entry says which table it needs and how that becomes charts.
//!
//! An entry whose table is not there, or has nothing to draw, is left out. A table that no entry draws is still
//! shown as a table. To show a new table as a figure, add one entry here and its texts.

use super::chart::Chart;
use super::source::Source;
use super::{comparison, groups, money, run, sweep, worlds};
use crate::analysis::results::Kind;
use crate::text::Label;
use crate::text::Message;

/// One section of figures.
pub struct Section {
    /// Table it is drawn from.
    pub table: &'static str,
    /// Heading.
    pub title: Label,
    /// What it shows and how it is read.
    pub lead: Label,
    /// Draws it.
    pub draw: fn(&Source) -> Vec<Chart>,
}

/// Tables with so many charts that one measure is shown at a time.
const CHOSEN: [&str; 1] = ["groups"];

/// A section with something to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Heading.
    pub title: Message,
    /// What it shows and how it is read.
    pub lead: Message,
    /// Its charts.
    pub charts: Vec<Chart>,
    /// Whether one measure is chosen to be shown at a time.
    pub chosen: bool,
}

/// All sections, in the order of the page.
pub static SECTIONS: &[Section] = &[
    Section {
        table: "contrasts",
        title: Label { en: "What the policies change", zh: "政策带来的变化" },
        lead: Label {
            en: "Policy minus baseline on the same people and draws, with 95 % intervals where there are two replicates or more. A \
                 difference whose interval touches the zero line cannot be told from chance, nor can one without an interval.",
            zh: "同一批人、同一组随机数下，政策减去基线；有两次及以上重复时附 95% 区间。区间触及零线或没有区间的差异，与偶然无法区分。",
        },
        draw: comparison::forest,
    },
    Section {
        table: "courses",
        title: Label { en: "Courses", zh: "变化过程" },
        lead: Label {
            en: "Means over replicates of every policy and the baseline, with 95 % intervals, all elders.",
            zh: "各项政策与基线在各次重复上的均值，附 95% 区间，全部老年人。",
        },
        draw: comparison::courses,
    },
    Section {
        table: "courses",
        title: Label { en: "Between town and villages", zh: "城乡差距" },
        lead: Label {
            en: "Villages minus towns under each policy: above zero the villages have more of it.",
            zh: "各项政策下农村减城市：大于零表示农村更高。",
        },
        draw: comparison::gap,
    },
    Section {
        table: "retention",
        title: Label { en: "How long members stay", zh: "成员留存" },
        lead: Label {
            en: "Share of memberships that still lasts so many weeks after joining (Kaplan-Meier), of those begun in the run a year \
                 or more before its end; means over replicates with 95 % intervals.",
            zh: "加入若干周后仍为成员的比例（Kaplan-Meier 估计），限于运行期内、结束一年以前加入者；各次重复的均值，附 95% 区间。",
        },
        draw: comparison::retention,
    },
    Section {
        table: "attribution",
        title: Label { en: "Which instrument did it", zh: "哪项工具起了作用" },
        lead: Label {
            en: "Shapley shares of the package's effect with 95 % intervals, the largest first; they add up to the whole effect. An effect \
                 that cannot be told from chance is not divided.",
            zh: "整套政策效果的 Shapley 份额，附 95% 区间，由大到小；各份额相加等于总效果。与偶然无法区分的效果不作划分。",
        },
        draw: comparison::tornado,
    },
    Section {
        table: "stages",
        title: Label { en: "Through which stage", zh: "经由哪一阶段" },
        lead: Label {
            en: "The effect split along drive, perception and response, each freed from the course it has under the baseline: Shapley \
                 shares with 95 % intervals. What is direct needs no change of behaviour. All parts add up to the whole effect.",
            zh: "效果在驱动、感知与响应三个阶段间的划分：逐一放开原先固定在基线走向上的阶段，取 Shapley 份额，附 95% 区间。直接部分\
                 不需要行为改变。各部分相加等于总效果。",
        },
        draw: comparison::stages,
    },
    Section {
        table: "groups",
        title: Label { en: "For whom", zh: "对谁有效" },
        lead: Label {
            en: "Policy minus baseline in groups of elders, with 95 % intervals, a measure at a time. Spending has no person: it is that \
                 on the places where the elders of a group live. Retention knows living arrangement and function as they are when a \
                 membership ends.",
            zh: "各组老年人中政策减去基线，附 95% 区间，每次显示一项指标。支出不落到个人，这里是该组老年人所居社区的支出。留存率按\
                 结束时的居住安排与自理能力分组。",
        },
        draw: groups::groups,
    },
    Section {
        table: "groups",
        title: Label { en: "Provinces", zh: "各省" },
        lead: Label {
            en: "Policy minus baseline, a measure at a time, a tile a province, roughly where it lies. Empty tiles are not simulated, \
                 or nobody there is counted.",
            zh: "政策减去基线，每次显示一项指标，每省一格，大致按地理位置排列。空格未作模拟，或无人可计。",
        },
        draw: groups::provinces,
    },
    Section {
        table: "equity",
        title: Label { en: "How equally", zh: "是否更均等" },
        lead: Label {
            en: "Indices of inequality, policy minus baseline, with 95 % intervals. Below zero it is spread more equally; the \
                 concentration index is about income: below zero the poor have more. Urban over rural is a ratio: below zero \
                 towns have less of it than before, next to the villages.",
            zh: "不平等指数，政策减去基线，附 95% 区间。小于零表示更均等；集中指数按收入，小于零表示收入低者更多；城乡比为\
                 比值，小于零表示城市相对农村更少。",
        },
        draw: groups::equity,
    },
    Section {
        table: "cost_effectiveness",
        title: Label { en: "Money and effect", zh: "成本与效果" },
        lead: Label {
            en: "Mean cost and effect per elder against the baseline, over the whole run. The line joins the policies that give most \
                 for their money on the means; the answer says which of them chance does not explain.",
            zh: "全程每位老年人的平均成本与效果，与基线相比。折线连接按均值最合算的政策；哪些不是偶然所致，见结论。",
        },
        draw: money::plane,
    },
    Section {
        table: "net_benefit",
        title: Label { en: "What a unit of effect may cost", zh: "愿为效果付多少" },
        lead: Label {
            en: "Probability that a policy is worth most of all, over what one is ready to pay for a unit of effect; from five \
                 replicates on.",
            zh: "随愿为一单位效果支付的金额，各项政策最具成本效果的概率；五次重复起给出。",
        },
        draw: money::acceptability,
    },
    Section {
        table: "costs",
        title: Label { en: "What it costs", zh: "花费在哪里" },
        lead: Label {
            en: "Spending of organisers an elder over the whole run, by item, and what comes in to them, by who pays it. What comes \
                 in beyond spending is kept or handed back.",
            zh: "全程每位老年人的组织者支出，按项目；以及组织者的收入，按付款者。收入多于支出的部分留存或退回。",
        },
        draw: money::costs,
    },
    Section {
        table: "robustness",
        title: Label { en: "When the world is another", zh: "换一种情境" },
        lead: Label {
            en: "Over all worlds of the study: how often a policy is good enough, and how far it can fall behind the best policy of a \
                 world (regret).",
            zh: "在研究的全部情境中：政策达标的比例，以及最多落后于该情境最优政策多少（遗憾）。",
        },
        draw: worlds::robustness,
    },
    Section {
        table: "regions",
        title: Label { en: "When it fails", zh: "何时失败" },
        lead: Label {
            en: "The box in which a policy fails, narrowed step by step: to the right it holds more of all failures, above more of what \
                 it holds are failures. The box that is told is one of them, widened again where that costs nothing and without \
                 bounds that chance explains; the table of restrictions tells its bounds.",
            zh: "政策失败的区域逐步收窄：越靠右包含越多失败，越靠上区域内失败越多。所述区域取自其中一步，再放宽无妨之处，并去掉偶然足以解\
                 释的限制；限制条件见数据表。",
        },
        draw: worlds::regions,
    },
    Section {
        table: "indices",
        title: Label { en: "Which factors matter", zh: "哪些因子重要" },
        lead: Label {
            en: "Factors by the size of what they do, with 95 % intervals. Intervals that overlap do not tell which is larger.",
            zh: "各因子按作用大小排列，附 95% 区间。区间重叠则无法分辨大小。",
        },
        draw: sweep::tornado,
    },
    Section {
        table: "cells",
        title: Label { en: "Results over the factors", zh: "结果随因子的变化" },
        lead: Label {
            en: "Every point is one point of the design, the mean over its replicates; the line is the mean within tenths of the factor.",
            zh: "每个点为设计中的一点，取其各次重复的均值；折线为因子十等分内的均值。",
        },
        draw: sweep::points,
    },
    Section {
        table: "trajectories",
        title: Label { en: "Courses", zh: "变化过程" },
        lead: Label {
            en: "Month by month; bands go from the 5th to the 95th percentile of 20 replicates or more, from the lowest to the highest \
                 of fewer, and show chance only. What policy does is the difference from a run without it, not from the start.",
            zh: "逐月变化；20 次及以上重复的阴影取第 5 至第 95 百分位，不足 20 次取最低至最高值，只反映偶然。政策的作用是与无该政策的运行\
                 之差，不是与期初之差。",
        },
        draw: run::trajectories,
    },
    Section {
        table: "urban_rural_gap",
        title: Label { en: "Between town and villages", zh: "城乡差距" },
        lead: Label {
            en: "Villages minus towns: above zero the villages have more of it.",
            zh: "农村减城市：大于零表示农村更高。",
        },
        draw: run::gap,
    },
    Section {
        table: "elder_flows",
        title: Label { en: "From drive over perception to response", zh: "由驱动经感知到响应" },
        lead: Label {
            en: "Sampled elders over the last four weeks: what they lack, how far they know of mutual aid and trust it (awareness times \
                 trust), both in thirds of the sample, and what they do.",
            zh: "抽样老年人最近四周：心理需要的缺失、对互助的知晓与信任（知晓乘信任），均按样本三等分；以及如何行动。",
        },
        draw: run::flows,
    },
    Section {
        table: "retention",
        title: Label { en: "How long members stay", zh: "成员留存" },
        lead: Label {
            en: "Share of memberships that still lasts so many weeks after joining (Kaplan-Meier), of those begun in the run a year \
                 or more before its end.",
            zh: "加入若干周后仍为成员的比例（Kaplan-Meier 估计），限于运行期内、结束一年以前加入者。",
        },
        draw: run::retention,
    },
    Section {
        table: "elder_groups",
        title: Label { en: "For whom", zh: "不同的老年人" },
        lead: Label {
            en: "Means of groups of elders in the last week.", zh: "最后一周各组老年人的均值。"
        },
        draw: run::groups,
    },
    Section {
        table: "provinces",
        title: Label { en: "Provinces", zh: "各省" },
        lead: Label {
            en: "The last four weeks, a tile a province, roughly where it lies. Empty tiles are not simulated.",
            zh: "最近四周，每省一格，大致按地理位置排列。空格未作模拟。",
        },
        draw: run::provinces,
    },
    Section {
        table: "spending",
        title: Label { en: "What it costs", zh: "花费在哪里" },
        lead: Label {
            en: "Public spending an elder and year over the whole run, by item.",
            zh: "全程每位老年人每年的公共支出，按项目。",
        },
        draw: run::spending,
    },
];

/// What a section shows; where a comparison has one replicate, that it has no intervals.
fn lead(source: &Source, lead: Label) -> Message {
    let one = source.results.kind == Kind::Comparison && source.results.replicates == 1;
    let note = Label {
        en: " There is one replicate, so there are no intervals.", zh: "仅有一次重复，因此没有区间。"
    };
    let text = Message::from(lead);
    if one && lead.en.contains("95 %") { text.join(note, &Message::same("")) } else { text }
}

/// The sections that have something to show.
pub fn drawn(source: &Source) -> Vec<Drawn> {
    let wanted = SECTIONS.iter().filter(|it| source.table(it.table).is_some());
    let drawn = wanted.map(|it| Drawn {
        title: it.title.into(),
        lead: lead(source, it.lead),
        charts: (it.draw)(source),
        chosen: CHOSEN.contains(&it.table),
    });
    drawn.filter(|it| !it.charts.is_empty()).collect()
}
