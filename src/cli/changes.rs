//! What an option changes in a scenario, and so in all policies of a study of which it is the baseline.

use clap::Args;

/// Options that runs and studies share.
#[derive(Debug, Args)]
pub(super) struct Changes {
    /// Change a value, for example policy.recognition.level=0.5. 改动一个值
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,

    /// Weeks to simulate from week 0, a multiple of 4. 周数
    #[arg(long, allow_negative_numbers = true)]
    weeks: Option<String>,

    /// Random seed. 随机种子
    #[arg(long, allow_negative_numbers = true)]
    seed: Option<String>,
}

/// The value of an option of its own, as the reader of scenarios takes it: what is wrong with it is said of `--KEY`.
pub(super) fn of_option(key: &str, value: Option<&String>) -> Option<String> {
    value.map(|value| format!("--{key}={value}"))
}

impl Changes {
    /// All of them: `--set` as it is written, then the options of their own.
    pub fn sets(&self) -> Vec<String> {
        let named = [("weeks", &self.weeks), ("seed", &self.seed)];
        let named = named.into_iter().filter_map(|(key, value)| of_option(key, value.as_ref()));
        self.sets.iter().cloned().chain(named).collect()
    }
}
