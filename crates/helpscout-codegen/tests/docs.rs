//! Prose of a description stays prose in the generated docs: it never becomes markup, a link, or
//! code that runs.
#![allow(clippy::unwrap_used)]

mod documented;

use std::path::Path;

use documented::{assert_api_holds, assert_facts_hold, assert_page_holds, assert_prose_holds};
use helpscout_codegen::{Home, client};
use helpscout_description::Api;
use proptest::prelude::*;

/// Pieces of text that mean something to Markdown, to rustdoc or to Rust.
const PIECES: &[&str] = &[
    "`",
    "``",
    "```",
    "````",
    "~~~",
    "~",
    "~~a~~",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "  \n",
    "\\\n",
    "\t",
    "    ",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    " ",
    "a",
    "word",
    "A word ",
    "*",
    "**",
    "_",
    "__",
    "# ",
    "#",
    "## a\n",
    "===",
    "---",
    "- ",
    "+ ",
    "* ",
    "- - -",
    "* * *",
    "1. ",
    "1) ",
    "12.",
    "> ",
    "[",
    "]",
    "[a]",
    "[a](b)",
    "[a][b]",
    "[a]: b\n",
    "![a](b)",
    "[^a]",
    "[^a]: b",
    "[ ] ",
    "[x] ",
    "<",
    ">",
    "<b>",
    "</b>",
    "<img src=x>",
    "<!-- ",
    " -->",
    "<?a?>",
    "<![CDATA[",
    "<div>\n",
    "<https://example.com>",
    "<javascript:a>",
    "<a@b.c>",
    "https://example.com/a_b",
    "[a](javascript:b)",
    "www.example.com",
    "&lt;",
    "&#60;",
    "&amp;",
    "|",
    "|a|b|",
    "\n|-|-|\n",
    ":-:",
    "\\",
    "\\`",
    "\\\\",
    "!",
    "(",
    ")",
    "{",
    "}",
    "\"",
    "'",
    "...",
    "--",
    "rust\n",
    "no_run",
    "/*",
    "*/",
    "//",
    "///",
    "#[doc]",
    "fn main() { println!(\"x\") }",
    "\u{202e}",
    "\u{200b}",
    "\u{fe0f}",
    "\u{0}",
    "\u{1b}[31m",
    "é信\u{1f600}",
    "The start of ",
    "A ",
    "Only ",
    "Sets ",
    ":",
    "$a$",
    "^a^",
    "=",
    "+++",
    "%%",
];

fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn page() -> impl Strategy<Value = String> {
    prop_oneof![
        prose(),
        prose().prop_map(|end| format!("https://example.com/{end}")),
        prose().prop_map(|host| format!("https://{host}.example/")),
    ]
}

/// Returns the number of cases of each test. `PROPTEST_CASES` sets a larger one.
fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|asked| asked.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(asked.unwrap_or(100))
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_prose_stays_text(prose in prose()) {
        assert_prose_holds(&prose);
    }

    #[test]
    fn any_page_is_one_link_or_text(page in page()) {
        assert_page_holds(&page);
    }

    #[test]
    fn any_fact_stays_code(fact in prose()) {
        assert_facts_hold(&fact);
    }
}

fn reports() -> Api {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    helpscout_spec::read(&folder).api.unwrap()
}

#[test]
fn a_fence_after_an_unequal_run_of_backticks_starts_no_code() {
    assert_prose_holds("Counts ``` and ` words.\n```\nprintln!(\"it ran\"); /*\n`` the end");
    let long = "word ".repeat(18);
    assert_prose_holds(&format!("{long} ``` println!(\"it ran\"); /*"));
    assert_prose_holds("``a` ~~~\nprintln!(\"it ran\");\n~~~");
    assert_prose_holds("~~~ println!(\"it ran\"); /*");
}

#[test]
fn tags_are_text() {
    assert_prose_holds("`a`` <img src=x onerror=alert(1)> `");
    assert_prose_holds("<div\nonclick=a");
    assert_prose_holds("&lt;b&gt; and &#60;");
}

#[test]
fn links_are_text() {
    assert_prose_holds(
        "[words](javascript:alert(1)), <https://example.com>, [x]: https://example.com",
    );
    assert_prose_holds("https://example.com/[a](javascript:alert(1))");
}

#[test]
fn a_page_is_one_link() {
    assert_page_holds("https://example.com/a_b?c=d&copy;=1#e");
    assert_page_holds("https://example.com/)[words](javascript:alert(1)");
    assert_page_holds("https://example.com/ <img src=x>");
    assert_page_holds("javascript:alert(1)");
}

#[test]
fn facts_are_code() {
    assert_facts_hold("`` <img src=x>");
    assert_facts_hold("\n```\nprintln!(\"it ran\"); /*");
    assert_facts_hold("\"); println!(\"it ran\"); //");
    assert_facts_hold(" = 1, Ran = { println!(); 2 }");
}

#[test]
fn the_reports_have_plain_docs() {
    assert_api_holds(&reports());
}

#[test]
fn objects_that_are_described_alike_say_where_they_are_found() {
    let tree = client(&reports(), Home::Reports);
    let chat = tree.get("operations/chat.rs").unwrap();
    let email = tree.get("operations/email.rs").unwrap();
    for (file, object) in [(chat, "Chat"), (email, "Email")] {
        let docs = format!(
            "/// The figures for the interval. Found in [`{object}Summary::current`] and\n\
             /// [`{object}Summary::previous`].\n"
        );
        assert!(file.contains(&docs), "{docs}");
    }
}
