//! What is counted each week, in one list: name, unit, meaning. Merging two tallies is addition.
//!
//! All sums are integers, so that no order of communities or threads can change a bit: states in
//! 1/65,536, hours in 1/65,536 h where they are needs and in minutes where they are services, money in
//! cents. Means are formed on reading, over the count that each measure names.

use crate::elementary::fixed;
use crate::policy::{COUNT as INSTRUMENTS, DESCRIPTIONS, OFFERABLE};
use crate::sections::stored;
use crate::text::Label;

/// How a measure is stored and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number of persons, events or communities.
    Count,
    /// A sum over elders of a state, in 1/65,536: divide by 65,536 and by `elders`.
    ElderState,
    /// A sum over communities of a level, in 1/65,536: divide by 65,536 and by `communities`.
    CommunityState,
    /// A sum over volunteers here of a state, in 1/65,536: divide by 65,536 and by `volunteers`.
    VolunteerState,
    /// A sum over users of providers of a state, in 1/65,536: divide by 65,536 and by `provider_users`.
    UserState,
    /// A number to be expected, in 1/65,536.
    Expected,
    /// Hours of need, in 1/65,536 h.
    Hours,
    /// Time of services and credits, in minutes.
    Minutes,
    /// Money, in cents of a yuan.
    Cents,
}

impl Kind {
    /// Unit as it stands in the file.
    pub const fn unit(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::ElderState => "sum over elders, 1/65536",
            Kind::CommunityState => "sum over communities, 1/65536",
            Kind::VolunteerState => "sum over volunteers here, 1/65536",
            Kind::UserState => "sum over users of providers, 1/65536",
            Kind::Expected => "expected number, 1/65536",
            Kind::Hours => "hours, 1/65536",
            Kind::Minutes => "minutes",
            Kind::Cents => "cents of a yuan",
        }
    }

    /// What one stored unit is worth in people's units (persons, 0..1, hours, yuan).
    pub const fn scale(self) -> f64 {
        match self {
            Kind::Count => 1.0,
            Kind::ElderState | Kind::CommunityState | Kind::VolunteerState | Kind::UserState => 1.0 / 65_536.0,
            Kind::Expected | Kind::Hours => 1.0 / 65_536.0,
            Kind::Minutes => 1.0 / 60.0,
            Kind::Cents => 0.01,
        }
    }
}

/// What users read of a measure.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// Column name.
    pub name: &'static str,
    /// How it is stored and read.
    pub kind: Kind,
    /// Meaning.
    pub meaning: Label,
}

macro_rules! measures {
    ($($Variant:ident $name:ident $kind:ident $en:literal $zh:literal;)*) => {
        /// Index of a measure in a [`Tally`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Counter { $(#[doc = $en] $Variant,)* }

        /// All measures but those by instrument, in the order of the file.
        pub static COUNTERS: &[Description] = &[$(Description {
            name: stringify!($name), kind: Kind::$kind, meaning: Label { en: $en, zh: $zh },
        },)*];

        const FIXED: usize = [$(stringify!($name)),*].len();
    };
}

measures! {
    Elders elders Count "elders living in the community" "在社区居住的老年人";
    InCareHomes in_care_homes Count "elders in care homes, counted apart" "养老机构中的老年人（单列）";
    Members members Count "members of mutual aid" "互助成员";
    Givers givers Count "elders who gave this week" "本周给予者";
    Receivers receivers Count "elders who received with success this week" "本周受助者";
    Participants participants Count "elders who gave or received" "参与者（给予或受助）";
    Attenders attenders Count "elders who attended an event or companionship group" "参加活动者";
    Joins joins Count "elders who joined" "加入";
    Quits quits Count "members who quit" "退出";
    Deaths deaths Count "deaths, those in care homes included" "死亡（含养老机构）";
    Entrants entrants Count "new sixty-year-olds" "新进入老年者";
    Moves moves Count "places taken over by newcomers" "迁出迁入";
    CareHomeEntries care_home_entries Count "elders who entered a care home" "入住养老机构";
    FunctionLosses function_losses Count "elders whose function fell from independent" "由自理转为受限者";
    Lonely lonely Count "lonely elders" "孤独者";
    Independent independent Count "independent elders" "自理者";
    Limited limited Count "elders with limited function" "功能受限者";
    Dependent dependent Count "dependent elders" "失能者";
    GivenByElders given_by_elders Minutes "hours given by elders" "老年人给予的时间";
    GivenByVolunteers given_by_volunteers Minutes "hours given by the community's volunteers" "社区志愿者服务时间";
    GivenByVisitors given_by_visitors Minutes "hours given by visiting volunteers from town" "城市来访志愿者服务时间";
    GivenByProfessionals given_by_professionals Minutes "hours given by professionals and counsellors" "专业人员服务时间";
    Offered offered Minutes "hours offered by elders" "老年人提供的时间";
    NeededDaily needed_daily Hours "daily help needed" "日常照料需要";
    NeededHealth needed_health Hours "health help needed" "健康服务需要";
    NeededCompanionship needed_companionship Hours "companionship needed" "陪伴需要";
    CoveredDaily covered_daily Hours "daily help covered by family and meals" "家庭与助餐覆盖的日常需要";
    CoveredHealth covered_health Hours "health help covered by clinics" "诊所覆盖的健康需要";
    CoveredCompanionship covered_companionship Hours "companionship covered by family" "家庭覆盖的陪伴需要";
    AskedDaily asked_daily Hours "daily help in open requests" "求助中的日常需要";
    AskedHealth asked_health Hours "health help in open requests" "求助中的健康需要";
    AskedCompanionship asked_companionship Hours "companionship in open requests" "求助中的陪伴需要";
    ServedDaily served_daily Minutes "daily help received" "获得的日常照料";
    ServedHealth served_health Minutes "health help received" "获得的健康服务";
    ServedCompanionship served_companionship Minutes "companionship received" "获得的陪伴";
    UnmetDaily unmet_daily Hours "unmet need for daily help" "未满足的日常需要";
    UnmetHealth unmet_health Hours "unmet need for health help" "未满足的健康需要";
    UnmetCompanionship unmet_companionship Hours "unmet need for companionship" "未满足的陪伴需要";
    OpenRequests open_requests Count "open requests" "待处理求助";
    ServedRequests served_requests Count "requests served" "已服务求助";
    WeeksWaited weeks_waited Count "weeks that served requests had waited" "已服务求助的等待周数";
    RequestsDigital requests_digital Count "open requests of the digital" "数字老人求助";
    ServedDigital served_digital Count "their requests served" "数字老人已服务求助";
    Services services Count "services, all kinds" "服务次数";
    Failures failures Count "services that failed" "失败的服务";
    Incidents incidents Count "incidents" "事故";
    DuplicatedTime duplicated_time Minutes "time of duplicated services" "重复服务时间";
    LaterKindsReached later_kinds_reached Count "second and third kinds of need reached" "继续得到处理的第二、三类需要";
    LaterKindsMissed later_kinds_missed Count "second and third kinds of need missed for want of coordination" "因缺乏协同而遗漏的第二、三类需要";
    SelfWorth self_worth ElderState "satisfaction of self-worth S1" "自我价值满足 S1";
    Connection connection ElderState "satisfaction of emotional connection S2" "情感联结满足 S2";
    Belonging belonging ElderState "satisfaction of belonging S3" "归属满足 S3";
    Loneliness loneliness ElderState "loneliness L" "孤独感 L";
    Wellbeing wellbeing ElderState "wellbeing W" "幸福感 W";
    Efficacy efficacy ElderState "efficacy E" "效能感 E";
    Awareness awareness ElderState "awareness A" "知晓 A";
    Trust trust ElderState "trust T" "信任 T";
    Habit habit ElderState "habit H" "习惯 H";
    Burden burden ElderState "burden B" "负担 B";
    CashExposure cash_exposure ElderState "exposure to cash X$" "现金暴露 X$";
    Tie tie ElderState "ties, as felt" "纽带";
    PerceivedSupport perceived_support ElderState "perceived support P" "感知支持 P";
    Norm norm ElderState "norm N" "规范 N";
    Drive drive ElderState "drive D" "驱动 D";
    UnmetShare unmet_share ElderState "unmet share of needed hours, moving average" "未满足比例（移动平均）";
    CreditsEarned credits_earned Minutes "credits earned" "赚取的时间币";
    CreditsGranted credits_granted Minutes "portable credits granted" "异地授予的时间币";
    CreditsRedeemed credits_redeemed Minutes "credits redeemed" "兑付的时间币";
    CreditsFaded credits_faded Minutes "credits that faded" "过期的时间币";
    CreditsWrittenOff credits_written_off Minutes "credits written off (cap, death, move, care home)" "核销的时间币";
    CreditsOutstanding credits_outstanding Minutes "credits held at the week's end" "期末时间币余额";
    CreditHolderRequests credit_holder_requests Count "open requests of credit holders" "持分者求助";
    CreditHolderServed credit_holder_served Count "their requests served" "持分者已服务求助";
    Volunteers volunteers Count "volunteers here" "在地志愿者";
    VolunteersActive volunteers_active Count "volunteers who offered" "本周活跃志愿者";
    Communities communities Count "communities" "社区数";
    Operating operating Count "communities whose organiser operates" "正常运行社区";
    Affordability affordability CommunityState "affordability alpha" "可负担度 alpha";
    Confidence confidence CommunityState "redemption confidence" "兑付信心";
    Reputation reputation CommunityState "reputation R" "声誉 R";
    ContinuityBelief continuity_belief CommunityState "belief in continuity Q" "持续性信念 Q";
    Capability capability CommunityState "capability K" "能力 K";
    Coordination coordination CommunityState "coordination C" "协同 C";
    Standardisation standardisation CommunityState "standardisation Z" "标准化 Z";
    ProcessClosure process_closure CommunityState "process closure X" "流程闭环 X";
    Platform platform CommunityState "platform G" "平台 G";
    Outreach outreach CommunityState "outreach O" "宣传 O";
    Culture culture CommunityState "culture level" "文化水平";
    Access access CommunityState "access of the built environment" "环境可达性";
    CulturalBarrier cultural_barrier CommunityState "cultural barrier Kc" "文化障碍 Kc";
    Offer offer CommunityState "institutional offer I" "制度供给 I";
    PolicyBreaks policy_breaks Count "communities hit by a policy break" "政策中断社区";
    Budget budget Cents "budget in hand" "结余预算";
    Income income Cents "income; what is in none of the next three is grants" "收入；减去以下三项即为政府拨款";
    IncomeDonations income_donations Cents "income from donations" "捐赠收入";
    IncomeCollective income_collective Cents "income from the village's collective and a paired industry" "村集体与结对产业收入";
    IncomeDues income_dues Cents "income from members' dues" "会费收入";
    CareHomeSpending care_home_spending Cents "private spending on care homes" "养老机构私人支出";
    Registered registered Count "elders registered: members, others, and on paper" "登记老人（成员、其他与纸面）";
    Pressed pressed Count "elders registered on paper only" "仅纸面登记的老人";
    GaveAndReceived gave_and_received Count "elders who gave and received this week" "本周既给予又受助者";
    KeptOut kept_out Count "elders who could not enter a full room" "因场所已满未能参加活动者";
    EntrantMembers entrant_members Count "entrants who carry on helping, members at once" "继续互助的新进入成员";
    Autonomy autonomy ElderState "autonomy Au" "自主感 Au";
    Identity identity ElderState "role identity Ri" "角色认同 Ri";
    Fairness fairness ElderState "fairness of the exchange F" "公平感 F";
    ReceivedLately received_lately ElderState "received lately r4" "近期受助 r4";
    Acquaintance acquaintance CommunityState "share of elders who are acquainted in their group" "组内相识的老人份额";
    Choice choice CommunityState "share of services that people chose themselves" "自选服务的份额";
    MutualServices mutual_services Count "services by elders and volunteers" "老人与志愿者的服务次数";
    ChosenServices chosen_services Count "of these, without a dispatcher" "其中未经派单的次数";
    ServicesByElders services_by_elders Count "services by elders" "老人的服务次数";
    ServicesByVolunteers services_by_volunteers Count "services by volunteers" "志愿者的服务次数";
    ServicesByProfessionals services_by_professionals Count "services by professionals and counsellors" "专业人员的服务次数";
    ServicesByProviders services_by_providers Count "services by providers" "服务商的服务次数";
    FailuresByElders failures_by_elders Count "failed services by elders" "老人失败的服务";
    FailuresByVolunteers failures_by_volunteers Count "failed services by volunteers" "志愿者失败的服务";
    FailuresByProfessionals failures_by_professionals Count "failed services by professionals and counsellors" "专业人员失败的服务";
    FailuresByProviders failures_by_providers Count "failed services by providers" "服务商失败的服务";
    ClosedByProfessionals closed_by_professionals Count "requests of which only professionals served something" "仅由专业人员服务的求助";
    GivenByProviders given_by_providers Minutes "hours given by providers" "服务商服务时间";
    ReliefTime relief_time Minutes "helpers' time in relief of families" "分担家庭照料所用时间";
    RelievedFamily relieved_family Minutes "family time relieved" "家庭获分担的照料时间";
    MarketHours market_hours Hours "care hours bought privately" "自费购买的照料小时";
    VoucherHours voucher_hours Hours "care hours bought with vouchers" "用消费券购买的照料小时";
    PrivateCareSpending private_care_spending Cents "private spending on care hours, with and without vouchers" "购买照料的私人支出（含消费券自付）";
    GiftCredits gift_credits Minutes "credits paid for tied partners, part of the redeemed" "代结对伙伴支付的时间币（兑付之内）";
    VolunteerCreditsEarned volunteer_credits_earned Minutes "credits that volunteers earned" "志愿者赚取的时间币";
    VolunteersCame volunteers_came Count "volunteers who came" "新到志愿者";
    VolunteersMoved volunteers_moved Count "volunteers who moved on" "因流动离开的志愿者";
    VolunteersLeft volunteers_left Count "volunteers who left by their motives" "因动机不足离开的志愿者";
    VolunteerTrust volunteer_trust VolunteerState "trust of volunteers here" "在地志愿者信任";
    VolunteerFulfilment volunteer_fulfilment VolunteerState "fulfilment of volunteers here" "在地志愿者满足感";
    StandingVisits standing_visits Count "volunteers' visits to standing partners" "固定结对探访";
    Attention attention CommunityState "attention of street or township to care for the old" "街道（乡镇）注意力";
    Pressure pressure CommunityState "pressure beyond what posts can carry" "超出人力的压力";
    LeaderChanges leader_changes Count "communities whose street changed its leader" "街道更换领导的社区";
    ShareCore share_core CommunityState "share of core spending that is paid" "核心支出到位份额";
    ShareServices share_services CommunityState "share of services that is paid" "服务支出到位份额";
    ShareIncentives share_incentives CommunityState "share of incentives that is paid" "激励支出到位份额";
    ShareActivities share_activities CommunityState "share of activities that is paid" "活动支出到位份额";
    ContractedCommunities contracted Count "communities under contract with a provider" "与服务商签约的社区";
    TakenUp taken_up Count "offered instruments in force, over communities" "社区采纳的可选工具数";
    Admissions admissions Expected "acute admissions to be expected" "预期急性住院";
    AdmissionCosts admission_costs Cents "cost of the acute admissions to be expected, at the setting's price" "预期急性住院的费用（按城乡各自的单价）";
    AdmissionCostsPooled admission_costs_pooled Cents "of it borne by the pooled budget; the insurer bears the rest" "其中由统筹资金承担者；其余由医保承担";
    ProviderUsers provider_users Count "users of providers: elders whom one has served of late" "服务商用户（近期由服务商服务过的老人）";
    ProviderUserTrust provider_user_trust UserState "trust of the users of providers" "服务商用户的信任";
    ProviderPurchasePay provider_purchase_pay Cents "providers' pay by contract, from public purchase, in the month in which it is earned" "服务商的合同收入（政府购买，按应付月份计）";
    ProviderPoolPay provider_pool_pay Cents "providers' pay from health pools" "服务商的统筹资金收入";
    ProviderPayArrived provider_pay_arrived Cents "pay by contract that arrived, late pay included; counted with the district's first community" "实际到账的合同收入（含迟付；计入区县首个社区）";
    ProviderPayLapsed provider_pay_lapsed Cents "pay owed to providers that left; counted with the district's first community" "退出服务商的未付应收款（计入区县首个社区）";
    ProviderEntries provider_entries Count "providers that came; counted with the district's first community" "新进入的服务商（计入区县首个社区）";
    ProviderExits provider_exits Count "providers that left; counted with the district's first community" "退出的服务商（计入区县首个社区）";
    ProviderContracts provider_contracts Count "contracts in force, once a month; counted with the district's first community" "生效合同（每月一次；计入区县首个社区）";
    ProviderTenders provider_tenders Count "tenders held; counted with the district's first community" "招标次数（计入区县首个社区）";
    ProviderTendersFailed provider_tenders_failed Count "tenders that nobody won; counted with the district's first community" "流标次数（计入区县首个社区）";
    ProviderChanges provider_changes Count "communities whose provider changed; counted with the district's first community" "更换服务商的社区（计入区县首个社区）";
    HealthPoolBalance health_pool_balance Cents "balance of the district's health pool, once a month; counted with its first community" "区县统筹资金余额（每月一次；计入区县首个社区）";
    SpendingCore spending_core Cents "spending on staff and venue without policy" "基础支出（人员与场地）";
}

/// Number of measures with those by instrument: spending, then adoption.
pub const COUNT: usize = ADOPTED + OFFERABLE.len();

/// Position of the first count of adopted instruments.
const ADOPTED: usize = FIXED + INSTRUMENTS;

/// Prefix of the columns with the cost of each instrument.
pub const SPENDING_PREFIX: &str = "spending_";

/// Prefix of the columns with the communities that have taken up each instrument.
pub const ADOPTED_PREFIX: &str = "adopted_";

/// Names of all columns: the measures, then `spending_` and each instrument's name, then `adopted_` and the name of
/// each that can be offered.
pub fn names() -> Vec<String> {
    let fixed = COUNTERS.iter().map(|measure| measure.name.to_string());
    let spending = DESCRIPTIONS.iter().map(|it| format!("{SPENDING_PREFIX}{}", it.name));
    let adopted = OFFERABLE.iter().map(|it| format!("{ADOPTED_PREFIX}{}", DESCRIPTIONS[*it].name));
    fixed.chain(spending).chain(adopted).collect()
}

/// One week's sums of one community, or of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    sums: [i64; COUNT],
}

stored! { Tally { sums } }

impl Default for Tally {
    fn default() -> Self {
        Tally { sums: [0; COUNT] }
    }
}

impl Tally {
    /// Sum of every column, in the order of [`names`].
    pub fn sums(&self) -> &[i64; COUNT] {
        &self.sums
    }

    /// A tally from the sums of every column.
    pub fn from_sums(sums: [i64; COUNT]) -> Self {
        Tally { sums }
    }

    /// Adds to one measure.
    #[inline]
    pub fn add(&mut self, measure: Counter, amount: i64) {
        self.sums[measure as usize] += amount;
    }

    /// Adds a level in 0..1 or hours to a measure kept in 1/65,536.
    #[inline]
    pub fn add_state(&mut self, measure: Counter, value: f32) {
        self.sums[measure as usize] += i64::from(fixed(value));
    }

    /// Adds cents to the spending of one instrument.
    #[inline]
    pub fn add_spending(&mut self, instrument: usize, cents: i64) {
        self.sums[FIXED + instrument] += cents;
    }

    /// Cents spent on one instrument.
    pub fn spending(&self, instrument: usize) -> i64 {
        self.sums[FIXED + instrument]
    }

    /// Counts a community where these of the offered instruments are in force, a bit each, by number.
    #[inline]
    pub fn add_adopted(&mut self, instruments: u64) {
        for (sum, number) in self.sums[ADOPTED..].iter_mut().zip(OFFERABLE) {
            *sum += (instruments >> number & 1) as i64;
        }
    }

    /// Communities that have taken up an instrument; none have where it cannot be offered.
    pub fn adopted(&self, instrument: usize) -> i64 {
        OFFERABLE.iter().position(|it| *it == instrument).map_or(0, |it| self.sums[ADOPTED + it])
    }

    /// Merges another tally into this one.
    pub fn merge(&mut self, other: &Tally) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
    }

    /// A measure in people's units: persons, hours, yuan; for states the mean over elders or
    /// communities. Not a number when there is nobody to take the mean over.
    pub fn read(&self, measure: Counter) -> f64 {
        let kind = COUNTERS[measure as usize].kind;
        let value = self[measure] as f64 * kind.scale();
        match kind {
            Kind::ElderState => value / self[Counter::Elders] as f64,
            Kind::CommunityState => value / self[Counter::Communities] as f64,
            Kind::VolunteerState => value / self[Counter::Volunteers] as f64,
            Kind::UserState => value / self[Counter::ProviderUsers] as f64,
            _ => value,
        }
    }
}

impl std::ops::Index<Counter> for Tally {
    type Output = i64;
    #[inline]
    fn index(&self, measure: Counter) -> &i64 {
        &self.sums[measure as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_up_is_counted_by_instrument() {
        let number = |name: &str| DESCRIPTIONS.iter().position(|it| it.name == name).unwrap();
        let (process, voucher, staffing) = (number("process"), number("voucher"), number("staffing"));
        let mut tally = Tally::default();
        tally.add_adopted(1 << process | 1 << staffing);
        tally.add_adopted(1 << process | 1 << voucher);
        // Staffing is decided above the organiser.
        assert_eq!([process, voucher, staffing].map(|it| tally.adopted(it)), [2, 1, 0]);
        let named: Vec<String> =
            names().into_iter().zip(tally.sums()).filter(|(_, sum)| **sum > 0).map(|(name, _)| name).collect();
        assert_eq!(named, ["adopted_process", "adopted_voucher"]);
    }
}
