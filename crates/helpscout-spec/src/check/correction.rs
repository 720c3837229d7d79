//! Corrections: deliberate departures from the documented page.

use helpscout_description::Correction;
use helpscout_description::quote::quoted;

use super::checker::Checker;
use super::prose;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;

/// Checks the correction of something called `name`. `at` is the corrected thing.
pub(super) fn check(
    raw: Option<&raw::Correction>,
    name: &str,
    is_neighbor: impl Fn(&str) -> bool,
    at: At<'_>,
    checker: &mut Checker<'_>,
) -> Option<Correction> {
    let raw = raw?;
    let at = at.key("correction");
    prose::check(&raw.because, at.key("because"), checker);
    let documented = quoted(&raw.documented);
    let place = at.key("documented").place();
    if raw.documented == name {
        let message = format!("the correction changes nothing: the page says {documented} as well");
        let finding = Finding::new(Code::IdleCorrection, place, message);
        checker.report(finding.help("remove the correction"));
    } else if is_neighbor(&raw.documented) {
        let message = format!("{documented} is corrected here, but is also described on its own");
        let finding = Finding::new(Code::IdleCorrection, place, message);
        checker.report(finding.help("remove either the correction or the other description"));
    }
    Some(Correction {
        documented: raw.documented.clone(),
        because: raw.because.clone(),
    })
}
