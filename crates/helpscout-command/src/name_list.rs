//! Lists of IDs and names as they are typed: `123,Billing,"Support, Europe"`.

/// What starts a name that looks like an ID: `name:123`.
pub const NAME: &str = "name:";

/// Splits a list at its commas. A name that contains commas is in quotes, which are removed.
///
/// # Errors
/// If a quote is not closed, or something follows it but a comma.
///
/// # Examples
/// ```
/// use helpscout_command::split_names;
///
/// let names = split_names(r#"447723, "Support, Europe""#)?;
/// assert_eq!(names, ["447723", "Support, Europe"]);
/// # Ok::<(), String>(())
/// ```
pub fn split_names(typed: &str) -> Result<Vec<&str>, String> {
    let mut items = Vec::new();
    let mut rest = typed;
    loop {
        let (item, after) = first(rest)?;
        items.push(item);
        match after {
            Some(after) => rest = after,
            None => return Ok(items),
        }
    }
}

/// Returns the first item of a list, and what follows its comma.
fn first(list: &str) -> Result<(&str, Option<&str>), String> {
    let trimmed = list.trim_start();
    let Some(quoted) = trimmed.strip_prefix('"') else {
        return Ok(match list.split_once(',') {
            Some((item, after)) => (item.trim(), Some(after)),
            None => (list.trim(), None),
        });
    };
    let Some((item, after)) = quoted.split_once('"') else {
        return Err(format!("the quote before {quoted} is not closed"));
    };
    let after = after.trim_start();
    match after.strip_prefix(',') {
        Some(rest) => Ok((item, Some(rest))),
        None if after.is_empty() => Ok((item, None)),
        None if after.starts_with('"') || item.ends_with('\\') => Err(format!(
            "the quotes in {} can't be told from those around a name; give an ID instead of a name \
             that contains commas and quotes",
            list.trim()
        )),
        None => Err(format!("expected a comma after \"{item}\"")),
    }
}

/// Joins items to a list that [`split_names`] splits into the same items.
pub(crate) fn join<T: AsRef<str>>(items: &[T]) -> String {
    let items = items.iter().map(|item| {
        let item = item.as_ref();
        if item.contains(',') {
            format!("\"{item}\"")
        } else {
            item.to_owned()
        }
    });
    items.collect::<Vec<_>>().join(",")
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
    use super::*;

    #[test]
    fn a_name_with_commas_is_in_quotes() {
        let items = |typed| split_names(typed).unwrap_or_default();
        assert_eq!(items("123,567"), ["123", "567"]);
        assert_eq!(items("Support , Billing"), ["Support", "Billing"]);
        assert_eq!(
            items(r#""Support, Europe" ,85,5" TVs"#),
            ["Support, Europe", "85", "5\" TVs"]
        );
        assert_eq!(items("a,,b"), ["a", "", "b"]);
        let again = join(&items(r#""Support, Europe",85"#));
        assert_eq!(again, r#""Support, Europe",85"#);
        let problem = |typed| split_names(typed).err().unwrap_or_default();
        assert_eq!(
            problem(r#""Support, Europe"#),
            "the quote before Support, Europe is not closed"
        );
        assert_eq!(
            problem(r#""Support" Europe"#),
            "expected a comma after \"Support\""
        );
        for typed in [r#""Support, ""EU""""#, r#""Support, \"EU\"""#] {
            let said = problem(typed);
            assert!(said.contains("give an ID instead of a name"), "{said}");
        }
    }
}
