//! What is wrong with scenarios, studies and designs is told in English and Chinese alike.

use crate::plan::design_file;
use crate::plan::study::Study;
use crate::scenario;

/// Scenarios that are wrong, each in another way or several.
const SCENARIOS: [&str; 28] = [
    "weeks = 50\nseed = -1\ncolour = 1\nreplicates = 1.5\ntitle = 3\nwarmup_weeks = \"long\"\n",
    "wekes = 4\n",
    "a b = 2\n",
    "title = \"标题\" \"\"\n",
    "seed = 1\nweeks = 4\nseed = 2\n",
    "[policy.recognition]\n[policy.recognition]\n",
    "extends = \"pilo\"\n",
    "extends = \"nowhere.toml\"\n",
    "extends = \"/\"\n",
    "extends = 3\n",
    "[population]\nscale = nan\nprovinces = [\"Bejing\", \"Atlantis\", 3]\n",
    "[population]\nscale = 0.1\ndistricts = 2\nvillages = 1\n",
    "population = 3\noutput = \"x\"\n",
    "[output]\nwarmup = 1\nspells_share = 2\nsample_elders = \"all\"\n",
    "[parameters]\npreset = \"urban\"\n[parameters.urban]\npreset = \"city\"\n",
    "[parameters.need]\noutmigration = 1e400\nclinc = 1\nnothing_like_it = 2\n",
    "[parameters.behave]\nbD = 2\n[parameters.nobody]\nx = 1\n",
    "[parameters.rural.structure]\nwith_children = 0.7\nalone = 0.4\n",
    "[parameters.structure]\ncommunity_size = 20000\nsize_spread = 1\n",
    "[policy.recogniton]\n[policy.\"荣誉表彰\"]\n[policy.nothing_like_it_at_all]\n",
    "[baseline.recognition]\nstart_week = 4\n[policy.recognition]\nstart_week = 52\nstop_week = 52\nlevel = 2\n",
    "[policy.recognition]\nenabled = 1\nsetting = \"town\"\ndistricts = [512, -1, \"Beijing\", \"Beijing/512\", true]\n",
    "[policy.funding]\nmode = \"project\"\nmonths = 2.5\n[policy.volunteer_recruitment]\nstudent_share = 0.5\n",
    "[policy]\nrecognition = true\n[study]\n[design]\n",
    "title = ' '\n[policy.recognition]\nprovinces = ['Beijing']\ndistricts = [0, 0, 2, 'Beijing/0']\n[policy.recognition.'']\n",
    "[population]\nscale = 0.01\nprovinces = ['Hubei', '湖北']\n[policy.recognition]\nlevel = 40\ndistricts = []\n",
    "[population]\nscale = 0.01\nprovinces = ['Hubei']\n[policy.recognition]\nprovinces = ['Hunan']\n\
     districts = ['Hubei/3', 'Hunan/0', 1]\n[baseline.outreach]\ndistricts = ['Hubei/0']\nprovinces = ['Hubei', 'x']\n",
    "[population]\ndistricts = 3\n[parameters.structure]\ngroup_size = 40.5\n",
];

/// Studies that are wrong.
const STUDIES: [&str; 8] = [
    "weeks = 4\n",
    "[study]\ntitle = 'x'\nrounds = 0\ndiscount_rate = 3\n",
    "weeks = 4\nextends = 'pilot'\n[study]\nbaseline = 'pilot'\nweeks = 0\n[study.policies.a.policy.points]\n",
    "[study]\nwekes = 3\nmeasures = ['lonly_share', 'nothing_like_it_at_all']\nprecision.trust.relative = -1\n\
     precision.lonely_share = { absolute = 1, relative = 1 }\nreplicates = { least = 9, most = 4, max = 4 }\neffect = 'needed_hours'\n\
     [study.policies.a.policy.time_bnk]\n[study.policies.b.time_bank]\n[study.policies.c]\nen = 'empty'\n\
     [study.policies.d]\nparameters.gvie.x = 1\n[study.contexts.e]\n[study.contexts.baseline]\n",
    "[study]\ngoals.lonely_share = { at_most = 0.3, gain = 0.1 }\ngoals.needed_hours.at_most = 3\nthresholds = [2, 1]\n\
     [study.policies.a.policy.points]\n[study.uncertain]\nworlds = 3\n\
     [study.uncertain.factors.'parameters.rural.need.outmigratoin']\ndistribution = 'uniform'\nlow = 1\nhigh = 2\n\
     [study.uncertain.factors.'policy.time_bank.inherit']\nvalues = [true, false]\n\
     [study.uncertain.factors.'seed']\nvalues = [1]\n",
    "[study]\n[study.policies.a.policy.points]\n[study.uncertain]\nworlds = 20\n",
    "replicates = 3\n[study]\ntitle = \"\"\nmeasures = []\ngoals.lonely_share.at_least = 30\ngoals.trust.at_most = 0.3\n\
     precision.trust.relative = 5\nthresholds = []\n[study.policies.a]\nen = 'baseline'\npolicy.points = {}\n\
     [study.policies.'b/c']\nen = 'b'\nzh = 'b'\npolicy.points = {}\n[study.policies.d]\nen = 'b'\npolicy.points = {}\n\
     [study.uncertain.factors.'parameters.behave.give']\nen = 'x'\nvalues = [-4, -3]\n\
     [study.uncertain.factors.'parameters.urban.behave.give']\nen = 'x'\nvalues = [-4, -3]\n",
    "[policy.recognition]\n[study]\n[study.policies.same.policy.recognition]\n",
];

/// Designs that are wrong.
const DESIGNS: [&str; 15] = [
    "weeks = 4\n",
    "[design]\n",
    "[design]\nkind = \"latin\"\nruns = 10\ntrajectories = 3\nmeasures = []\nscope = \"town\"\n[design.factors]\n",
    "[design]\nkind = \"sobol\"\n[design.factors.\"parameters.drive.relax\"]\ndistribution = \"uniform\"\nlow = 0.5\nhigh = 0.2\n",
    "[design]\nkind = \"saltelli\"\nbase = 1000\n[design.factors.\"parameters.drive.relax\"]\nvalues = [0.01]\nweights = [1, 2]\n",
    "[design]\nkind = \"grid\"\nruns = 3\n[design.factors.\"parameters.drive.relax\"]\ndistribution = \"uniform\"\n",
    "[design]\nkind = \"grid\"\n[design.factors.parameters.drive.relax]\nvalues = [0.1]\n",
    "[design]\nkind = \"grid\"\n[design.factors.\"parameters.drive.relax\"]\nvalues = [0.02]\nweights = [1]\n\
     [design.factors.\"parameters.drive.relax_efficacy\"]\nvalues = []\n[design.factors.\"weeks\"]\nlow = 1\n",
    "[design]\nkind = \"morris\"\nlevels = 3\ntrajectories = 100000000\n[design.factors.\"parameters.drive.relax\"]\n\
     distribution = \"triangular\"\nlow = 0.1\nhigh = 0.2\nmean = 3\n",
    "[design]\nkind = \"latin\"\nruns = 10\n[design.factors.\"parameters.drive.relax\"]\ndistribution = \"normal\"\nmean = 5\n\
     deviation = 0.1\nlow = 0.1\nhigh = 0.2\n[design.factors.\"parameters.drive.relax_efficacy\"]\ndistribution = \"normal\"\n",
    "[design]\nkind = \"list\"\n[design.factors]\n",
    "[design]\nkind = \"latin\"\nruns = 10\nscope = \"rural\"\nscenario = \"urban-baseline\"\n\
     [design.factors.\"weeks\"]\ndistribution = \"uniform\"\nlow = 4\nhigh = 60\n\
     [design.factors.\"policy.funding.months\"]\ndistribution = \"uniform\"\nlow = 4\nhigh = 60\n\
     [design.factors.\"policy.funding.mode\"]\ndistribution = \"uniform\"\nlow = 4\nhigh = 60\n\
     [design.factors.\"parameters.drive.relax\"]\nvalues = [0.02, 0.020, 0.03]\n\
     [design.factors.\"parameters.drive.relax_efficacy\"]\nvalues = [0.02, 0.03]\nweights = [1, 0]\n\
     [design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -4\nhigh = -4\n\
     [design.factors.\"parameters.behave.join\"]\ndistribution = \"uniform\"\nlow = -4\nhigh = -5\n",
    "[design]\nkind = \"list\"\nfile = \"no-such-file.csv\"\n",
    "[design]\nkind = \"latin\"\nruns = 2\n[design.factors.\"parameters.drive.relax\"]\nvalues = [1979-05-27]\n",
    "[design]\nkind = \"latin\"\nruns = 2\n[design.factors.\"parameters.drive.relax\"]\ndistribution = \"log_uniform\"\nlow = \"a\"\nhigh = 1\n",
];

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// Whether a text has words beside names in back quotes.
fn has_words(text: &str) -> bool {
    text.split('`').step_by(2).any(|it| it.chars().any(|letter| letter.is_ascii_alphabetic()))
}

/// What a fault says, piece by piece: its title, the words at its carets, its notes and helps.
fn pieces(fault: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in fault.lines() {
        let (gutter, rest) = line.split_once('|').unwrap_or(("quoted", line));
        match line.trim_start() {
            it if it.starts_with("--> ") || it.starts_with("::: ") => pieces.push(String::new()),
            it if it.starts_with("= ") => pieces.push(it[it.find(": ").unwrap()..].to_owned()),
            // Marks and words below a quoted line; the line itself has its number in the gutter.
            _ if gutter.trim().is_empty() => pieces.last_mut().unwrap().push_str(rest),
            _ if gutter.trim().parse::<u32>().is_ok() => {}
            it => pieces.last_mut().unwrap().push_str(it.strip_prefix("error: ").unwrap_or(it)),
        }
    }
    pieces
}

#[test]
fn every_fault_of_a_scenario_a_study_and_a_design_is_told_in_both_languages() {
    let sets = ["weeks", "extends=pilot", "seed=\"1"].map(str::to_owned);
    let with_sets = ("", scenario::from_text("s.toml", "", &sets).map(|_| ()));
    let scenarios = SCENARIOS.map(|it| (it, scenario::from_text("s.toml", it, &[]).map(|_| ())));
    let studies = STUDIES.map(|it| (it, Study::from_text("s.toml", it, &[]).map(|_| ())));
    let designs = DESIGNS.map(|it| (it, design_file::from_text("s.toml", it).map(|_| ())));
    let mut titles = std::collections::BTreeSet::new();
    for (text, read) in scenarios.into_iter().chain([with_sets]).chain(studies).chain(designs) {
        let report = read.err().unwrap_or_else(|| panic!("{text} is sound")).to_string();
        let (faults, count) = report.rsplit_once("\n\n").unwrap();
        assert!(count.starts_with("s.toml: ") && count.contains(" / 共 ") && count.ends_with(" 处错误"), "{count}");
        for fault in faults.split("\n\n") {
            let pieces = pieces(fault);
            assert!(pieces[0].chars().any(is_chinese), "{fault}");
            for piece in &pieces {
                assert!(!has_words(piece) || piece.chars().any(is_chinese), "{piece}\n{fault}");
            }
            titles.insert(pieces[0].clone());
        }
    }
    assert!(titles.len() > 80, "{}: {titles:#?}", titles.len());
}
