//! A report with its content.

use helpscout_digest::{Block, Digest};

use super::about::About;

/// Returns a report about what was asked for, with that content.
pub(crate) fn of_blocks<'a>(about: &About, blocks: Vec<Block<'a>>) -> Digest<'a> {
    let mut digest = Digest::new(&about.title);
    digest.period.clone_from(&about.period);
    digest.compared_with.clone_from(&about.compared);
    let extent = about.scope.iter().chain(&about.extent);
    digest.extent = extent.cloned().collect();
    digest.read_at = about.read_at;
    for (name, value) in &about.facts {
        digest.fact(name, value);
    }
    digest.blocks = blocks;
    digest
}
