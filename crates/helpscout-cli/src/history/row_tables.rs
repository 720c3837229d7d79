//! The tables of a history with a row for each conversation: all of them, and those that miss a target.

use helpscout_digest::{Column, Kind, Rows, Table, Value};
use helpscout_figures::Measure;
use helpscout_reports::history::CollapsedConversation;

use super::figures::time;
use super::result::{Breach, History};
use super::values::{count, duration, text};
use super::view::{self, address};

/// Returns the conversations that miss a target, the worst first.
pub(super) fn breaches(history: &History) -> Table<'_> {
    let mut columns = vec![Column::new("Number", Kind::Link)];
    if history.users.len() > 1 {
        columns.push(Column::new("User", Kind::Text).dispensable(1));
    }
    columns.extend([
        Column::new("Customer", Kind::Text),
        Column::new("Target", Kind::Text),
        Column::new("Time", Kind::Duration),
        Column::new("Over by", Kind::Duration).dispensable(3),
        Column::new("Status", Kind::Text).dispensable(2),
    ]);
    let rows = BreachRows {
        history,
        breaches: history.breaches(),
    };
    Table::new("breaches", "Breaches", columns, rows)
}

struct BreachRows<'h> {
    history: &'h History,
    breaches: Vec<Breach<'h>>,
}

impl Rows for BreachRows<'_> {
    fn len(&self) -> usize {
        self.breaches.len()
    }

    fn row(&self, at: usize) -> Vec<Value> {
        let Some(breach) = self.breaches.get(at) else {
            return Vec::new();
        };
        let Some(target) = self.history.sla.targets().get(breach.target) else {
            return Vec::new();
        };
        let row = breach.row;
        let mut values = vec![link(row)];
        if self.history.users.len() > 1 {
            values.push(Value::Text(breach.user.title()));
        }
        values.extend([
            text(view::names(&row.customers, ", ")),
            Value::Text(target.title()),
            Value::Duration(breach.value),
            Value::Duration(breach.value - target.limit()),
            row.status
                .as_ref()
                .map_or(Value::Missing, |status| text(status.to_string())),
        ]);
        values
    }
}

/// Returns the conversations, each with a link.
pub(super) fn conversations(history: &History) -> Table<'_> {
    let mut columns = vec![Column::new("Number", Kind::Link)];
    if history.users.len() > 1 {
        columns.push(Column::new("User", Kind::Text).dispensable(1));
    }
    columns.extend([
        Column::new("Customer", Kind::Text),
        Column::new("Status", Kind::Text).dispensable(2),
        Column::new("Replies", Kind::Integer).dispensable(4),
        Column::new("All replies", Kind::Integer).dispensable(7),
        Column::new("First response", Kind::Duration).dispensable(5),
        Column::new("Response time", Kind::Duration),
        Column::new("Resolved after", Kind::Duration).dispensable(3),
        Column::new("Handling time", Kind::Duration).dispensable(6),
    ]);
    let mut table = Table::new(
        "conversations",
        "Conversations",
        columns,
        ConversationRows(history),
    );
    table.caption = Some(
        "One row for each conversation of a user. The response and the handling time are means of \
         its replies, the first response time is the shortest, and the resolution time the longest."
            .to_owned(),
    );
    table.detail()
}

struct ConversationRows<'h>(&'h History);

impl Rows for ConversationRows<'_> {
    fn len(&self) -> usize {
        self.0.figures.rows
    }

    fn row(&self, at: usize) -> Vec<Value> {
        let Some((user, row)) = self.0.row(at) else {
            return Vec::new();
        };
        let mut values = vec![link(row)];
        if self.0.users.len() > 1 {
            values.push(Value::Text(user.title()));
        }
        values.extend([
            text(view::names(&row.customers, ", ")),
            row.status
                .as_ref()
                .map_or(Value::Missing, |status| text(status.to_string())),
            count(row.replies),
            row.replies_sent.map_or(Value::Missing, Value::Integer),
        ]);
        let times = [
            Measure::FirstResponse,
            Measure::Response,
            Measure::Resolve,
            Measure::Handle,
        ];
        values.extend(times.map(|measure| duration(time(row, measure))));
        values
    }
}

fn link(row: &CollapsedConversation) -> Value {
    Value::Link {
        text: format!("#{}", row.number),
        number: Some(row.number),
        url: address(row),
    }
}
