//! How the numbers of a report came about, and where they come from.

use super::comparison::BASELINE;
use super::text::{COMMA, Text};
use super::{Fact, Source};
use crate::analysis::results::Kind;
use crate::policy::Label;

/// What kind of results these are.
pub fn kind(kind: Kind) -> Label {
    match kind {
        Kind::Run => Label { en: "Report of a run", zh: "运行报告" },
        Kind::Comparison => Label { en: "Comparison of policies", zh: "政策比较" },
        Kind::Sweep => Label { en: "Sweep over a design", zh: "参数扫描" },
        Kind::Sensitivity => Label { en: "Sensitivity analysis", zh: "敏感性分析" },
    }
}

const MODEL: Label = Label {
    en: "huzhu simulates elders, volunteers and institutions week by week: needs drive people, what they know and whom they trust \
         decides what they see, and they join, give, ask and leave. It answers what would follow if people behaved like this, for \
         comparing policies; it is no forecast. Ranks and directions deserve more trust than levels.",
    zh: "huzhu 逐周模拟老年人、志愿者与组织机构：心理需要产生驱动，知晓与信任决定感知，人们据此加入、给予、求助或离开。它回答的是\
         “如果人们这样行动，会怎样”，用于比较政策，不是预测。方向和排序比绝对水平更可信。",
};

const BANDS_OF_A_RUN: Label = Label {
    en: "Bands hold nine tenths of the replicates. They show chance only, not the uncertainty of parameters or of the model's form. \
         The end is the last four weeks, the start the last four of the warm-up that were written.",
    zh: "阴影与区间含九成重复，只反映偶然，不反映参数与模型形式的不确定。期末为最后四周，期初为已写出的预热期最后几周。",
};

const PAIRS: Label = Label {
    en: "Every policy runs on the same people and the same draws as the baseline, replicate by replicate, so that most chance falls \
         out of the difference. Intervals are 95 % intervals of the mean difference (Student). Levels are those of the last four \
         weeks, or of the whole run for spending, deaths and retention.",
    zh: "每项政策与基线用同一批人、同一组随机数，逐次重复配对，大部分偶然在差异中相消。区间为平均差异的 95% 区间（Student）。\
         水平取最后四周；支出、死亡与留存取全程。",
};

const CELLS: Label = Label {
    en: "Every point of the design is one scenario, run with each seed of its replicates. A cell that could not be run is a row with \
         its reason and has no values.",
    zh: "设计中的每一点为一个情景，各次重复分别运行。无法运行的单元保留一行并注明原因，没有数值。",
};

const INDICES: Label = Label {
    en: "Intervals of indices come from resampling the runs and are widened where the runs are few. Factors that the runs \
         cannot tell apart share a rank. Effects of a screening are those of moving a factor over its whole range; where \
         listed values have no order, mu* is the mean size of a change from one to another, and there is no mu and no sigma.",
    zh: "指数的区间由重抽样得到，运行少时予以放宽；以现有运行无法区分的因子名次并列。筛查的效应为因子移动整个范围的效应；列出的取值没有\
         顺序时，mu* 为从一个取值换到另一个取值的平均变化大小，没有 mu 与 sigma。",
};

/// How the numbers came about, a paragraph each.
pub fn method(source: &Source) -> Vec<Text> {
    let own: &[Label] = match source.results.kind {
        Kind::Run => &[BANDS_OF_A_RUN],
        Kind::Comparison => &[PAIRS],
        Kind::Sweep => &[CELLS],
        Kind::Sensitivity => &[CELLS, INDICES],
    };
    [MODEL].iter().chain(own).map(|it| Text::from(*it)).chain(precision(source)).collect()
}

/// Whether differences are known as well as the study wants.
fn precision(source: &Source) -> Option<Text> {
    let table = source.table("precision").filter(|it| it.rows() > 0)?;
    let replicates = source.results.replicates;
    let missed: Vec<Text> = (0..table.rows())
        .filter(|row| table.number("reached", *row) != Some(1.0))
        .map(|row| {
            let [measure, policy] = ["measure", "policy"].map(|it| source.name(table.text(it, row)));
            let context = table.text("context", row);
            let policy = if context == BASELINE { policy } else { policy.join(COMMA, &source.world(context)) };
            Text::new(format!("{} ({})", measure.en, policy.en), format!("{}（{}）", measure.zh, policy.zh))
        })
        .collect();
    if missed.is_empty() {
        return Some(Text::new(
            format!("With {replicates} replicates every difference is known as well as the study wants."),
            format!("{replicates} 次重复后，各项差异均已达到研究所要求的精度。"),
        ));
    }
    let list = |of: fn(&Text) -> &str, by: &str| missed.iter().map(of).collect::<Vec<_>>().join(by);
    Some(Text::new(
        format!(
            "With {replicates} replicates these differences are not known as well as the study wants: {}.",
            list(|it| &it.en, ", ")
        ),
        format!("{replicates} 次重复后，以下差异仍未达到研究所要求的精度：{}。", list(|it| &it.zh, "、")),
    ))
}

/// Where the numbers come from.
pub fn origin(source: &Source) -> Vec<Fact> {
    let it = &source.results;
    let mut facts = Vec::new();
    let mut fact = |en: &str, zh: &str, value: Text| facts.push(Fact { name: Text::new(en, zh), value });
    let scenario = match it.kind {
        Kind::Run => ("scenario", "情景"),
        Kind::Comparison => ("study", "研究"),
        Kind::Sweep | Kind::Sensitivity => ("design", "设计"),
    };
    fact(scenario.0, scenario.1, Text::same(&it.name));
    if let Some(plan) = &it.plan {
        fact("kind of the design", "设计类型", Text::same(&plan.kind));
        fact("points", "设计点数", Text::same(plan.points.to_string()));
        for factor in &plan.factors {
            fact(&factor.named.id, &factor.named.id, Text::same(&factor.levels));
        }
    }
    fact("version", "版本", Text::same(&it.created_by));
    fact("seed", "种子", Text::same(it.seed.to_string()));
    fact("replicates", "重复次数", Text::same(it.replicates.to_string()));
    if let Some(weeks) = it.weeks {
        let warmup = it.warmup_weeks.unwrap_or(0);
        fact(
            "weeks",
            "周数",
            Text::new(format!("{weeks} after {warmup} of warm-up"), format!("{weeks}，之前预热 {warmup}")),
        );
    }
    let whole = if it.complete { ("all that was wanted", "全部完成") } else { ("interrupted", "中断") };
    fact("run", "完成情况", Text::new(whole.0, whole.1));
    fact("BLAKE3 of the resolved scenario", "完整情景的 BLAKE3", Text::same(&it.scenario_hash));
    fact("digest of the results", "结果摘要值", Text::same(&it.digest));
    for file in &it.files {
        facts.push(Fact { name: Text::same(&file.name), value: Text::same(&file.blake3) });
    }
    facts
}
