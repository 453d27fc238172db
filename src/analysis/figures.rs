//! The figures of a summary in one list: key, unit, name, and how each comes from the sums.
//!
//! Shares are ratios of sums over the weeks of a window, not means of weekly ratios, so that a week with
//! few cases weighs little. If a share has no population, the figure is absent, never "not a number".

use crate::observe::measures::{COUNTERS, Counter, Tally};
use crate::places::{Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::policy;
use crate::text::Label;

/// For whom a figure is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Urban communities.
    Urban,
    /// Villages.
    Rural,
    /// Both together.
    All,
}

impl Scope {
    /// All scopes, in the order of every table.
    pub const ALL: [Scope; 3] = [Scope::Urban, Scope::Rural, Scope::All];

    /// Key in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Urban => "urban",
            Scope::Rural => "rural",
            Scope::All => "all",
        }
    }

    /// Word for people.
    pub const fn label(self) -> Label {
        match self {
            Scope::Urban => Label { en: "urban", zh: "城市" },
            Scope::Rural => Label { en: "rural", zh: "农村" },
            Scope::All => Label { en: "all", zh: "全部" },
        }
    }

    /// The settings that belong to it.
    pub fn settings(self) -> impl Iterator<Item = Setting> {
        Setting::ALL.into_iter().filter(move |it| self.holds(*it))
    }

    /// Whether places of a setting belong to it.
    pub const fn holds(self, setting: Setting) -> bool {
        matches!((self, setting), (Scope::All, _) | (Scope::Urban, Setting::Urban) | (Scope::Rural, Setting::Rural))
    }
}

/// What kind of number a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A number of persons.
    Count,
    /// A share of 1, shown in per cent.
    Share,
    /// Hours, shown with two decimals.
    Hours,
    /// A level in 0..1 or a number per head, shown with three decimals.
    Level,
    /// Yuan.
    Yuan,
}

/// Which weeks a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The start and the end.
    StartAndEnd,
    /// All weeks from week 0 on.
    WholeRun,
}

/// Which way a change is welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neither,
}

impl Better {
    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "neither",
        }
    }
}

/// Where the number comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// From the sums of a window.
    Sums(fn(&Window) -> Option<f64>),
    /// From membership spells.
    Retention,
    /// Gini index of the distribution with this number at the end.
    Gini(usize),
}

/// One line of the summary.
#[derive(Debug, Clone, Copy)]
pub struct Indicator {
    /// Key in JSON.
    pub key: &'static str,
    /// Name for people.
    pub label: Label,
    /// Unit as in JSON.
    pub unit: &'static str,
    /// Kind of number.
    pub form: Form,
    /// Weeks it is about.
    pub span: Span,
    /// Which way a change of it is welcome.
    pub better: Better,
    pub(super) source: Source,
}

impl Indicator {
    /// Whether it is read from distributions, not from sums.
    pub fn needs_distributions(&self) -> bool {
        matches!(self.source, Source::Gini(_))
    }

    /// Its value in the sums of some weeks; none where there is none, or it does not come from sums.
    pub fn of(&self, tally: &Tally) -> Option<f64> {
        self.of_weeks(tally, 1)
    }

    /// Whether it is a share of elders, so that its effect over time is counted in elder-years.
    pub fn counts_elders(&self) -> bool {
        self.form == Form::Share && self.unit.starts_with("share of elders") && self.key != "deaths_per_year"
    }

    /// The least and the greatest value that it can have.
    pub fn range(&self) -> [f64; 2] {
        match self.form {
            // What is per head has no upper bound.
            Form::Level if !self.unit.starts_with('0') => [0.0, 1e9],
            Form::Share | Form::Level => [0.0, 1.0],
            Form::Count | Form::Hours | Form::Yuan => [0.0, 1e9],
        }
    }

    /// Weeks that a run, which is of whole months, must have for it to have a value: memberships count when they began a
    /// year before the end.
    pub fn fewest_weeks(&self) -> i32 {
        let weeks = if matches!(self.source, Source::Retention) { WEEKS_PER_YEAR + 1 } else { 1 };
        (weeks + WEEKS_PER_MONTH - 1) / WEEKS_PER_MONTH * WEEKS_PER_MONTH
    }

    /// Why a run may have no value of it.
    pub fn missing_because(&self) -> Label {
        match (self.source, self.key) {
            (Source::Retention, _) => Label {
                en: "no one joined during the run a year or more before its end (the run must have 56 weeks or more)",
                zh: "运行期内、结束一年以前没有人加入（运行须满 56 周）",
            },
            (Source::Gini(0), _) => Label { en: "no elder had given any hours", zh: "没有老年人给予过小时" },
            (Source::Gini(_), _) => {
                Label { en: "no elder had any unmet need", zh: "没有老年人有未满足的需要" }
            }
            (_, "unmet_share") => Label { en: "no hours were needed", zh: "没有人需要帮助" },
            (_, "requests_served_share") => Label { en: "no request was open", zh: "没有待服务的求助" },
            (_, "kept_out_share") => Label { en: "no elder would attend", zh: "没有老年人要参加活动" },
            (_, "operating_share" | "attention") => Label { en: "there was no community", zh: "没有社区" },
            _ => Label { en: "there was no elder", zh: "没有老年人" },
        }
    }

    /// Whether it is formed for groups of elders too: all but details, and what is known of givers or organisers only.
    pub fn is_formed_for_groups(&self) -> bool {
        !NOT_FOR_GROUPS.contains(&self.key) && DETAILS.iter().all(|it| it.key != self.key)
    }

    /// Whether for a group of elders it tells of the places where they live, each weighted by how many of them live
    /// there, and not of themselves: nobody knows for whom of a place its staff is paid.
    pub fn is_of_places(&self) -> bool {
        self.form == Form::Yuan
    }

    /// Name of it in a group of elders.
    pub fn label_in_groups(&self) -> Label {
        if self.is_of_places() { SPENDING_WHERE_THEY_LIVE } else { self.label }
    }

    /// Its value in the sums of so many weeks; none where there is none, or it does not come from sums.
    pub(super) fn of_weeks(&self, tally: &Tally, weeks: i32) -> Option<f64> {
        match self.source {
            Source::Sums(of) => of(&Window { tally: tally.clone(), weeks }),
            Source::Retention | Source::Gini(_) => None,
        }
    }

    /// Whether it can stand for the effect that money buys: one that comes from sums and of which more, or
    /// less, is better.
    pub fn can_be_effect(&self) -> bool {
        matches!(self.source, Source::Sums(_)) && self.better != Better::Neither && self.form != Form::Yuan
    }
}

/// Sums over some weeks of one scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    tally: Tally,
    pub(super) weeks: i32,
}

impl Window {
    pub(super) fn add(&mut self, tally: &Tally) {
        self.tally.merge(tally);
        self.weeks += 1;
    }

    /// Puts another place's sums of the same weeks beside these.
    pub(super) fn join(&mut self, other: &Window) {
        self.tally.merge(&other.tally);
        self.weeks = self.weeks.max(other.weeks);
    }

    fn sum(&self, measures: &[Counter]) -> f64 {
        measures.iter().map(|it| self.tally[*it] as f64 * COUNTERS[*it as usize].kind.scale()).sum()
    }

    fn mean_elders(&self) -> Option<f64> {
        ratio(self.sum(&[Counter::Elders]), f64::from(self.weeks))
    }

    /// Sum of measures per elder and week.
    fn per_elder(&self, measures: &[Counter]) -> Option<f64> {
        ratio(self.sum(measures), self.sum(&[Counter::Elders]))
    }

    /// Sum of measures per elder and year.
    fn a_year(&self, measures: &[Counter]) -> Option<f64> {
        self.per_elder(measures).map(|it| it * f64::from(WEEKS_PER_YEAR))
    }

    fn share(&self, part: &[Counter], whole: &[Counter]) -> Option<f64> {
        ratio(self.sum(part), self.sum(whole))
    }

    /// Public spending: staff and venue, and all instruments.
    fn spending_per_elder_year(&self) -> Option<f64> {
        let instruments: i64 = (0..policy::COUNT).map(|it| self.tally.spending(it)).sum();
        let yuan = self.sum(&[Counter::SpendingCore]) + instruments as f64 * 0.01;
        ratio(yuan, self.sum(&[Counter::Elders])).map(|it| it * f64::from(WEEKS_PER_YEAR))
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

pub(super) const NEEDED: [Counter; 3] = [Counter::NeededDaily, Counter::NeededHealth, Counter::NeededCompanionship];
pub(super) const UNMET: [Counter; 3] = [Counter::UnmetDaily, Counter::UnmetHealth, Counter::UnmetCompanionship];

/// A list of figures: `key Form Span Better "unit", English, Chinese, source;`.
macro_rules! figures {
    ($(#[$doc:meta])* $list:ident: $($key:ident $form:ident $span:ident $better:ident $unit:literal, $en:literal, $zh:literal, $source:expr;)*) => {
        $(#[$doc])*
        pub static $list: &[Indicator] = &[$(Indicator {
            key: stringify!($key),
            label: Label { en: $en, zh: $zh },
            unit: $unit,
            form: Form::$form,
            span: Span::$span,
            better: Better::$better,
            source: $source,
        },)*];
    };
}

figures! {
    /// All figures of a summary, in the order they are shown.
    INDICATORS:
    elders Count StartAndEnd Neither "persons", "elders", "老年人", Source::Sums(|it| it.mean_elders());
    members_share Share StartAndEnd Higher "share of elders", "members", "成员", Source::Sums(|it| it.per_elder(&[Counter::Members]));
    participants_share Share StartAndEnd Higher "share of elders in a week", "participants", "参与者", Source::Sums(|it| it.per_elder(&[Counter::Participants]));
    givers_share Share StartAndEnd Higher "share of elders in a week", "givers", "给予者", Source::Sums(|it| it.per_elder(&[Counter::Givers]));
    receivers_share Share StartAndEnd Higher "share of elders in a week", "receivers", "受助者", Source::Sums(|it| it.per_elder(&[Counter::Receivers]));
    attenders_share Share StartAndEnd Higher "share of elders in a week", "attenders", "参加活动者", Source::Sums(|it| it.per_elder(&[Counter::Attenders]));
    given_by_elders_hours Hours StartAndEnd Higher "hours per elder and week", "help from elders", "老年人提供的帮助", Source::Sums(|it| it.per_elder(&[Counter::GivenByElders]));
    given_by_volunteers_hours Hours StartAndEnd Higher "hours per elder and week", "help from volunteers", "志愿者提供的帮助", Source::Sums(|it| it.per_elder(&[Counter::GivenByVolunteers, Counter::GivenByVisitors]));
    given_by_professionals_hours Hours StartAndEnd Neither "hours per elder and week", "help from professionals", "专业人员提供的帮助", Source::Sums(|it| it.per_elder(&[Counter::GivenByProfessionals]));
    needed_hours Hours StartAndEnd Neither "hours per elder and week", "help needed", "需要的帮助", Source::Sums(|it| it.per_elder(&NEEDED));
    unmet_share Share StartAndEnd Lower "share of needed hours", "unmet need", "未满足需要", Source::Sums(|it| it.share(&UNMET, &NEEDED));
    requests_served_share Share StartAndEnd Higher "share of open requests in a week", "requests served", "得到服务的求助", Source::Sums(|it| it.share(&[Counter::ServedRequests], &[Counter::OpenRequests]));
    lonely_share Share StartAndEnd Lower "share of elders", "lonely elders", "孤独者", Source::Sums(|it| it.per_elder(&[Counter::Lonely]));
    loneliness Level StartAndEnd Lower "0..1", "loneliness", "孤独感", Source::Sums(|it| it.per_elder(&[Counter::Loneliness]));
    wellbeing Level StartAndEnd Higher "0..1", "wellbeing", "幸福感", Source::Sums(|it| it.per_elder(&[Counter::Wellbeing]));
    trust Level StartAndEnd Higher "0..1", "trust", "信任", Source::Sums(|it| it.per_elder(&[Counter::Trust]));
    awareness Level StartAndEnd Higher "0..1", "awareness", "知晓", Source::Sums(|it| it.per_elder(&[Counter::Awareness]));
    credits_outstanding_hours Hours StartAndEnd Neither "hours per elder", "time-bank credits held", "时间币余额", Source::Sums(|it| it.per_elder(&[Counter::CreditsOutstanding]));
    operating_share Share StartAndEnd Higher "share of communities", "operating communities", "正常运行社区", Source::Sums(|it| it.share(&[Counter::Operating], &[Counter::Communities]));
    spending_per_elder_year Yuan WholeRun Lower "yuan per elder and year", "spending per elder-year", "每位老年人年支出", Source::Sums(|it| it.spending_per_elder_year());
    deaths_per_year Share WholeRun Lower "share of elders in a year", "deaths per year", "年死亡率", Source::Sums(|it| it.a_year(&[Counter::Deaths]));
    one_year_retention Share WholeRun Higher "share of memberships, Kaplan-Meier at 52 weeks", "one-year retention", "一年留存率", Source::Retention;
}

figures! {
    /// Further measures, which a study can name and the page of a run shows in a table of their own.
    DETAILS:
    registered_share Share StartAndEnd Neither "share of elders", "registered elders", "登记老人", Source::Sums(|it| it.per_elder(&[Counter::Registered]));
    gave_and_received_share Share StartAndEnd Higher "share of elders in a week", "gave and received", "既给予又受助者", Source::Sums(|it| it.per_elder(&[Counter::GaveAndReceived]));
    kept_out_share Share StartAndEnd Lower "share of those who would attend", "kept out of full rooms", "因场所已满未能参加者", Source::Sums(|it| it.share(&[Counter::KeptOut], &[Counter::Attenders, Counter::KeptOut]));
    autonomy Level StartAndEnd Higher "0..1", "autonomy", "自主感", Source::Sums(|it| it.per_elder(&[Counter::Autonomy]));
    role_identity Level StartAndEnd Higher "0..1", "role identity", "角色认同", Source::Sums(|it| it.per_elder(&[Counter::Identity]));
    fairness Level StartAndEnd Higher "0..1", "fairness", "公平感", Source::Sums(|it| it.per_elder(&[Counter::Fairness]));
    volunteers_per_100 Level StartAndEnd Higher "volunteers per 100 elders", "volunteers per 100", "每百名老年人的志愿者", Source::Sums(|it| it.per_elder(&[Counter::Volunteers]).map(|it| it * 100.0));
    given_by_providers_hours Hours StartAndEnd Neither "hours per elder and week", "help from providers", "服务商提供的帮助", Source::Sums(|it| it.per_elder(&[Counter::GivenByProviders]));
    relieved_hours Hours StartAndEnd Higher "hours per elder and week", "family relieved", "家庭获分担", Source::Sums(|it| it.per_elder(&[Counter::RelievedFamily]));
    market_hours Hours StartAndEnd Neither "hours per elder and week", "care bought", "自费购买的照料", Source::Sums(|it| it.per_elder(&[Counter::MarketHours]));
    voucher_hours Hours StartAndEnd Neither "hours per elder and week", "care by voucher", "消费券购买的照料", Source::Sums(|it| it.per_elder(&[Counter::VoucherHours]));
    attention Level StartAndEnd Neither "0..1", "street's attention", "街道（乡镇）注意力", Source::Sums(|it| it.share(&[Counter::Attention], &[Counter::Communities]));
    admissions_per_year Level WholeRun Lower "admissions per elder and year", "acute admissions", "急性住院", Source::Sums(|it| it.a_year(&[Counter::Admissions]));
    admission_costs Yuan WholeRun Lower "yuan per elder and year", "cost of admissions", "住院费用", Source::Sums(|it| it.a_year(&[Counter::AdmissionCosts]));
    admission_costs_pooled Yuan WholeRun Lower "yuan per elder and year", "pool's cost of admissions", "统筹资金承担的住院费用", Source::Sums(|it| it.a_year(&[Counter::AdmissionCostsPooled]));
}

figures! {
    /// How equally hours and unmet need are spread, which only a study shows.
    INDICES:
    given_gini Level StartAndEnd Neither "0 equal, 1 all by one", "Gini of hours given", "给予小时基尼系数", Source::Gini(0);
    unmet_gini Level StartAndEnd Lower "0 equal, 1 all by one", "Gini of unmet need", "未满足需要基尼系数", Source::Gini(2);
}

/// Figures that are not formed for groups of elders: who received the hours of volunteers and professionals is not
/// kept person by person, and what operates is a community.
const NOT_FOR_GROUPS: [&str; 3] = ["given_by_volunteers_hours", "given_by_professionals_hours", "operating_share"];

/// What spending on groups of elders is.
const SPENDING_WHERE_THEY_LIVE: Label =
    Label { en: "spending per elder-year where they live", zh: "所居社区每位老年人年支出" };

/// Measures of a study that names none.
pub const DEFAULT_MEASURES: [&str; 8] = [
    "participants_share",
    "members_share",
    "lonely_share",
    "unmet_share",
    "requests_served_share",
    "wellbeing",
    "trust",
    "spending_per_elder_year",
];

/// Everything that a study can measure, in order: the figures, the details, then the indices.
pub fn measures() -> impl Iterator<Item = &'static Indicator> {
    INDICATORS.iter().chain(DETAILS).chain(INDICES)
}

/// The measure of a key, if there is one.
pub fn figure_of(key: &str) -> Option<&'static Indicator> {
    measures().find(|it| it.key == key)
}

/// The figure of a key.
///
/// # Panics
/// No figure has this key: a mistake of the caller.
pub fn figure(key: &str) -> &'static Indicator {
    INDICATORS.iter().find(|it| it.key == key).unwrap_or_else(|| panic!("no figure `{key}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_per_head_and_year_and_of_those_they_name() {
        let mut tally = Tally::default();
        // Four weeks of a hundred elders: two admissions at 10,000 yuan, half of whose cost is the pool's.
        for (measure, sum) in [
            (Counter::Elders, 400),
            (Counter::Admissions, 2 * 65_536),
            (Counter::AdmissionCosts, 2_000_000),
            (Counter::AdmissionCostsPooled, 1_000_000),
            (Counter::Attenders, 15),
            (Counter::KeptOut, 5),
            (Counter::Volunteers, 8),
            (Counter::Communities, 4),
            (Counter::Attention, 2 * 65_536),
        ] {
            tally.add(measure, sum);
        }
        let of = |key: &str| figure_of(key).unwrap().of_weeks(&tally, WEEKS_PER_MONTH);
        assert_eq!((of("admissions_per_year"), of("kept_out_share")), (Some(0.26), Some(0.25)));
        assert_eq!((of("admission_costs"), of("admission_costs_pooled")), (Some(2600.0), Some(1300.0)));
        assert_eq!((of("volunteers_per_100"), of("attention")), (Some(2.0), Some(0.5)));
    }

    #[test]
    fn details_are_no_lines_of_the_summary_and_not_formed_for_groups() {
        assert!(DETAILS.iter().all(|it| !it.is_formed_for_groups()));
        let keys: std::collections::BTreeSet<&str> = measures().map(|it| it.key).collect();
        assert_eq!(keys.len(), measures().count());
    }
}
