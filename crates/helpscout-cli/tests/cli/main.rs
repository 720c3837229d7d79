//! Runs the program and checks its options, results, messages and exit codes.

#![allow(clippy::unwrap_used)]

#[cfg(feature = "mcp")]
mod assistants;
mod completions;
mod describe;
mod doctor;
mod dry_run;
mod endings;
mod errors_json;
mod every_value;
mod exit_codes;
mod explain;
#[cfg(target_os = "linux")]
mod harmless;
mod help;
mod history;
mod history_compare;
mod history_groups;
mod history_selection;
mod hostile;
mod limits;
mod list;
mod login;
mod man;
#[cfg(unix)]
mod nightly;
mod output;
mod parquet;
mod period;
#[cfg(unix)]
mod permissions;
mod program;
mod pull;
mod pulled;
mod readers;
#[cfg(unix)]
mod recipes;
mod recomputed;
mod redact;
mod report;
mod report_files;
mod run_check;
mod run_file;
mod running_period;
mod sandbox;
mod secrets;
mod selection;
mod service;
mod several_outputs;
#[cfg(unix)]
mod streams;
mod tables;
#[cfg(unix)]
mod terminal;
mod text_files;
mod trouble;
mod unknown_ids;
mod unknown_keys;
mod usage;
mod values;
mod verbose;
mod waiting;
mod waiting_list;
mod who;
