//! A study: one baseline, the policies compared with it, and the contexts in which they are compared.
//!
//! A study file is a scenario file, which is the baseline, with a table `[study]`:
//!
//! - `title`, `title_zh`; `baseline` (an embedded scenario or a file, as `extends`), `seed`, `weeks`;
//! - `replicates = 10`, or `{ min = 5, max = 40 }` with a required precision (`least` and `most` are older names);
//! - `effect`, the effectiveness measure (participants if they are among the measures, else the first measure that can
//!   be one), and `thresholds`, values of willingness to pay for a unit of it, in yuan;
//! - `discount_rate = 0.05` per year; results at 0, 3 and 8 % are shown too;
//! - `measures`, keys of figures; `[study.precision]` with the required half-width of a difference,
//!   `{ absolute = 0.01 }` in the unit of the measure or `{ relative = 0.02 }` as a share of the baseline's level;
//! - `attribute`, the policy whose effect is attributed to its instruments, and `stages`, the policy whose effect is
//!   decomposed into drive, perception and response, and into elders, volunteers and organisers;
//! - `[study.policies.ID]` with `en`, `zh` and what the policy changes in the baseline: `policy`, `parameters`,
//!   `baseline`, as tables or dotted keys;
//! - `[study.contexts.ID]`, contexts written in the same way, which apply to the policies and to the baseline alike;
//! - `[study.uncertain]` with `worlds`, `replicates` and `factors."dotted.path"`, each a distribution or values as in a
//!   design: contexts are drawn from them to find where a policy fails;
//! - `[study.goals]`, the goals of measures: `{ at_least = 0.1 }`, `{ at_most = 0.3 }`, or `{ gain = 0.02 }`
//!   over the baseline in the same context (without a goal: any improvement);
//! - `groups = true`, to report measures by group of elders and province too; `report = true`, to make the page of
//!   results.
//!
//! Everything is read and checked before anything runs, and all faults are reported at once.

use std::fmt::Write;

use crate::analysis::contexts::Goal;
use crate::analysis::figures::{self, DEFAULT_MEASURES, Indicator};
use crate::analysis::stopping::HalfWidth;
use crate::diagnostics::meant_of;
use crate::error::{Error, Result};
use crate::places::WEEKS_PER_MONTH;
use crate::plan::factors::Factor;
use crate::plan::keys::{Options, STUDY};
use crate::scenario::file::Value;
use crate::scenario::written::{self, key, quoted};
use crate::scenario::{self, Scenario};
use crate::text::{Message, message};

/// Name of the baseline among the arms, and of the baseline context.
pub const BASELINE: &str = "baseline";

/// Replicates when nothing is written.
pub(crate) const REPLICATES: u32 = 10;

/// A study that was checked.
#[derive(Debug, Clone)]
pub struct Study {
    /// Name: the file's without its ending.
    pub name: String,
    /// Title in English.
    pub title: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Minimum number of replicates.
    pub least: u32,
    /// Maximum number of replicates.
    pub most: u32,
    /// What is shown and judged.
    pub measures: Vec<Measured>,
    /// Effectiveness measure.
    pub effect: &'static Indicator,
    /// Policy whose effect is attributed to its instruments.
    pub attribute: Option<String>,
    /// Policy whose effect is decomposed by stage and by kind of agents.
    pub stages: Option<String>,
    /// Values of willingness to pay for a unit of effect, yuan, increasing; chosen from the results if not written.
    pub thresholds: Option<Vec<f64>>,
    /// Its plain values.
    pub options: Options,
    /// The uncertain factors, if the study has any.
    pub uncertain: Option<Uncertain>,
    /// The baseline context, then the further contexts.
    pub contexts: Vec<Context>,
}

/// The uncertain factors of a study.
#[derive(Debug, Clone)]
pub struct Uncertain {
    /// Number of contexts drawn.
    pub contexts: u32,
    /// Replicates in each.
    pub replicates: u32,
    /// What differs among them.
    pub factors: Vec<Factor>,
    /// Entries without effect for some of their values.
    pub remarks: Vec<Message>,
}

/// Contexts that were drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Value of each factor, by context.
    pub(crate) values: Vec<Vec<Value>>,
    /// The contexts, with the baseline and the policies in each.
    pub contexts: Vec<Context>,
}

/// A measure of a study.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// What is measured.
    pub figure: &'static Indicator,
    /// Half-width of the difference that suffices; relative ones are shares of the baseline's level.
    pub precision: Option<HalfWidth>,
    /// What is good enough.
    pub goal: Goal,
}

impl Measured {
    /// A measure without a wish for precision, of which better than the baseline is good enough.
    pub(super) fn of(figure: &'static Indicator) -> Self {
        Measured { figure, precision: None, goal: Goal::Gain(0.0) }
    }
}

impl PartialEq for Measured {
    fn eq(&self, other: &Self) -> bool {
        self.figure.key == other.figure.key && self.precision == other.precision && self.goal == other.goal
    }
}

/// An identity with its names for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As in files.
    pub id: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// A context and its arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Which it is.
    pub named: Named,
    /// The baseline, then the policies in the order of the file.
    pub arms: Vec<Arm>,
}

/// One scenario of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The baseline or a policy.
    pub named: Named,
    /// What runs.
    pub scenario: Scenario,
}

impl PartialEq for Indicator {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Study {
    /// The study of some scenarios, the first being the baseline of the others.
    ///
    /// # Errors
    /// A scenario has faults, or other people, weeks or warm-up than the baseline.
    pub fn of_scenarios(arguments: &[String], sets: &[String]) -> Result<Self> {
        let mut arms: Vec<Arm> = Vec::new();
        for argument in arguments {
            let mut scenario = scenario::load(argument, sets)?.scenario;
            let name = scenario.name.clone();
            if let Some(Arm { scenario: base, .. }) = arms.first() {
                refuse_unlike(argument, &scenario, base)?;
                scenario.seed = base.seed;
                if (&scenario.timeline, &scenario.values) == (&base.timeline, &base.values) {
                    let base = &base.name;
                    let told = message!(
                        "`{argument}` does not differ from the baseline `{base}`",
                        "`{argument}` 与基线 `{base}` 没有差别"
                    );
                    return Err(Error::Design(told));
                }
            }
            let is_taken = |id: &str| id == BASELINE || arms.iter().any(|it| it.named.id == id);
            let numbered = (2..).map(|number| format!("{name}-{number}"));
            let id = std::iter::once(name.clone()).chain(numbered).find(|it| !is_taken(it)).unwrap_or_default();
            let named = Named { id, en: scenario.title.clone(), zh: scenario.title_zh.clone() };
            arms.push(Arm { named, scenario });
        }
        // Files copied from one another share a title, which would tell none from the others.
        let titles: Vec<[String; 2]> = arms.iter().map(|it| [it.named.en.clone(), it.named.zh.clone()]).collect();
        for Named { id, en, zh } in arms.iter_mut().skip(1).map(|it| &mut it.named) {
            if titles.iter().filter(|[one, other]| one == en || other == zh).count() > 1 {
                [*en, *zh] = [id.clone(), id.clone()];
            }
        }
        let [base, _, ..] = arms.as_mut_slice() else {
            let told = message!(
                "name one study (a file with a [study] table), or two or more scenarios, the baseline first",
                "请写一项研究（带 [study] 表的文件），或两个以上的情景，基线在前"
            );
            return Err(Error::Usage(told));
        };
        base.named.id = BASELINE.into();
        let name = base.scenario.name.clone();
        // One replicate is what a scenario has that asks for none; it would say nothing of chance.
        let replicates = if base.scenario.replicates > 1 { base.scenario.replicates } else { REPLICATES };
        let study = Study {
            title: base.named.en.clone(),
            title_zh: base.named.zh.clone(),
            name: format!("compare-{name}"),
            least: replicates,
            most: replicates,
            measures: default_measures(),
            effect: figures::figure("participants_share"),
            attribute: None,
            stages: None,
            thresholds: None,
            options: Options::default(),
            uncertain: None,
            contexts: vec![Context { named: as_it_is(), arms }],
        };
        study.with_weeks()
    }

    /// A study that ends before anything can be measured is refused.
    pub(super) fn with_weeks(self) -> Result<Self> {
        match self.base().weeks {
            0 => {
                let told = message!(
                    "`weeks` is 0: a comparison needs at least {WEEKS_PER_MONTH} weeks to measure anything",
                    "`weeks` 为 0：比较至少须有 {WEEKS_PER_MONTH} 周才能测量"
                );
                Err(Error::Design(told))
            }
            _ => Ok(self),
        }
    }

    /// The baseline in the baseline context.
    pub fn base(&self) -> &Scenario {
        &self.contexts[0].arms[0].scenario
    }

    /// The policies in the order of the file.
    pub fn policies(&self) -> impl Iterator<Item = &Named> {
        self.contexts[0].arms[1..].iter().map(|it| &it.named)
    }

    /// A fixed number of replicates, whatever the precision.
    pub fn fix_replicates(&mut self, replicates: u32) {
        (self.least, self.most) = (replicates, replicates);
    }

    /// Keeps only the baseline context and the named contexts; `baseline` alone keeps no other context.
    ///
    /// # Errors
    /// No context is called so.
    pub fn keep_contexts(&mut self, wanted: &[String]) -> Result<()> {
        let known: Vec<&str> = self.contexts.iter().map(|it| it.named.id.as_str()).collect();
        if let Some(unknown) = wanted.iter().find(|it| !known.contains(&it.as_str())) {
            let Message { en, zh } = meant_of(unknown, &known);
            let told = message!("there is no context `{unknown}`; {en}", "没有名为 `{unknown}` 的情境；{zh}");
            return Err(Error::Usage(told));
        }
        self.contexts.retain(|it| it.named.id == BASELINE || wanted.contains(&it.named.id));
        Ok(())
    }

    /// The study as a complete file: every value that runs. Read again, it gives the same study.
    pub fn resolved(&self) -> String {
        let mut text = written::text(self.base());
        self.write(&mut text).expect("a text takes any number of bytes");
        text
    }

    /// The value of a key of `[study]` that is one line; none for the others and for what is not chosen.
    fn written(&self, key: &str) -> Option<String> {
        let list = |items: Vec<String>| format!("[{}]", items.join(", "));
        match key {
            "title" => Some(quoted(&self.title)),
            "title_zh" => Some(quoted(&self.title_zh)),
            "replicates" => Some(format!("{{ min = {}, max = {} }}", self.least, self.most)),
            "measures" => Some(list(self.measures.iter().map(|it| quoted(it.figure.key)).collect())),
            "effect" => Some(quoted(self.effect.key)),
            "attribute" => self.attribute.as_deref().map(quoted),
            "stages" => self.stages.as_deref().map(quoted),
            "thresholds" => self.thresholds.as_ref().map(|all| list(all.iter().map(f64::to_string).collect())),
            plain => self.options.written(plain),
        }
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n[study]")?;
        for key in STUDY {
            if let Some(value) = self.written(key.name) {
                writeln!(out, "{} = {value}", key.name)?;
            }
        }
        writeln!(out, "\n[study.precision]")?;
        for it in &self.measures {
            match it.precision {
                Some(HalfWidth::Absolute(width)) => writeln!(out, "{} = {{ absolute = {width} }}", it.figure.key)?,
                Some(HalfWidth::Relative(width)) => writeln!(out, "{} = {{ relative = {width} }}", it.figure.key)?,
                None => {}
            }
        }
        writeln!(out, "\n[study.goals]")?;
        for it in &self.measures {
            match it.goal {
                Goal::AtLeast(bound) => writeln!(out, "{} = {{ at_least = {bound} }}", it.figure.key)?,
                Goal::AtMost(bound) => writeln!(out, "{} = {{ at_most = {bound} }}", it.figure.key)?,
                Goal::Gain(0.0) => {}
                Goal::Gain(least) => writeln!(out, "{} = {{ gain = {least} }}", it.figure.key)?,
            }
        }
        if let Some(it) = &self.uncertain {
            writeln!(out, "\n[study.uncertain]\nworlds = {}\nreplicates = {}", it.contexts, it.replicates)?;
            for factor in &it.factors {
                writeln!(out, "\n[study.uncertain.factors.{}]", quoted(&factor.path))?;
                out.push_str(&factor.written());
            }
        }
        let policies = self.contexts[0].arms[1..].iter().map(|it| ("policies", &it.named, &it.scenario));
        let contexts = self.contexts[1..].iter().map(|it| ("contexts", &it.named, &it.arms[0].scenario));
        for (section, named, scenario) in policies.chain(contexts) {
            let path = format!("study.{section}.{}", key(&named.id));
            writeln!(out, "\n[{path}]\nen = {}\nzh = {}", quoted(&named.en), quoted(&named.zh))?;
            out.push_str(&written::difference(self.base(), scenario, &path));
        }
        Ok(())
    }
}

/// A comparison needs the same people over the same weeks.
fn refuse_unlike(argument: &str, scenario: &Scenario, base: &Scenario) -> Result<()> {
    if (&scenario.places, scenario.weeks, scenario.warmup_weeks) == (&base.places, base.weeks, base.warmup_weeks) {
        return Ok(());
    }
    let base = &base.name;
    let told = message!(
        "`{argument}` must have the same area, weeks and warm-up as the baseline `{base}`: a comparison needs the same \
         people; make them equal in the files, or in all files at once with --set, for example \
         --set population.districts=1",
        "`{argument}` 的地区、周数与预热必须与基线 `{base}` 相同：比较须用同一人群；请在文件中改成相同，\
         或用 --set 一并设定，例如 --set population.districts=1"
    );
    Err(Error::Design(told))
}

pub(crate) fn the_baseline() -> Named {
    Named { id: BASELINE.into(), en: "baseline".into(), zh: "基线".into() }
}

pub(crate) fn as_it_is() -> Named {
    Named { id: BASELINE.into(), en: "as in the baseline".into(), zh: "基准情境".into() }
}

pub(crate) fn default_measures() -> Vec<Measured> {
    DEFAULT_MEASURES.iter().map(|key| Measured::of(figures::figure(key))).collect()
}
