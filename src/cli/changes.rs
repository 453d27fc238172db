//! What an option changes in a scenario, and so in all policies of a study of which it is the baseline.

use clap::Args;

/// Options that runs and studies share.
#[derive(Debug, Args)]
pub(super) struct Changes {
    /// Change a value, for example policy.recognition.level=0.5; of a study, in its baseline and so in all. 改动一个值
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,

    /// Weeks from week 0 on, a multiple of 4. 周数
    #[arg(long)]
    weeks: Option<i64>,

    /// Seed of all chance. 随机种子
    #[arg(long)]
    seed: Option<i64>,
}

impl Changes {
    /// All of them as `--set` writes them.
    pub fn sets(&self) -> Vec<String> {
        let named = [("weeks", self.weeks), ("seed", self.seed)];
        let named = named.into_iter().filter_map(|(key, value)| value.map(|value| format!("{key}={value}")));
        self.sets.iter().cloned().chain(named).collect()
    }
}
