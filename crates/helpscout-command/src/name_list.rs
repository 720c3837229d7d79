//! Lists of IDs and names as they are typed: `123,Billing,"Support, Europe"`.

use std::fmt;

/// What starts a name that looks like an ID: `name:123`.
pub const NAME: &str = "name:";

/// IDs and names as they are typed for an option, with commas between them.
///
/// A name that contains commas or starts with a quote is in double quotes, as in CSV: a quote within it
/// is written twice. [`NameList::whole`] is for a name that is typed without those quotes.
///
/// # Examples
/// ```
/// use helpscout_command::NameList;
///
/// let list: NameList = r#"447723, "Support, ""EU""""#.parse()?;
/// assert_eq!(list.items(), ["447723", r#"Support, "EU""#]);
/// let list: NameList = "Support, Europe".parse()?;
/// assert_eq!(list.items(), ["Support", "Europe"]);
/// assert_eq!(list.whole(), Some("Support, Europe"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameList {
    items: Vec<String>,
    whole: Option<String>,
}

impl NameList {
    /// Returns a list of one item, whatever characters it has.
    pub fn one(item: &str) -> Self {
        Self {
            items: vec![item.to_owned()],
            whole: None,
        }
    }

    /// Returns what is between the commas, without quotes.
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// Returns what was typed, if it may be a single name: it has commas and no item is in quotes.
    pub fn whole(&self) -> Option<&str> {
        self.whole.as_deref()
    }

    /// Removes the items for which `keeps` is false. What is left was not typed as a whole.
    #[must_use]
    pub fn keeping(mut self, keeps: impl Fn(&str) -> bool) -> Self {
        let before = self.items.len();
        self.items.retain(|item| keeps(item));
        if self.items.len() < before {
            self.whole = None;
        }
        self
    }

    /// Replaces each item.
    ///
    /// # Errors
    /// The first one of `change`.
    pub(crate) fn try_map(
        self,
        change: impl Fn(&str) -> Result<String, String>,
    ) -> Result<Self, String> {
        let items = self.items.iter().map(|item| change(item));
        let items = items.collect::<Result<Vec<_>, _>>()?;
        let whole = self.whole.filter(|_| items == self.items);
        Ok(Self { items, whole })
    }
}

impl std::str::FromStr for NameList {
    type Err = String;

    /// Splits a list at its commas.
    ///
    /// # Errors
    /// If a quote is not closed, or something follows it but a comma.
    fn from_str(typed: &str) -> Result<Self, String> {
        let (mut items, mut has_quotes) = (Vec::new(), false);
        let mut rest = Some(typed);
        while let Some(list) = rest {
            let (item, is_quoted, after) = first(list)?;
            items.push(item);
            has_quotes |= is_quoted;
            rest = after;
        }
        let whole = (items.len() > 1 && !has_quotes).then(|| typed.trim().to_owned());
        Ok(Self { items, whole })
    }
}

impl fmt::Display for NameList {
    /// Writes the list so that it is read as the same one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = match (&self.whole, self.items.as_slice()) {
            (Some(whole), _) => return f.write_str(whole),
            (None, [only]) => vec![list_item(only)],
            // Without quotes, they would be a whole.
            (None, several) => several.iter().map(|item| quoted(item)).collect(),
        };
        f.write_str(&items.join(","))
    }
}

/// Returns the first item of a list, whether it was in quotes, and what follows its comma.
fn first(list: &str) -> Result<(String, bool, Option<&str>), String> {
    let trimmed = list.trim_start();
    let Some(mut rest) = trimmed.strip_prefix('"') else {
        return Ok(match list.split_once(',') {
            Some((item, after)) => (item.trim().to_owned(), false, Some(after)),
            None => (list.trim().to_owned(), false, None),
        });
    };
    let mut item = String::new();
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err(format!(
                "the quote before {} is not closed",
                &trimmed[1..].trim_end()
            ));
        };
        item.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                item.push('"');
                rest = after;
            }
            None => {
                rest = after.trim_start();
                break;
            }
        }
    }
    match rest.strip_prefix(',') {
        Some(rest) => Ok((item, true, Some(rest))),
        None if rest.is_empty() => Ok((item, true, None)),
        None => Err(format!(
            "expected a comma after \"{item}\"; write each quote within a name in quotes twice, as in \
             {}",
            quoted("Sales, \"EU\"")
        )),
    }
}

/// Returns a name as it is typed in a list: in quotes if it would be read otherwise.
pub fn list_item(name: &str) -> String {
    if name.contains(',') || name.starts_with('"') {
        quoted(name)
    } else {
        name.to_owned()
    }
}

/// Returns the item of a list that a text stands for as an element of a list in a file or a call, where
/// commas don't separate. One that is in quotes already stays as it is.
pub fn element(text: &str) -> String {
    let is_quoted = || {
        let list = text.parse::<NameList>();
        list.is_ok_and(|list| list.items.len() == 1 && list.items[0].contains(','))
    };
    if text.starts_with('"') && is_quoted() {
        text.to_owned()
    } else {
        list_item(text)
    }
}

/// Returns the last item of a list that is still typed, and what precedes it. The last quote may be
/// open.
pub fn last_item(typed: &str) -> (&str, &str) {
    let (mut start, mut is_quoted, mut is_empty) = (0, false, true);
    for (at, char) in typed.char_indices() {
        match char {
            // Two quotes within a name end it and start it again.
            '"' if is_quoted || is_empty || typed[..at].ends_with('"') => is_quoted = !is_quoted,
            ',' if !is_quoted => (start, is_empty) = (at + 1, true),
            _ => {}
        }
        is_empty &= matches!(char, ',' | ' ');
    }
    typed.split_at(start)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Returns the name in a value of an option, or `None` if the value is an ID.
///
/// A value of digits is an ID. A name of digits is written as `name:123`.
///
/// # Examples
/// ```
/// use helpscout_command::name_in;
///
/// assert_eq!(name_in("447723"), None);
/// assert_eq!(name_in("Marta Lindqvist"), Some("Marta Lindqvist"));
/// assert_eq!(name_in("name:2019"), Some("2019"));
/// ```
pub fn name_in(value: &str) -> Option<&str> {
    if let Some(name) = value.strip_prefix(NAME) {
        return Some(name.trim());
    }
    let is_id = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    (!is_id).then_some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn list(typed: &str) -> NameList {
        typed.parse().unwrap()
    }

    #[test]
    fn a_name_with_commas_is_in_quotes_as_in_csv() {
        for (typed, items) in [
            ("123,567", &["123", "567"][..]),
            ("Support , Billing", &["Support", "Billing"]),
            (
                r#""Support, Europe" ,85,5" TVs"#,
                &["Support, Europe", "85", "5\" TVs"],
            ),
            ("a,,b", &["a", "", "b"]),
            (r#"he said "hi""#, &[r#"he said "hi""#]),
            (r#""Sales, ""EU""",85"#, &[r#"Sales, "EU""#, "85"]),
            (r#""""VIP"" customers""#, &[r#""VIP" customers"#]),
            (r#""""#, &[""]),
        ] {
            assert_eq!(list(typed).items(), items, "{typed}");
            assert_eq!(list(&list(typed).to_string()), list(typed), "{typed}");
            let each: Vec<String> = items.iter().map(|item| list_item(item)).collect();
            assert_eq!(list(&each.join(",")).items(), items, "{typed}");
        }
        assert_eq!(list("Smith, Jane").whole(), Some("Smith, Jane"));
        assert_eq!(list("Smith").whole(), None);
        assert_eq!(list(r#""Smith",Jane"#).whole(), None);
        assert_eq!(list("all,Jane").keeping(|item| item != "all").whole(), None);
    }

    #[test]
    fn a_quote_that_is_no_pair_is_refused_with_how_it_is_written() {
        let problem = |typed: &str| typed.parse::<NameList>().unwrap_err();
        assert_eq!(
            problem(r#""Support, Europe"#),
            "the quote before Support, Europe is not closed"
        );
        let expected = "expected a comma after \"Support\"; write each quote within a name in quotes \
                        twice, as in \"Sales, \"\"EU\"\"\"";
        assert_eq!(problem(r#""Support" Europe"#), expected);
        assert!(problem(r#""Support, \"EU\"""#).contains("twice"));
    }

    #[test]
    fn an_element_of_a_list_is_one_name() {
        for (text, item) in [
            ("Smith, Jane", r#""Smith, Jane""#),
            (r#""Smith, Jane""#, r#""Smith, Jane""#),
            (r#""hi""#, r#""""hi""""#),
            (r#""VIP", gone"#, r#""""VIP"", gone""#),
            (r#"he said "hi""#, r#"he said "hi""#),
            ("447723", "447723"),
        ] {
            assert_eq!(element(text), item);
        }
    }

    #[test]
    fn the_item_that_is_typed_follows_the_last_comma_outside_of_quotes() {
        for (typed, before, item) in [
            ("", "", ""),
            ("Mar", "", "Mar"),
            ("447723,Mar", "447723,", "Mar"),
            (r#""Sales, E"#, "", r#""Sales, E"#),
            (r#"85,"Sales, ""E"#, "85,", r#""Sales, ""E"#),
            (r#""Sales, ""EU""",Sup"#, r#""Sales, ""EU""","#, "Sup"),
            (r#"5" TVs,Sup"#, r#"5" TVs,"#, "Sup"),
        ] {
            assert_eq!(last_item(typed), (before, item), "{typed}");
        }
    }
}
