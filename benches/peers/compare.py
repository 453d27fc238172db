#!/usr/bin/env python3
"""Times core3 in Mesa, NumPy and Numba beside huzhu: the population shaped like core3, and the whole model.

Installs the peers into a fresh environment in a temporary directory, prints a table, and writes
results/bench/peers.csv. Takes about ten minutes. `--sizes 10000,100000` for fewer; `--python FILE` for an
interpreter that has mesa, numpy and numba already.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HUZHU = os.environ.get("HUZHU", str(ROOT / "target/release/huzhu"))
PACKAGES = ["mesa==3.3.1", "numpy==2.4.6", "numba==0.68.1"]
# Weeks of a run: as many as all others where it is quick enough, since rates hardly depend on it.
WEEKS = {"mesa": {10_000: 52, 100_000: 12, 1_000_000: 3}}
REPEATS = {"mesa": 3}


def peer(python, name, agents):
    weeks = WEEKS.get(name, {}).get(agents, 52)
    command = [python, str(HERE / f"core3_{name}.py"), str(agents), str(weeks), str(REPEATS.get(name, 5))]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rates = [agents * weeks / it for it in found["seconds"]]
    return statistics.median(rates), found["bytes"], weeks, found["share"] if weeks == 52 else None


def huzhu_core3(agents, directory):
    rates, peak = [], 0
    for _ in range(5):
        out = directory / "run"
        command = [HUZHU, "run", str(HERE / "core3.toml"), "--out", str(out), "--force", "--format", "json",
                   "--progress", "never", "--set", f"population.urban_communities={agents // 500}"]
        if agents > 500_000:
            command[-1:] = ["population.urban_communities=500", "--set", f"population.districts={agents // 250_000}"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rates.append(found["elder_weeks_per_second"])
        peak = found["peak_memory_bytes"]
    return statistics.median(rates), peak / agents, 52, None


def huzhu_whole(agents):
    command = [HUZHU, "bench", "--sizes", str(agents), "--quiet", "--format", "json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    runs = found["runs"][-1]
    return runs["elder_weeks_per_second"], runs["held_bytes_per_elder"], sum(found["weeks"]), None


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="10000,100000,1000000")
    arguments.add_argument("--python", help="interpreter that has the peers installed")
    arguments.add_argument("--out", default=str(ROOT / "results/bench/peers.csv"))
    chosen = arguments.parse_args()
    sizes = [int(it) for it in chosen.sizes.split(",")]
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        python = chosen.python
        if python is None:
            print("installing", *PACKAGES, file=sys.stderr)
            venv.create(directory / "venv", with_pip=True)
            python = str(directory / "venv/bin/python")
            subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        systems = {
            "Mesa": lambda agents: peer(python, "mesa", agents),
            "NumPy": lambda agents: peer(python, "numpy", agents),
            "Numba, all threads": lambda agents: peer(python, "numba", agents),
            "huzhu, shaped like core3": lambda agents: huzhu_core3(agents, directory),
            "huzhu, whole package": huzhu_whole,
        }
        rows = []
        print(f"{'system':26}{'agents':>10}{'weeks':>7}{'M agent-weeks/s':>17}{'bytes held':>12}{'share':>8}")
        for agents in sizes:
            for name, measure in systems.items():
                print(name, agents, "...", file=sys.stderr)
                rate, held, weeks, share = measure(agents)
                shown = "" if share is None else f"{share:.3f}"
                print(f"{name:26}{agents:>10}{weeks:>7}{rate / 1e6:>17.2f}{held:>12.0f}{shown:>8}", flush=True)
                rows.append([name, agents, weeks, f"{rate:.0f}", f"{held:.0f}", shown])
    with open(chosen.out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["system", "agents", "weeks", "agent_weeks_per_second", "bytes_held_per_agent", "final_share"])
        table.writerows(rows)


if __name__ == "__main__":
    main()
