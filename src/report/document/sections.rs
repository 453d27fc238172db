//! The sections of a report, in one list: each entry names its table and the function that draws its charts.
//!
//! A section without its table or without charts is omitted. A table without a section is still listed as a table. To
//! draw a new table, add one entry here with its texts.

use super::chart::Chart;
use super::source::Source;
use super::{comparison, contexts, groups, money, run, sweep};
use crate::analysis::results::Kind;
use crate::text::Label;
use crate::text::Message;

/// A section of charts.
pub struct Section {
    /// Table that it draws.
    pub table: &'static str,
    /// Heading.
    pub title: Label,
    /// Explanation of what it shows.
    pub lead: Label,
    /// Draws the charts.
    pub draw: fn(&Source) -> Vec<Chart>,
}

/// Tables with many charts, of which the page shows one measure at a time.
const CHOSEN: [&str; 1] = ["groups"];

/// A section with its charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Heading.
    pub title: Message,
    /// Explanation of what it shows.
    pub lead: Message,
    /// Its charts.
    pub charts: Vec<Chart>,
    /// Whether the page shows one measure at a time.
    pub chosen: bool,
}

/// All sections, in the order of the page.
pub static SECTIONS: &[Section] = &[
    Section {
        table: "contrasts",
        title: Label { en: "Effects of the policies", zh: "政策效果" },
        lead: Label {
            en: "Policy minus baseline with the same people and the same random draws. With two replicates or more there are 95 % \
                 intervals. A difference whose interval includes zero, or that has no interval, cannot be distinguished from \
                 chance.",
            zh: "人群与随机数相同时，政策减去基线；有两次及以上重复时附 95% 区间。区间含零或没有区间的差异，与随机波动无法区分。",
        },
        draw: comparison::forest,
    },
    Section {
        table: "courses",
        title: Label { en: "Trajectories", zh: "变化过程" },
        lead: Label {
            en: "Means over replicates under each policy and under the baseline, with 95 % intervals, for all elders.",
            zh: "各项政策与基线在各次重复上的均值，附 95% 区间，全部老年人。",
        },
        draw: comparison::courses,
    },
    Section {
        table: "courses",
        title: Label { en: "Urban-rural gap", zh: "城乡差距" },
        lead: Label {
            en: "Rural minus urban under each policy: a value above zero means that it is higher in villages.",
            zh: "各项政策下农村减城市：大于零表示农村更高。",
        },
        draw: comparison::gap,
    },
    Section {
        table: "retention",
        title: Label { en: "Retention of members", zh: "成员留存" },
        lead: Label {
            en: "Share of memberships that last, by weeks since joining (Kaplan-Meier estimate), among those that began in the \
                 run a year or more before its end. Means over replicates with 95 % intervals.",
            zh: "加入若干周后仍为成员的比例（Kaplan-Meier 估计），限于运行期内、结束一年以前加入者；各次重复的均值，附 95% 区间。",
        },
        draw: comparison::retention,
    },
    Section {
        table: "attribution",
        title: Label { en: "Attribution to instruments", zh: "各政策工具的贡献" },
        lead: Label {
            en: "Shapley shares of the effect of the package with 95 % intervals, the largest first. They add up to the total effect. \
                 An effect that cannot be distinguished from chance is not attributed.",
            zh: "政策组合效果的 Shapley 份额，附 95% 区间，由大到小；各份额相加等于总效果。与随机波动无法区分的效果不作归因。",
        },
        draw: comparison::tornado,
    },
    Section {
        table: "stages",
        title: Label { en: "Pathway decomposition", zh: "作用路径分解" },
        lead: Label {
            en: "The effect decomposed into the pathways through drive, perception and response: Shapley shares with 95 % intervals, \
                 from runs in which the other stages are fixed at their baseline values. The direct part requires no change of \
                 behaviour. All parts add up to the total effect.",
            zh: "效果分解为经由驱动、感知与响应的各部分：将其余阶段固定在基线值，取 Shapley 份额，附 95% 区间。直接部分不需要行为\
                 改变。各部分相加等于总效果。",
        },
        draw: comparison::stages,
    },
    Section {
        table: "agents",
        title: Label { en: "Pathway decomposition by kind of agents", zh: "按主体的作用路径分解" },
        lead: Label {
            en: "The same effect decomposed by who changes: elders, volunteers or organisers. Shapley shares with 95 % intervals, from \
                 runs in which the other kinds of agents are fixed at their baseline values. The direct part remains if all three are \
                 fixed. All parts add up to the total effect.",
            zh: "同一效果按发生变化的主体分解：老年人、志愿者或组织者。将其余主体固定在基线值，取 Shapley 份额，附 95% 区间。\
                 直接部分是三者均固定时仍存在的部分。各部分相加等于总效果。",
        },
        draw: comparison::agents,
    },
    Section {
        table: "groups",
        title: Label { en: "Effects by group of elders", zh: "分人群效果" },
        lead: Label {
            en: "Policy minus baseline in groups of elders, with 95 % intervals, for one measure at a time. Spending cannot be assigned \
                 to persons: it is the spending in the communities where the elders of a group live. For retention, living \
                 arrangement and function are those at the end of a membership.",
            zh: "各组老年人中政策减去基线，附 95% 区间，每次显示一项指标。支出不落到个人，这里是该组老年人所居社区的支出。留存率按\
                 成员经历结束时的居住安排与自理能力分组。",
        },
        draw: groups::groups,
    },
    Section {
        table: "groups",
        title: Label { en: "Effects by province", zh: "分省效果" },
        lead: Label {
            en: "Policy minus baseline for one measure at a time, with one tile per province in its approximate location. A province \
                 with an empty tile is not simulated or has no value.",
            zh: "政策减去基线，每次显示一项指标，每省一格，大致按地理位置排列。空格表示未作模拟或没有数值。",
        },
        draw: groups::provinces,
    },
    Section {
        table: "equity",
        title: Label { en: "Inequality", zh: "不平等" },
        lead: Label {
            en: "Inequality indices, policy minus baseline, with 95 % intervals. A value below zero means a more equal distribution. \
                 The concentration index is by income: below zero, elders with low incomes have a larger share. The urban-rural \
                 ratio below zero means less in urban communities relative to villages.",
            zh: "不平等指数，政策减去基线，附 95% 区间。小于零表示分布更均等。集中指数按收入排序，小于零表示低收入者所占份额更大。城乡比\
                 小于零表示城市相对农村减少。",
        },
        draw: groups::equity,
    },
    Section {
        table: "cost_effectiveness",
        title: Label { en: "Cost-effectiveness", zh: "成本效果" },
        lead: Label {
            en: "Mean additional cost and effect per elder relative to the baseline, over the whole run. The line is the \
                 cost-effectiveness frontier by the means; the answer states which positions chance cannot explain.",
            zh: "全程每位老年人相对基线的平均增量成本与增量效果。折线为按均值的成本效果前沿；哪些位置非随机波动所致，见结论。",
        },
        draw: money::plane,
    },
    Section {
        table: "net_benefit",
        title: Label { en: "Willingness to pay", zh: "支付意愿" },
        lead: Label {
            en: "Probability that a policy has the highest net benefit, by willingness to pay for one unit of effect. It requires \
                 five replicates or more.",
            zh: "各项政策净效益最高的概率，随对一单位效果的支付意愿变化；五次重复起给出。",
        },
        draw: money::acceptability,
    },
    Section {
        table: "costs",
        title: Label { en: "Costs", zh: "成本" },
        lead: Label {
            en: "Spending of organisers per elder over the whole run, by item, and their income, by payer. Income beyond spending is \
                 carried over or returned.",
            zh: "全程每位老年人的组织者支出，按项目；以及组织者的收入，按付款者。收入多于支出的部分结转或退回。",
        },
        draw: money::costs,
    },
    Section {
        table: "robustness",
        title: Label { en: "Robustness over contexts", zh: "各情境下的稳健性" },
        lead: Label {
            en: "Over all contexts of the study: the share of contexts in which a policy reaches its goal, and its largest distance to \
                 the best policy of a context (regret).",
            zh: "在研究的全部情境中：政策达标的情境占比，以及与所在情境最优政策的最大差距（遗憾）。",
        },
        draw: contexts::robustness,
    },
    Section {
        table: "regions",
        title: Label { en: "Failure regions", zh: "失效区域" },
        lead: Label {
            en: "The failure region of a policy, narrowed step by step (PRIM). Further right, it contains more of all failures \
                 (coverage); further up, more of its contexts are failures (density). The reported region is one of these steps, \
                 widened where this costs no density and without bounds that chance can explain. The table `restrictions` lists its \
                 bounds.",
            zh: "政策的失效区域，逐步收窄（PRIM）：越靠右包含全部失败的比例越高（覆盖率），越靠上区域内失败的比例越高（密度）。报告的区域\
                 取自其中一步，在不降低密度处再放宽，并去掉随机波动足以解释的界限；界限见数据表 `restrictions`。",
        },
        draw: contexts::regions,
    },
    Section {
        table: "indices",
        title: Label { en: "Sensitivity to factors", zh: "因子敏感性" },
        lead: Label {
            en: "Factors by the size of their effect, with 95 % intervals. Overlapping intervals do not show which effect is larger.",
            zh: "各因子按效应大小排列，附 95% 区间。区间重叠则无法分辨大小。",
        },
        draw: sweep::tornado,
    },
    Section {
        table: "cells",
        title: Label { en: "Results by factor", zh: "结果随因子的变化" },
        lead: Label {
            en: "Each point is a design point, with its mean over replicates. The line is the mean within tenths of the range of the \
                 factor.",
            zh: "每个点为一个设计点，取各次重复的均值；折线为因子范围十等分内的均值。",
        },
        draw: sweep::points,
    },
    Section {
        table: "trajectories",
        title: Label { en: "Trajectories", zh: "变化过程" },
        lead: Label {
            en: "Monthly values. With 20 replicates or more, bands go from the 5th to the 95th percentile; with fewer, from the lowest \
                 to the highest value. They reflect chance only. The effect of a policy is the difference from a run without it, \
                 not the change from the start.",
            zh: "逐月变化；20 次及以上重复的阴影取第 5 至第 95 百分位，不足 20 次取最低至最高值，只反映随机波动。政策的效果是与无该政策的\
                 运行之差，不是与期初之差。",
        },
        draw: run::trajectories,
    },
    Section {
        table: "urban_rural_gap",
        title: Label { en: "Urban-rural gap", zh: "城乡差距" },
        lead: Label {
            en: "Rural minus urban: a value above zero means that it is higher in villages.",
            zh: "农村减城市：大于零表示农村更高。",
        },
        draw: run::gap,
    },
    Section {
        table: "elder_flows",
        title: Label { en: "Drive, perception and response", zh: "驱动、感知与响应" },
        lead: Label {
            en: "Sampled elders over the last four weeks: drive (unmet psychological needs) and perception (awareness of mutual aid \
                 times trust), each in thirds of the sample, and response.",
            zh: "抽样老年人最近四周：驱动（心理需要的缺失）与感知（对互助的知晓乘信任），均按样本三等分；以及响应。",
        },
        draw: run::flows,
    },
    Section {
        table: "retention",
        title: Label { en: "Retention of members", zh: "成员留存" },
        lead: Label {
            en: "Share of memberships that last, by weeks since joining (Kaplan-Meier estimate), among those that began in the \
                 run a year or more before its end.",
            zh: "加入若干周后仍为成员的比例（Kaplan-Meier 估计），限于运行期内、结束一年以前加入者。",
        },
        draw: run::retention,
    },
    Section {
        table: "elder_groups",
        title: Label { en: "Groups of elders", zh: "不同的老年人" },
        lead: Label { en: "Means by group of elders in the last week.", zh: "最后一周各组老年人的均值。" },
        draw: run::groups,
    },
    Section {
        table: "provinces",
        title: Label { en: "Provinces", zh: "各省" },
        lead: Label {
            en: "The last four weeks, with one tile per province in its approximate location. A province with an empty tile is not \
                 simulated.",
            zh: "最近四周，每省一格，大致按地理位置排列。空格表示未作模拟。",
        },
        draw: run::provinces,
    },
    Section {
        table: "spending",
        title: Label { en: "Costs", zh: "成本" },
        lead: Label {
            en: "Public spending per elder per year over the whole run, by item.",
            zh: "全程每位老年人每年的公共支出，按项目。",
        },
        draw: run::spending,
    },
];

/// The explanation of a section; for a comparison with one replicate, with the note that there are no intervals.
fn lead(source: &Source, lead: Label) -> Message {
    let one = source.results.kind == Kind::Comparison && source.results.replicates == 1;
    let note = Label {
        en: " There is one replicate, so there are no intervals.", zh: "仅有一次重复，因此没有区间。"
    };
    let text = Message::from(lead);
    if one && lead.en.contains("95 %") { text.join(note, &Message::same("")) } else { text }
}

/// The sections that have charts.
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
