//! `helpscout describe`: the columns of a report with their types, for people and for programs.
//!
//! `chosen` finds the report and its tables, `page` writes the columns for people. The schemas for
//! programs come from `helpscout-arrow`, so they are those of the files.

mod chosen;
mod page;

use std::io;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum};
use helpscout_arrow::SchemaFormat;
use helpscout_stdout::print;

use self::chosen::Chosen;
use crate::message::{self, Failure};

const LONG_ABOUT: &str = "\
Shows the columns of a report or a list: the name, type, unit and meaning of each. Types come from
the description of the API, never from values. With --schema, it writes them for another program:
  spark  JSON for StructType.fromJson
  arrow  the JSON form of an Arrow schema
  json   JSON Schema of a row, as NDJSON of pull or --table has it
  sql    CREATE TABLE, for DuckDB, PostgreSQL and SQLite
  mysql  CREATE TABLE, for MySQL and MariaDB, with instants in UTC
With --pull, the columns are those of the files that helpscout pull writes: columns of origin come
first, and otherFields has the keys that the description does not know.";

const EXAMPLES: &str = "\
Examples:
  helpscout describe user-conversation-history
  helpscout describe company --table users
  helpscout describe user-conversation-history --pull --schema sql | duckdb history.db";

/// The names of the languages.
#[derive(Clone, Copy, Debug)]
struct Language(SchemaFormat);

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self(SchemaFormat::Spark),
            Self(SchemaFormat::Arrow),
            Self(SchemaFormat::Json),
            Self(SchemaFormat::Sql),
            Self(SchemaFormat::Mysql),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self.0 {
            SchemaFormat::Spark => "spark",
            SchemaFormat::Arrow => "arrow",
            SchemaFormat::Json => "json",
            SchemaFormat::Sql => "sql",
            SchemaFormat::Mysql => "mysql",
        }))
    }
}

/// Creates the command `helpscout describe`.
pub(crate) fn command() -> Command {
    Command::new("describe")
        .about("Show the columns of a report with their types, or write them as a schema")
        .long_about(LONG_ABOUT)
        .after_help(EXAMPLES)
        .arg(
            Arg::new("report")
                .value_name("REPORT")
                .num_args(1..)
                .required(true)
                .help("The name of a report or a list, such as user-conversation-history"),
        )
        .arg(
            Arg::new("table")
                .long("table")
                .value_name("NAME")
                .help("Only this table of the answer"),
        )
        .arg(
            Arg::new("schema")
                .long("schema")
                .value_name("LANGUAGE")
                .value_parser(clap::value_parser!(Language))
                .help("Write a schema for another program"),
        )
        .arg(
            Arg::new("pull")
                .long("pull")
                .action(ArgAction::SetTrue)
                .help("Describe the files of helpscout pull"),
        )
}

/// Prints the columns.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let words = matches.get_many::<String>("report").into_iter().flatten();
    let words: Vec<&str> = words.map(String::as_str).collect();
    let table = matches.get_one::<String>("table").map(String::as_str);
    let chosen = Chosen::of(&words.join(" "), table, matches.get_flag("pull"))?;
    let text = match matches.get_one::<Language>("schema") {
        None => chosen.page(),
        Some(language) => {
            if let (Some(others), false) = (chosen.others(), matches.get_flag("quiet")) {
                message::note(format!(
                    "the answer has other tables, too: {others}; --table NAME describes one"
                ));
            }
            chosen.schema(language.0)
        }
    };
    print(&text)
        .map_err(|error: io::Error| Failure::not_done(format!("can't write to stdout: {error}")))
}
