//! The one list of instruments, in the order of MODEL section 10: file and type. A new one goes to the end.

/// Hands the list to a macro.
macro_rules! shelf {
    ($to:ident) => {
        $to! {
            subsidy::Subsidy,
            points::Points,
            time_bank::TimeBank,
            companionship::Companionship,
            recognition::Recognition,
            activities::Activities,
            outreach::Outreach,
            multi_actor::MultiActor,
            volunteer_recruitment::VolunteerRecruitment,
            health_integration::HealthIntegration,
            psychological_support::PsychologicalSupport,
            standardisation::Standardisation,
            process::Process,
            digital_platform::DigitalPlatform,
            funding::FundingRule,
            positioning::Positioning,
            staffing::Staffing,
            retrofit::Retrofit,
            happiness_courtyard::HappinessCourtyard,
            return_incentive::ReturnIncentive,
            intergenerational::Intergenerational,
            urban_rural::UrbanRural,
            co_governance::CoGovernance,
            member_association::MemberAssociation,
            party_led::PartyLed,
            purchase::PurchaseOfServices,
            voucher::Voucher,
        }
    };
}
pub(super) use shelf;

macro_rules! count {
    ($($file:ident :: $Type:ident,)*) => {
        /// Number of instruments.
        pub const COUNT: usize = [$(stringify!($file)),*].len();
    };
}
shelf!(count);
