//! Pathway decomposition of a policy, through drive, perception and response and by kind of agents, as lines for the
//! terminal.

use super::wording::{cut, heading, left, right, rule, starred, undetermined};
use crate::analysis::figures::figure_of;
use crate::report::document::Document;
use crate::report::document::record::Row;
use crate::text::{Language, WIDTH};

/// Width of a number.
const CELL: usize = 14;

/// How a decomposition is shown.
struct Shown {
    table: &'static str,
    /// Column of a pathway.
    column: &'static str,
    title: fn(&str, Language) -> String,
    notes: [&'static [&'static str]; 2],
}

const STAGES: Shown = Shown {
    table: "stages",
    column: "stage",
    title: |name, language| match language {
        Language::English => {
            format!("pathway decomposition of {name} (other stages fixed at their baseline values)")
        }
        Language::Chinese => format!("{name}的作用路径分解（其余阶段固定在基线值）"),
    },
    notes: [
        &[
            "drive: needs, loneliness, efficacy; perception: norm, awareness, trust, support; response: joining,",
            "quitting, giving, asking, attending, volunteering; direct: services and money; the parts add up",
        ],
        &[
            "心理驱动：需要、孤独、效能；制度感知：规范、知晓、信任、支持；行为响应：加入、退出、给予、求助、",
            "参加、志愿；直接：服务与资金；各部分相加即为合计；*：95% 区间不含零",
        ],
    ],
};

const AGENTS: Shown = Shown {
    table: "agents",
    column: "agent",
    title: |name, language| match language {
        Language::English => {
            format!("pathway decomposition of {name} by kind of agents (others fixed at their baseline values)")
        }
        Language::Chinese => format!("{name}按主体的作用路径分解（其余主体固定在基线值）"),
    },
    notes: [
        &[
            "elders: drive, perception, response; volunteers: who comes, stays and offers hours; organisers:",
            "levels and offer of the month; direct: with all three fixed; the parts add up",
        ],
        &[
            "老年人：驱动、感知、响应；志愿者：加入、留下与提供时间；组织者：当月的水平与供给；",
            "直接：三者均固定；各部分相加即为合计；*：95% 区间不含零",
        ],
    ],
};

/// Both decompositions as lines; none if no policy was decomposed.
pub(super) fn lines(document: &Document, language: Language) -> Vec<String> {
    [STAGES, AGENTS].iter().flat_map(|it| it.lines(document, language)).collect()
}

impl Shown {
    fn lines(&self, document: &Document, language: Language) -> Vec<String> {
        let source = &document.source;
        let Some(table) = source.table(self.table) else { return Vec::new() };
        let policy = table.text("policy", 0);
        let name = source.name(policy);
        let pathways: Vec<&str> = table.distinct(self.column).into_iter().filter(|it| !it.is_empty()).collect();
        let label = WIDTH - 5 * CELL;
        let row = |head: &str, cells: Vec<String>| {
            left(&cut(head, label), label) + &cells.iter().map(|it| right(it, CELL)).collect::<String>()
        };
        let name = name.say(language).to_string();
        let mut lines = vec![cut(&(self.title)(&name, language), WIDTH)];
        if !pathways.is_empty() {
            // The last word is enough: "psychological drive" is the drive.
            let short = |it: &&str| {
                let name = source.name(it).say(language).to_string();
                name.rsplit(' ').next().unwrap_or_default().to_string()
            };
            let mut heads: Vec<String> = pathways.iter().map(short).collect();
            heads.extend([language.pick("direct", "直接"), language.pick("total", "合计")].map(str::to_string));
            lines.push(row("", heads));
        }
        for key in table.distinct("measure") {
            let Some(figure) = figure_of(key) else { continue };
            let of = |what: &str, pathway: &str| {
                let wanted = [("policy", policy), ("measure", key), ("what", what), (self.column, pathway)];
                Row::first(source, self.table, &wanted, "value").and_then(|it| it.estimated("value"))
            };
            let Some(effect) = of("effect", "") else { continue };
            if !effect.verdict().is_determined() {
                lines.push(left(&cut(&heading(figure, language), label), label) + undetermined(&effect, language));
                continue;
            }
            let parts = pathways.iter().map(|it| of("share", it)).chain([of("direct", ""), Some(effect)]);
            let cells = parts.map(|it| it.map_or("–".into(), |it| starred(&it, figure))).collect();
            lines.push(row(&heading(figure, language), cells));
        }
        let notes = match language {
            Language::English => self.notes[0],
            Language::Chinese => self.notes[1],
        };
        lines.extend(notes.iter().map(|it| cut(it, WIDTH)));
        lines.push(rule());
        lines
    }
}
