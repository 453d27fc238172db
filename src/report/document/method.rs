//! Method and provenance of a report.

use super::numbers::digits;
use super::source::{Fact, Source};
use crate::analysis::results::{Kind, Results};
use crate::text::Label;
use crate::text::Message;

/// Kind of the results.
pub fn kind(results: &Results) -> Label {
    match results.kind {
        Kind::Comparison if results.planned_contexts.is_some() => {
            Label { en: "Failure regions of policies", zh: "政策的失效区域" }
        }
        Kind::Run => Label { en: "Report of a run", zh: "运行报告" },
        Kind::Comparison => Label { en: "Comparison of policies", zh: "政策比较" },
        Kind::Sweep => Label { en: "Sweep over a design", zh: "参数扫描" },
        Kind::Sensitivity => Label { en: "Sensitivity analysis", zh: "敏感性分析" },
    }
}

const MODEL: Label = Label {
    en: "huzhu simulates elders, volunteers and organisers week by week. Psychological needs give rise to a drive; awareness and \
         trust shape perception; people then join, give, ask for help or leave. The model shows what would follow if people behaved \
         in this way. It serves to compare policies and is not a forecast. Ranks and directions are more reliable than levels.",
    zh: "huzhu 逐周模拟老年人、志愿者与组织者：心理需要产生驱动，知晓与信任决定感知，人们据此加入、给予、求助或离开。它回答的是\
         “如果人们这样行动，会怎样”，用于比较政策，不是预测。方向和排序比绝对水平更可信。",
};

const BANDS_OF_A_RUN: Label = Label {
    en: "With 20 replicates or more, bands and intervals go from the 5th to the 95th percentile; with fewer, from the lowest to the \
         highest value. A single replicate has none. They reflect chance only, not the uncertainty of parameters or of the model \
         structure. The start is the first four weeks of the run; the end is the last four.",
    zh: "20 次及以上重复的阴影与区间取第 5 至第 95 百分位，不足 20 次取最低至最高值，单次重复没有区间；它们只反映随机波动，不反映参数与\
         模型结构的不确定性。期初为运行的前四周，期末为最后四周。",
};

const PAIRS: Label = Label {
    en: "In each replicate, every policy has the same people and the same random draws as the baseline (common random numbers), so \
         most of the random variation cancels in the difference. Intervals are 95 % intervals of the mean difference (Student's t); \
         a single replicate has none. A difference is called determined if its interval excludes zero. Policies are ranked by \
         paired differences from the best one. The cost per unit of effect has Fieller's interval; it is not given if the effect \
         cannot be distinguished from zero. Levels refer to the last four weeks; spending, deaths and retention refer to the whole \
         run.",
    zh: "每次重复中，各项政策与基线的人群和随机数相同（共用随机数），大部分随机波动在差异中相互抵消。区间为平均差异的 95% 区间\
         （Student t），单次重复没有区间。区间不含零才视为确定的差异。政策按与最优者的配对差异排名。单位效果的成本附 Fieller 区间，\
         效果与零无法区分时不给出。水平取最后四周；支出、死亡与留存取全程。",
};

const CELLS: Label = Label {
    en: "Each design point is one scenario, run once per replicate. A cell that could not be run is a row without values that gives \
         the reason.",
    zh: "每个设计点为一个情景，各次重复分别运行。无法运行的单元保留一行，没有数值，并注明原因。",
};

const INDICES: Label = Label {
    en: "Intervals of indices are estimated by resampling the runs; they are widened if there are few runs. Factors that the runs \
         cannot distinguish share a rank. An elementary effect is the effect of moving a factor over its whole range. If listed \
         values have no order, mu* is the mean absolute change from one value to another, and mu and sigma are not defined.",
    zh: "指数的区间由重抽样估计，运行少时予以放宽；以现有运行无法区分的因子名次并列。基本效应为因子移动整个范围的效应；列出的取值没有\
         顺序时，mu* 为从一个取值换到另一个取值的平均绝对变化，mu 与 sigma 无定义。",
};

/// The method, in paragraphs.
pub fn method(source: &Source) -> Vec<Message> {
    let own: &[Label] = match source.results.kind {
        Kind::Run => &[BANDS_OF_A_RUN],
        Kind::Comparison => &[PAIRS],
        Kind::Sweep => &[CELLS],
        Kind::Sensitivity => &[CELLS, INDICES],
    };
    [MODEL].iter().chain(own).map(|it| Message::from(*it)).collect()
}

/// The number reached; for an interrupted result also the number planned.
fn of_planned(reached: i64, planned: i64, complete: bool) -> Message {
    if complete || reached == planned {
        return Message::same(reached.to_string());
    }
    Message::new(format!("{reached} of {planned}"), format!("{reached}，计划 {planned}"))
}

/// Provenance of the numbers.
pub fn origin(source: &Source) -> Vec<Fact> {
    let it = &source.results;
    let mut facts = Vec::new();
    let mut fact = |en: &str, zh: &str, value: Message| facts.push(Fact { name: Message::new(en, zh), value });
    let scenario = match it.kind {
        Kind::Run => ("scenario", "情景"),
        Kind::Comparison => ("study", "研究"),
        Kind::Sweep | Kind::Sensitivity => ("design", "设计"),
    };
    fact(scenario.0, scenario.1, Message::same(&it.name));
    if let Some(plan) = &it.plan {
        fact("kind of design", "设计类型", Message::same(&plan.kind));
        fact("design points", "设计点数", Message::same(plan.points.to_string()));
        if let Some((finished, cells)) = it.cells() {
            fact(
                "finished cells",
                "已完成的单元",
                Message::new(format!("{finished} of {cells}"), format!("{finished}，共 {cells}")),
            );
        }
        for factor in &plan.factors {
            fact(&factor.named.id, &factor.named.id, Message::same(&factor.levels));
        }
    }
    fact("version", "版本", Message::same(&it.created_by));
    fact("seed", "种子", Message::same(it.seed.to_string()));
    let replicates =
        if it.plan.is_some() { ("replicates per point", "每点重复次数") } else { ("replicates", "重复次数") };
    let reached = of_planned(it.replicates.into(), it.planned_replicates.into(), it.complete);
    fact(replicates.0, replicates.1, reached);
    if let Some(elders) = source.elders() {
        fact(
            "elders simulated, mean over replicates",
            "模拟的老年人，各次重复的均值",
            Message::same(digits(elders, 0, false)),
        );
    }
    if let Some(weeks) = it.weeks {
        let warmup = it.warmup_weeks.unwrap_or(0);
        let weeks = of_planned(weeks.into(), it.planned_weeks.unwrap_or(weeks).into(), it.complete);
        let after = Message::new(format!(" after {warmup} weeks of warm-up"), format!("，之前预热 {warmup} 周"));
        fact("weeks", "周数", Message::new(weeks.en + &after.en, weeks.zh + &after.zh));
    }
    let whole = if it.complete { ("complete", "全部完成") } else { ("interrupted", "中断") };
    fact("status", "完成情况", Message::new(whole.0, whole.1));
    fact("BLAKE3 of the resolved scenario", "完整情景的 BLAKE3", Message::same(&it.scenario_hash));
    fact("digest of the results", "结果摘要值", Message::same(&it.digest));
    for file in &it.files {
        facts.push(Fact { name: Message::same(&file.name), value: Message::same(&file.blake3) });
    }
    facts
}
