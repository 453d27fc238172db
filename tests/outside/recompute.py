"""Recomputes the indices of `huzhu sensitivity` with SALib from its Parquet, and opens the tables elsewhere.

Run by hand, outside the ordinary tests:

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install SALib duckdb pandas polars pyarrow
    huzhu sensitivity pilot-shares --out shares && huzhu sensitivity pilot-screening --out screening
    /tmp/venv/bin/python tests/outside/recompute.py shares screening

Exit code 1 says that a number differs by more than rounding, or that a reader sees something else.
"""

import csv
import json
import sys

import duckdb
import numpy as np
import pandas
import polars
import pyarrow.parquet as parquet
from SALib.analyze import morris, sobol

# Relative to the largest index of its kind: sums in another order, nothing more.
TOLERANCE = 1e-9


def outputs(cells, plan, measure):
    """Mean over replicates of every point, in the order of the plan."""
    return cells[measure].to_numpy().reshape(plan["points"], plan["replicates"]).mean(axis=1)


def units(cells, plan):
    """Factors as numbers, one row a point; kinds by their place among the values."""
    columns = []
    for factor in plan["factors"]:
        values = cells[factor["name"]].to_numpy()[:: plan["replicates"]]
        if not factor["numeric"]:
            kinds = factor["levels"].split(", ")
            values = np.array([kinds.index(value) for value in values], dtype=float)
        columns.append(values)
    return np.column_stack(columns)


def recomputed(cells, plan, measure, second_order):
    """Index, factor and other factor to value, by SALib."""
    names = [factor["name"] for factor in plan["factors"]]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    y = outputs(cells, plan, measure)
    found = {}
    if plan["kind"] == "morris":
        # Levels and steps of the design are those that huzhu takes unless told otherwise; SALib knows no listed values.
        si = morris.analyze(problem, units(cells, plan), y, num_levels=4, num_resamples=20)
        for index in ("mu", "mu_star", "sigma"):
            found |= {(index, name, ""): value for name, value in zip(names, si[index])}
        return found
    si = sobol.analyze(problem, y, calc_second_order=second_order, num_resamples=20)
    for index, key in (("first", "S1"), ("total", "ST")):
        found |= {(index, name, ""): value for name, value in zip(names, si[key])}
    if second_order:
        for i, one in enumerate(names):
            for k in range(i + 1, len(names)):
                found[("second", one, names[k])] = si["S2"][i, k]
    return found


def check(directory):
    """Faults found in one directory, in words."""
    faults = []
    with open(f"{directory}/plan.json", encoding="utf-8") as file:
        plan = json.load(file)
    path = f"{directory}/cells.parquet"
    cells = pandas.read_parquet(path)
    seen = {
        "pandas": len(cells),
        "polars": polars.read_parquet(path).height,
        "duckdb": duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0],
    }
    wanted = plan["points"] * plan["replicates"]
    faults += [f"{reader} sees {rows} rows of {wanted}" for reader, rows in seen.items() if rows != wanted]
    with open(f"{directory}/cells.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for measure in plan["measures"]:
        name = measure["name"]
        for reader, column in (
            ("polars", polars.read_parquet(path)[name].to_numpy()),
            ("duckdb", duckdb.sql(f'select "{name}" from \'{path}\'').df()[name].to_numpy()),
            ("the CSV", np.array([float(row[name] or "nan") for row in rows])),
        ):
            if not np.array_equal(column, cells[name].to_numpy(), equal_nan=True):
                faults.append(f"{reader} reads other bits of {name}")
    # Units stand in the metadata of the schema, whoever opens the file.
    described = json.loads(parquet.read_schema(path).metadata[b"huzhu.columns"])
    query = f"select decode(value) from parquet_kv_metadata('{path}') where decode(key) = 'huzhu.columns'"
    in_duckdb = duckdb.sql(query).fetchall()[0][0]
    in_polars = polars.read_parquet_metadata(path)["huzhu.columns"]
    if not described == json.loads(in_duckdb) == json.loads(in_polars):
        faults.append("the metadata differ between readers")
    for column in plan["factors"] + plan["measures"]:
        if described[column["name"]]["unit"] != column["unit"]:
            faults.append(f"the unit of {column['name']} is not in the file")

    indices = pandas.read_parquet(f"{directory}/indices.parquet")
    ours = indices[indices["estimator"].isin(["saltelli", "morris"])]
    second_order = bool((ours["index"] == "second").any())
    compared, largest = 0, 0.0
    for measure in plan["measures"]:
        rows = ours[ours["measure"] == measure["name"]]
        theirs = recomputed(cells, plan, measure["name"], second_order)
        scale = max(abs(value) for value in theirs.values())
        for row in rows.to_dict("records"):
            other = theirs.pop((row["index"], row["factor"], row["with"]))
            distance = abs(row["value"] - other) / scale
            compared, largest = compared + 1, max(largest, distance)
            if distance > TOLERANCE:
                faults.append(f"{row['index']} of {row['factor']}: {row['value']} here, {other} by SALib")
        faults += [f"{key} is not in the table" for key in theirs]
    print(f"{directory}: {wanted} rows, {compared} indices, largest relative distance {largest:.1e}")
    return faults


def main():
    found = [f"{directory}: {fault}" for directory in sys.argv[1:] for fault in check(directory)]
    print("\n".join(found) if found else "the same numbers, and the same rows and units in pandas, Polars and DuckDB")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
