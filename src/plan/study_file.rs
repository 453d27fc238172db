//! Reading a study: everything is checked before anything runs, all faults at once, each at its place.

use crate::analysis::contexts::Goal;
use crate::analysis::figures::{self, Better, Indicator};
use crate::analysis::stopping::HalfWidth;
use crate::diagnostics::{Diagnostic, Place, nearest, perhaps};
use crate::error::{Error, Result};
use crate::plan::factors::{Factor, NAMES, Reader, refuse_overlaps};
use crate::plan::keys::{LAYER, Options, STUDY, UNCERTAIN};
use crate::plan::sampling::{Latin, UnitPoints};
use crate::plan::{measures, remarks};
use crate::policy::DESCRIPTIONS;
use crate::random::Chance;
use crate::scenario::Scenario;
use crate::scenario::embedded;
use crate::scenario::file::{Origin, Table, Value, Written, is_path, read_text};
use crate::scenario::keys::{is_key, names};
use crate::scenario::resolve::{self, name_of};
use crate::scenario::values::{Bounds, Check, LONGEST_NAME, is_unseen};
use crate::text::{Message, message};
use std::path::Path;

use crate::plan::study::{
    Arm, BASELINE, Context, Drawn, Measured, Named, REPLICATES, Study, Uncertain, as_it_is, default_measures,
    the_baseline,
};

/// Fewest replicates when a precision is wanted and nothing else is written.
const LEAST: u32 = 5;
/// Most replicates when a precision is wanted and nothing else is written.
const MOST: u32 = 50;
/// Most replicates that can be written.
const MOST_REPLICATES: u32 = 100_000;
/// Number of contexts drawn if the study gives none.
const CONTEXTS: u32 = 64;
/// Section of what is uncertain.
const FACTORS: &str = "study.uncertain.factors";

/// Keys of `[study]` that say what the baseline is; they are laid with it.
const OF_SCENARIO: [&str; 3] = ["baseline", "seed", "weeks"];
/// What a policy or a context may lay on the baseline.
const LAYERS: [&str; 3] = ["policy", "parameters", "baseline"];

impl Study {
    /// The study that an argument of a command names; each of `sets` is a `key=value` that changes the baseline.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown name, or all faults of the study.
    pub fn load(argument: &str, sets: &[String]) -> Result<Self> {
        Ok(load(argument, sets, None)?.0)
    }

    /// The same with contexts drawn from its `[study.uncertain]`, in the given number if there is one.
    ///
    /// # Errors
    /// As [`Study::load`], or nothing is uncertain in the study.
    pub fn load_drawn(argument: &str, sets: &[String], contexts: Option<u32>) -> Result<(Self, Drawn)> {
        let (study, drawn) = load(argument, sets, Some(contexts))?;
        let drawn = drawn.ok_or_else(|| nothing_uncertain(argument))?;
        Ok((study, drawn))
    }

    /// The study that a text holds; paths in it count from the current directory.
    ///
    /// # Errors
    /// All faults of the study.
    pub fn from_text(name: &str, text: &str, sets: &[String]) -> Result<Self> {
        Ok(read((name, name), text, None, sets, None)?.0)
    }

    /// The same with contexts drawn.
    ///
    /// # Errors
    /// All faults of the study, or nothing is uncertain in it.
    pub fn from_text_drawn(name: &str, text: &str) -> Result<(Self, Drawn)> {
        let (study, drawn) = read((name, name), text, None, &[], Some(None))?;
        let drawn = drawn.ok_or_else(|| nothing_uncertain(name))?;
        Ok((study, drawn))
    }
}

fn load(argument: &str, sets: &[String], draws: Option<Option<u32>>) -> Result<(Study, Option<Drawn>)> {
    if let Some(it) = embedded::find_study(argument) {
        return read((it.name, it.name), it.text, Some(Origin::Embedded(it)), sets, draws);
    }
    if !is_path(argument) {
        let meant = nearest(argument, embedded::STUDIES.iter().map(|it| it.name));
        let Message { en, zh } = perhaps(meant);
        let told = message!(
            "there is no study `{argument}`;{en} `huzhu scenarios` lists all; a study is a file with a [study] table",
            "没有名为 `{argument}` 的研究；{zh}`huzhu scenarios` 列出全部；研究是带 [study] 表的文件"
        );
        return Err(Error::Usage(told));
    }
    let path = Path::new(argument);
    let text = read_text(path).map_err(|refusal| refusal.error(path))?;
    read((&name_of(path), argument), &text, Some(Origin::File(path.to_path_buf())), sets, draws)
}

fn nothing_uncertain(argument: &str) -> Error {
    let told = message!(
        "`{argument}` names no uncertain factor: write [study.uncertain.factors.\"parameters.….…\"] with a \
         distribution",
        "`{argument}` 没有写明不确定因素：请写 [study.uncertain.factors.\"parameters.….…\"] 及其分布"
    );
    Error::Usage(told)
}

/// Reads and checks a study, and draws its contexts where `draws` asks for them: as many as that gives, or the study.
fn read(
    (name, shown): (&str, &str),
    text: &str,
    origin: Option<Origin>,
    sets: &[String],
    draws: Option<Option<u32>>,
) -> Result<(Study, Option<Drawn>)> {
    let mut layers = resolve::defaults();
    let mut chain = vec![match &origin {
        Some(Origin::File(path)) => path.canonicalize().unwrap_or_else(|_| path.clone()),
        Some(Origin::Embedded(_)) | None => Default::default(),
    }];
    let file = layers.sources.len();
    layers.lay_study(shown.into(), text.into(), origin, &mut chain);
    let first_set = layers.sources.len();
    for (number, set) in sets.iter().enumerate() {
        layers.lay_set(number + 1, set);
    }
    let mut check = Check { sources: &layers.sources, faults: Default::default() };
    refuse_other_replicates(&mut check, &layers.merged, file, first_set);
    let study = study(&mut check, name, &layers.merged, draws);
    let found = check.faults;
    if !layers.broken {
        layers.faults.follow(found, &layers.sources);
    }
    match study {
        Some((study, drawn)) if layers.faults.is_empty() => Ok((study.with_weeks()?, drawn)),
        _ => Err(Error::Scenario(layers.report(shown))),
    }
}

/// `replicates` outside of `[study]` is that of a single run. Written in the study's own file or by `--set`, it is
/// meant for the study, which would ignore it; `file` is the source of the study, `first_set` that of the first `--set`.
fn refuse_other_replicates(check: &mut Check, merged: &Table, file: usize, first_set: usize) {
    let Some(written) = merged.get("replicates") else { return };
    let own = merged.table("study").is_some_and(|it| it.get("replicates").is_some());
    let source = written.key.source;
    if (source == file && !own) || source >= first_set {
        let title = message!(
            "`replicates` outside [study] is for single runs and has no effect in a study",
            "[study] 之外的 `replicates` 属于单次运行，在研究中不起作用"
        );
        let help = message!(
            "write it in [study] (`--set study.replicates=…`), or use the option --replicates",
            "请写在 [study] 中（`--set study.replicates=…`），或用选项 --replicates"
        );
        check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
    }
}

/// Reads the merged table; what is at fault takes its default, so that reading goes on to the end.
fn study(check: &mut Check, name: &str, merged: &Table, draws: Option<Option<u32>>) -> Option<(Study, Option<Drawn>)> {
    let base = merged.without(&["study"]);
    let baseline = resolve::scenario(check, name, &base);
    let Some(written) = merged.get("study") else {
        check.faults.push(Diagnostic::of_all(message!(
            "a study needs a table `[study]` that names its policies",
            "研究须有一个表 `[study]`，写明其政策"
        )));
        return None;
    };
    let table = check.table("study", written)?;
    refuse_keys_of_scenario(check, table);
    check.only("study", table, &names(STUDY));
    let [title, title_zh] = check.titles("study", table, [&baseline.title, &baseline.title_zh]);
    let mut options = Options::default();
    options.read(|key| check.plain("study", table, STUDY, key));
    let mut measures = measured(check, table);
    let precise = measures.iter().any(|it| it.precision.is_some());
    let (least, most) = replicates(check, table, precise);
    let effect = table.get("effect").and_then(|it| effect(check, it));
    let thresholds = table.get("thresholds").and_then(|it| thresholds(check, it));
    let policies = layers(check, table, "policies");
    if policies.is_empty() {
        refuse_no_policy(check, written);
    }
    let ids: Vec<&str> = policies.iter().map(|it| it.named.id.as_str()).collect();
    let mut policy = |key: &str| {
        let written = table.get(key)?;
        check.choice(&format!("study.{key}"), written, &ids).map(str::to_owned)
    };
    let (attribute, stages) = (policy("attribute"), policy("stages"));
    let contexts = contexts(check, (name, &base), table, &policies);
    refuse_unchanged(check, &baseline, &contexts[0], &policies);
    let effect = effect.unwrap_or_else(|| usual_effect(&measures));
    // What money is held against is shown too, or its price would stand beside other numbers alone.
    if measures.iter().all(|it| it.figure != effect) {
        measures.push(Measured::of(effect));
    }
    let uncertain = table.get("uncertain").and_then(|it| uncertain(check, (name, &base), &policies, it));
    let mut study = Study {
        name: name.into(),
        title,
        title_zh,
        least,
        most,
        measures,
        effect,
        attribute,
        stages,
        thresholds,
        options,
        uncertain,
        contexts,
    };
    let drawn = match draws {
        Some(contexts) if check.faults.is_empty() => study.uncertain.as_mut().map(|uncertain| {
            uncertain.contexts = contexts.unwrap_or(uncertain.contexts);
            draw(check, (name, &base), &policies, uncertain, baseline.seed)
        }),
        _ => None,
    };
    Some((study, drawn))
}

/// Refuses what belongs beside `[study]`.
fn refuse_keys_of_scenario(check: &mut Check, table: &Table) {
    for (key, late) in OF_SCENARIO.iter().filter_map(|key| Some((key, table.get(key)?))) {
        let title =
            message!("`study.{key}` must be written in the study's own file", "`study.{key}` 须写在研究自己的文件中");
        let help = message!("`--set {key}=…` changes the value of the baseline", "`--set {key}=…` 改动基线的这一项");
        check.faults.push(Diagnostic::new(title, &late.key, None).help(help));
    }
}

fn refuse_no_policy(check: &mut Check, written: &Written) {
    let title = message!("a study needs at least one policy", "研究至少比较一项政策");
    let help = message!(
        "`[study.policies.bank]` with `policy.time_bank.start_week = 0` is a policy",
        "`[study.policies.bank]` 下写 `policy.time_bank.start_week = 0`，便是一项政策"
    );
    check.faults.push(Diagnostic::new(title, &written.key, message!("no policy is given", "没有写政策")).help(help));
}

/// The unchanged context, then those of the file, each with the baseline and all policies.
fn contexts(check: &mut Check, (name, base): (&str, &Table), table: &Table, policies: &[Layer]) -> Vec<Context> {
    let mut contexts = vec![(as_it_is(), None)];
    contexts.extend(layers(check, table, "contexts").into_iter().map(|it| (it.named, Some(it.layer))));
    let laid = |below: &Table, layer: &Table| {
        let mut table = below.clone();
        table.merge_layer(layer.clone());
        table
    };
    contexts
        .into_iter()
        .map(|(named, layer)| {
            let context = layer.as_ref().map_or(base.clone(), |it| laid(base, it));
            let mut arm = |named: &Named, table: &Table| Arm {
                named: named.clone(),
                scenario: resolve::scenario(check, name, table),
            };
            let mut arms = vec![arm(&the_baseline(), &context)];
            arms.extend(policies.iter().map(|it| arm(&it.named, &laid(&context, &it.layer))));
            Context { named, arms }
        })
        .collect()
}

/// Refuses a policy that is the baseline.
fn refuse_unchanged(check: &mut Check, baseline: &Scenario, context: &Context, policies: &[Layer]) {
    for (arm, policy) in context.arms[1..].iter().zip(policies) {
        let unchanged = (&arm.scenario.timeline, &arm.scenario.values) == (&baseline.timeline, &baseline.values);
        if unchanged && check.faults.is_empty() {
            let id = &arm.named.id;
            let title = message!("policy `{id}` changes nothing in the baseline", "政策 `{id}` 没有改动基线");
            let label = message!("everything in it is already in force there", "其全部内容在基线中已经生效");
            check.faults.push(Diagnostic::new(title, policy.header, label));
        }
    }
}

/// What a policy or a context lays on the baseline.
struct Layer<'a> {
    named: Named,
    header: &'a Place,
    /// Where its names are written, English and Chinese; its header where one is not.
    names: [&'a Place; 2],
    layer: Table,
}

/// `[study.policies]` or `[study.contexts]`.
fn layers<'a>(check: &mut Check, table: &'a Table, section: &str) -> Vec<Layer<'a>> {
    let path = format!("study.{section}");
    let Some(table) = table.get(section).and_then(|it| check.table(&path, it)) else { return Vec::new() };
    let mut layers = Vec::new();
    for (id, written) in table.iter() {
        let path = format!("{path}.{id}");
        let Some(table) = check.table(&path, written) else { continue };
        refuse_id(check, id, &written.key);
        for (key, wrong) in table.iter().filter(|(key, _)| !is_key(LAYER, key)) {
            let meant = nearest(key, DESCRIPTIONS.iter().map(|it| it.name));
            match meant {
                Some(meant) if matches!(wrong.value, Value::Table(_)) => {
                    let title = message!(
                        "an instrument must be under `policy` in `{path}`",
                        "政策工具须写在 `{path}` 的 `policy` 之下"
                    );
                    let label = message!("write `[{path}.policy.{meant}]`", "写作 `[{path}.policy.{meant}]`");
                    check.faults.push(Diagnostic::new(title, &wrong.key, label));
                }
                _ => check.unknown(&path, key, wrong, &names(LAYER)),
            }
        }
        let mut label =
            |key: &str| table.get(key).and_then(|it| check.name(&format!("{path}.{key}"), it, LONGEST_NAME));
        let en = label("en").unwrap_or(id).to_owned();
        let zh = label("zh").unwrap_or(&en).to_owned();
        let names = ["en", "zh"].map(|key| table.get(key).map_or(&written.key, |it| &it.place));
        let empty = |key: &&str| table.table(key).is_none_or(|it| it.iter().next().is_none());
        if LAYERS.iter().all(empty) && table.iter().all(|(key, _)| is_key(LAYER, key)) {
            let title = match section {
                "policies" => message!("`{path}` names no instrument", "`{path}` 没有写明政策工具"),
                _ => message!("`{path}` changes nothing", "`{path}` 没有改动任何内容"),
            };
            let help = message!(
                "write for example `[{path}.policy.time_bank]`; `huzhu params policy` lists all instruments",
                "例如写 `[{path}.policy.time_bank]`；`huzhu params policy` 列出全部政策工具"
            );
            check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
        }
        let named = Named { id: id.into(), en, zh };
        let others: Vec<&str> = table.iter().map(|it| it.0).filter(|key| !LAYERS.contains(key)).collect();
        layers.push(Layer { named, header: &written.key, names, layer: table.without(&others) });
    }
    let first = if section == "policies" { the_baseline() } else { as_it_is() };
    refuse_same_names(check, &first, &layers);
    layers
}

/// An identity is a word of files and options: not that of the baseline, and without characters that these lose.
fn refuse_id(check: &mut Check, id: &str, key: &Place) {
    if id.trim().eq_ignore_ascii_case(BASELINE) {
        let title = message!("`baseline` is reserved for the baseline", "`baseline` 专指基线");
        check.faults.push(Diagnostic::new(title, key, message!("choose another name", "请另取名称")));
        return;
    }
    let ends = id.starts_with(char::is_whitespace) || id.ends_with(char::is_whitespace);
    let may = |it: char| it.is_alphanumeric() || [' ', '_', '-', '.'].contains(&it);
    let length = id.chars().count();
    if id.is_empty() || ends || length > LONGEST_NAME || !id.chars().all(|it| may(it) && !is_unseen(it)) {
        let title = message!(
            "a name must have 1 to {LONGEST_NAME} letters, digits, `_`, `-` or `.`, with spaces only between them",
            "标识须由 1 至 {LONGEST_NAME} 个字母、汉字、数字、`_`、`-`、`.` 组成，空格只能在其间"
        );
        let help = message!("the full name goes into `en` and `zh`", "完整名称请写在 `en` 与 `zh` 中");
        check.faults.push(Diagnostic::new(title, key, None).help(help));
    }
}

/// Names by which people could not tell two policies or contexts apart; `first` is the name that is there already.
fn refuse_same_names(check: &mut Check, first: &Named, layers: &[Layer]) {
    let names = |it: &Named| [it.en.clone(), it.zh.clone()];
    for (number, layer) in layers.iter().enumerate() {
        let earlier = layers[..number].iter().map(|it| (&it.named, Some(it)));
        for (other, at) in std::iter::once((first, None)).chain(earlier) {
            let same = names(&layer.named).into_iter().zip(names(other)).map(|(one, other)| one == other);
            for (language, _) in same.enumerate().filter(|it| it.1) {
                let (place, name, id) = (layer.names[language], &names(&layer.named)[language], &other.id);
                let title = match at {
                    None => message!("the baseline is already called `{name}`", "基线已叫 `{name}`"),
                    Some(_) => message!("`{id}` is already called `{name}`", "`{id}` 已叫 `{name}`"),
                };
                let help = message!(
                    "give each a different name: charts and tables show only the name",
                    "请各取不同的名称：图表只显示名称"
                );
                let mut fault = Diagnostic::new(title, place, message!("the same name", "名称相同")).help(help);
                if let Some(at) = at.filter(|it| it.names[language] != place) {
                    fault = fault.other(at.names[language], message!("as here", "与此处相同"));
                }
                check.faults.push(fault);
            }
        }
    }
}

/// `measures`, `[study.precision]` and `[study.goals]`; a measure that only these name is shown too.
fn measured(check: &mut Check, table: &Table) -> Vec<Measured> {
    let mut measures = match table.get("measures") {
        None => default_measures(),
        Some(written) => {
            if matches!(&written.value, Value::List(items) if items.is_empty()) {
                let title =
                    message!("`study.measures` must name at least one measure", "`study.measures` 至少须写一个指标");
                let help = message!("delete it to use the default measures", "删去这一项即用默认指标");
                check.faults.push(Diagnostic::new(title, &written.place, None).help(help));
            }
            measures::listed(check, "study.measures", written).into_iter().map(Measured::of).collect()
        }
    };
    let precision = table.get("precision").and_then(|it| check.table("study.precision", it));
    for (key, written) in precision.into_iter().flat_map(Table::iter) {
        let Some(figure) = measures::known(check, key, &written.key) else { continue };
        let precision = half_width(check, figure, &format!("study.precision.{key}"), written);
        match measures.iter_mut().find(|it| it.figure == figure) {
            Some(it) => it.precision = precision,
            None => measures.push(Measured { precision, ..Measured::of(figure) }),
        }
    }
    let goals = table.get("goals").and_then(|it| check.table("study.goals", it));
    for (key, written) in goals.into_iter().flat_map(Table::iter) {
        let Some(figure) = measures::known(check, key, &written.key) else { continue };
        let Some(goal) = goal(check, figure, &format!("study.goals.{key}"), written) else { continue };
        if figure.better == Better::Neither {
            let title = message!(
                "`{key}` cannot be a goal: neither more nor less of it is better",
                "`{key}` 不能作为目标：其高低无所谓好坏"
            );
            check.faults.push(Diagnostic::new(title, &written.key, None));
        }
        match measures.iter_mut().find(|it| it.figure == figure) {
            Some(it) => it.goal = goal,
            None => measures.push(Measured { goal, ..Measured::of(figure) }),
        }
    }
    measures
}

/// That a measure is a fraction, where it is one.
fn range_in_words(figure: &Indicator) -> Option<Message> {
    let (key, [low, high]) = (figure.key, figure.range());
    (high <= 1.0).then(|| message!("`{key}` lies between {low} and {high}", "`{key}` 介于 {low} 与 {high} 之间"))
}

/// A half-width as written.
fn half_width(check: &mut Check, figure: &Indicator, path: &str, written: &Written) -> Option<HalfWidth> {
    let table = check.table(path, written)?;
    check.only(path, table, &["absolute", "relative"]);
    let mut number = |key: &str, most: f64, note: Option<Message>| {
        let bounds = Bounds::new(1e-9, most);
        table.get(key).and_then(|it| check.number(&format!("{path}.{key}"), it, bounds, note))
    };
    let of_level = message!("it is a share of the baseline's level", "这是基线水平的一个比例");
    match (number("absolute", figure.range()[1], range_in_words(figure)), number("relative", 1.0, Some(of_level))) {
        (Some(width), None) => Some(HalfWidth::Absolute(width)),
        (None, Some(width)) => Some(HalfWidth::Relative(width)),
        (None, None) if table.iter().next().is_some() => None,
        _ => {
            let title = message!(
                "`{path}` must be one half-width: `{{ absolute = 0.01 }}` or `{{ relative = 0.02 }}`",
                "`{path}` 必须是一个半宽：`{{ absolute = 0.01 }}` 或 `{{ relative = 0.02 }}`"
            );
            check.faults.push(Diagnostic::new(title, &written.key, None));
            None
        }
    }
}

/// What is good enough, as written.
fn goal(check: &mut Check, figure: &Indicator, path: &str, written: &Written) -> Option<Goal> {
    let table = check.table(path, written)?;
    check.only(path, table, &["at_least", "at_most", "gain"]);
    let [low, high] = figure.range();
    let mut number = |key: &str, low: f64| {
        let bounds = Bounds::new(low, high);
        table.get(key).and_then(|it| check.number(&format!("{path}.{key}"), it, bounds, range_in_words(figure)))
    };
    // A gain may be negative: how much worse than the baseline is still good enough.
    let goals = [
        number("at_least", low).map(Goal::AtLeast),
        number("at_most", low).map(Goal::AtMost),
        number("gain", -high).map(Goal::Gain),
    ];
    refuse_wrong_way(check, figure, path, table);
    match goals.into_iter().flatten().collect::<Vec<_>>()[..] {
        [goal] => Some(goal),
        // A number that was refused is a goal all the same.
        [] if ["at_least", "at_most", "gain"].iter().filter(|key| table.get(key).is_some()).count() == 1 => None,
        _ => {
            let title = message!(
                "`{path}` must be one of `{{ at_least = 0.1 }}`, `{{ at_most = 0.3 }}`, `{{ gain = 0.02 }}`",
                "`{path}` 必须是以下之一：`{{ at_least = 0.1 }}`、`{{ at_most = 0.3 }}`、`{{ gain = 0.02 }}`"
            );
            let help = message!(
                "a gain is measured from the baseline in the same context, in the direction of improvement",
                "改善幅度以同一情境的基线为起点，按改善方向计"
            );
            check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
            None
        }
    }
}

/// A bound on the side that is worse would call every bad result good enough.
fn refuse_wrong_way(check: &mut Check, figure: &Indicator, path: &str, table: &Table) {
    let (wrong, right) = match figure.better {
        Better::Lower => ("at_least", "at_most"),
        Better::Higher => ("at_most", "at_least"),
        Better::Neither => return,
    };
    let Some(written) = table.get(wrong) else { return };
    let title = match figure.better {
        Better::Lower => message!(
            "`{path}`: less of it is better, so `{wrong}` cannot be a goal",
            "`{path}`：越低越好，`{wrong}` 不能作为目标"
        ),
        _ => message!(
            "`{path}`: more of it is better, so `{wrong}` cannot be a goal",
            "`{path}`：越高越好，`{wrong}` 不能作为目标"
        ),
    };
    check.faults.push(Diagnostic::new(title, &written.key, message!("write `{right}`", "请写 `{right}`")));
}

/// The effectiveness measure.
fn effect(check: &mut Check, written: &Written) -> Option<&'static Indicator> {
    let found = measures::written(check, "study.effect", written)?;
    if !found.can_be_effect() {
        let key = found.key;
        let title =
            message!("`{key}` cannot be used as the effectiveness measure", "`{key}` 不能作为成本效果分析的效果指标");
        let known: Vec<&str> = figures::measures().filter(|it| it.can_be_effect()).map(|it| it.key).collect();
        let known = known.join(", ");
        let note = message!("possible measures: {known}", "以上指标可用");
        check.faults.push(Diagnostic::new(title, &written.place, None).note(note));
    }
    Some(found)
}

/// The measure of effect of a study that names none: participants where they are shown, else the first that can be.
fn usual_effect(measures: &[Measured]) -> &'static Indicator {
    let usual = figures::figure("participants_share");
    let can_be = || measures.iter().map(|it| it.figure).find(|it| it.can_be_effect());
    if measures.iter().any(|it| it.figure == usual) { usual } else { can_be().unwrap_or(usual) }
}

/// What a unit of effect may be worth.
fn thresholds(check: &mut Check, written: &Written) -> Option<Vec<f64>> {
    let bounds = Bounds::new(0.0, 1e9).of("yuan per unit of effect", "每单位效果的元数");
    let items = check.list("study.thresholds", written, "[0, 500, 1000]")?;
    let numbers: Vec<f64> = items.iter().filter_map(|it| check.number("study.thresholds", it, bounds, None)).collect();
    if items.is_empty() || !numbers.is_sorted_by(|a, b| a < b) {
        let title = message!(
            "`study.thresholds` must be a non-empty, increasing list",
            "`study.thresholds` 必须是非空的递增列表"
        );
        let help = message!("for example [0, 500, 1000]", "例如 [0, 500, 1000]");
        check.faults.push(Diagnostic::new(title, &written.place, None).help(help));
    }
    Some(numbers)
}

/// Keys of `replicates` in a table, each with its older name.
const FEWEST_KEYS: [&str; 2] = ["min", "least"];
const MOST_KEYS: [&str; 2] = ["max", "most"];

/// `replicates`: a number, or the minimum and the maximum.
fn replicates(check: &mut Check, table: &Table, precise: bool) -> (u32, u32) {
    let default = if precise { (LEAST, MOST) } else { (REPLICATES, REPLICATES) };
    let Some(written) = table.get("replicates") else { return default };
    let low = if precise { 3 } else { 1 };
    let at_least = |low: u32| Bounds::new(low.into(), MOST_REPLICATES.into()).of("replicates", "重复次数");
    if !matches!(written.value, Value::Table(_)) {
        let count = check.whole("study.replicates", written, at_least(low)).map(|it| it as u32);
        return count.map_or(default, |it| if precise { (low.min(it), it) } else { (it, it) });
    }
    let Some(table) = check.table("study.replicates", written) else { return default };
    check.only("study.replicates", table, &["min", "max", "least", "most"]);
    let fewest = one_of_two(check, "study.replicates", table, FEWEST_KEYS);
    let highest = one_of_two(check, "study.replicates", table, MOST_KEYS);
    // If both are the same, no precision decides, and the number may be small.
    let whole = |it: Option<(&str, &Written)>| match it.map(|(_, written)| &written.value) {
        Some(Value::Whole(whole)) => *whole,
        _ => None,
    };
    let alike = whole(fewest).is_some() && whole(fewest) == whole(highest);
    let bounds = at_least(if alike { 1 } else { low });
    let mut number = |it: Option<(&str, &Written)>| {
        let (key, written) = it?;
        check.whole(&format!("study.replicates.{key}"), written, bounds).map(|it| it as u32)
    };
    let (least, most) = (number(fewest), number(highest));
    let low = least.unwrap_or(default.0.min(most.unwrap_or(default.0)));
    let high = most.unwrap_or(default.1.max(low));
    if low > high {
        let title = message!(
            "`study.replicates`: the minimum ({low}) exceeds the maximum ({high})",
            "`study.replicates`：最少次数（{low}）多于最多次数（{high}）"
        );
        check.faults.push(Diagnostic::new(title, &written.place, None));
    }
    (low, high.max(low))
}

/// The value of a key that has an older name; to write both is an error.
fn one_of_two<'w>(
    check: &mut Check,
    path: &str,
    table: &'w Table,
    [key, older]: [&'static str; 2],
) -> Option<(&'static str, &'w Written)> {
    match (table.get(key), table.get(older)) {
        (Some(written), Some(other)) => {
            let title = message!(
                "`{path}`: `{key}` and `{older}` are two names of the same value",
                "`{path}`：`{key}` 与 `{older}` 是同一个值的两个名称"
            );
            let help = message!("keep `{key}` and delete `{older}`", "请保留 `{key}`，删去 `{older}`");
            let label = message!("the other name", "另一个名称");
            check.faults.push(Diagnostic::new(title, &other.key, None).help(help).other(&written.key, label));
            Some((key, written))
        }
        (Some(written), None) => Some((key, written)),
        (None, Some(written)) => Some((older, written)),
        (None, None) => None,
    }
}

/// `[study.uncertain]`: how many contexts are drawn, and what differs in them.
fn uncertain(
    check: &mut Check,
    (name, base): (&str, &Table),
    policies: &[Layer],
    written: &Written,
) -> Option<Uncertain> {
    let table = check.table("study.uncertain", written)?;
    check.only("study.uncertain", table, &names(UNCERTAIN));
    let contexts = check.plain("study.uncertain", table, UNCERTAIN, "worlds").unwrap_or(CONTEXTS);
    let replicates = check.plain("study.uncertain", table, UNCERTAIN, "replicates").unwrap_or(1);
    let factors = table.get("factors").and_then(|it| check.table("study.uncertain.factors", it));
    let mut tried = Vec::new();
    let mut reader = Reader { name, merged: base, check, grid: false, weighted: true, more: NAMES, tried: &mut tried };
    let read = |(path, it): (&str, &Written)| reader.factor(FACTORS, path, it);
    let written_factors = || factors.into_iter().flat_map(Table::iter);
    let read: Vec<Factor> = written_factors().filter_map(read).collect();
    refuse_overlaps(check, written_factors().map(|(path, it)| (path, &it.key)));
    let factors = read;
    refuse_same_names_of_factors(check, &factors);
    if factors.is_empty() && check.faults.is_empty() {
        let title = message!("`[study.uncertain]` needs at least one factor", "`[study.uncertain]` 至少须有一个因子");
        let label = message!("no factor is given", "没有写因子");
        let help = message!(
            "for example [{FACTORS}.\"parameters.rural.need.outmigration\"] with distribution = \"uniform\", low = 1, high = 3",
            "例如写 [{FACTORS}.\"parameters.rural.need.outmigration\"]，其下写 distribution = \"uniform\"、low = 1、high = 3"
        );
        check.faults.push(Diagnostic::new(title, &written.key, label).help(help));
    }
    for factor in &factors {
        let named = |instrument: &str| {
            let has = |it: &Table| it.table("policy").is_some_and(|it| it.get(instrument).is_some());
            has(base) || policies.iter().any(|it| has(&it.layer))
        };
        if factor.instrument().is_some_and(|it| !named(it)) {
            let path = &factor.path;
            let title = message!(
                "no policy of the study uses the instrument of `{path}`",
                "研究中没有政策用到 `{path}` 的政策工具"
            );
            let label =
                message!("an instrument that no policy uses cannot be uncertain", "没有政策使用的工具谈不上不确定");
            check.faults.push(Diagnostic::new(title, &factor.key, label));
        }
    }
    let remarks = if check.faults.is_empty() {
        remarks::of_values(&resolve::scenario(check, name, base).remarks(), &tried)
    } else {
        Vec::new()
    };
    Some(Uncertain { contexts, replicates, factors, remarks })
}

/// Names of factors by which people could not tell them apart.
fn refuse_same_names_of_factors(check: &mut Check, factors: &[Factor]) {
    for (number, factor) in factors.iter().enumerate() {
        for language in 0..2 {
            let Some(name) = &factor.names[language] else { continue };
            let same = |it: &&Factor| it.names[language].as_ref() == Some(name);
            let Some(first) = factors[..number].iter().find(same) else { continue };
            let other = &first.path;
            let title = message!("the factor `{other}` is already called `{name}`", "因子 `{other}` 已叫 `{name}`");
            check.faults.push(Diagnostic::new(title, &factor.key, None));
        }
    }
}

/// Draws contexts: a Latin hypercube of the factors. What is uncertain of an instrument differs where it is in force.
fn draw(
    check: &mut Check,
    (name, base): (&str, &Table),
    policies: &[Layer],
    uncertain: &Uncertain,
    seed: u32,
) -> Drawn {
    let chance = Chance::new(seed, 0);
    let points = Latin::new(uncertain.contexts as usize, uncertain.factors.len(), &chance).map(|it| it.all());
    let mut drawn = Drawn { values: Vec::new(), contexts: Vec::new() };
    for (number, point) in (1..).zip(points.unwrap_or_default()) {
        let values: Vec<_> = uncertain.factors.iter().zip(&point).map(|(factor, u)| factor.at(*u)).collect();
        let lay_on = |table: &mut Table, of_instruments: bool| {
            for (factor, value) in uncertain.factors.iter().zip(&values) {
                let wanted = match factor.instrument() {
                    None => !of_instruments,
                    Some(it) => of_instruments && table.table("policy").is_some_and(|policy| policy.get(it).is_some()),
                };
                if wanted {
                    factor.override_with(value.clone()).lay_on(table);
                }
            }
        };
        let mut context = base.clone();
        lay_on(&mut context, false);
        let mut arm = |named: Named, layer: Option<&Table>| {
            let mut table = context.clone();
            layer.into_iter().for_each(|it| table.merge_layer(it.clone()));
            lay_on(&mut table, true);
            Arm { named, scenario: resolve::scenario(check, name, &table) }
        };
        let mut arms = vec![arm(the_baseline(), None)];
        arms.extend(policies.iter().map(|it| arm(it.named.clone(), Some(&it.layer))));
        let named = Named { id: format!("{number}"), en: format!("context {number}"), zh: format!("情境 {number}") };
        drawn.values.push(values.into_iter().map(|it| it.0).collect());
        drawn.contexts.push(Context { named, arms });
        if !check.faults.is_empty() {
            break;
        }
    }
    drawn
}
