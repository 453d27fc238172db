#!/usr/bin/env bash
# Measures everything in this folder anew, on the machine it runs on: about 20 minutes on two quiet cores.
# Needs valgrind, Python 3, and for the peers a package index; `results/bench/make.sh quick` leaves the peers
# and the large runs out.
set -euo pipefail
cd "$(dirname "$0")/../.."
bulk=results/bench/bulk
mkdir -p "$bulk"
cargo build --release --locked
cargo bench --locked --bench stages
stages=$(cargo bench --locked --bench stages --no-run --message-format=json 2> /dev/null |
  sed -n 's/.*"name":"stages".*"executable":"\([^"]*\)".*/\1/p' | tail -1)
for setting in urban rural; do
  HUZHU_STAGES=$setting valgrind --quiet --tool=callgrind --callgrind-out-file="$bulk/$setting.callgrind" \
    "$stages" > "$bulk/$setting.elders"
done
if [ "${1:-}" = quick ]; then
  target/release/huzhu bench --quick --format json > "$bulk/bench.json"
else
  cargo bench --locked --bench runs | tee "$bulk/runs.txt"
  target/release/huzhu bench --format json > "$bulk/bench.json"
  benches/peers/compare.py
fi
python3 results/bench/tables.py
