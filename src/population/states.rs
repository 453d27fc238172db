//! What is stored of an elder between visits, in one list.
//!
//! From it follow the columns of a visit ([`super::Elders`]), their packed form ([`super::PackedElders`]), which
//! checkpoints store as it is, the checks of ranges, the sums over elders, the columns of sampled elders, and what is
//! held at the course of a twin. ARCHITECTURE.md says how to add a state.

/// Hands the list to the macro `$then`, with whatever follows that name.
///
/// A state is a value in [0, 1] that changes from week to week; between visits it has 16 bits. It stands under the stage
/// that writes it:
///
/// ```text
/// name("meaning", multiplier => column: Counter, "含义");
/// ```
///
/// The multiplier, an odd number of its own, turns the word that is drawn for an elder into the rounding of this state:
/// a new state changes the rounding of no other, wherever it stands. What follows the arrow may be left out: the column
/// in which sampled elders show the state, and the measure that sums it.
macro_rules! stored_of_elders {
    ($then:ident $($more:tt)*) => { $then! {
        states {
            drive {
                self_worth("satisfaction of self-worth S1", 0x9E37_79B1 => self_worth: SelfWorth, "自我价值满足");
                connection("satisfaction of connection S2", 0x85EB_CA77 => connection: Connection, "情感联结满足");
                belonging("satisfaction of belonging S3", 0xC2B2_AE3D => belonging: Belonging, "归属满足");
                loneliness("loneliness L", 0x27D4_EB2F => loneliness: Loneliness, "孤独感");
                efficacy("efficacy E", 0x1656_67B1 => efficacy: Efficacy, "效能感");
                autonomy("autonomy Au", 0x4CF5_AD43 => autonomy: Autonomy, "自主感");
                identity("role identity Ri", 0x2745_937F => identity: Identity, "角色认同");
            }
            perception {
                awareness("awareness A", 0xD3A2_646D => awareness: Awareness, "知晓");
                trust("trust T", 0xFD70_46C5 => trust: Trust, "信任");
                fairness("fairness of the exchange F", 0x38B3_4AE5 => fairness: Fairness, "公平感");
            }
            response {
                habit("habit H", 0xB55A_4F09 => habit: Habit, "习惯");
            }
            // Written after the services; held at no twin's course.
            feedback {
                burden("burden B", 0x8CB9_2BA7 => burden: Burden, "负担");
                exposure("exposure to cash X$", 0xA3B1_95B5 => cash_exposure: CashExposure, "现金暴露");
                given_lately("given lately g4, moving average", 0xE170_03B9);
                received_lately("received lately r4, moving average", 0x52DC_E729 => received_lately: ReceivedLately, "近期受助");
                unmet_share("unmet share, moving average", 0x6C8E_9CF5 => unmet_share: UnmetShare, "未满足比例");
            }
        }
        // Lifelong, in [0, 1], in whole steps of 8 bits.
        shares {
            income("income percentile y");
            weight_self_worth("need weight of self-worth w1");
            weight_connection("need weight of connection w2");
        }
        // Lifelong, in standard deviations, in whole steps of 8 bits.
        traits {
            sociability_trait("sociability");
            loneliness_disposition("loneliness disposition zl");
            propensity("propensity zp, lower for the unwilling");
            frailty("latent frailty zf");
            wellbeing_disposition("disposition of wellbeing zw");
        }
        // 0 or 1, with the bit of each.
        flags {
            woman("1 for women", 6);
            rooted("1 for the rooted", 7);
            digital("1 for smartphone users", 8);
            member("1 for members", 9);
            attended("1 for those who attended last week", 10);
            registered("1 for those registered, members among them", 13);
            pressed("1 for those registered on paper only", 14);
        }
        $($more)*
    } };
}
pub(crate) use stored_of_elders;
