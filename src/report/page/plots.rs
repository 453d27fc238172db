//! Charts as the objects that Plotly draws, in one language.

use serde_json::{Value, json};

use crate::report::document::chart::{Bars, Chart, Intervals, Kind, Line, Mark, Points, Tile};
use crate::report::document::numbers::{digits, short};
use crate::text::Language;
use crate::text::Message;

/// Colours that colour-blind readers can distinguish too (Okabe and Ito).
const COLOURS: [&str; 8] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a5195", "#8c564b"];

/// What tells bars apart when there are more of them than colours.
const PATTERNS: [&str; 3] = ["", "/", "x"];

/// Colour of what others are compared with.
const REFERENCE: &str = "#555555";

/// Height of a chart of an ordinary kind, pixels.
const HEIGHT: usize = 300;

/// Letters after which the name of a row is broken; a Chinese one is as wide as two.
const LETTERS: usize = 22;

/// Data and layout of a chart.
pub fn figure(chart: &Chart, language: Language) -> Value {
    let say = |text: &Message| text.say(language).to_string();
    let (data, own) = match &chart.kind {
        Kind::Lines(lines) => (lines_of(lines, language), json!({ "height": HEIGHT })),
        Kind::Intervals { rows, series } => {
            let zero = json!([{ "type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
                "line": { "color": "#999999", "width": 1 } }]);
            let height = 90 + rows.len() * (12 + 15 * series.len());
            let own = json!({ "height": height, "shapes": zero, "yaxis": row_axis(rows, language) });
            (intervals_of(series, language), own)
        }
        Kind::Bars { rows, series } => {
            // Names of series stand above the bars, two in a line where there is little room.
            let named = if series.len() > 1 { 20 * series.len().div_ceil(2) } else { 0 };
            let own = json!({ "height": 100 + named + rows.len() * 30, "barmode": "stack", "bargap": 0.35,
                "yaxis": row_axis(rows, language) });
            (bars_of(series, language), own)
        }
        Kind::Points(series) => (points_of(series, language), json!({ "height": HEIGHT + 60 })),
        Kind::Tiles(tiles) => {
            let hidden = json!({ "visible": false, "fixedrange": true });
            let turned = json!({ "visible": false, "fixedrange": true, "autorange": "reversed" });
            let own = json!({ "height": HEIGHT + 100, "xaxis": hidden, "yaxis": turned,
                "margin": { "l": 4, "r": 4, "t": 4, "b": 4 } });
            (tiles_of(tiles, &say(&chart.y), language), own)
        }
        Kind::Flows { nodes, links } => {
            let own = json!({ "height": HEIGHT + 100, "margin": { "l": 8, "r": 8, "t": 12, "b": 12 } });
            (flows_of(nodes, links, language), own)
        }
    };
    let mut layout = json!({
        "font": { "family": "system-ui, -apple-system, 'Segoe UI', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
            "size": 12, "color": "#222222" },
        "margin": { "l": 52, "r": 14, "t": 10, "b": 44 },
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest", "dragmode": false,
        "legend": { "orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "traceorder": "normal",
            "itemsizing": "constant" },
        "xaxis": { "title": { "text": say(&chart.x), "standoff": 8 }, "automargin": true, "gridcolor": "#e5e5e5",
            "zerolinecolor": "#cccccc", "fixedrange": true, "exponentformat": "none", "separatethousands": true },
        "yaxis": { "title": { "text": say(&chart.y), "standoff": 6 }, "automargin": true, "gridcolor": "#e5e5e5",
            "zerolinecolor": "#cccccc", "fixedrange": true, "exponentformat": "none", "separatethousands": true },
    });
    if let (Some(layout), Value::Object(own)) = (layout.as_object_mut(), own) {
        layout.extend(own);
    }
    json!({ "data": data, "layout": layout })
}

/// The axis of named rows, the first above.
fn row_axis(rows: &[Message], language: Language) -> Value {
    let names: Vec<String> = rows.iter().map(|it| broken(it.say(language))).collect();
    json!({ "tickvals": (0..rows.len()).collect::<Vec<_>>(), "ticktext": names, "automargin": true, "fixedrange": true,
        "range": [rows.len() as f64 - 0.45, -0.55], "zeroline": false, "gridcolor": "#f0f0f0" })
}

/// A text broken into lines of bearable length, without what a browser would take for a mark.
fn broken(text: &str) -> String {
    let (mut said, mut width) = (String::new(), 0);
    let pieces: Vec<String> = if text.is_ascii() {
        text.split_inclusive(' ').map(str::to_string).collect()
    } else {
        text.chars().map(String::from).collect()
    };
    for piece in pieces {
        let own: usize = piece.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum();
        // Chinese may be broken anywhere but before a mark.
        let mark = piece.chars().all(|it| "，。：；、）%".contains(it));
        if width > 0 && width + own > LETTERS && !mark {
            said += "<br>";
            width = 0;
        }
        width += own;
        said += &piece.replace('&', "&amp;").replace('<', "&lt;");
    }
    said
}

/// A number with five digits: more cannot be seen.
fn rounded(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

fn all_rounded(values: &[Option<f64>]) -> Vec<Option<f64>> {
    values.iter().map(|it| it.map(rounded)).collect()
}

fn lines_of(lines: &[Line], language: Language) -> Vec<Value> {
    let mut data = Vec::new();
    let mut colours = COLOURS.iter().cycle();
    let coloured: Vec<(&Line, &str)> = lines
        .iter()
        .map(|it| (it, if it.reference { REFERENCE } else { colours.next().copied().unwrap_or(REFERENCE) }))
        .collect();
    for (line, colour) in &coloured {
        let Some([low, high]) = &line.band else { continue };
        let edges: Vec<(f64, f64, f64)> = line
            .x
            .iter()
            .zip(low.iter().zip(high))
            .filter_map(|(x, (low, high))| Some((*x, (*low)?, (*high)?)))
            .collect();
        let x: Vec<f64> = edges.iter().map(|it| it.0).chain(edges.iter().rev().map(|it| it.0)).map(rounded).collect();
        let y: Vec<f64> = edges.iter().map(|it| it.2).chain(edges.iter().rev().map(|it| it.1)).map(rounded).collect();
        data.push(json!({ "type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "fillcolor": colour, "opacity": 0.18,
            "line": { "width": 0 }, "hoverinfo": "skip", "showlegend": false }));
    }
    for (line, colour) in coloured {
        let name = line.name.as_ref().map(|it| it.say(language));
        let x: Vec<f64> = line.x.iter().copied().map(rounded).collect();
        let dash = if line.reference { "dot" } else { "solid" };
        data.push(json!({ "type": "scatter", "mode": "lines", "x": x, "y": all_rounded(&line.y), "name": name,
            "showlegend": name.is_some(), "line": { "color": colour, "width": 2, "dash": dash } }));
    }
    data
}

fn intervals_of(series: &[Intervals], language: Language) -> Vec<Value> {
    const SHAPES: [&str; 3] = ["circle", "square-open", "diamond-open"];
    let of = |(number, it): (usize, &Intervals)| {
        // Series stand under one another within the room of a row.
        let offset = (number as f64 - (series.len() as f64 - 1.0) / 2.0) * 0.24;
        let known: Vec<(f64, Mark)> =
            it.values.iter().enumerate().filter_map(|(row, it)| Some((row as f64 + offset, (*it)?))).collect();
        let column = |of: &dyn Fn(&Mark) -> f64| known.iter().map(|it| rounded(of(&it.1))).collect::<Vec<f64>>();
        let shown: Vec<String> = known
            .iter()
            .map(|(_, it)| match it.ends {
                Some([low, high]) => format!("{} [{}, {}]", short(it.value), short(low), short(high)),
                None => short(it.value),
            })
            .collect();
        // Without an interval there is nothing to draw: a bar of no width would claim certainty.
        let distance = |it: &Mark, end: usize| it.ends.map_or(0.0, |ends| (ends[end] - it.value).abs());
        let visible = known.iter().any(|it| it.1.ends.is_some());
        json!({ "type": "scatter", "mode": "markers", "name": it.name.say(language), "x": column(&|it| it.value),
            "y": known.iter().map(|it| it.0).collect::<Vec<_>>(), "text": shown, "hovertemplate": "%{text}",
            "showlegend": series.len() > 1,
            "marker": { "color": COLOURS[number % COLOURS.len()], "size": 8, "symbol": SHAPES[number % SHAPES.len()] },
            "error_x": { "type": "data", "symmetric": false, "visible": visible, "array": column(&|it| distance(it, 1)),
                "arrayminus": column(&|it| distance(it, 0)), "thickness": 1.5, "width": 3 } })
    };
    series.iter().enumerate().map(of).collect()
}

fn bars_of(series: &[Bars], language: Language) -> Vec<Value> {
    let of = |(number, it): (usize, &Bars)| {
        json!({ "type": "bar", "orientation": "h", "name": it.name.say(language), "x": all_rounded(&it.values),
            "y": (0..it.values.len()).collect::<Vec<_>>(), "showlegend": series.len() > 1,
            "marker": { "color": COLOURS[number % COLOURS.len()],
                "pattern": { "shape": PATTERNS[number / COLOURS.len() % PATTERNS.len()] } } })
    };
    series.iter().enumerate().map(of).collect()
}

fn points_of(series: &[Points], language: Language) -> Vec<Value> {
    let all = series.iter().flat_map(|it| &it.at).map(|it| it[0]);
    let (least, most) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    // A word at an edge goes inwards, or it would stand on the names of the axis.
    let position = |x: f64, joined: bool| match (x - least) / (most - least) {
        it if it < 0.25 && !joined => "top right",
        it if it > 0.75 || joined => "top left",
        _ => "top center",
    };
    let of = |(number, it): (usize, &Points)| {
        let column = |axis: usize| it.at.iter().map(|it| rounded(it[axis])).collect::<Vec<f64>>();
        let labels: Vec<String> = it.labels.iter().map(|it| broken(it.say(language))).collect();
        let mode = match (it.joined, labels.is_empty()) {
            (true, false) => "lines+markers+text",
            (true, true) => "lines+markers",
            (false, false) => "markers+text",
            (false, true) => "markers",
        };
        let crowded = it.at.len() > 100;
        json!({ "type": "scatter", "mode": mode, "name": it.name.say(language), "x": column(0), "y": column(1), "text": labels,
            "textposition": it.at.iter().map(|at| position(at[0], it.joined)).collect::<Vec<_>>(), "cliponaxis": false,
            "marker": { "color": COLOURS[number % COLOURS.len()], "size": if crowded { 4 } else { 9 },
                "opacity": if crowded { 0.4 } else { 1.0 } },
            "line": { "color": COLOURS[number % COLOURS.len()], "width": 2 } })
    };
    series.iter().enumerate().map(of).collect()
}

fn tiles_of(tiles: &[Tile], unit: &str, language: Language) -> Vec<Value> {
    let rows = tiles.iter().map(|it| it.at[0] + 1).max().unwrap_or(0);
    let columns = tiles.iter().map(|it| it.at[1] + 1).max().unwrap_or(0);
    let values = || tiles.iter().filter_map(|it| it.value);
    // All values of a map stand with the same decimals, which its largest asks for.
    let (decimals, steps) = match values().fold(0.0, |most: f64, it| most.max(it.abs())) {
        it if it >= 100.0 => (0, 1.0),
        it if it >= 10.0 => (1, 10.0),
        it if it >= 0.1 => (2, 100.0),
        _ => (4, 10_000.0),
    };
    let shown = |value: f64| digits(value, decimals, false);
    // Where there is no tile, a text is empty and a value nothing.
    let grid = |nothing: Value, of: &dyn Fn(&Tile) -> Value| {
        let mut grid = vec![vec![nothing; columns]; rows];
        tiles.iter().for_each(|it| grid[it.at[0]][it.at[1]] = of(it));
        grid
    };
    let word = |it: &Tile| match it.value {
        Some(value) => format!("{}<br>{}", it.short.say(language), shown(value)),
        None => it.short.say(language).to_string(),
    };
    let colon = if language == Language::Chinese { "：" } else { ": " };
    let tip = |it: &Tile| match it.value {
        Some(value) => format!("{}{colon}{} {unit}", it.name.say(language), shown(value)),
        None => it.name.say(language).to_string(),
    };
    let common = json!({ "type": "heatmap", "xgap": 3, "ygap": 3, "showscale": false, "texttemplate": "%{text}",
        "hovertemplate": "%{customdata}<extra></extra>" });
    let layer = |own: Value| {
        let mut trace = common.clone();
        if let (Some(trace), Value::Object(own)) = (trace.as_object_mut(), own) {
            trace.extend(own);
        }
        trace
    };
    let empty = |it: &Tile| it.value.is_none();
    let only = |wanted: bool, value: Value, it: &Tile| if empty(it) == wanted { value } else { Value::Null };
    let said = |wanted: bool, text: String, it: &Tile| json!(if empty(it) == wanted { text } else { String::new() });
    let of = |wanted: bool, z: &dyn Fn(&Tile) -> Value, colours: Value| {
        layer(json!({
            "z": grid(Value::Null, &|it| only(wanted, z(it), it)),
            "text": grid(json!(""), &|it| said(wanted, word(it), it)),
            "customdata": grid(json!(""), &|it| said(wanted, tip(it), it)),
            "colorscale": colours,
        }))
    };
    // What is written alike is coloured alike.
    let valued = |it: &Tile| json!(it.value.map(|it| rounded((it * steps).round() / steps)));
    let mut known = of(false, &valued, json!([[0, "#eaf3fa"], [1, "#4a9bd1"]]));
    if values().any(|it| it < 0.0) {
        // Decreases and increases diverge from a pale zero.
        known["colorscale"] = json!([[0, "#e08e4f"], [0.5, "#f7f7f7"], [1, "#4a9bd1"]]);
        known["zmid"] = json!(0);
    }
    vec![of(true, &|_| json!(0), json!([[0, "#eeeeee"], [1, "#eeeeee"]])), known]
}

fn flows_of(nodes: &[(Message, usize)], links: &[(usize, usize, f64)], language: Language) -> Vec<Value> {
    let through = |node: usize| {
        let out: f64 = links.iter().filter(|it| it.0 == node).map(|it| it.2).sum();
        let into: f64 = links.iter().filter(|it| it.1 == node).map(|it| it.2).sum();
        out.max(into)
    };
    let label = |(node, (name, _)): (usize, &(Message, usize))| {
        format!("{}<br>{}%", broken(name.say(language)), digits(through(node), 0, false))
    };
    let colours: Vec<&str> = nodes.iter().map(|(_, column)| COLOURS[column % COLOURS.len()]).collect();
    let column = |of: &dyn Fn(&(usize, usize, f64)) -> Value| links.iter().map(of).collect::<Vec<Value>>();
    // Nodes stand in their own order from above; Plotly wants their middles and takes 0 and 1 for no place.
    let last = nodes.iter().map(|it| it.1).max().unwrap_or(0).max(1) as f64;
    let middle = |node: usize| {
        let above = (0..node).filter(|it| nodes[*it].1 == nodes[node].1).map(through).sum::<f64>();
        let all = (0..nodes.len()).filter(|it| nodes[*it].1 == nodes[node].1).map(through).sum::<f64>();
        ((above + through(node) / 2.0) / all.max(f64::MIN_POSITIVE)).clamp(0.001, 0.999)
    };
    let x: Vec<f64> = nodes.iter().map(|(_, column)| (*column as f64 / last).clamp(0.001, 0.999)).collect();
    let y: Vec<f64> = (0..nodes.len()).map(|it| rounded(middle(it))).collect();
    vec![
        json!({ "type": "sankey", "arrangement": "snap", "textfont": { "size": 11 }, "valueformat": ".1f", "valuesuffix": "%",
        "node": { "label": nodes.iter().enumerate().map(label).collect::<Vec<_>>(), "color": colours, "x": x, "y": y,
            "pad": 14, "thickness": 16 },
        "link": { "source": column(&|it| json!(it.0)), "target": column(&|it| json!(it.1)),
            "value": column(&|it| json!(rounded(it.2))), "color": "rgba(120,120,120,0.25)" } }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_and_marks_are_no_tags() {
        assert_eq!(broken("cash, ended after two years"), "cash, ended after two <br>years");
        assert_eq!(broken("现金，两年后停发之后再观察三年时间"), "现金，两年后停发之后再<br>观察三年时间");
        assert_eq!(broken("a <b> & c"), "a &lt;b> &amp; c");
    }

    #[test]
    fn an_interval_is_drawn_from_its_value_to_both_ends() {
        let series = [Intervals {
            name: Message::same("all"),
            values: vec![None, Some(Mark { value: 2.0, ends: Some([1.5, 3.0]) })],
        }];
        let trace = &intervals_of(&series, Language::English)[0];
        assert_eq!((&trace["x"][0], &trace["y"][0]), (&json!(2.0), &json!(1.0)));
        assert_eq!((&trace["error_x"]["array"][0], &trace["error_x"]["arrayminus"][0]), (&json!(1.0), &json!(0.5)));
    }

    #[test]
    fn words_at_the_edges_of_a_plane_go_inwards() {
        let at = vec![[0.0, 1.0], [2.0, 1.0], [4.0, 1.0]];
        let labels = vec![Message::same("a"); 3];
        let points = |joined| Points { name: Message::same("all"), at: at.clone(), labels: labels.clone(), joined };
        let drawn = points_of(&[points(false), points(true)], Language::English);
        assert_eq!(drawn[0]["textposition"], json!(["top right", "top center", "top left"]));
        assert_eq!(drawn[1]["textposition"], json!(vec!["top left"; 3]));
    }

    #[test]
    fn a_province_without_a_value_is_a_tile_without_a_colour() {
        let tile = |name: &str, at, value| Tile { name: Message::same(name), short: Message::same(name), at, value };
        let layers = tiles_of(&[tile("A", [0, 0], Some(0.5)), tile("B", [1, 1], None)], "%", Language::English);
        assert_eq!(layers[0]["z"], json!([[null, null], [null, 0]]));
        assert_eq!(layers[1]["z"], json!([[0.5, null], [null, null]]));
    }

    #[test]
    fn a_map_of_what_falls_and_rises_has_its_middle_at_nothing_and_one_number_of_decimals() {
        let tile = |at, value| Tile { name: Message::same("A"), short: Message::same("A"), at, value: Some(value) };
        let map = |values: [f64; 2]| {
            let tiles = [tile([0, 0], values[0]), tile([0, 1], values[1])];
            tiles_of(&tiles, "%", Language::English)[1].clone()
        };
        let (both, rising) = (map([-0.0371, 0.5209]), map([2.0, 12.345]));
        assert_eq!((&both["zmid"], &rising["zmid"]), (&json!(0), &json!(null)));
        assert_eq!(both["text"], json!([["A<br>−0.04", "A<br>0.52"]]));
        assert_eq!(rising["text"], json!([["A<br>2.0", "A<br>12.3"]]));
        // What differs less than is written has one colour.
        assert_eq!(map([2.999, 3.001])["z"], json!([[3.0, 3.0]]));
    }
}
