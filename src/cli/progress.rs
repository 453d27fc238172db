//! How far a long run is: a bar on a terminal, a plain line every ten seconds off it.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::language::Language;
use crate::runner::run::{Progress, Shares};
use crate::study::runs::{self, Planned};
use crate::study::{Watch, sweep};

/// When progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shown {
    /// A progress bar on a terminal, lines elsewhere. 终端显示进度条，否则逐行
    Auto,
    /// Always. 始终
    Always,
    /// Never. 从不
    Never,
}

/// Time between two plain lines.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Says on standard error how long something may take; nothing where no progress is shown.
pub(super) fn foretell(shown: Shown, language: Language, planned: Planned, [best, worst]: [f64; 2]) {
    if shown == Shown::Never {
        return;
    }
    let runs = planned.runs;
    let told = match (language, worst < 1.0) {
        (Language::English, true) => format!("{runs} runs, less than a second"),
        (Language::Chinese, true) => format!("{runs} 次运行，不到一秒"),
        (Language::English, false) => format!("{runs} runs, {} to {} (min:s)", minutes(best), minutes(worst)),
        (Language::Chinese, false) => format!("{runs} 次运行，预计 {} 至 {}（分：秒）", minutes(best), minutes(worst)),
    };
    _ = writeln!(std::io::stderr(), "{told}");
}

/// Shows progress on standard error.
pub(super) struct Watcher {
    language: Language,
    replicates: u32,
    start: Instant,
    /// Share that was done when this process began.
    done_before: f64,
    bar: Option<ProgressBar>,
    next_line: Option<Instant>,
}

/// Shows the progress of work that has several parts, each with a bar of its own.
pub(super) struct Parts {
    shown: Shown,
    language: Language,
    now: Option<Watcher>,
}

impl Parts {
    pub fn new(shown: Shown, language: Language) -> Self {
        Parts { shown, language, now: None }
    }
}

impl Watch for Parts {
    fn begin(&mut self) {
        self.now = Some(Watcher::new(self.shown, self.language, 1));
    }

    fn progress(&mut self, progress: &runs::Progress) {
        if let Some(it) = &mut self.now {
            it.tell_study(progress);
        }
    }

    fn cells(&mut self, progress: &sweep::Progress) {
        if let Some(it) = &mut self.now {
            it.tell_sweep(progress);
        }
    }

    fn end(&mut self) {
        if let Some(it) = self.now.take() {
            it.finish();
        }
    }
}

impl Watcher {
    /// Of a run of so many replicates.
    pub fn new(shown: Shown, language: Language, replicates: u32) -> Self {
        let start = Instant::now();
        let dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
        let terminal = std::io::stderr().is_terminal() && !dumb;
        let bar = (shown != Shown::Never && terminal).then(|| {
            let style = ProgressStyle::with_template("{bar:30} {percent:>3} % {msg}").expect("a sound template");
            ProgressBar::new(1000).with_style(style.progress_chars("█▌░"))
        });
        let lines = shown != Shown::Never && !terminal;
        // A short run off a terminal says nothing unless asked to.
        let first = if shown == Shown::Always { start } else { start + BETWEEN_LINES };
        Watcher { language, replicates, start, done_before: 0.0, bar, next_line: lines.then_some(first) }
    }

    /// The same of work of which a share was done by an earlier process.
    pub fn going_on_from(self, done_before: f64) -> Self {
        Watcher { done_before, ..self }
    }

    /// Says how far the run is.
    pub fn tell(&mut self, progress: &Progress) {
        let (replicates, language) = (self.replicates, self.language);
        let seconds = self.start.elapsed().as_secs_f64();
        self.say(progress.done, |left| words(progress, replicates, seconds, left, language));
    }

    /// Says how far a study is.
    fn tell_study(&mut self, progress: &runs::Progress) {
        let language = self.language;
        let seconds = self.start.elapsed().as_secs_f64();
        self.say(progress.done, |left| words_of_study(progress, seconds, left, language));
    }

    /// Says how far a sweep is.
    fn tell_sweep(&mut self, progress: &sweep::Progress) {
        let language = self.language;
        let share = progress.done as f64 / (progress.all as f64).max(1.0);
        self.say(share, |_| words_of_sweep(progress, language));
    }

    /// Says how far a piece of work is, in words that are told the time left and are made only when shown.
    pub fn say(&mut self, done: f64, words: impl FnOnce(String) -> String) {
        let seconds = self.start.elapsed().as_secs_f64();
        let left = seconds * (1.0 - done) / (done - self.done_before).max(1e-9);
        let left = minutes(left);
        if let Some(bar) = &self.bar {
            bar.set_position((done * 1000.0) as u64);
            bar.set_message(words(left));
        } else if self.next_line.is_some_and(|due| Instant::now() >= due) {
            self.next_line = Some(Instant::now() + BETWEEN_LINES);
            let percent = done * 100.0;
            _ = writeln!(std::io::stderr(), "{percent:>3.0} % {}", words(left));
        }
    }

    /// Clears the bar.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Seconds as minutes and seconds.
fn minutes(seconds: f64) -> String {
    format!("{:.0}:{:02.0}", (seconds / 60.0).floor(), (seconds % 60.0).floor())
}

fn words(progress: &Progress, replicates: u32, seconds: f64, left: String, language: Language) -> String {
    let rate = progress.elder_weeks as f64 / seconds.max(1e-9) / 1e6;
    let week = progress.week;
    let several = replicates > 1;
    match language {
        Language::English => {
            let which = if several { format!("replicate {}, ", progress.replicate + 1) } else { String::new() };
            let shares = progress.shares.map_or("warm-up".into(), |Shares { participants, lonely }| {
                format!("{:.1} % take part, {:.1} % lonely", participants * 100.0, lonely * 100.0)
            });
            format!("{which}week {week}: {shares}; {rate:.1} M elder-weeks/s, {left} left")
        }
        Language::Chinese => {
            let which = if several { format!("第 {} 次重复，", progress.replicate + 1) } else { String::new() };
            let shares = progress.shares.map_or("预热".into(), |Shares { participants, lonely }| {
                format!("参与 {:.1} %，孤独 {:.1} %", participants * 100.0, lonely * 100.0)
            });
            format!("{which}第 {week} 周：{shares}；每秒 {rate:.1} 百万人周，剩余 {left}")
        }
    }
}

fn words_of_study(progress: &runs::Progress, seconds: f64, left: String, language: Language) -> String {
    let runs::Progress { runs, planned, replicates, elder_weeks, .. } = *progress;
    let rate = elder_weeks as f64 / seconds.max(1e-9) / 1e6;
    match language {
        Language::English => {
            format!("{runs} of {planned} runs, {replicates} replicates; {rate:.1} M elder-weeks/s, {left} left")
        }
        Language::Chinese => {
            format!("已完成 {runs}/{planned} 次运行，{replicates} 次重复；每秒 {rate:.1} 百万人周，剩余 {left}")
        }
    }
}

fn words_of_sweep(progress: &sweep::Progress, language: Language) -> String {
    let sweep::Progress { done, all, failed, .. } = progress;
    let rate = progress.rate();
    let left = progress.seconds_left().map_or("–".to_string(), minutes);
    match language {
        Language::English => format!("{done} of {all} cells, {rate:.1} per second, {left} left, {failed} failed"),
        Language::Chinese => format!("{all} 个单元中的 {done} 个，每秒 {rate:.1} 个，剩余 {left}，失败 {failed} 个"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_things_stand_is_told_only_where_it_is_known() {
        let told = |shares, language| {
            let progress = Progress { replicate: 1, week: -8, done: 0.5, elder_weeks: 3_000_000, shares };
            words(&progress, 3, 2.0, "0:02".into(), language)
        };
        assert_eq!(told(None, Language::English), "replicate 2, week -8: warm-up; 1.5 M elder-weeks/s, 0:02 left");
        assert_eq!(told(None, Language::Chinese), "第 2 次重复，第 -8 周：预热；每秒 1.5 百万人周，剩余 0:02");
        let shares = Some(Shares { participants: 0.25, lonely: 0.125 });
        let known = "replicate 2, week -8: 25.0 % take part, 12.5 % lonely; 1.5 M elder-weeks/s, 0:02 left";
        assert_eq!(told(shares, Language::English), known);
        let known = "第 2 次重复，第 -8 周：参与 25.0 %，孤独 12.5 %；每秒 1.5 百万人周，剩余 0:02";
        assert_eq!(told(shares, Language::Chinese), known);
    }
}
