#!/usr/bin/env python3
"""Tables, charts and the numbers in the texts of the pilot study, from two run directories.

    python3 results/pilot/charts.py

reads results/pilot/bulk/pilot and results/pilot/bulk/pilot-baseline, which results/pilot/make.sh makes, and
writes results/pilot/*.csv, results/pilot/*.svg, and the blocks between `<!-- numbers: NAME -->` and
`<!-- end of numbers -->` in the pages listed below. Needs pandas, pyarrow and matplotlib.
"""

import json
import re
from pathlib import Path

import matplotlib
import pandas as pd
import pyarrow.parquet as pq

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import font_manager

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RUNS = {"pilot": HERE / "bulk" / "pilot", "baseline": HERE / "bulk" / "pilot-baseline"}
SCOPES = ["urban", "rural", "all"]
MONTH, YEAR = 4, 52

# What one stored unit is worth, by the unit that the file states of a column.
SCALES = {
    "sum over elders, 1/65536": 1 / 65_536,
    "sum over communities, 1/65536": 1 / 65_536,
    "hours, 1/65536": 1 / 65_536,
    "minutes": 1 / 60,
    "cents of a yuan": 0.01,
}


def read_weekly(run):
    """Weekly sums by setting in persons, hours and yuan, with rows for both settings together."""
    path = RUNS[run] / "weekly.parquet"
    columns = json.loads(pq.read_schema(path).metadata[b"huzhu.columns"])
    weekly = pq.read_table(path, filters=[("level", "=", "setting")]).to_pandas()
    for name, about in columns.items():
        if about["unit"] in SCALES:
            weekly[name] = weekly[name] * SCALES[about["unit"]]
    weekly = weekly.drop(columns="level").rename(columns={"place": "scope"})
    both = weekly.drop(columns="scope").groupby(["replicate", "week"], as_index=False).sum()
    return pd.concat([weekly, both.assign(scope="all")], ignore_index=True), columns


def total(frame, *names):
    return sum(frame[name] for name in names)


def kinds(what):
    return [f"{what}_{kind}" for kind in ("daily", "health", "companionship")]


def spending(frame):
    return total(frame, *[name for name in frame.columns if name.startswith("spending_")])


# Figures as ratios of sums over the weeks of a window: key, English, Chinese, unit, part, whole, factor.
FIGURES = [
    ("members", "members", "成员", "% of elders", lambda f: f.members, lambda f: f.elders, 100),
    ("participants", "take part in a week", "每周参与", "% of elders", lambda f: f.participants, lambda f: f.elders, 100),
    ("givers", "give in a week", "每周给予帮助", "% of elders", lambda f: f.givers, lambda f: f.elders, 100),
    ("receivers", "receive in a week", "每周接受帮助", "% of elders", lambda f: f.receivers, lambda f: f.elders, 100),
    ("given_hours", "hours given by elders", "老年人给予的时间", "hours per elder and year",
     lambda f: f.given_by_elders, lambda f: f.elders, YEAR),
    ("unmet", "needed hours that nobody covers", "未满足的需要", "% of needed hours",
     lambda f: total(f, *kinds("unmet")), lambda f: total(f, *kinds("needed")), 100),
    ("requests_served", "open requests served in the week", "当周得到服务的求助", "% of open requests",
     lambda f: f.served_requests, lambda f: f.open_requests, 100),
    ("asked", "hours in open requests", "求助中的时间", "% of hours left by family, meals and clinics",
     lambda f: total(f, *kinds("asked")), lambda f: total(f, *kinds("needed")) - total(f, *kinds("covered")), 100),
    ("lonely", "lonely", "孤独者", "% of elders", lambda f: f.lonely, lambda f: f.elders, 100),
    ("loneliness", "loneliness L", "孤独感 L", "0..1", lambda f: f.loneliness, lambda f: f.elders, 1),
    ("trust", "trust T", "信任 T", "0..1", lambda f: f.trust, lambda f: f.elders, 1),
    ("wellbeing", "wellbeing W", "幸福感 W", "0..1", lambda f: f.wellbeing, lambda f: f.elders, 1),
]
FIGURE = {figure[0]: figure for figure in FIGURES}


def values(frame, by):
    """Every figure over the weeks of `frame`, one row for each group of `by`."""
    sums = frame.groupby(by).sum(numeric_only=True)
    return pd.DataFrame({key: factor * part(sums) / whole(sums) for key, _, _, _, part, whole, factor in FIGURES})


def band(series):
    return pd.Series({"mean": series.mean(), "low": series.quantile(0.05), "high": series.quantile(0.95)})


def retention(run, last_week):
    """Kaplan-Meier share of memberships begun in the run that last a year, by replicate and scope."""
    spells = pq.read_table(RUNS[run] / "spells.parquet").to_pandas()
    spells = spells[(spells.start_week >= 0) & (spells.start_week <= last_week - YEAR)].copy()
    spells["weeks"] = spells.end_week.clip(upper=last_week) - spells.start_week
    spells["left"] = spells.why.isin(["quit", "pay_ended"])
    spells = spells[spells.weeks >= 0]
    parts = [spells.assign(scope=spells.setting), spells.assign(scope="all")]
    spells = pd.concat(parts, ignore_index=True)

    def staying(group):
        at_risk, share = len(group), 1.0
        left = group[group.left].groupby("weeks").size()
        ended = group.groupby("weeks").size()
        for week in range(YEAR):
            if at_risk:
                share *= 1 - left.get(week, 0) / at_risk
            at_risk -= ended.get(week, 0)
        return 100 * share

    return spells.groupby(["scope", "replicate"])[["weeks", "left"]].apply(staying)


# ---------------------------------------------------------------------------------------------- tables

weekly, COLUMNS = {}, None
for run in RUNS:
    weekly[run], COLUMNS = read_weekly(run)
REPLICATES = weekly["pilot"].replicate.nunique()
WEEKS = int(weekly["pilot"].week.max()) + 1
END = range(WEEKS - MONTH, WEEKS)

at_start = {run: values(it[it.week.isin(range(MONTH))], ["scope", "replicate"]) for run, it in weekly.items()}
# The week before the policies start, from which the first year counts.
before = values(weekly["pilot"][weekly["pilot"].week == -1], ["scope", "replicate"])
at_end = {run: values(it[it.week.isin(END)], ["scope", "replicate"]) for run, it in weekly.items()}
for run in RUNS:
    at_end[run]["retention"] = retention(run, WEEKS - 1)
    lived = weekly[run][weekly[run].week >= 0].groupby(["scope", "replicate"]).sum(numeric_only=True)
    at_end[run]["yuan"] = spending(lived) / lived.elders * YEAR
FIGURE["retention"] = ("retention", "memberships that last a year", "留存满一年的成员", "% of memberships")
FIGURE["yuan"] = ("yuan", "spending, mean of the run", "全程平均支出", "yuan per elder and year")

rows = []
for key in at_end["pilot"].columns:
    for scope in SCOPES:
        row = {"figure": key, "meaning": FIGURE[key][1], "含义": FIGURE[key][2], "unit": FIGURE[key][3], "scope": scope}
        if key in at_start["pilot"]:
            row["start"] = at_start["pilot"].loc[scope, key].mean()
        for run in RUNS:
            end = band(at_end[run].loc[scope, key])
            row |= {f"{run}_end": end["mean"], f"{run}_low": end["low"], f"{run}_high": end["high"]}
        # The same elders and the same draws in both runs: the difference is taken replicate by replicate.
        difference = band(at_end["pilot"].loc[scope, key] - at_end["baseline"].loc[scope, key])
        row |= {"difference": difference["mean"], "difference_low": difference["low"], "difference_high": difference["high"]}
        rows.append(row)
figures = pd.DataFrame(rows)
figures.round(4).to_csv(HERE / "figures.csv", index=False)

course = []
for run, it in weekly.items():
    monthly = it[it.week >= 0].assign(week=lambda f: f.week // MONTH * MONTH)
    by_replicate = values(monthly, ["scope", "week", "replicate"])
    for key in ("participants", "members", "unmet", "requests_served", "lonely", "trust"):
        bands = by_replicate[key].groupby(level=["scope", "week"]).apply(band).unstack().reset_index()
        course.append(bands.assign(run=run, figure=key))
course = pd.concat(course)[["run", "figure", "scope", "week", "mean", "low", "high"]]
# The table keeps every third month (12 weeks); the charts use all months.
kept = course[course.week % (3 * MONTH) == 0]
kept.round(3).to_csv(HERE / "course.csv", index=False)

rows = []
for run, it in weekly.items():
    lived = it[it.week >= 0].groupby("scope").sum(numeric_only=True)
    for name in (name for name in lived.columns if name.startswith("spending_")):
        for scope in SCOPES:
            yuan = lived.loc[scope, name] / lived.loc[scope, "elders"] * YEAR
            if yuan > 0:
                about = COLUMNS[name]
                rows.append({"run": run, "scope": scope, "item": name, "meaning": about["en"], "含义": about["zh"],
                             "yuan_per_elder_year": yuan})
costs = pd.DataFrame(rows)
costs.round(2).to_csv(HERE / "spending.csv", index=False)

# ---------------------------------------------------------------------------------------------- charts

POLICY, BASE, INK, FAINT = "#c8442c", "#3b6a8f", "#222222", "#d9d9d9"
WORDS = {
    "en": {
        "pilot": "with the package", "baseline": "without policy", "urban": "Urban communities", "rural": "Villages",
        "year": "year", "policy": "six instruments start",
        "participants": "Elders who give or receive help in a week, %",
        "title1": "Five years of a well-made package: participation rises fast at first, then more slowly",
        "note1": "Pilot area, about 25,000 elders; {n} replicates: mean and 5–95 % band. Same elders and same chance in both runs.",
        "lonely": "Lonely, % of elders", "unmet": "Needed hours nobody covers, %",
        "requests_served": "Open requests served in the week, %", "trust": "Trust, mean of 0 to 1",
        "title2": "Requests are answered first; trust follows, and loneliness falls last",
        "note2": "Towns and villages together; {n} replicates: mean and 5–95 % band.",
        "members": "Members, % of elders of each community",
        "title3": "Communities differ, and all of them rise",
        "note3": "One line a community, the package in one replicate; thick: mean of the communities.",
    },
    "zh": {
        "pilot": "有六项政策", "baseline": "无政策", "urban": "城市社区", "rural": "村庄",
        "year": "年", "policy": "六项政策开始",
        "participants": "每周给予或接受帮助的老年人，%",
        "title1": "一套用心设计的政策实施五年，参与率先快后慢地上升",
        "note1": "试点地区约两万五千名老年人；{n} 次重复：均值与 5–95% 区间。两次运行的人群与随机数完全相同。",
        "lonely": "感到孤独的老年人，%", "unmet": "无人满足的需要小时，%",
        "requests_served": "当周得到服务的求助，%", "trust": "信任，0 至 1 的均值",
        "title2": "求助先得到回应，信任随后上升，孤独最后下降",
        "note2": "城乡合计；{n} 次重复：均值与 5–95% 区间。",
        "members": "各社区成员占老年人的比例，%",
        "title3": "各社区有高有低，都在上升",
        "note3": "每线一个社区，有政策的一次重复；粗线为各社区均值。",
    },
}


def fonts():
    """A Chinese font if the machine has one; the letters become outlines, so that readers need none."""
    names = {it.name for it in font_manager.fontManager.ttflist}
    chinese = [name for name in ("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Micro Hei")
               if name in names]
    return chinese[:1] + ["DejaVu Sans"]


plt.rcParams.update({
    "font.family": fonts(), "font.size": 10, "svg.fonttype": "path", "svg.hashsalt": "huzhu",
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#888888", "axes.labelcolor": INK,
    "axes.titlesize": 10.5, "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.grid": True,
    "axes.grid.axis": "y", "grid.color": "#e8e8e8", "grid.linewidth": 0.8, "axes.axisbelow": True,
    "xtick.color": "#555555", "ytick.color": "#555555", "text.color": INK, "axes.unicode_minus": False,
})


def lines(axes, figure, scope):
    """Mean and band of both runs."""
    for run, colour in (("baseline", BASE), ("pilot", POLICY)):
        it = course[(course.run == run) & (course.figure == figure) & (course.scope == scope)].sort_values("week")
        years = it.week / YEAR
        axes.fill_between(years, it.low, it.high, color=colour, alpha=0.18, linewidth=0)
        axes.plot(years, it["mean"], color=colour, linewidth=2)


def dress(axes, words):
    axes.set_xlim(0, WEEKS / YEAR)
    axes.set_xticks(range(0, WEEKS // YEAR + 1))
    axes.tick_params(length=0)
    axes.set_xlabel(words["year"], fontsize=9, color="#555555", labelpad=2)


def save(figure, name, title, note, language):
    figure.text(0.012, 0.985, title, fontsize=13, fontweight="bold", va="top")
    figure.text(0.012, 0.015, note, fontsize=8.5, color="#666666", va="bottom")
    figure.savefig(HERE / f"{name}.{language}.svg", metadata={"Date": None})
    figure.savefig(HERE / "bulk" / f"{name}.{language}.png", dpi=130)
    plt.close(figure)


def label(axes, run, words, week, figure, scope, shift):
    it = course[(course.run == run) & (course.figure == figure) & (course.scope == scope)]
    y = it.set_index("week")["mean"].loc[week]
    colour = POLICY if run == "pilot" else BASE
    axes.annotate(words[run], (week / YEAR, y), xytext=shift, textcoords="offset points", color=colour,
                  fontweight="bold", ha="right" if shift[0] < 0 else "left")


for language, words in WORDS.items():
    figure, panels = plt.subplots(1, 2, figsize=(9, 4.1), sharey=True)
    for axes, scope in zip(panels, ("urban", "rural")):
        lines(axes, "participants", scope)
        axes.set_title(words[scope], pad=8)
        axes.set_ylim(0, 45)
        dress(axes, words)
        for run in RUNS:
            end = course[(course.run == run) & (course.figure == "participants") & (course.scope == scope)]
            last = end.sort_values("week").iloc[-1]
            axes.annotate(f"{last['mean']:.1f}%", (last.week / YEAR, last["mean"]), xytext=(4, -3), textcoords="offset points",
                          color=POLICY if run == "pilot" else BASE, fontweight="bold", annotation_clip=False)
    label(panels[0], "pilot", words, 2 * YEAR, "participants", "urban", (-8, 4))
    label(panels[0], "baseline", words, 3 * YEAR, "participants", "urban", (0, -18))
    figure.text(0.012, 0.905, words["participants"], fontsize=10, color="#555555", va="top")
    figure.subplots_adjust(left=0.055, right=0.95, top=0.79, bottom=0.17, wspace=0.13)
    save(figure, "participation", words["title1"], words["note1"].format(n=REPLICATES), language)

    figure, panels = plt.subplots(2, 2, figsize=(9, 6.2))
    for axes, key in zip(panels.flat, ("requests_served", "trust", "unmet", "lonely")):
        lines(axes, key, "all")
        axes.set_title(words[key], pad=8)
        axes.set_ylim(0, 100 if key == "requests_served" else 1 if key == "trust" else 45)
        dress(axes, words)
    label(panels[0, 0], "pilot", words, 3 * YEAR, "requests_served", "all", (0, -18))
    label(panels[0, 0], "baseline", words, 3 * YEAR, "requests_served", "all", (0, 9))
    figure.subplots_adjust(left=0.055, right=0.965, top=0.86, bottom=0.125, wspace=0.14, hspace=0.42)
    save(figure, "outcomes", words["title2"], words["note2"].format(n=REPLICATES), language)

communities = pq.read_table(RUNS["pilot"] / "communities.parquet", filters=[("replicate", "=", 0)]).to_pandas()
communities["share"] = 100 * communities.members / communities.elders
for language, words in WORDS.items():
    figure, panels = plt.subplots(1, 2, figsize=(9, 4.1), sharey=True)
    for axes, scope in zip(panels, ("urban", "rural")):
        mine = communities[communities.setting == scope].pivot(index="week", columns="community", values="share")
        axes.plot((mine.index + 1) / YEAR, mine, color=POLICY, alpha=0.5 if mine.shape[1] < 20 else 0.28, linewidth=0.9)
        axes.plot((mine.index + 1) / YEAR, mine.mean(axis=1), color=INK, linewidth=2.2)
        axes.set_title(f"{words[scope]} ({mine.shape[1]})", pad=8)
        axes.set_ylim(0, 60)
        dress(axes, words)
    figure.text(0.012, 0.905, words["members"], fontsize=10, color="#555555", va="top")
    figure.subplots_adjust(left=0.055, right=0.95, top=0.79, bottom=0.17, wspace=0.13)
    save(figure, "communities", words["title3"], words["note3"], language)

# --------------------------------------------------------------------------------- numbers in the texts

FIGURES_BY = figures.set_index(["figure", "scope"])


def number(key, scope, column, digits=1):
    return f"{abs(FIGURES_BY.loc[(key, scope), column]):.{digits}f}"


def year_of(figure, share):
    """First year (one decimal) whose monthly mean over towns and villages reaches a share, or a dash."""
    it = course[(course.run == "pilot") & (course.figure == figure) & (course.scope == "all")]
    reached = it[it["mean"] >= share].week
    return f"{(reached.min() + MONTH) / YEAR:.1f}" if len(reached) else "–"


def gains():
    """Points that each year adds to those who take part, over towns and villages."""
    it = course[(course.run == "pilot") & (course.figure == "participants") & (course.scope == "all")]
    ends = it.set_index("week")["mean"].loc[[year * YEAR - MONTH for year in range(1, WEEKS // YEAR + 1)]]
    shares = [before.loc["all", "participants"].mean(), *ends]
    return [f"{after - before:.1f}" for before, after in zip(shares, shares[1:])]


def effect_on_loneliness():
    """Difference of mean loneliness at the end in standard deviations of elders without policy."""
    moments = {}
    for run in RUNS:
        bins = pq.read_table(RUNS[run] / "distributions.parquet", filters=[
            ("measure", "=", "loneliness"), ("class", "=", "all"), ("week", "=", WEEKS - 1)]).to_pandas()
        middle, weight = (bins.bin + 0.5) * bins.width, bins.elders / bins.elders.sum()
        mean = (middle * weight).sum()
        moments[run] = mean, (((middle - mean) ** 2 * weight).sum()) ** 0.5
    return (moments["pilot"][0] - moments["baseline"][0]) / moments["baseline"][1]


def band_of(key, scope, column):
    low, high = (column.replace("_end", "") + end for end in ("_low", "_high"))
    return f"{number(key, scope, low)}–{number(key, scope, high)}"


staffing = costs.set_index(["run", "scope", "item"]).loc[("pilot", "all", "spending_staffing"), "yuan_per_elder_year"]
n, d, gained = number, effect_on_loneliness(), gains()
years = {share: year_of("participants", share) for share in (15, 20, 25)}

ENGLISH = f"""\
- After five years {n("participants", "all", "pilot_end")} % of elders give or receive help in a week (5–95 % of replicates:
  {band_of("participants", "all", "pilot_end")} %); without policy it would be {n("participants", "all", "baseline_end")} %. The difference, replicate by
  replicate, is {n("participants", "all", "difference")} points ({band_of("participants", "all", "difference")}). Villages reach {n("participants", "rural", "pilot_end")} %, towns {n("participants", "urban", "pilot_end")} %.
- It takes {years[15]} years to reach 15 %, {years[20]} to reach 20 % and {years[25]} to reach 25 %; the years add {", ".join(gained)} points.
- {n("members", "all", "pilot_end")} % are members (without policy {n("members", "all", "baseline_end")} %), and {n("retention", "all", "pilot_end")} % of memberships last a year
  (without policy {n("retention", "all", "baseline_end")} %).
- {n("requests_served", "all", "pilot_end")} % of open requests are served in the week (without policy {n("requests_served", "all", "baseline_end")} %), but {n("unmet", "all", "pilot_end")} % of needed
  hours remain unmet (without policy {n("unmet", "all", "baseline_end")} %): mutual aid answers those who ask, and only {n("asked", "all", "pilot_end")} %
  of the hours that family, meals and clinics do not cover are requested.
- {n("lonely", "all", "pilot_end")} % are lonely instead of {n("lonely", "all", "baseline_end")} %; in standard deviations of loneliness the effect is d = {d:.2f}.
- The package costs {n("yuan", "all", "difference", 0)} yuan more per elder per year ({n("yuan", "all", "pilot_end", 0)} instead of {n("yuan", "all", "baseline_end", 0)}), {staffing:.0f} of it for staff."""

CHINESE = f"""\
- 五年之后，每周有 {n("participants", "all", "pilot_end")}% 的老年人给予或接受帮助（各次重复的 5–95% 区间为 {band_of("participants", "all", "pilot_end")}%）；没有政策时为
  {n("participants", "all", "baseline_end")}%。逐次重复相减，差距为 {n("participants", "all", "difference")} 个百分点（{band_of("participants", "all", "difference")}）。农村达到 {n("participants", "rural", "pilot_end")}%，城市为 {n("participants", "urban", "pilot_end")}%。
- 参与率达到 15% 用了 {years[15]} 年，20% 用了 {years[20]} 年，25% 用了 {years[25]} 年；各年依次增加 {"、".join(gained)}
  个百分点。
- 成员占 {n("members", "all", "pilot_end")}%（无政策时 {n("members", "all", "baseline_end")}%）；留存满一年的成员占 {n("retention", "all", "pilot_end")}%（无政策时 {n("retention", "all", "baseline_end")}%）。
- 当周得到服务的求助占 {n("requests_served", "all", "pilot_end")}%（无政策时 {n("requests_served", "all", "baseline_end")}%），但仍有 {n("unmet", "all", "pilot_end")}% 的需要小时无人满足（无政策时 {n("unmet", "all", "baseline_end")}%）：
  互助能回应开口求助的人，而家庭、助餐和诊所没有覆盖的时间里，只有 {n("asked", "all", "pilot_end")}% 提出了求助。
- 感到孤独的老年人由 {n("lonely", "all", "baseline_end")}% 降为 {n("lonely", "all", "pilot_end")}%；以孤独感的标准差计，效应量 d = {d:.2f}。
- 每位老年人每年多花 {n("yuan", "all", "difference", 0)} 元（由 {n("yuan", "all", "baseline_end", 0)} 元增至 {n("yuan", "all", "pilot_end", 0)} 元），其中人员 {staffing:.0f} 元。"""


def table_of(words):
    head, scopes, order = words
    lines = [head, "|---|" + "---:|" * 6]
    for key, name in order:
        cells = []
        digits = {"trust": 3, "wellbeing": 3, "yuan": 0}.get(key, 1)
        for scope in SCOPES:
            cells += [n(key, scope, "pilot_end", digits), n(key, scope, "baseline_end", digits)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


KEYS = ["members", "participants", "requests_served", "unmet", "lonely", "trust", "wellbeing", "retention", "yuan"]
TABLE = table_of((
    "| 第 256–259 周 weeks 256 to 259 | 城市 urban | 无政策 without | 农村 rural | 无政策 without | 全部 all | 无政策 without |",
    SCOPES,
    [(key, f"{FIGURE[key][2]} {FIGURE[key][1]}, {FIGURE[key][3]}") for key in KEYS],
))

SHORT_EN = (
    f"In the pilot area, {n('participants', 'all', 'pilot_end')} % of elders give or receive help in a week after five years with six instruments, and\n"
    f"{n('participants', 'all', 'baseline_end')} % without. "
    f"The share of lonely elders is {n('lonely', 'all', 'pilot_end')} instead of {n('lonely', 'all', 'baseline_end')} %. This costs\n"
    f"{n('yuan', 'all', 'difference', 0)} yuan more per elder per year ([the study](results/pilot/README.md))."
)
SHORT_ZH = (
    f"在试点地区，六项政策实施五年后，每周给予或接受帮助的老年人占 {n('participants', 'all', 'pilot_end')}%，无政策时为 {n('participants', 'all', 'baseline_end')}%；"
    f"\n感到孤独的占 {n('lonely', 'all', 'pilot_end')}%，无政策时为 {n('lonely', 'all', 'baseline_end')}%；"
    f"每位老年人每年多花 {n('yuan', 'all', 'difference', 0)} 元（[研究报告](results/pilot/README.md)）。"
)

BLOCKS = {"pilot-short-en": SHORT_EN, "pilot-short-zh": SHORT_ZH, "pilot-en": ENGLISH, "pilot-zh": CHINESE,
          "pilot-table": TABLE}
PAGES = ["README.md", "README.zh-CN.md", "results/pilot/README.md"]
BLOCK = re.compile(r"(<!-- numbers: ([a-z-]+) -->\n)(?:.*?\n)?(<!-- end of numbers -->)", re.DOTALL)
for page in (ROOT / name for name in PAGES):
    if page.exists():
        text = page.read_text(encoding="utf-8")
        renewed = BLOCK.sub(lambda it: it[1] + BLOCKS[it[2]] + "\n" + it[3], text)
        page.write_text(renewed, encoding="utf-8")
