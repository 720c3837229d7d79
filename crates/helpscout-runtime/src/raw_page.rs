//! A page without a generated type, whose rows are kept as text.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde_core::Deserialize;
use serde_core::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::Error;
use crate::misfit::Misfit;
use crate::operation::Operation;
use crate::paging::{PageStyle, Position};
use crate::wire::{Whole, decodable};

/// One page of any operation. Each row is the JSON text exactly as received.
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Request};
/// # async fn example(client: Client, request: Request) -> Result<(), Error> {
/// let page = client.raw_page(&request).await?;
/// println!("page {} of {}", page.position.page, page.position.pages);
/// for row in &page.rows {
///     println!("{row}"); // {"id":4845671933,"number":222216}
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawPage {
    /// The position of the page in the report.
    pub position: Position,
    /// The rows of the page.
    pub rows: Vec<Box<RawValue>>,
}

impl RawPage {
    /// Reads a page from a body that a program already has, such as one from
    /// [`Client::send_raw`](crate::Client::send_raw).
    ///
    /// ```
    /// use helpscout_runtime::{Operation, Paging, RawPage};
    ///
    /// const RATINGS: &Operation = &Operation {
    ///     id: "happiness_ratings",
    ///     path: "/v2/reports/happiness/ratings",
    ///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/",
    ///     plans: &["plus", "pro"],
    ///     required: &["start", "end"],
    ///     pages: Some(Paging::new("page", "page", "pages", "count", "results")),
    ///     ..Operation::DEFAULT
    /// };
    /// let saved = r#"{"page": 1, "pages": 1, "count": 2, "results": [{"number": 1}, {"number": 2}]}"#;
    /// let page = RawPage::parse(RATINGS, saved)?;
    /// assert_eq!(page.position.count, 2);
    /// assert_eq!(page.rows[1].get(), r#"{"number": 2}"#);
    /// # Ok::<(), helpscout_runtime::Error>(())
    /// ```
    /// # Errors
    /// Returns an error if the body is not JSON, or is JSON of another shape.
    pub fn parse(operation: &'static Operation, body: &str) -> Result<Self, Error> {
        Self::read(operation, body).map_err(|misfit| misfit.in_body(body).of(operation, None))
    }

    pub(crate) fn read(operation: &Operation, body: &str) -> Result<Self, Misfit> {
        let Some(pages) = operation.pages else {
            return Self::only(body);
        };
        let root = Object::read("", body)?;
        let found = root.find(pages.rows)?;
        let rows: Vec<Box<RawValue>> = match found {
            Some(rows) => read(pages.rows, rows)?,
            None => Vec::new(),
        };
        let (PageStyle::Number { current, total, .. }, Some(count)) = (pages.style, pages.count)
        else {
            let position = Position::only(rows.len());
            return Ok(Self { position, rows });
        };
        let number = |path: &'static str| match root.find(path)? {
            Some(number) => read::<Whole>(path, number).map(|whole| Some(whole.0)),
            None => Ok(None),
        };
        let position = match (number(current)?, number(total)?, number(count)?) {
            // Some lists have no paging at all, so this page is the only one.
            (None, None, None) if found.is_some() => Position::only(rows.len()),
            // An empty list may lack its rows, but a body with neither is not a list.
            (None, None, None) => {
                return Err(misfit(pages.rows, "missing, and so are all page numbers"));
            }
            (Some(page), Some(pages), Some(rows)) => Position::new(page, pages, rows),
            (None, ..) => return Err(misfit(current, "missing")),
            (_, None, _) => return Err(misfit(total, "missing")),
            (.., None) => return Err(misfit(count, "missing")),
        };
        Ok(Self { position, rows })
    }

    /// Reads a response without pages: the items of a list, or the whole response as one row.
    fn only(body: &str) -> Result<Self, Misfit> {
        let rows: Vec<Box<RawValue>> = if body.trim_start().starts_with('[') {
            read_text("", body)?
        } else {
            vec![read_text("", body)?]
        };
        Ok(Self {
            position: Position::only(rows.len()),
            rows,
        })
    }
}

/// An object around the rows.
struct Object<'a> {
    members: BTreeMap<Cow<'a, str>, &'a RawValue>,
    /// The keys that come more than once. Their values contradict each other, so none is used.
    repeated: BTreeSet<Cow<'a, str>>,
}

impl<'a> Object<'a> {
    fn read(path: &str, text: &'a str) -> Result<Self, Misfit> {
        let read = serde_json::from_str::<Members<'_, Cow<'_, str>>>(text)
            .map(|Members(members)| Self::of(members));
        let read = read.or_else(|error| match decodable(text) {
            Cow::Borrowed(_) => Err(error),
            Cow::Owned(repaired) => Self::read_repaired(text, &repaired),
        });
        read.map_err(|error| misfit(path, &error.to_string()))
    }

    /// Reads an object that may have half of a character in a key. The values stay as received,
    /// which is possible because both texts have the same length.
    fn read_repaired(text: &'a str, repaired: &str) -> Result<Self, serde_json::Error> {
        let Members(members) = serde_json::from_str::<Members<'_, String>>(repaired)?;
        let as_received = |(key, value): (String, &RawValue)| {
            let start = value.get().as_ptr().addr() - repaired.as_ptr().addr();
            let received = text.get(start..start + value.get().len());
            let value = serde_json::from_str(received.unwrap_or_default())?;
            Ok((Cow::Owned(key), value))
        };
        members
            .into_iter()
            .map(as_received)
            .collect::<Result<_, _>>()
            .map(Self::of)
    }

    fn of(members: Vec<(Cow<'a, str>, &'a RawValue)>) -> Self {
        let mut object = Self {
            members: BTreeMap::new(),
            repeated: BTreeSet::new(),
        };
        for (key, value) in members {
            if object.members.insert(key.clone(), value).is_some() {
                object.repeated.insert(key);
            }
        }
        object
    }

    /// Returns the value at a dotted path, or `None` if it or an object on the way is missing or
    /// `null`.
    fn find(&self, path: &str) -> Result<Option<&'a RawValue>, Misfit> {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        if self.repeated.contains(key) {
            return Err(misfit(key, "the key comes more than once in one object"));
        }
        let Some(value) = self
            .members
            .get(key)
            .copied()
            .filter(|value| value.get() != "null")
        else {
            return Ok(None);
        };
        if rest.is_empty() {
            return Ok(Some(value));
        }
        Object::read(key, value.get())?.find(rest)
    }
}

/// The members of an object in their order, also those whose keys come more than once.
struct Members<'a, K>(Vec<(K, &'a RawValue)>);

impl<'de: 'a, 'a, K: Deserialize<'de>> Deserialize<'de> for Members<'a, K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<'a, K>(PhantomData<(K, &'a ())>);

impl<'de: 'a, 'a, K: Deserialize<'de>> Visitor<'de> for MembersVisitor<'a, K> {
    type Value = Members<'a, K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

fn read<'a, T: Deserialize<'a>>(path: &str, value: &'a RawValue) -> Result<T, Misfit> {
    read_text(path, value.get())
}

fn read_text<'a, T: Deserialize<'a>>(path: &str, text: &'a str) -> Result<T, Misfit> {
    serde_json::from_str(text).map_err(|error| misfit(path, &error.to_string()))
}

fn misfit(path: &str, problem: &str) -> Misfit {
    Misfit {
        path: path.to_owned(),
        problem: problem.to_owned(),
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::paging::Paging;

    const USERS: &Operation = &Operation {
        id: "users",
        path: "/v2/users",
        pages: Some(Paging::new(
            "page",
            "page.number",
            "page.totalPages",
            "page.totalElements",
            "_embedded.users",
        )),
        ..Operation::DEFAULT
    };

    fn read(body: &str) -> Result<RawPage, Misfit> {
        RawPage::read(USERS, body)
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            ".*".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let key = prop_oneof![
                Just("page".to_owned()),
                Just("number".to_owned()),
                Just("_embedded".to_owned()),
                Just("users".to_owned()),
                ".*"
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::vec((key, inner), 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn what_has_neither_rows_nor_paging_is_no_list() {
        for body in [
            "{}",
            r#"{"error":"quota exceeded"}"#,
            r#"{"_embedded":{"users":null}}"#,
        ] {
            let problem = read(body).map(|page| page.rows.len());
            let Err(problem) = problem else {
                panic!("{body} was read");
            };
            assert_eq!(problem.path, "_embedded.users", "{body}");
        }
        let empty = r#"{"page":{"number":1,"totalPages":0,"totalElements":0}}"#;
        assert_eq!(read(empty).map(|page| page.rows.len()).ok(), Some(0));
        let unpaged = r#"{"_embedded":{"users":[{}]}}"#;
        assert_eq!(read(unpaged).map(|page| page.rows.len()).ok(), Some(1));
    }

    #[test]
    fn a_key_of_the_page_that_comes_twice_is_an_error_and_others_are_not() {
        for (body, key) in [
            (r#"{"_embedded":{"users":[{}],"users":[]}}"#, "users"),
            (
                r#"{"_embedded":{"users":[{}]},"\u005fembedded":{}}"#,
                "_embedded",
            ),
            (
                r#"{"_embedded":{"users":[]},"page":{"number":1,"number":2,"totalPages":1,"totalElements":0}}"#,
                "number",
            ),
            (
                r#"{"_embedded":{"users":[{}],"\ud83d":1,"users":[]}}"#,
                "users",
            ),
        ] {
            let problem = read(body).map(|page| page.rows.len());
            let Err(problem) = problem else {
                panic!("{body} was read");
            };
            assert_eq!(problem.path, key, "{body}");
            assert!(
                problem.problem.contains("more than once"),
                "{}",
                problem.problem
            );
        }
        let new = r#"{"_embedded":{"users":[{}]},"new":1,"new":2}"#;
        assert_eq!(read(new).map(|page| page.rows.len()).ok(), Some(1));
    }

    #[test]
    fn a_kept_body_that_is_no_page_is_an_error_with_its_operation() {
        let error = RawPage::parse(USERS, r#"{"page":{"number":1}}"#).map(|page| page.position);
        let Err(error) = error else {
            panic!("a page without totals");
        };
        assert!(error.is_decode() && error.status().is_none(), "{error}");
        assert_eq!(error.operation(), Some("users"));
        assert!(error.to_string().contains("page.totalPages"), "{error}");
    }

    proptest! {
        #[test]
        fn any_row_is_kept_to_the_byte(rows in prop::collection::vec(json(), 0..6)) {
            let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
            let body = format!(r#"{{"_embedded":{{"users":[{}]}}}}"#, rows.join(" , "));
            let page = read(&body).map_err(|misfit| TestCaseError::fail(misfit.problem))?;
            let kept: Vec<&str> = page.rows.iter().map(|row| row.get()).collect();
            prop_assert_eq!(kept, rows);
        }

        #[test]
        fn no_body_is_too_odd(body in ".*", value in json(), cut in 0_usize..200) {
            let _ = read(&body);
            let text = value.to_string();
            let _ = read(&text);
            let _ = read(&text.chars().take(cut).collect::<String>());
        }
    }
}
