//! What the options of `helpscout history` ask for, beyond the parameters of the report.

use std::sync::LazyLock;

use clap::builder::TypedValueParser;
use clap::{Arg, ArgAction, ArgMatches, ValueEnum, value_parser};
use helpscout_command::{Format, whole_number};
use helpscout_description::{ListStyle, Operation};
use helpscout_figures::Sla;
use helpscout_period::Period;
use helpscout_reports::{Endpoint, Request, UserConversationHistory, describe};

use super::dimension::{By, Split};
use crate::message::Failure;
use crate::who::Names;

/// The number of requests that are sent without being asked for.
const MOST_REQUESTS: &str = "1000";

/// The report, with any number of users.
static OPERATION: LazyLock<Option<Operation>> = LazyLock::new(|| {
    let id = UserConversationHistory::OPERATION.id;
    let mut operation = describe::api().operation(id)?.clone();
    let mut parameters = operation.parameters.iter_mut();
    let user = parameters.find(|parameter| parameter.wire == "user")?;
    user.list = Some(ListStyle::Comma);
    "The users to report on. Each is a report of its own.".clone_into(&mut user.doc);
    Some(operation)
});

/// Returns the report with a list of users.
pub(super) fn operation() -> Option<&'static Operation> {
    OPERATION.as_ref()
}

/// A table of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableName {
    /// One row for each conversation of each user
    Conversations,
    /// Counts, and the figures of each time
    Figures,
    /// One row for each group of --by
    Groups,
    /// The conversations that miss a target of --sla
    Breaches,
}

impl TableName {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Conversations => "conversations",
            Self::Figures => "figures",
            Self::Groups => "groups",
            Self::Breaches => "breaches",
        }
    }
}

/// What is asked for.
#[derive(Debug)]
pub(super) struct Question {
    /// Whether users are named by themselves.
    pub(super) has_users: bool,
    pub(super) teams: Vec<String>,
    pub(super) everybody: bool,
    pub(super) by: Option<Split>,
    pub(super) is_compared: bool,
    pub(super) sla: Sla,
    pub(super) most_requests: u64,
    pub(super) table: Option<TableName>,
    /// Whether the result is a page or a document for people, which shows more by itself.
    pub(super) is_page: bool,
    /// Whether the answer names its users and filters, whatever they were given as.
    pub(super) has_names: bool,
    /// Whether one of the results is a page with room for a heat map of the week.
    pub(super) has_html: bool,
}

/// A request with what was looked up for it.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) request: Request,
    pub(super) names: Names,
    pub(super) period: Period,
    /// The period that is compared with.
    pub(super) before: Option<Period>,
}

/// Returns the options.
pub(super) fn options() -> [Arg; 7] {
    [
        Arg::new("team")
            .long("team")
            .value_name("ID|NAME")
            .action(ArgAction::Append)
            .help("Report on the members of this team; repeat the option for several teams"),
        Arg::new("everybody")
            .long("everybody")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["team", "--user"])
            .help("Report on all users of the account")
            .long_help(
                "Report on all users that the account has now. One who has left is not among them: \
                 --user ID reports on that user.",
            ),
        Arg::new("by")
            .long("by")
            .value_name("WHAT")
            .value_parser(value_parser!(By))
            .value_delimiter(',')
            .action(ArgAction::Append)
            .ignore_case(true)
            .help("Show one row for each user, mailbox, day and so on, with totals of all rows")
            .long_help(
                "Show one row for each user, mailbox, tag, type (channel), day, week, month, weekday \
                 or hour of the day, with totals that are calculated from all rows, never from the \
                 rows of the table. A row of the report has no time, mailbox, tag or channel, so \
                 each group of each user is a report of its own. A conversation with two tags is in \
                 two rows, and once in the total; so is one with replies on two days. Two with a \
                 comma between them, such as user,mailbox, give a row for each mailbox of each user. Hours \
                 go with everything, and weekdays with weeks and months, such as weekday,hour.",
            ),
        Arg::new("sla")
            .long("sla")
            .value_name("TARGETS")
            .value_parser(clap::builder::StringValueParser::new().try_map(|text| Sla::parse(&text)))
            .help("Check targets, such as \"first-response<1h:90%,resolve<2d:80%\"")
            .long_help(
                "Check targets, such as \"first-response<1h:90%,resolve<2d:80%\": 90 % of the \
                 conversations have a first response time below 1 hour, and 80 % a resolution time \
                 below 2 days. The times are first-response, response, resolve and handle, the \
                 relations < and <=, and the units s, m, h, d and w (90m, 1h30m, 1.5h). Without a \
                 share, all conversations have to keep the limit. A conversation without the time \
                 does not count. If a target is missed, the exit code is 4, and the result is \
                 written all the same.",
            ),
        Arg::new("replies")
            .long("replies")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["team", "everybody", "by", "sla", "table", "compare"])
            .help("Show one row for each reply instead of one for each conversation"),
        Arg::new("max-requests")
            .long("max-requests")
            .value_name("NUMBER")
            .value_parser(whole_number::<u64>(1..))
            .allow_negative_numbers(true)
            .default_value(MOST_REQUESTS)
            .help("Maximum number of reports to read for --by, several users and --compare"),
        Arg::new("table")
            .long("table")
            .value_name("NAME")
            .value_parser(value_parser!(TableName))
            .help_heading("Result")
            .help("Write only this table, in any format but json"),
    ]
}

impl Question {
    /// Reads the options.
    ///
    /// # Errors
    /// If the history can't be divided as `--by` says.
    pub(super) fn from_options(matches: &ArgMatches) -> Result<Self, Failure> {
        let teams = matches.get_many::<String>("team").into_iter().flatten();
        let by = matches.get_many("by").into_iter().flatten().copied();
        let by: Vec<By> = by.collect();
        Ok(Self {
            has_users: matches.contains_id("--user"),
            teams: teams.cloned().collect(),
            everybody: matches.get_flag("everybody"),
            by: Split::of(&by)?,
            is_compared: matches.contains_id("compare"),
            sla: matches.get_one::<Sla>("sla").cloned().unwrap_or_default(),
            most_requests: matches.get_one("max-requests").copied().unwrap_or(1),
            table: matches.get_one("table").copied(),
            is_page: false,
            has_names: false,
            has_html: false,
        })
    }

    /// Checks what depends on the formats, which the destinations may decide.
    pub(super) fn in_formats(mut self, formats: &[Format]) -> Result<Self, Failure> {
        if self.table.is_some() && formats.contains(&Format::Json) {
            let problem = "--table does not work with json, which has everything in one document";
            return Err(Failure::usage(problem).help("use --format csv, ndjson or table"));
        }
        let missing = match self.table {
            Some(TableName::Groups) if self.by.is_none() => Some("--by"),
            Some(TableName::Breaches) if self.sla.targets().is_empty() => Some("--sla"),
            _ => None,
        };
        if let (Some(table), Some(option)) = (self.table, missing) {
            let name = table.name();
            let problem = format!("there is no table of {name} without {option}");
            return Err(Failure::usage(problem).help(format!("add {option}")));
        }
        self.is_page = formats.iter().any(|format| format.is_report());
        self.has_html = formats.contains(&Format::Html);
        Ok(self)
    }

    /// Returns whether some result names the user, even if there is only one.
    pub(super) fn names_users(&self) -> bool {
        let by_user = self
            .by
            .is_some_and(|by| by.parts().any(|part| part == By::User));
        self.is_page || self.has_names || by_user || !self.sla.targets().is_empty()
    }

    /// Asks for one table, and nothing else.
    pub(super) fn only(self, table: TableName) -> Self {
        Self {
            table: Some(table),
            ..self
        }
    }

    /// Returns the tables that a file of CSV has no place for: all but the main one, if something
    /// beyond conversations was asked for.
    pub(super) fn other_tables(&self) -> Vec<TableName> {
        let has_targets = !self.sla.targets().is_empty();
        if self.table.is_some() || self.by.is_none() && !self.is_compared && !has_targets {
            return Vec::new();
        }
        let all = [
            (TableName::Conversations, true),
            (TableName::Figures, true),
            (TableName::Groups, self.by.is_some()),
            (TableName::Breaches, has_targets),
        ];
        let others = all.into_iter().filter(|(table, is_there)| {
            let is_main = *table == self.main_table();
            *is_there && !is_main
        });
        others.map(|(table, _)| table).collect()
    }

    /// Returns the table that formats with one table have: what was asked for most specifically.
    pub(super) fn main_table(&self) -> TableName {
        match self.table {
            Some(table) => table,
            None if self.by.is_some() => TableName::Groups,
            None if self.is_compared => TableName::Figures,
            None => TableName::Conversations,
        }
    }
}
