//! A report as HTML: what it contains, and that texts from outside stay texts.
#![allow(clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::rc::Rc;

use helpscout_digest::html::{Options, write};
use helpscout_digest::{Block, Column, Digest, Headline, Kind, Rows, Table, Trend, Value};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use jiff::civil::date;
use proptest::prelude::*;

#[path = "support/small.rs"]
mod small;

fn page(digest: &Digest<'_>, options: Options) -> String {
    let mut page = Vec::new();
    write(digest, options, &mut page).unwrap();
    String::from_utf8(page).unwrap()
}

/// Removes what is between two texts.
fn without(page: &str, from: &str, to: &str) -> String {
    let (before, rest) = page.split_once(from).unwrap();
    let (_, after) = rest.split_once(to).unwrap();
    format!("{before}{from}…{to}{after}")
}

#[test]
fn a_small_report() {
    let page = page(&small::digest(&small::PLAIN), Options::default());
    let page = without(&page, "<style>", "</style>");
    let page = without(&page, "<script>", "</script>");
    let page = without(
        &page,
        "http-equiv=\"Content-Security-Policy\" content=\"",
        "\"",
    );
    let page = page.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(page.replace("><", ">\n<"));
}

#[test]
fn a_long_table_is_cut_and_says_so() {
    let digest = small::digest(&small::PLAIN);
    let cut = page(&digest, Options { max_rows: 2 });
    assert!(cut.contains("The first 2 of 3 rows are shown."));
    assert!(cut.contains(">#2<") && !cut.contains(">#3<"));
    let whole = page(&digest, Options { max_rows: 3 });
    assert!(!whole.contains("rows are shown") && whole.contains(">#3<"));
}

/// Rows that note how many were read.
struct Counted(Rc<Cell<usize>>);

impl Rows for Counted {
    fn len(&self) -> usize {
        100_000
    }

    fn row(&self, at: usize) -> Vec<Value> {
        self.0.set(self.0.get() + 1);
        let number = i64::try_from(at).unwrap();
        let mut row = vec![Value::Link {
            text: format!("#{number}"),
            number: Some(number),
            url: format!("https://secure.helpscout.net/conversation/{number}"),
        }];
        row.extend((0..9).map(|column| Value::Duration((at * 7919 + column * 104_729) as f64)));
        row
    }
}

/// Counts the bytes, and keeps the largest piece.
#[derive(Default)]
struct Pieces {
    all: usize,
    largest: usize,
}

impl Write for Pieces {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.all += piece.len();
        self.largest = self.largest.max(piece.len());
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn of_many_rows_only_those_shown_are_read_and_never_held_together() {
    let read = Rc::new(Cell::new(0));
    let mut columns = vec![Column::new("Conversation", Kind::Link)];
    columns.extend((0..9).map(|number| Column::new(format!("Time {number}"), Kind::Duration)));
    let mut digest = Digest::new("Support");
    let table = Table::new(
        "conversations",
        "Conversations",
        columns,
        Counted(read.clone()),
    );
    digest.blocks.push(Block::Table(table));
    let mut pieces = Pieces::default();
    write(&digest, Options::default(), &mut pieces).unwrap();
    // The first 200 of them are read before, to find out how wide the columns are.
    assert_eq!(read.get(), 1_200);
    assert!(pieces.all < 1_500_000, "{}", pieces.all);
    assert!(pieces.largest < 50_000, "{}", pieces.largest);
}

#[test]
fn a_change_is_said_in_words_and_not_only_by_its_color() {
    let change = |seconds: f64| helpscout_digest::Change {
        before: Box::new(Value::Duration(600.0)),
        difference: Box::new(Value::Duration(seconds)),
        percent: Some(seconds / 6.0),
        n: Some(9),
    };
    let text = |seconds, better| {
        let headline = Headline::new("Median", Value::Duration(600.0 + seconds))
            .better(better)
            .change(Some(change(seconds)));
        let mut digest = Digest::new("Marta");
        digest.blocks.push(Block::Headlines(vec![headline]));
        Parsed::of(&page(&digest, Options::default())).text
    };
    assert!(text(-60.0, Trend::Down).contains("↓ −1m (−10.0 %)better than 10m (n = 9)"));
    assert!(text(60.0, Trend::Down).contains("↑ +1m (+10.0 %)worse than 10m (n = 9)"));
    assert!(text(60.0, Trend::Up).contains("better than 10m"));
    assert!(text(60.0, Trend::Neutral).contains("more than 10m"));
    assert!(text(0.0, Trend::Down).contains("unchanged from 10m"));
}

#[test]
fn what_has_an_order_is_sorted_by_it() {
    let days = [
        ("Mon 13 May", Some(date(2019, 5, 13))),
        ("Fri 17 May", Some(date(2019, 5, 17))),
        ("(Sat 11 May)", None),
    ];
    let rows = (0..).zip(days).map(|(order, (text, date))| {
        let text = text.to_owned();
        vec![Value::Place { text, order, date }]
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let mut digest = Digest::new("Days");
    let columns = vec![Column::new("Day", Kind::Word)];
    let table = Table::new("by-day", "By day", columns, rows);
    digest.blocks.push(Block::Table(table));
    let page = page(&digest, Options::default());
    assert!(page.contains("data-v=\"0\">Mon 13 May<"), "{page}");
    assert!(page.contains("data-v=\"1\">Fri 17 May<"), "{page}");
    assert!(page.contains("data-v=\"2\">(Sat 11 May)<"), "{page}");
}

#[test]
fn only_https_addresses_become_links() {
    for url in [
        "javascript:alert(1)",
        "http://a.example",
        "data:text/html,x",
        "https://",
        "//a",
    ] {
        let row = vec![Value::Link {
            text: "open".to_owned(),
            number: None,
            url: url.to_owned(),
        }];
        let mut digest = Digest::new("Links");
        let columns = vec![Column::new("Link", Kind::Link)];
        digest.blocks.push(Block::Table(Table::new(
            "links",
            "Links",
            columns,
            vec![row],
        )));
        let page = page(&digest, Options::default());
        assert!(
            !page.contains("<a href=\"h") && !page.contains("rel="),
            "{url}"
        );
        assert!(page.contains(">open<"), "{url}");
    }
}

/// What a browser makes of a page.
#[derive(Debug, Default, PartialEq)]
struct Parsed {
    /// The elements in order, each with the names of its attributes.
    elements: Vec<String>,
    text: String,
}

/// Collects what the tokenizer of a browser finds.
#[derive(Default)]
struct Sink(RefCell<Parsed>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut parsed = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let is_start = tag.kind == TagKind::StartTag;
                let name = tag.name.to_string();
                let names = tag
                    .attrs
                    .iter()
                    .map(|attribute| attribute.name.local.to_string());
                let names: Vec<String> = names.collect();
                let sign = if is_start { "" } else { "/" };
                parsed
                    .elements
                    .push(format!("{sign}{name} {}", names.join(" ")));
                match name.as_str() {
                    "style" if is_start => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "script" if is_start => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "title" if is_start => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::CommentToken(_) => parsed.elements.push("comment".to_owned()),
            Token::CharacterTokens(text) => parsed.text.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Parsed {
    fn of(page: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(page));
        let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }
}

#[test]
fn columns_that_do_not_fit_are_below_their_table() {
    let name = Column::new("User", Kind::Text);
    let times =
        (1..=24).map(|at| Column::new(format!("Time {at}"), Kind::Duration).dispensable(25 - at));
    let columns = std::iter::once(name).chain(times).collect();
    let mut row = vec![Value::Text("Marta".to_owned())];
    row.extend((1..=24).map(|at| Value::Duration(f64::from(at) * 3600.5)));
    let mut digest = Digest::new("Support");
    let table = Table::new("by-user", "By <user>", columns, vec![row]);
    digest.blocks.push(Block::Table(table));
    let page = page(&digest, Options::default());
    let (above, below) = page.split_once("More columns of By &lt;user&gt;").unwrap();
    // The most important column is the last, and each is in one of the two tables.
    assert!(above.contains(">Time 24<") && !below.contains(">Time 24<"));
    assert!(!above.contains(">Time 1<") && below.contains(">Time 1<"));
    assert_eq!(page.matches(">Time ").count(), 24);
    assert_eq!(page.matches(">Marta<").count(), 2);
}

#[test]
fn on_paper_a_long_table_has_the_columns_that_fit_and_names_the_others() {
    let name = Column::new("User", Kind::Text);
    let times =
        (1..=30).map(|at| Column::new(format!("Time {at}"), Kind::Duration).dispensable(at));
    let columns: Vec<Column> = std::iter::once(name).chain(times).collect();
    let mut row = vec![Value::Text("Marta".to_owned())];
    row.extend((1..=30).map(|at| Value::Duration(f64::from(at) * 3600.5)));
    let table = |rows: usize| {
        let mut digest = Digest::new("Support");
        let table = Table::new("days", "Days", columns.clone(), vec![row.clone(); rows]);
        digest.blocks.push(Block::Table(table));
        page(&digest, Options::default())
    };
    let long = table(63);
    let style = long.split_once("</style>").unwrap().0.to_owned();
    let (_, class) = long.split_once("<table class=\"rows ").unwrap();
    let left_out: Vec<&str> = class.split_once('"').unwrap().0.split(' ').collect();
    let note = "<p class=\"cut paper\">Not on paper, but on the page: ";
    let (_, note) = long.split_once(note).unwrap();
    let (named, _) = note.split_once(".</p>").unwrap();
    let named: Vec<&str> = named.split("; ").collect();
    assert_eq!(named.last(), Some(&"Time 30"));
    assert_eq!(left_out.last(), Some(&"less-more"));
    // Each column that is named has a rule that leaves it out, alone or with those after it.
    for name in &named {
        let number: usize = name.trim_start_matches("Time ").parse().unwrap();
        let class = match number + 1 {
            column @ ..=24 => format!("less-{column}"),
            _ => "less-more".to_owned(),
        };
        assert!(left_out.contains(&class.as_str()), "{name}: {left_out:?}");
        assert!(
            style.contains(&format!(".{class} tr > :nth-child(")),
            "{class}"
        );
    }
    let few = named.len();
    assert!((10..29).contains(&few), "{named:?}");
    // The days of two months have the others in a table of their own.
    let short = table(62);
    assert!(short.contains("More columns of Days") && !short.contains("less-30"));
    assert!(!short.contains("class=\"rows less"));
}

/// Returns the elements without the labels of charts: fewer of them fit if they are long.
fn without_labels(page: Parsed) -> Vec<String> {
    let mut elements = page.elements;
    elements.retain(|element| element != "text class x y" && element != "/text ");
    elements
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_never_become_elements_or_attributes(texts in small::texts()) {
        // Texts of the same length, as their width decides which columns fit.
        let plain = texts.clone().map(|text| text.replace(|character: char| character != ' ', "a"));
        let plain = Parsed::of(&page(&small::digest(&plain), Options::default()));
        let wild = Parsed::of(&page(&small::digest(&texts), Options::default()));
        prop_assert_eq!(without_labels(plain), without_labels(wild));
    }
}
