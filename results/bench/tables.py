"""Makes the tables of this folder from what make.sh measured, and puts them into README.md."""

import csv
import json
import pathlib
import platform
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
BULK, CRITERION = HERE / "bulk", HERE.parent.parent / "target/criterion"
MONTHLY = {"unpack", "pack", "life_course", "month_of_community", "whole_visit"}
PARTS = ["unpack", "month_of_community", "draws", "look_around", "drive", "perception", "decide", "needs", "ask", "attend",
         "meet", "volunteers", "desk_givers", "desk_requests", "desk_professionals", "desk_serve", "desk_visits",
         "volunteers_and_norms", "settle", "tally", "pack"]
ORDER = [*PARTS[:1], "life_course", *PARTS[1:], "whole_week", "whole_visit"]


def time_of(setting, stage):
    folder = CRITERION / setting / stage / "new"
    elders = json.loads((folder / "benchmark.json").read_text())["throughput"]["Elements"]
    found = json.loads((folder / "estimates.json").read_text())["median"]
    weeks = 4 if stage in MONTHLY else 1
    return found["point_estimate"] / elders / weeks


def instructions(setting):
    """Instructions of each stage and all it calls, by what its calls cost. Whole visits only prepare."""
    elders = int(re.search(r"elders (\d+)", (BULK / f"{setting}.elders").read_text())[1])
    names, found, caller, called, costs_next = {}, {}, "", "", False
    for line in (BULK / f"{setting}.callgrind").read_text().splitlines():
        match = re.match(r"(c?fn)=\((\d+)\)(?: (.*))?", line)
        if match:
            name = names.setdefault(match[2], match[3])
            if match[1] == "cfn":
                called = name
            else:
                caller = name
        elif costs_next and caller != "stages::whole_visit":
            stage = re.fullmatch(r"stages::(\w+)", called)
            if stage and stage[1] in ORDER:
                found[stage[1]] = found.get(stage[1], 0) + int(line.split()[1])
        costs_next = line.startswith("calls=")
    return {stage: count / elders / (4 if stage in MONTHLY else 1) for stage, count in found.items()}


def rows_of(setting, machine, work):
    counted = instructions(setting)
    cache = machine["cache_copy_bytes_per_second"]
    memory = machine["copy_bytes_per_second"] / machine["threads"]
    rows = []
    for stage in ORDER:
        if not (CRITERION / setting / stage).exists():
            continue
        nanoseconds = time_of(setting, stage)
        row = {"setting": setting, "stage": stage, "ns": f"{nanoseconds:.3f}",
               "instructions": f"{counted[stage]:.1f}" if stage in counted else ""}
        if stage in work:
            times, in_cache, in_memory, operations = (float(work[stage][key]) for key in
                                                      ["times_a_week", "cache_bytes", "memory_bytes", "operations"])
            by_memory = times * (in_cache / cache + in_memory / memory) * 1e9
            by_compute = times * operations / machine["operations_per_second"] * 1e9
            bound = max(by_memory, by_compute)
            row |= {"bytes": f"{times * (in_cache + in_memory):.0f}", "operations": f"{times * operations:.0f}",
                    "memory_bound_ns": f"{by_memory:.3f}", "compute_bound_ns": f"{by_compute:.3f}",
                    "times_the_bound": f"{nanoseconds / bound:.1f}"}
        rows.append(row)
    return rows


def write(name, rows):
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with open(HERE / name, "w", newline="") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def markdown(heads, rows):
    lines = [" | ".join(heads), "|".join(["---"] + ["--:"] * (len(heads) - 1))]
    return "\n".join("| " + line + " |" for line in lines + [" | ".join(row) for row in rows])


def stage_table(rows):
    by_stage = {}
    for row in rows:
        by_stage.setdefault(row["stage"], {})[row["setting"]] = row
    names = [("ns", "urban"), ("ns", "rural"), ("instructions", "urban"), ("instructions", "rural"), ("bytes", "urban"),
             ("operations", "urban"), ("memory_bound_ns", "urban"), ("compute_bound_ns", "urban"),
             ("times_the_bound", "urban")]
    heads = ["stage", "ns urban", "ns village", "instr. urban", "instr. village", "bytes", "operations", "memory ns",
             "compute ns", "times the bound"]
    cells = [[stage.replace("_", " ")] + [of.get(setting, {}).get(key, "") for key, setting in names]
             for stage, of in by_stage.items()]
    return markdown(heads, cells)


def run_table(bench):
    heads = ["elders", "threads", "M elder-weeks/s", "slowest-fastest", "synthesis s", "weeks s", "output s", "CPU ns", "bytes held",
             "bytes computed"]
    held = lambda it: "" if it is None else f"{it:.0f}"
    tenths = lambda it: "" if it is None else f"{it:.1f}"
    rows = [[f"{it['elders']:,}", str(it["threads"]), f"{it['elder_weeks_per_second'] / 1e6:.1f}",
             "-".join(f"{rate / 1e6:.1f}" for rate in it["range"]), f"{it['synthesis_seconds']:.3f}",
             f"{it['run_seconds']:.3f}", f"{it['output_seconds']:.3f}", tenths(it.get("processor_nanoseconds_per_elder_week")),
             held(it["held_bytes_per_elder"]),
             held(it["computed_bytes_per_elder"])] for it in bench["runs"]]
    return markdown(heads, rows)


def machine_text(machine):
    cores = subprocess.run(["nproc"], capture_output=True, text=True).stdout.strip()
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    second, third = (f"{(it or 0) / 1024:.0f} KiB" for it in machine["cache_bytes"])
    rate = lambda key: f"{machine[key] / 1e9:.2f}"
    return (f"{machine['processor']}, {cores} cores ({platform.machine()}), L2 {second} a core, L3 {third}; {rustc}.\n\n"
            f"Memory: copy {rate('copy_bytes_per_second')} GB/s, triad {rate('triad_bytes_per_second')} GB/s with all threads; "
            f"within L2 {rate('cache_copy_bytes_per_second')} GB/s with one. Arithmetic of one thread, a second: "
            f"{rate('philox_words_per_second')} G words of Philox, {rate('operations_per_second')} G single-precision "
            f"multiplications and additions, {rate('logistics_per_second')} G logistics.")


def peer_table():
    with open(HERE / "peers.csv") as file:
        rows = list(csv.DictReader(file))
    sizes = list(dict.fromkeys(row["agents"] for row in rows))
    systems = list(dict.fromkeys(row["system"] for row in rows))
    rate = {(row["system"], row["agents"]): f"{float(row['agent_weeks_per_second']) / 1e6:.2f}" for row in rows}
    return markdown(["M agent-weeks/s", *(f"{int(size):,}" for size in sizes)],
                    [[system] + [rate[system, size] for size in sizes] for system in systems])


def put(text, name, table):
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, rest = text.split(begin)
    return before + begin + "\n" + table + "\n" + end + rest.split(end)[1]


def main():
    bench = json.loads((BULK / "bench.json").read_text())
    with open(HERE / "work.csv") as file:
        work = {row["stage"]: row for row in csv.DictReader(file)}
    rows = [row for setting in ["urban", "rural"] for row in rows_of(setting, bench["machine"], work)]
    write("stages.csv", rows)
    write("runs.csv", [{**it, "range": "-".join(f"{rate:.0f}" for rate in it["range"])} for it in bench["runs"]])
    readme = HERE / "README.md"
    text = readme.read_text()
    text = put(text, "machine", machine_text(bench["machine"]))
    text = put(text, "stages", stage_table(rows))
    text = put(text, "runs", run_table(bench))
    if (HERE / "peers.csv").exists():
        text = put(text, "peers", peer_table())
    readme.write_text(text)


if __name__ == "__main__":
    main()
