#!/usr/bin/env bash
# Makes the pilot study anew: both runs, the tables, the charts, and the numbers in the texts.
# HUZHU names a ready program; without it the program is built first. Needs Python with pandas, pyarrow and
# matplotlib, and a Chinese font (Noto Sans CJK) for the Chinese charts.
set -euo pipefail
cd "$(dirname "$0")/../.."
run() {
  ${HUZHU:-cargo run --release --locked --} run "$1" --replicates 20 --out "results/pilot/bulk/$1" --force
}
run pilot
run pilot-baseline
python3 results/pilot/charts.py
