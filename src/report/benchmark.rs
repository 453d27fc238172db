//! A benchmark as a table for the terminal, in 100 columns, and for programs.

use super::terminal::wording::{grouped, left, right};
use crate::bench::{Benchmark, Runs};
use crate::text::{Label, Language, WIDTH};

/// Heads of the columns with their widths: in the language of the reader above, in the other below.
const COLUMNS: [(Label, usize); 10] = [
    (Label { en: "elders", zh: "老年人" }, 11),
    (Label { en: "threads", zh: "线程" }, 8),
    (Label { en: "M weeks/s", zh: "百万人周/秒" }, 12),
    (Label { en: "from-to", zh: "最慢-最快" }, 14),
    (Label { en: "synth s", zh: "合成 秒" }, 9),
    (Label { en: "weeks s", zh: "推演 秒" }, 8),
    (Label { en: "output s", zh: "输出 秒" }, 9),
    (Label { en: "CPU ns", zh: "CPU 纳秒" }, 10),
    (Label { en: "B used", zh: "占用字节" }, 9),
    (Label { en: "B state", zh: "状态字节" }, 10),
];

/// The benchmark as one JSON object on several lines.
pub fn json(benchmark: &Benchmark) -> String {
    serde_json::to_string_pretty(benchmark).expect("figures become JSON") + "\n"
}

/// The table, ending with a line break.
pub fn table(benchmark: &Benchmark, language: Language) -> String {
    let mut lines = title(benchmark, language);
    let rule = "─".repeat(WIDTH);
    lines.push(rule.clone());
    lines.push(row(COLUMNS.map(|(label, _)| pick(language, label.en, label.zh).to_string())));
    lines.push(row(COLUMNS.map(|(label, _)| pick(language, label.zh, label.en).to_string())));
    lines.extend(benchmark.runs.iter().map(cells).map(row));
    lines.push(rule);
    lines.extend(machine(benchmark, language));
    lines.join("\n") + "\n"
}

fn pick<T>(language: Language, en: T, zh: T) -> T {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

fn row(cells: [String; 10]) -> String {
    let cells = cells.iter().zip(COLUMNS).map(|(cell, (_, width))| right(cell, width));
    cells.collect::<String>().trim_end().to_string()
}

fn cells(runs: &Runs) -> [String; 10] {
    // Four digits, whatever the size.
    let seconds = |it: f64| if it < 10.0 { format!("{it:.3}") } else { format!("{it:.1}") };
    let millions = |rate: f64| format!("{:.1}", rate / 1e6);
    [
        grouped(runs.elders as f64),
        runs.threads.to_string(),
        millions(runs.elder_weeks_per_second),
        format!("{}-{}", millions(runs.range[0]), millions(runs.range[1])),
        seconds(runs.synthesis_seconds),
        seconds(runs.run_seconds),
        seconds(runs.output_seconds),
        runs.processor_nanoseconds_per_elder_week.map_or("–".to_string(), |it| format!("{it:.1}")),
        runs.held_bytes_per_elder.map_or("–".to_string(), grouped),
        grouped(runs.computed_bytes_per_elder),
    ]
}

fn title(benchmark: &Benchmark, language: Language) -> Vec<String> {
    let Benchmark { version, scenario, weeks: [before, after], machine, .. } = benchmark;
    let processor = machine.processor.as_deref().unwrap_or(pick(language, "unknown processor", "未知处理器"));
    // A name that is too long for the line is cut, not the figures behind it.
    let processor: String = processor.chars().take(48).collect();
    let cache = |bytes: Option<u64>| bytes.map_or("–".to_string(), |it| format!("{:.0}", it as f64 / 1024.0));
    let [second, third] = machine.cache_bytes.map(cache);
    let threads = machine.threads;
    match language {
        Language::English => vec![
            format!("huzhu {version} · {scenario} · {before} + {after} weeks · medians"),
            format!("{processor} · {threads} threads · caches L2 {second} KiB, L3 {third} KiB"),
        ],
        Language::Chinese => vec![
            format!("huzhu {version} · {scenario} · {before} + {after} 周 · 中位数"),
            format!("{processor} · {threads} 线程 · 缓存 L2 {second} KiB，L3 {third} KiB"),
        ],
    }
}

fn machine(benchmark: &Benchmark, language: Language) -> Vec<String> {
    let it = &benchmark.machine;
    let [copy, triad, cache, philox, operations, logistics] = [
        it.copy_bytes_per_second,
        it.triad_bytes_per_second,
        it.cache_copy_bytes_per_second,
        it.philox_words_per_second,
        it.operations_per_second,
        it.logistics_per_second,
    ]
    .map(|rate| format!("{:.2}", rate / 1e9));
    let label = |label: Label| left(&format!("{} {}", label.en, label.zh), 14);
    let memory = label(Label { en: "memory", zh: "内存" });
    let arithmetic = label(Label { en: "compute", zh: "计算" });
    match language {
        Language::English => vec![
            format!("{memory}copy {copy}, triad {triad} GB/s (all threads); in the L2 cache {cache} GB/s (one)"),
            format!(
                "{arithmetic}10^9 per second, one thread: {philox} Philox words, {operations} f32 × and +, {logistics} logistic"
            ),
            "M weeks/s: million elder-weeks, synthesis to last file; CPU ns: per elder-week; B: bytes per elder"
                .to_string(),
        ],
        Language::Chinese => vec![
            format!("{memory}复制 {copy}，三元组 {triad} GB/s（全部线程）；L2 缓存内 {cache} GB/s（单线程）"),
            format!(
                "{arithmetic}单线程每秒 {philox} 十亿 Philox 字，{operations} 十亿次 f32 乘加，{logistics} 十亿次逻辑函数"
            ),
            "百万人周/秒：自合成至最后一个文件；CPU 纳秒：每人周的处理器时间；字节：每位老年人".to_string(),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::probe::Machine;
    use unicode_width::UnicodeWidthStr;

    fn made_up(elders: u64) -> Benchmark {
        let runs = Runs {
            elders,
            threads: 128,
            repeats: 3,
            elder_weeks: elders * 104,
            elder_weeks_per_second: 1_234.56e6,
            range: [1_111.1e6, 2_222.2e6],
            synthesis_seconds: 12.3456,
            run_seconds: 1_234.5,
            output_seconds: 12.5,
            processor_nanoseconds_per_elder_week: Some(52.34),
            held_bytes_per_elder: Some(91.2),
            computed_bytes_per_elder: 88.8,
        };
        let machine = Machine {
            processor: Some("A processor with a name that is much longer than any table has room for it".to_string()),
            threads: 128,
            cache_bytes: [Some(1 << 20), None],
            copy_bytes_per_second: 123.456e9,
            triad_bytes_per_second: 120e9,
            cache_copy_bytes_per_second: 210e9,
            philox_words_per_second: 1.7e9,
            operations_per_second: 96e9,
            logistics_per_second: 4e9,
        };
        Benchmark { version: "0.1.0", scenario: "whole-package", weeks: [52, 52], machine, runs: vec![runs] }
    }

    #[test]
    fn the_table_fits_the_terminal_in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            for elders in [9_940, 264_000_000] {
                let text = table(&made_up(elders), language);
                for line in text.lines() {
                    assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
                }
                assert!(text.contains(&grouped(elders as f64)) && text.contains("老年人") && text.contains("elders"));
            }
        }
    }

    #[test]
    fn what_is_not_known_is_a_dash_and_nothing_in_json() {
        let mut benchmark = made_up(9_940);
        benchmark.runs[0].held_bytes_per_elder = None;
        assert!(table(&benchmark, Language::English).contains('–'));
        let value: serde_json::Value = serde_json::from_str(&json(&benchmark)).unwrap();
        assert!(value["runs"][0]["held_bytes_per_elder"].is_null());
        assert_eq!(value["machine"]["threads"], 128);
    }
}
