//! The paths of response fields as a tree.

use std::collections::HashMap;

use helpscout_description::path::{Step, steps};
use helpscout_description::quote::quoted;
use helpscout_description::suggest;

use super::checker::Checker;
use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::pattern;
use crate::position::At;
use crate::raw;

/// The paths of a response. The first branch is the root.
pub(super) struct Paths<'a> {
    branches: Vec<Branch<'a>>,
    /// The index of each branch, by its parent and its key.
    known: HashMap<(usize, &'a str), usize>,
    /// Whether every path is part of the tree.
    pub(super) is_whole: bool,
    /// Whether the root is a list.
    is_list: bool,
    /// Fields whose path contradicts whether a branch is a list, with the branch.
    mismatches: Vec<(usize, At<'a>)>,
}

/// The start of every path if the root is a list.
const ROOT_LIST: &str = "[].";

/// The key that stands for every other key.
pub(super) const REST: &str = "*";

/// Returns whether the root of a response is a list, according to its first field.
pub(super) fn is_root_list(fields: &[raw::Field]) -> bool {
    fields
        .first()
        .is_some_and(|field| field.path.starts_with(ROOT_LIST))
}

/// One key of a response.
pub(super) struct Branch<'a> {
    pub(super) key: &'a str,
    pub(super) is_list: bool,
    /// Its own entry in the description, if it has one.
    pub(super) entry: Option<(&'a raw::Field, At<'a>)>,
    /// The place that mentions it first.
    pub(super) at: At<'a>,
    /// The branches below, in the order in which they are mentioned.
    pub(super) below: Vec<usize>,
    /// The number of paths that go through it.
    paths: usize,
}

pub(super) const ROOT: usize = 0;

/// How many keys a path may have. The documented responses have at most four levels.
const DEEPEST: usize = 12;

impl<'a> Paths<'a> {
    /// Builds the tree of the fields of a response; reports those that contradict each other. `at`
    /// is the list of fields.
    pub(super) fn new(fields: &'a [raw::Field], at: At<'a>, checker: &mut Checker<'_>) -> Self {
        let root = Branch {
            key: "",
            is_list: false,
            entry: None,
            at,
            below: Vec::new(),
            paths: 0,
        };
        let mut paths = Self {
            branches: vec![root],
            known: HashMap::new(),
            is_whole: true,
            is_list: is_root_list(fields),
            mismatches: Vec::new(),
        };
        for (index, field) in fields.iter().enumerate() {
            let at = at.item(index);
            let is_placed =
                (pattern::FIELD_PATH.matches)(&field.path) && paths.place(field, at, checker);
            paths.is_whole &= is_placed;
        }
        paths.report_mismatches(checker);
        paths.refuse_below_scalars(checker);
        paths
    }

    pub(super) fn branch(&self, index: usize) -> &Branch<'a> {
        &self.branches[index]
    }

    /// Returns the index of the branch for a key below another branch.
    pub(super) fn find(&self, parent: usize, key: &str) -> Option<usize> {
        self.known.get(&(parent, key)).copied()
    }

    /// Returns the path that leads to a branch, as the first path through it is written.
    pub(super) fn written(&self, index: usize) -> &'a str {
        let path = self.branches[index].at.key("path");
        let path = path.scalar().map_or("", |scalar| scalar.text.as_str());
        start_of(path, self.depth(index))
    }

    /// Returns the number of keys on the path that leads to a branch.
    fn depth(&self, index: usize) -> usize {
        let parent = self
            .branches
            .iter()
            .position(|parent| parent.below.contains(&index));
        parent.map_or(0, |parent| self.depth(parent) + 1)
    }

    /// Returns the objects that entries name and that have paths below.
    pub(super) fn declared_objects(&self) -> impl Iterator<Item = &'a str> {
        let parents = self
            .branches
            .iter()
            .filter(|branch| !branch.below.is_empty());
        parents.filter_map(|branch| branch.entry?.0.object.as_deref())
    }

    /// Adds a field to the tree. Returns false and reports it if that is not possible.
    fn place(&mut self, field: &'a raw::Field, at: At<'a>, checker: &mut Checker<'_>) -> bool {
        let keys = field.path.strip_prefix(ROOT_LIST);
        let steps = steps(keys.unwrap_or(&field.path));
        if steps.len() > DEEPEST {
            checker.report(too_deep(at));
            return false;
        }
        if keys.is_some() != self.is_list {
            checker.report(root_mismatch(at));
            return false;
        }
        let mut current = ROOT;
        for Step { key, is_list } in steps {
            current = match self.find(current, key) {
                Some(known) if self.branches[known].is_list != is_list => {
                    self.mismatches.push((known, at));
                    return false;
                }
                Some(known) => known,
                None => self.grow(current, key, is_list, at),
            };
            self.branches[current].paths += 1;
        }
        if let Some((_, first)) = self.branches[current].entry {
            checker.report(duplicate(&field.path, at, first.key("path").place()));
            return false;
        }
        self.branches[current].entry = Some((field, at));
        true
    }

    fn grow(&mut self, parent: usize, key: &'a str, is_list: bool, at: At<'a>) -> usize {
        let new = self.branches.len();
        self.branches.push(Branch {
            key,
            is_list,
            entry: None,
            at,
            below: Vec::new(),
            paths: 0,
        });
        self.branches[parent].below.push(new);
        self.known.insert((parent, key), new);
        new
    }

    /// Reports paths that contradict whether a branch is a list: if they are most of its paths, the
    /// first path is at fault.
    fn report_mismatches(&self, checker: &mut Checker<'_>) {
        for (index, branch) in self.branches.iter().enumerate() {
            let others = || {
                let mismatches = self.mismatches.iter();
                mismatches.filter_map(move |(other, at)| (*other == index).then_some(*at))
            };
            if others().count() > branch.paths
                && let Some(first) = others().next()
            {
                checker.report(list_mismatch(branch.key, branch.at, !branch.is_list, first));
                continue;
            }
            for at in others() {
                checker.report(list_mismatch(branch.key, at, branch.is_list, branch.at));
            }
        }
    }

    /// Returns the key of a branch beside another that has a similar key, paths below, and no entry
    /// of its own.
    pub(super) fn similar_without_entry(&self, index: usize) -> Option<&'a str> {
        let mut parents = self.branches.iter();
        let parent = parents.find(|parent| parent.below.contains(&index))?;
        let branch = &self.branches[index];
        let beside = parent.below.iter().map(|other| &self.branches[*other]);
        let lacking = beside.filter(|other| {
            other.entry.is_none() && !other.below.is_empty() && other.is_list == branch.is_list
        });
        suggest::nearest(branch.key, lacking.map(|other| other.key))
    }

    fn refuse_below_scalars(&mut self, checker: &mut Checker<'_>) {
        for index in 0..self.branches.len() {
            let branch = &self.branches[index];
            let (Some((field, at)), Some(first)) = (branch.entry, branch.below.first()) else {
                continue;
            };
            if let Some(type_name) = &field.type_name {
                let inner = &self.branches[*first];
                checker.report(under_scalar(&field.path, type_name, inner.at, at));
                self.is_whole = false;
            }
        }
    }
}

/// Returns the start of a path that has this number of keys.
fn start_of(path: &str, keys: usize) -> &str {
    let root = path.strip_prefix(ROOT_LIST).map_or(0, |_| ROOT_LIST.len());
    let mut is_quoted = false;
    let mut dots = path.char_indices().filter(|(at, char)| {
        is_quoted ^= *char == '"';
        *char == '.' && !is_quoted && *at >= root
    });
    let end = dots.nth(keys.saturating_sub(1));
    end.map_or(path, |(end, _)| &path[..end])
}

fn too_deep(at: At<'_>) -> Finding {
    let message = format!("the path has more than {DEEPEST} keys");
    Finding::new(Code::TooDeep, at.key("path").place(), message)
        .help("check the path for a mistake; responses are not nested that deep")
}

/// Creates the finding for a path at `at` and another one, where the key is a list if
/// `is_list_there`.
fn list_mismatch(key: &str, at: At<'_>, is_list_there: bool, other: At<'_>) -> Finding {
    let (here, there) = if is_list_there {
        ("not a list", "a list")
    } else {
        ("a list", "not a list")
    };
    let message = format!("{} is {here} here, but {there} elsewhere", quoted(key));
    Finding::new(Code::ListMismatch, at.key("path").place(), message)
        .second(other.key("path").place(), format!("{there} here"))
        .help("mark a list with `[]` in every path that goes through it")
}

fn root_mismatch(at: At<'_>) -> Finding {
    let message = "some paths start with `[].`, but others do not";
    Finding::new(Code::ListMismatch, at.key("path").place(), message)
        .help("start every path with `[].` if the response is a list, and none otherwise")
}

fn duplicate(path: &str, at: At<'_>, first: Place) -> Finding {
    let message = format!("the field {} is declared twice", quoted(path));
    Finding::new(Code::Duplicate, at.key("path").place(), message)
        .label("declared again")
        .second(first, "first declared here")
        .help("remove one of them")
}

fn under_scalar(path: &str, type_name: &str, inner: At<'_>, outer: At<'_>) -> Finding {
    let message = format!(
        "the path continues below {}, which has no fields",
        quoted(path)
    );
    let label = format!("its type is {}", quoted(type_name));
    Finding::new(Code::UnderScalar, inner.key("path").place(), message)
        .second(outer.key("type").place(), label)
        .help("replace `type:` there with `object:` and the name of the Rust type")
}
