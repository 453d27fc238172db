//! Measures as studies and designs name them.

use crate::analysis::figures::{self, Figure};
use crate::diagnostics::{Diagnostic, Place, did_you_mean, nearest};
use crate::scenario::file::Written;
use crate::scenario::values::Check;
use crate::text::message;

/// The measures of a list, each once; what is at fault is left out.
pub(crate) fn listed(check: &mut Check, path: &str, list: &Written) -> Vec<&'static Figure> {
    let items = check.list(path, list, "[\"participants_share\", \"lonely_share\"]");
    let mut found: Vec<&'static Figure> = Vec::new();
    for item in items.into_iter().flatten() {
        if let Some(figure) = written(check, path, item).filter(|it| !found.contains(it)) {
            found.push(figure);
        }
    }
    found
}

/// The measure that a text names.
pub(crate) fn written(check: &mut Check, path: &str, written: &Written) -> Option<&'static Figure> {
    let key = check.text(path, written)?;
    known(check, key, &written.place)
}

/// The measure of a key.
pub(crate) fn known(check: &mut Check, key: &str, place: &Place) -> Option<&'static Figure> {
    let found = figures::figure_of(key);
    if found.is_none() {
        let named = figures::measures().find(|it| it.label.en == key || it.label.zh == key).map(|it| it.key);
        let title = message!("there is no measure `{key}`", "没有名为 `{key}` 的指标");
        let meant = named.or_else(|| nearest(key, figures::measures().map(|it| it.key)));
        let known: Vec<&str> = figures::measures().map(|it| it.key).collect();
        let known = known.join(", ");
        let fault = Diagnostic::new(title, place, meant.map(did_you_mean));
        check.faults.push(fault.note(message!("measures: {known}", "以上为全部指标")));
    }
    found
}
